/** Costs for a person at a terminal, and as Markdown for a page or a pull request. */
import type { CostReport } from '../../../schemas/costPanel.ts';
import { plainText } from '../text/plainText.ts';
import { costTables } from './costTables.ts';
import type { CostTable } from './costTables.ts';
import { sentenceText } from './markdown.ts';

const worthIt = 'worth it at the target';
const verdicts: Readonly<Record<CostReport['verdict'], string>> = {
  ok: worthIt,
  'over-budget': 'OVER THE BUDGET',
  'negative-npv': 'LOSES MONEY EVEN AT THE TARGET',
  'not-known': 'not known whether it pays',
};

/** A budget is spoken of where the spec states one. */
function verdictWords({ verdict, costs }: CostReport): string {
  const hasBudget = costs.state === 'costs' && costs.budgets.length > 0;
  return verdict === 'ok' && hasBudget ? `within the budget, and ${worthIt}` : verdicts[verdict];
}

/** @param hasColour whether escape sequences for colours may be written */
export function costText(report: CostReport, hasColour: boolean): string {
  const { costs, verdict } = report;
  const paint = (code: string, text: string) => (hasColour ? `\u001B[${code}m${text}\u001B[0m` : text);
  if (costs.state === 'empty') return `${plainText(costs.because)} ${plainText(costs.next)}\n`;
  const colour = verdict === 'ok' ? '32' : verdict === 'not-known' ? '33' : '31';
  const head = `${paint('1', plainText(costs.project))}: ${paint(colour, verdictWords(report))}`;
  const parts = costTables(costs).map((table) => tableText(table, paint));
  return `${[head, ...parts].join('\n\n')}\n`;
}

function tableText(
  { title, sentences, columns, rows }: CostTable,
  paint: (code: string, text: string) => string,
): string {
  const cells = rows.map((row) => row.map(plainText));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, index) => cell.padEnd(index === row.length - 1 ? 0 : (widths[index] ?? 0))).join('  ')}`.trimEnd();
  return [
    paint('1', plainText(title)),
    ...sentences.map((sentence) => `  ${plainText(sentence)}`),
    ...(rows.length === 0 ? [] : [paint('2', line(columns)), ...cells.map(line)]),
  ].join('\n');
}

export function costMarkdown(report: CostReport): string {
  const { costs } = report;
  if (costs.state === 'empty') return `${sentenceText(costs.because)} ${sentenceText(costs.next)}\n`;
  const head = `## Costs of ${sentenceText(costs.project)}: ${verdictWords(report).toLowerCase()}`;
  const parts = costTables(costs).map(({ title, sentences, columns, rows }) =>
    [
      `### ${sentenceText(title)}`,
      '',
      ...sentences.flatMap((sentence) => [sentenceText(sentence), '']),
      ...(rows.length === 0 ? [] : [row(columns), `|${columns.map(() => '---|').join('')}`, ...rows.map(row), '']),
    ].join('\n'),
  );
  return [head, '', ...parts].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => sentenceText(cell)).join(' | ')} |`;
}
