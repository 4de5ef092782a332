/** The rule about secrets in a spec, wherever they stand: values, keys nobody knows, comments. */
import type { Place, Section } from '../../yaml/place.ts';
import type { YamlFile } from '../../yaml/yamlFile.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { findSecrets } from '../../spec/secrets.ts';
import type { Secret } from '../../spec/secrets.ts';
import { problemsOf } from '../spec.ts';

/** A section's text never changes, so it is searched once for as long as it stands in a file. */
const searched = new WeakMap<Section, readonly Secret[]>();

function secretsOf(section: Section): readonly Secret[] {
  const known = searched.get(section);
  if (known !== undefined) return known;
  const secrets = findSecrets(section.text);
  searched.set(section, secrets);
  return secrets;
}

function overlaps(file: YamlFile, left: Place, right: Place): boolean {
  const [one, other] = [file.rangeOf(left), file.rangeOf(right)];
  return one !== undefined && other !== undefined && one.start < other.end && other.start < one.end;
}

export const dataSecretRules: readonly Rule[] = [
  {
    id: 'data/secret',
    severity: 'E/E/E',
    finds: 'a password, a key or a connection string in the file',
    why: 'A spec is committed, and what was committed once can be read for ever. Put the secret into a variable of the environment, name it as `env:NAME`, and change the secret if the file has ever been shared. This rule cannot be lowered.',
    supersedes: ['spec/unknown-key', 'spec/wrong-value', 'contract/invalid', 'contract/ignored-key'],
    *check(context: RuleContext) {
      const ofShape = [...problemsOf(context, 'data/secret')];
      yield* ofShape;
      for (const file of [...context.project.files, ...context.project.contracts]) {
        for (const section of file.yaml.sections) {
          for (const { start, end, looksLike } of secretsOf(section)) {
            const place = { section, start, end };
            if (ofShape.some((finding) => overlaps(file.yaml, place, finding.place))) continue;
            yield {
              place,
              message: `This looks like ${looksLike}: keep it in a variable of the environment, and change it if it was ever shared.`,
            };
          }
        }
      }
    },
  },
];
