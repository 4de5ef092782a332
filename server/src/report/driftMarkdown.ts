/** A comparison as Markdown, for pull requests and tickets. */
import type { ComparedCheck, DriftReport } from '../../../schemas/driftReport.ts';
import { plainText } from '../text/plainText.ts';
import { answerWords, countAnswers, windowWords } from './driftWords.ts';

export function driftMarkdown(report: DriftReport): string {
  const title = report.project === null ? 'Drift' : `Drift of ${escape(report.project)}`;
  const parts = report.checks.map((check) =>
    check.state === 'compared' ? checkPart(check) : `## ${escape(check.id)}\n\n${escape(check.sentence)}`,
  );
  const left = report.notCompared.map(({ id, because }) => `- ${escape(id)}: ${escape(because)}`);
  if (left.length > 0) parts.push(`## Not compared\n\n${left.join('\n')}`);
  return `# ${title}\n\n${parts.join('\n\n')}\n`;
}

function checkPart(check: ComparedCheck): string {
  const { id, reference, current, result, ranking } = check;
  const rows = ranking.map((ranked) => {
    const windows = result.windows.length > 1 ? ` ${windowWords(ranked)}` : '';
    const money = ranked.money === null ? '' : `${ranked.money.text} (${ranked.money.low} to ${ranked.money.high})`;
    const why = [ranked.sentence, ...(ranked.advice === null ? [] : [ranked.advice])].join(' ');
    return `| ${escape(ranked.column)} | ${answerWords[ranked.answer]}${windows} | ${escape(money)} | ${escape(why)} |`;
  });
  const table = ['| column | verdict | money | why |', '|---|---|---|---|', ...rows].join('\n');
  const left = [
    ...(check.moneyBecause === null ? [] : [`- ${escape(check.moneyBecause)}`]),
    ...result.notCompared.map(({ column, because }) => `- ${escape(column)}: ${escape(because)}`),
    ...result.windows.flatMap(({ label, because }) =>
      because === undefined ? [] : [`- ${escape(label)}: ${escape(because)}`],
    ),
    ...result.notes.map((note) => `- ${escape(note)}`),
  ];
  const heading = `## ${escape(id === 'files' ? current : id)}: ${escape(current)} against ${escape(reference)}`;
  return [heading, countAnswers(check), table, ...(left.length === 0 ? [] : [left.join('\n')])].join('\n\n');
}

/** Text of users stays text: no markup, no line breaks, no columns of a table. */
function escape(text: string): string {
  return plainText(text)
    .replace(/\s+/gu, ' ')
    .replace(/[\\`*_{}[\]<>#|!&]/gu, (character) => `\\${character}`);
}
