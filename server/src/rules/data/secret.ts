/** The rule about secrets in a spec, wherever they stand: values, keys nobody knows, comments. */
import { lineStartOf } from '../../yaml/lines.ts';
import type { Place, Section } from '../../yaml/place.ts';
import type { YamlFile } from '../../yaml/yamlFile.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { problemsOf } from '../spec.ts';

interface Secret {
  readonly start: number;
  readonly end: number;
  /** What it looks like, for the message; never the secret itself. */
  readonly looksLike: string;
}

/** The secret is the group of that name; every repetition is bounded, so that no text takes long. */
const patterns: readonly { readonly pattern: RegExp; readonly looksLike: string }[] = [
  {
    pattern: /:\/\/[^\s:@/'"]{0,200}:(?<secret>[^\s@/'"]{1,500})@/dg,
    looksLike: 'a password in a connection string',
  },
  {
    pattern:
      /(?<![A-Za-z0-9])(?:password|passwd|pwd|passphrase)["']?[ \t]{0,20}[:=][ \t]{0,20}["']?(?<secret>[^\s"',;}#]{4,500})/dgi,
    looksLike: 'a password',
  },
  {
    pattern:
      /(?<![A-Za-z0-9])(?:secret|token|(?:api|access|account|private|secret|shared[_-]?access)[_-]?(?:key|token|signature)|(?:client|aws)[_-]?secret(?:[_-]?access[_-]?key)?)["']?[ \t]{0,20}[:=][ \t]{0,20}["']?(?<secret>(?=[^\s"',;}#]{0,500}\d)[^\s"',;}#]{8,500})/dgi,
    looksLike: 'a secret key',
  },
  {
    pattern:
      /(?<![A-Za-z0-9])(?<secret>(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255}|glpat-[\w-]{20,64}|xox[abprs]-[\w-]{10,255}|AIza[\w-]{35}|[sr]k_live_[A-Za-z0-9]{16,255}|hf_[A-Za-z]{30,64}|eyJ[\w-]{10,2000}\.eyJ[\w-]{10,2000}\.[\w-]{0,2000})/dg,
    looksLike: 'an access token',
  },
  { pattern: /(?<secret>-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)/dg, looksLike: 'a private key' },
];

/** Names of places where the secret is, and texts that stand for one in examples. */
const placeholder = /^(?:env:|\$|<|\{|\[|\*|&|!|%|\.{3}|…|x{3,}$|true$|false$|null$|none$|required$|optional$)/i;

function findSecrets(text: string): readonly Secret[] {
  const secrets: Secret[] = [];
  for (const { pattern, looksLike } of patterns) {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = match.indices?.groups?.['secret'] ?? [0, 0];
      const secret = text.slice(start, end);
      if (start === end || placeholder.test(secret)) continue;
      // In prose a word behind "password:" says where it is, not what it is.
      if (looksLike === 'a password' && isInComment(text, start) && /^[\p{L}.]+$/u.test(secret)) continue;
      if (secrets.some((other) => start < other.end && other.start < end)) continue;
      secrets.push({ start, end, looksLike });
    }
  }
  return secrets;
}

function isInComment(text: string, offset: number): boolean {
  return /(?:^|\s)#/.test(text.slice(lineStartOf(text, offset), offset));
}

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
