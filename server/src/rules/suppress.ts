/** Rules about silencing rules: silence needs a reason, a rule that exists, and something to silence. */
import { replaceText } from '../spec/edits.ts';
import type { Fix } from '../spec/edits.ts';
import type { Project } from '../spec/project.ts';
import type { ProjectFile } from '../spec/contractFile.ts';
import { nearest } from '../spec/nearest.ts';
import type { Suppression } from '../spec/suppressions.ts';
import { shorten } from '../spec/words.ts';
import type { Place } from '../yaml/place.ts';
import { knownRuleIds } from './knownRuleIds.ts';
import type { Finding, Rule } from './rule.ts';
import { isLower, severityIn } from './severity.ts';

function* suppressionsOf(project: Project): Generator<{ file: ProjectFile; suppression: Suppression }> {
  for (const file of [...project.files, ...project.contracts]) {
    for (const suppression of file.suppressions) yield { file, suppression };
  }
}

function unknownRule(id: string, place: Place, known: ReadonlySet<string>): Finding {
  const meant = nearest(id, known);
  return {
    place,
    message: `There is no rule \`${shorten(id)}\`${meant === undefined ? ': see the list of rules in the docs.' : `: did you mean \`${meant}\`?`}`,
    fixes:
      meant === undefined
        ? []
        : [{ title: `Change to \`${meant}\``, changes: [replaceText(place, meant)], isPreferred: true }],
  };
}

export const suppressRules: readonly Rule[] = [
  {
    id: 'suppress/no-reason',
    severity: 'E/E/E',
    finds: 'a rule that is silenced or lowered without a reason',
    why: 'Silence needs a reason that the next reader can judge. Write it after the bracket, `# plumbline: ignore[rule] because …`, or under `reason:` in the `rules` section. Without it nothing is silenced.',
    *check({ project, spec, rules }) {
      for (const { file, suppression } of suppressionsOf(project)) {
        if (suppression.reason !== '') continue;
        const place = file.yaml.placeAt(suppression.comment.start, suppression.comment.end);
        yield { place, message: 'Say after the bracket why this may be ignored: without a reason it is not.' };
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
    id: 'suppress/unknown-rule',
    severity: 'W/W/W',
    finds: 'the id of a rule that does not exist',
    why: 'A mistyped id silences nothing, and the finding it was meant for comes as a surprise. Use the id that stands behind the message.',
    hasFix: true,
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
    id: 'suppress/unused',
    severity: 'W/W/W',
    finds: 'a comment that silences nothing',
    why: 'When the cause is gone, its suppression would hide the next, different fault. Remove the comment. A rule that could not be checked, for want of a file for example, does not count as gone.',
    hasFix: true,
    check: () => [],
    *conclude({ project }, { usedSuppressions, isChecked }) {
      for (const { file, suppression } of suppressionsOf(project)) {
        const used = usedSuppressions.get(suppression);
        const idle = suppression.rules.filter(({ id }) => isChecked(id) && used?.has(id) !== true);
        for (const { id, start, end } of idle) {
          const isAll = idle.length === suppression.rules.length;
          yield {
            place: file.yaml.placeAt(start, end),
            message: `\`${id}\` finds nothing here: remove it from the comment.`,
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
  const { text } = file.yaml;
  if (id === undefined) {
    const before = text.slice(0, suppression.comment.start);
    const isOwnLine = /(?:^|\n)[ \t]*$/.test(before);
    const start = isOwnLine ? before.lastIndexOf('\n') + 1 : before.trimEnd().length;
    const lineBreak = isOwnLine ? (/^\r?\n/.exec(text.slice(suppression.comment.end))?.[0].length ?? 0) : 0;
    const place = file.yaml.placeAt(start, suppression.comment.end + lineBreak);
    return { title: 'Remove the comment', changes: [replaceText(place, '')], isPreferred: true };
  }
  const after = /^\s*,\s*/.exec(text.slice(id.end));
  const before = /,\s*$/.exec(text.slice(0, id.start));
  const start = after === null && before !== null ? before.index : id.start;
  const place = file.yaml.placeAt(start, id.end + (after?.[0].length ?? 0));
  return { title: 'Remove the rule from the comment', changes: [replaceText(place, '')], isPreferred: true };
}
