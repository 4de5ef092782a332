/** The words in which every report speaks of drift. */
import type { DriftCell } from '../../../schemas/driftJob.ts';
import type { ComparedCheck, RankedColumn } from '../../../schemas/driftReport.ts';

export const answerWords: Readonly<Record<RankedColumn['answer'], string>> = {
  drift: 'DRIFT',
  'cannot-tell': 'cannot tell',
  stable: 'stable',
  'not-judged': 'not judged',
};

/** In how many windows a column drifts; nothing where there is one window only. */
export function windowWords({ drifting, judged }: RankedColumn, { result }: ComparedCheck): string {
  if (result.windows.length < 2) return '';
  if (judged === 0) return ' in any window';
  const windows = judged === 1 ? '1 window' : `${judged} windows`;
  return drifting === 0 ? ` in ${windows}` : ` in ${drifting} of ${windows}`;
}

/** What the change of a column means in money; nothing where it is not known. */
export function moneyWords({ money }: RankedColumn): string {
  return money === null ? '' : ` The value changes by ${money.text} (${money.low} to ${money.high}) if it stays so.`;
}

/** A probability with three digits. */
export function probabilityWords(p: number): string {
  return p < 1e-4 ? 'below 0.0001' : String(Number(p.toPrecision(3)));
}

/** How many rows were compared with how many. */
export function rowsWords({ result }: ComparedCheck): string {
  const rows = result.windows.reduce((sum, window) => sum + window.rows, 0);
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'} against ${result.referenceRows.toLocaleString('en')}`;
}

/** What has no verdict and why, then what else is to be known of the comparison: a sentence each. */
export function noteWords(check: ComparedCheck): readonly string[] {
  const { result, moneyBecause } = check;
  return [
    ...againstWords(check),
    ...result.notCompared.map(({ column, because }) => `${column}: ${because}`),
    ...result.windows.flatMap(({ label, because }) => (because === undefined ? [] : [`${label}: ${because}`])),
    ...result.notes,
    ...(moneyBecause === null ? [] : [moneyBecause]),
  ];
}

/** What windows were held against, where that is not the reference; the reference stands in the heading. */
function againstWords({ against, reference }: ComparedCheck): readonly string[] {
  switch (against?.kind) {
    case undefined:
    case 'fixed':
      return [];
    case 'previous':
      return [`Each window is compared with the one before, the first with ${reference}.`];
    case 'rolling':
      return [
        `Each window is compared with the ${against.windows === 1 ? 'one' : against.windows} before it; while there are fewer, ${reference} joins them.`,
      ];
  }
}

/** Single statistics of a column that were asked for, of the window that decides, else of the first that was judged. */
export function statisticWords({ column, worst }: RankedColumn, { result }: ComparedCheck): readonly string[] {
  const cells = result.columns.find(({ name }) => name === column)?.cells ?? [];
  const cell = cells[worst?.window ?? -1] ?? cells.find((one) => one !== null);
  return cell === undefined ? [] : [...cell.tools.map(toolWords), ...cell.statistics.map(valueWords)];
}

function toolWords(result: DriftCell['tools'][number]): string {
  const name = `${result.tool} ${result.method}`;
  if (result.kind === 'undefined') return `${name} undefined: ${result.because}`;
  const { value, threshold, isAlarm, differs } = result;
  const alarm = isAlarm === true ? 'alarm' : 'no alarm';
  const rule =
    threshold === undefined ? (isAlarm === undefined ? 'no threshold' : alarm) : `${alarm} at ${shorten(threshold, 6)}`;
  return `${name} ${shorten(value, 6)}, ${rule}: ${differs}`;
}

function valueWords(statistic: DriftCell['statistics'][number]): string {
  if (statistic.kind === 'undefined') return `${statistic.name} undefined: ${statistic.because}`;
  const { name, value, p, isExact } = statistic;
  return `${name} ${shorten(value, 6)}${p === undefined ? '' : `, p ${shorten(p, 3)}`}${isExact ? '' : ', in bins'}`;
}

function shorten(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}

/** How many columns got which answer, and how sure that is. */
export function countAnswers({ ranking, result, falseAlarm, correction }: ComparedCheck): string {
  const counts = (['drift', 'cannot-tell', 'stable', 'not-judged'] as const).flatMap((answer) => {
    const count = ranking.filter((one) => one.answer === answer).length;
    const word = answer === 'drift' ? 'drift' : answerWords[answer];
    return count === 0 ? [] : [`${count} ${word}`];
  });
  const held =
    correction === 'none' ? 'for each test alone' : `over ${result.tests} ${result.tests === 1 ? 'test' : 'tests'}`;
  return `${counts.length === 0 ? 'no column' : counts.join(', ')}; false alarms held at ${Number((falseAlarm * 100).toPrecision(3))} % ${held}.`;
}
