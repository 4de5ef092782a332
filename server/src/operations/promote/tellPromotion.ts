/** What a promotion did, for a person at a terminal. */
import type { FileState, PromotionOutcome } from '../../../../schemas/promotion.ts';
import { cellWords, fileStateWords, promotionCounts } from '../../report/promotionMarkdown.ts';
import { plainText } from '../../text/plainText.ts';

/** States of files that a person must know of one by one. */
const noted: readonly FileState[] = ['merged', 'conflict', 'kept', 'removed', 'overwritten'];
/** Places that are listed; the report has all. */
const listed = 20;

/** Whether something of the notebook is not in the package, or the package is not sound. */
export function isPartial({ counts, files, checks }: PromotionOutcome): boolean {
  return counts.left > 0 || checks.length > 0 || files.some(({ state }) => state === 'conflict');
}

/** @param hasColour whether escape sequences for colours may be written */
export function promotionText(outcome: PromotionOutcome, hasColour: boolean): string {
  const paint = (code: string, text: string) => (hasColour ? `\u001B[${code}m${text}\u001B[0m` : text);
  const { counts, statements, findings, checks, files, folder, decisions } = outcome;
  const rows = [
    ...statements
      .filter((statement) => statement.outcome === 'left')
      .map(({ at, text, reason }) => ({
        mark: 'left',
        colour: '33',
        where: cellWords(at),
        what: `${text}: ${reason ?? ''}`,
      })),
    ...checks.map(({ file, line, code, message }) => ({
      mark: 'check',
      colour: '31',
      where: `${file}:${line}`,
      what: `${code} ${message}`,
    })),
    ...files
      .filter(({ state }) => noted.includes(state))
      .map(({ path, state }) => ({
        mark: state,
        colour: state === 'conflict' ? '31' : '36',
        where: path,
        what: fileStateWords(state),
      })),
    ...findings.map(({ rule, at, message }) => ({
      mark: 'finding',
      colour: '33',
      where: cellWords(at),
      what: `${rule} ${message}`,
    })),
  ];
  const width = Math.max(0, ...rows.map(({ mark }) => mark.length));
  const lines = [
    paint(
      '1',
      `${plainText(outcome.notebook)} is the package ${plainText(outcome.package)} in ${plainText(folder)}: ${promotionCounts(counts)}.`,
    ),
    ...rows
      .slice(0, listed)
      .map(
        ({ mark, colour, where, what }) =>
          `  ${paint(colour, mark.padEnd(width))}  ${plainText(where)}: ${plainText(what)}`,
      ),
    ...(rows.length > listed ? [`  and ${rows.length - listed} more`] : []),
    ...decisions.map((sentence) => `  ${paint('2', plainText(sentence))}`),
    `${filesWords(files)} The whole report is reports/promotion.md.`,
    ...verificationLines(outcome, paint),
  ];
  return `${lines.join('\n')}\n`;
}

/** The verdict, and what differs. */
function verificationLines(
  { verification }: PromotionOutcome,
  paint: (code: string, text: string) => string,
): readonly string[] {
  if (verification === null) return [];
  const { verdict, sentence, probes } = verification;
  const differing = probes.filter((probe) => probe.verdict === 'differs');
  const compared = probes.filter(({ verdict: of }) => of === 'equal' || of === 'equal-within-tolerance').length;
  const colour = verdict === 'equal' || verdict === 'equal-within-tolerance' ? '32' : '31';
  return [
    `${paint(colour, `Verification: ${verdict}.`)} ${plainText(sentence)}`,
    ...(probes.length === 0 ? [] : [`  ${compared} of ${probes.length} values are equal.`]),
    ...differing.slice(0, listed).map(({ name, from, function: where, difference }) => {
      const place = [from === null ? undefined : cellWords(from), where ?? undefined].filter(
        (part) => part !== undefined,
      );
      return `  ${paint('31', 'differs')}  ${plainText(name)} (${plainText(place.join(', '))}): ${plainText(difference ?? '')}`;
    }),
  ];
}

/** `24 files written, 3 left as they were.` */
function filesWords(files: PromotionOutcome['files']): string {
  const isWritten = (state: FileState) => !['unchanged', 'conflict', 'kept'].includes(state);
  const written = files.filter(({ state }) => isWritten(state)).length;
  const rest = files.length - written;
  const left = rest === 0 ? '' : `, ${rest} left as ${rest === 1 ? 'it was' : 'they were'}`;
  return `${written} ${written === 1 ? 'file' : 'files'} written${left}.`;
}
