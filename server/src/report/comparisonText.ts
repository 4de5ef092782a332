/** A comparison of two runs for a person at a terminal. */
import type { ComparedMetricView, ComparedVerdict, ComparisonReport } from '../../../schemas/comparisonReport.ts';
import { plainText } from '../text/plainText.ts';

const words: Readonly<Record<ComparedVerdict, string>> = {
  better: 'better',
  worse: 'WORSE',
  'not-settled': 'not settled',
  same: 'the same',
  'not-known': 'not known',
};
const colours: Readonly<Record<ComparedVerdict, string>> = {
  better: '32',
  worse: '31',
  'not-settled': '33',
  same: '2',
  'not-known': '2',
};

/** @param hasColour whether escape sequences for colours may be written */
export function comparisonText(report: ComparisonReport, hasColour: boolean): string {
  const paint = (code: string, text: string): string => (hasColour ? `\u001B[${code}m${text}\u001B[0m` : text);
  const { first, second, rows, because, metrics, changed } = report;
  const how =
    rows === null
      ? `Rows are not paired, because ${because ?? 'nothing is known of them'}; intervals are compared.`
      : `${rows.toLocaleString('en')} rows were answered by both, and are compared one by one.`;
  const cells = metrics.map((metric) => [
    metric.id,
    `${metric.first ?? 'undefined'} → ${metric.second ?? 'undefined'}`,
    metric.difference === null ? '' : `${metric.difference.text}${rangeText(metric)}`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...cells.map((row) => plainText(row[column] ?? '').length)));
  const lines = metrics.map((metric, at) => {
    const [name = '', values = '', difference = ''] = (cells[at] ?? []).map((cell, column) =>
      plainText(cell).padEnd(widths[column] ?? 0),
    );
    return `  ${name}  ${values}  ${difference}  ${paint(colours[metric.verdict], words[metric.verdict])}${chanceText(metric)}`;
  });
  const labels = Math.max(0, ...changed.map(({ label }) => label.length));
  const differing = changed.map(
    (fact) => `  ${fact.label.padEnd(labels)}  ${plainText(fact.first)} → ${plainText(fact.second)}`,
  );
  return `${[
    paint('1', plainText(`${first} → ${second}`)),
    ...lines,
    `  ${plainText(how)}`,
    ...(differing.length === 0 ? [] : [paint('1', 'What else differs'), ...differing]),
  ].join('\n')}\n`;
}

function rangeText({ difference }: ComparedMetricView): string {
  const range = difference?.range ?? null;
  return range === null ? '' : ` (${range})`;
}

function chanceText({ difference, adjusted }: ComparedMetricView): string {
  if (difference?.p === undefined || adjusted === null) return '';
  return `  (p ${chance(adjusted)}, ${plainText(difference.method)})`;
}

function chance(p: number): string {
  return p < 0.0001 ? '< 0.0001' : p.toFixed(4);
}
