/** What is said about comments that silence rules, and what is cut out of them: the same in specs and in notebooks. */
import { nearest } from '../spec/nearest.ts';
import type { Suppression } from '../spec/suppressions.ts';
import { shorten } from '../spec/words.ts';
import type { RuleText } from './rule.ts';

export const suppressTexts = {
  noReason: {
    id: 'suppress/no-reason',
    severity: 'E/E/E',
    finds: 'a rule that is silenced or lowered without a reason',
    why: 'Silence needs a reason that the next reader can judge. Write it after the bracket, `# plumbline: ignore[rule] because …`, or under `reason:` in the `rules` section. Without it nothing is silenced.',
  },
  unknownRule: {
    id: 'suppress/unknown-rule',
    severity: 'W/W/W',
    finds: 'the id of a rule that does not exist',
    why: 'A mistyped id silences nothing, and the finding it was meant for comes as a surprise. Use the id that stands behind the message.',
    hasFix: true,
  },
  unused: {
    id: 'suppress/unused',
    severity: 'W/W/W',
    finds: 'a comment that silences nothing',
    why: 'When the cause is gone, its suppression would hide the next, different fault. Remove the comment. A rule that could not be checked, for want of a file for example, does not count as gone.',
    hasFix: true,
  },
} as const satisfies Readonly<Record<string, RuleText>>;

export const noReasonMessage = 'Say after the bracket why this may be ignored: without a reason it is not.';

export function idleMessage(id: string): string {
  return `\`${id}\` finds nothing here: remove it from the comment.`;
}

/** @returns with the id that was probably meant; undefined when none is near */
export function unknownRuleProblem(
  id: string,
  known: ReadonlySet<string>,
): { readonly message: string; readonly meant: string | undefined } {
  const meant = nearest(id, known);
  const advice = meant === undefined ? ': see the list of rules in the docs.' : `: did you mean \`${meant}\`?`;
  return { message: `There is no rule \`${shorten(id)}\`${advice}`, meant };
}

/**
 * What to delete so that a comment names an id no more.
 *
 * @param text the text that holds the comment
 * @param id the id, which goes with its comma; undefined for the whole comment, which goes with the blanks before it
 */
export function rangeWithoutIds(
  text: string,
  suppression: Suppression,
  id: { readonly start: number; readonly end: number } | undefined,
): { readonly title: string; readonly start: number; readonly end: number } {
  if (id === undefined) {
    const before = text.slice(0, suppression.comment.start);
    const isOwnLine = /(?:^|\n)[ \t]*$/.test(before);
    const start = isOwnLine ? before.lastIndexOf('\n') + 1 : before.trimEnd().length;
    const lineBreak = isOwnLine ? (/^\r?\n/.exec(text.slice(suppression.comment.end))?.[0].length ?? 0) : 0;
    return { title: 'Remove the comment', start, end: suppression.comment.end + lineBreak };
  }
  const after = /^\s*,\s*/.exec(text.slice(id.end));
  const before = /,\s*$/.exec(text.slice(0, id.start));
  const start = after === null && before !== null ? before.index : id.start;
  return { title: 'Remove the rule from the comment', start, end: id.end + (after?.[0].length ?? 0) };
}
