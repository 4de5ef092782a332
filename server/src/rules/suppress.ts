/** Rules about silencing rules: silence needs a reason, a rule that exists, and something to silence. */
import { replaceText } from '../spec/edits.ts';
import type { Fix } from '../spec/edits.ts';
import type { Project } from '../spec/project.ts';
import type { ProjectFile } from '../spec/contractFile.ts';
import type { Suppression } from '../spec/suppressions.ts';
import type { Place } from '../yaml/place.ts';
import { knownRuleIds } from './knownRuleIds.ts';
import type { Finding, Rule } from './rule.ts';
import { isLower, severityIn } from './severity.ts';
import {
  idleMessage,
  noReasonMessage,
  rangeWithoutIds,
  suppressTexts,
  unknownRuleProblem,
} from './suppressionWords.ts';

function* suppressionsOf(project: Project): Generator<{ file: ProjectFile; suppression: Suppression }> {
  for (const file of [...project.files, ...project.contracts]) {
    for (const suppression of file.suppressions) yield { file, suppression };
  }
}

function unknownRule(id: string, place: Place, known: ReadonlySet<string>): Finding {
  const { message, meant } = unknownRuleProblem(id, known);
  return {
    place,
    message,
    fixes:
      meant === undefined
        ? []
        : [{ title: `Change to \`${meant}\``, changes: [replaceText(place, meant)], isPreferred: true }],
  };
}

export const suppressRules: readonly Rule[] = [
  {
    ...suppressTexts.noReason,
    *check({ project, spec, rules }) {
      for (const { file, suppression } of suppressionsOf(project)) {
        if (suppression.reason !== '') continue;
        const place = file.yaml.placeAt(suppression.comment.start, suppression.comment.end);
        yield { place, message: noReasonMessage };
      }
      for (const [id, setting] of spec.fields.rules?.entries ?? []) {
        const rule = rules.find((candidate) => candidate.id === id);
        const wished = setting.fields.severity;
        if (rule === undefined || wished === undefined || setting.fields.reason !== undefined) continue;
        const standard = severityIn(rule, spec.fields.phase?.value ?? 'pilot');
        if (!isLower(wished.value, standard)) continue;
        const message = `\`${id}\` is lowered from ${standard} to ${wished.value}: add a \`reason\`.`;
        yield { place: wished.place, message };
      }
    },
  },
  {
    ...suppressTexts.unknownRule,
    *check({ project, spec, rules }) {
      const known = knownRuleIds(rules);
      for (const { file, suppression } of suppressionsOf(project)) {
        for (const { id, start, end } of suppression.rules) {
          if (!known.has(id)) yield unknownRule(id, file.yaml.placeAt(start, end), known);
        }
      }
      for (const [id, setting] of spec.fields.rules?.entries ?? []) {
        if (!known.has(id) && setting.keyPlace !== undefined) yield unknownRule(id, setting.keyPlace, known);
      }
    },
  },
  {
    ...suppressTexts.unused,
    waits: 'file',
    check: () => [],
    *conclude({ project }, { usedSuppressions, isChecked }) {
      for (const { file, suppression } of suppressionsOf(project)) {
        const used = usedSuppressions.get(suppression);
        const idle = suppression.rules.filter(({ id }) => isChecked(id) && used?.has(id) !== true);
        for (const { id, start, end } of idle) {
          const isAll = idle.length === suppression.rules.length;
          yield {
            place: file.yaml.placeAt(start, end),
            message: idleMessage(id),
            tag: 'unnecessary',
            fixes: [removal(file, suppression, isAll ? undefined : { start, end })],
          };
        }
      }
    },
  },
];

/** Removes one id with its comma, or the whole comment with the blanks before it. */
function removal(file: ProjectFile, suppression: Suppression, id: { start: number; end: number } | undefined): Fix {
  const { title, start, end } = rangeWithoutIds(file.yaml.text, suppression, id);
  return { title, changes: [replaceText(file.yaml.placeAt(start, end), '')], isPreferred: true };
}
