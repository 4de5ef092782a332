/** Rules about the shape of a spec: its version, keys, types and words. */
import type { SpecProblemCode } from '../spec/specProblem.ts';
import { knownVersion } from '../spec/specFile.ts';
import { replaceText } from '../spec/edits.ts';
import { shorten } from '../spec/words.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { answeringModelsOf } from './monitorView.ts';
import { phaseOf } from './severity.ts';
import { excludingKeys, missingContextKeys } from './spec/contextKeys.ts';
import { missingNeededKeys } from './spec/neededKeys.ts';

/** The problems of one kind that reading the files found. */
export function* problemsOf({ project }: RuleContext, code: SpecProblemCode): Generator<Finding> {
  for (const file of project.files) {
    for (const problem of file.problems) {
      if (problem.code === code) yield { place: problem.place, message: problem.message, fixes: problem.fixes };
    }
  }
}

/** A section that is begun; once a model must be watched, `monitor/no-drift` says at the same place what is missing. */
function* emptyMonitoring({ project, spec }: RuleContext): Generator<Finding> {
  const place = spec.empty.get('monitoring');
  if (place === undefined) return;
  const phase = phaseOf(project);
  if ((phase === 'pilot' || phase === 'production') && answeringModelsOf(spec).length > 0) return;
  yield { place, message: '`monitoring` has no value: fill it in or remove the key.' };
}

export const specRules: readonly Rule[] = [
  {
    id: 'spec/unknown-version',
    severity: 'E/E/E',
    finds: 'a language version that this Plumbline does not know',
    why: 'The version selects the schema and the rules. With an unknown one nothing else can be judged, so this is then the only finding in the file. Write `plumbline: v1`, or update Plumbline.',
    *check({ project }) {
      for (const file of project.files) {
        if (!file.hasUnknownVersion) continue;
        const value = file.yaml.entries.findLast((entry) => entry.key === 'plumbline')?.value;
        if (value === undefined) continue;
        const written = value.kind === 'scalar' ? `\`${shorten(value.text)}\`` : 'This';
        yield {
          place: value.place,
          message: `${written} is not a version of the language that this Plumbline reads: write \`${knownVersion}\`, or update Plumbline.`,
        };
      }
    },
  },
  {
    id: 'spec/unknown-key',
    severity: 'E/E/E',
    waits: 'behind',
    finds: 'a key that the language does not have at this place',
    why: 'A typo must not become silence: a mistyped `limit` would be a metric without a limit. Correct the name, or move the key where it belongs.',
    hasFix: true,
    check: (context) => problemsOf(context, 'spec/unknown-key'),
  },
  {
    id: 'spec/missing-key',
    severity: 'E/E/E',
    waits: 'file',
    finds: 'a required key that is absent, or a key without a value',
    why: 'Without the key, the entry says less than it must. The quick fix inserts the key and leaves the value to you, because a made-up value is worse than none.',
    hasFix: true,
    *check(context) {
      yield* problemsOf(context, 'spec/missing-key');
      const { project, spec } = context;
      const rootPlace = project.files[0]?.root.yaml.entries[0]?.keyPlace;
      if (rootPlace !== undefined) yield* missingNeededKeys(spec, rootPlace, phaseOf(project));
      yield* missingContextKeys(context);
      yield* emptyMonitoring(context);
    },
  },
  {
    id: 'spec/wrong-type',
    severity: 'E/E/E',
    waits: 'behind',
    finds: 'a value of another type than its key takes',
    why: 'A map where text belongs, or text where a number belongs, cannot be read, and everything that depends on it stays unknown.',
    check: (context) => problemsOf(context, 'spec/wrong-type'),
  },
  {
    id: 'spec/wrong-value',
    severity: 'E/E/E',
    waits: 'behind',
    finds: 'a value that its key does not know',
    why: 'Words such as `pilot` or `recall` come from closed lists, dates and expressions have a form. A typo there is found here instead of being read as something else.',
    hasFix: true,
    *check(context) {
      yield* problemsOf(context, 'spec/wrong-value');
      yield* excludingKeys(context);
      const main = context.project.files[0];
      const name = main?.root.fields.project?.value;
      if (name === undefined) return;
      for (const part of context.project.files.slice(1)) {
        const own = part.root.fields.project;
        if (own === undefined || own.value === name) continue;
        yield {
          place: own.place,
          message: `This part belongs to the project \`${shorten(name)}\` of its folder, and says \`${shorten(own.value)}\`.`,
          fixes: [{ title: `Change to \`${name}\``, changes: [replaceText(own.place, name)], isPreferred: true }],
        };
      }
    },
  },
  {
    id: 'spec/not-checked',
    severity: 'I/I/I',
    finds: 'rules that could not be checked, with what they lacked',
    why: 'Unknown is not invalid: when a file, a column or a count that a rule needs cannot be read, the rule is silent, and this says so once.',
    check: () => [],
    *conclude({ project }, { notChecked }) {
      const place = project.files[0]?.yaml.entries[0]?.keyPlace;
      if (place === undefined || notChecked.length === 0) return;
      const byReason = Map.groupBy(notChecked, ({ because }) => because);
      const parts = [...byReason].map(([because, gaps]) => `${gaps.map(({ rule }) => rule).join(', ')} (${because})`);
      yield { place, message: `Not checked: ${parts.join('; ')}.` };
    },
  },
];
