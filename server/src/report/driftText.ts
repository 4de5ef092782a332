/** A comparison for a person at a terminal. */
import type { ComparedCheck, DriftReport, RankedColumn, WatchedCheck } from '../../../schemas/driftReport.ts';
import { plainText } from '../text/plainText.ts';
import { driftSections } from './driftSections.ts';
import {
  answerWords,
  countAnswers,
  moneyWords,
  noteWords,
  rowsWords,
  statisticWords,
  windowWords,
} from './driftWords.ts';
import { watchedSentences, watchedTitle, watchedVerdict } from './watchedWords.ts';

const colours: Readonly<Record<RankedColumn['answer'], string>> = {
  drift: '31',
  'cannot-tell': '33',
  stable: '32',
  'not-judged': '2',
};

type Paint = (code: string, text: string) => string;

/** @param hasColour whether escape sequences for colours may be written */
export function driftText(report: DriftReport, hasColour: boolean): string {
  const paint: Paint = (code, text) => (hasColour ? `\u001B[${code}m${text}\u001B[0m` : text);
  const parts = report.checks.map((check) =>
    check.state === 'compared'
      ? checkText(check, paint)
      : check.state === 'watched'
        ? watchedText(check, paint)
        : `${paint('1', plainText(check.id))}\n  ${paint('31', plainText(check.sentence))}`,
  );
  if (report.notCompared.length > 0) {
    const lines = report.notCompared.map(({ id, because }) => `  ${plainText(id)}: ${plainText(because)}`);
    parts.push([paint('1', 'Not compared'), ...lines].join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

function watchedText(check: WatchedCheck, paint: Paint): string {
  const answer = check.ranking[0]?.answer ?? 'not-judged';
  const { windows } = check.result;
  const drawn = windows.map((window) => paint(colours[window.answer], marks[window.answer])).join('');
  const [first, last] = [windows[0]?.label ?? '', windows.at(-1)?.label ?? ''];
  const [why = '', ...more] = watchedSentences(check);
  return [
    paint('1', plainText(`${watchedTitle(check)}, in ${check.seconds.toFixed(1)} s`)),
    ...(windows.length > 1 ? [`  ${drawn}  ${plainText(`${first} … ${last}`)}`] : []),
    `  ${paint(colours[answer], watchedVerdict(check))}: ${plainText(why)}`,
    ...more.map((line) => `  ${plainText(line)}`),
  ].join('\n');
}

function checkText(check: ComparedCheck, paint: Paint): string {
  const { id, reference, current, result, ranking, seconds } = check;
  const title = id === 'files' ? `${current} against ${reference}` : `${id}: ${current} against ${reference}`;
  const head = `${title}, ${rowsWords(check)}, in ${seconds.toFixed(1)} s`;
  const width = Math.max(...ranking.map(({ column }) => plainText(column).length), 0);
  const columns = ranking.flatMap((ranked) => columnLines(ranked, check, width, paint));
  const lines = [
    paint('1', plainText(head)),
    ...(result.windows.length > 1 ? heatLines(check, width, paint) : []),
    ...columns,
    ...driftSections(check).flatMap(({ heading, lines: own }) => [
      `  ${paint('1', plainText(heading))}`,
      ...own.map((line) => `    ${plainText(line)}`),
    ]),
    ...noteWords(check).map((note) => `  ${plainText(note)}`),
    `  ${countAnswers(check)}`,
  ];
  return lines.join('\n');
}

function columnLines(ranked: RankedColumn, check: ComparedCheck, width: number, paint: Paint): readonly string[] {
  const label = plainText(ranked.column).padEnd(width);
  const indent = `  ${' '.repeat(width)}  `;
  const verdict = paint(colours[ranked.answer], `${answerWords[ranked.answer]}${windowWords(ranked, check)}`);
  return [
    `  ${label}  ${verdict}: ${plainText(`${ranked.sentence}${moneyWords(ranked)}`)}`,
    ...(ranked.advice === null ? [] : [`${indent}${plainText(ranked.advice)}`]),
    ...statisticWords(ranked, check).map((words) => `${indent}  ${plainText(words)}`),
  ];
}

const marks: Readonly<Record<RankedColumn['answer'], string>> = {
  drift: '█',
  'cannot-tell': '▒',
  stable: '·',
  'not-judged': ' ',
};

/** One row of marks per column, one mark per window. */
function heatLines({ result, ranking }: ComparedCheck, width: number, paint: Paint): readonly string[] {
  const [first, last] = [result.windows[0]?.label ?? '', result.windows.at(-1)?.label ?? ''];
  const rows = ranking.map(({ column }) => {
    const cells = result.columns.find(({ name }) => name === column)?.cells ?? [];
    const drawn = cells.map((cell) => {
      const answers = (cell?.judgements ?? []).flatMap((one) => (one.kind === 'judged' ? [one.answer] : []));
      const answer = (['drift', 'cannot-tell', 'stable'] as const).find((one) => answers.includes(one)) ?? 'not-judged';
      return paint(colours[answer], marks[answer]);
    });
    return `  ${plainText(column).padEnd(width)}  ${drawn.join('')}`;
  });
  const legend = `${marks.drift} drift, ${marks['cannot-tell']} cannot tell, ${marks.stable} stable`;
  return [`  ${' '.repeat(width)}  ${plainText(first)} … ${plainText(last)} (${legend})`, ...rows];
}
