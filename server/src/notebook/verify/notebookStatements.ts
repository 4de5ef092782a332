/** The statements of a notebook as they are run: in effective order, magics replaced, metrics wrapped. */
import type { RunStatement } from '../../../../schemas/verificationRun.ts';
import type { CodeCell } from '../read/notebook.ts';
import type { NotebookCode, StatementCode } from '../promote/notebookCode.ts';
import type { PlannedMetric, PromotionPlan } from '../promote/plan.ts';
import { lineAt } from './linesOf.ts';

/** What the harness defines; it gives back its second argument. */
const metricFunction = '__plumbline_metric__';

export function notebookStatements({ metrics }: PromotionPlan, code: NotebookCode): readonly RunStatement[] {
  const lastOfCell = new Map(code.statements.map(({ statement }) => [statement.at.cell, statement.id]));
  return code.statements.flatMap((source): RunStatement[] => {
    const { statement, parsed, node } = source;
    // What is broken ends no run: it is reported as left.
    if (statement.isLeftOut || node?.hasError === true) return [];
    const written = wrapMetrics(source, metrics);
    if (written.trim() === '') return [];
    const { cell } = parsed;
    return [
      {
        id: statement.id,
        cell: statement.at.cell,
        line: lineAt(cell.text, statement.at.start),
        code: written,
        count: lastOfCell.get(statement.at.cell) === statement.id && isShown(cell) ? (cell.count ?? null) : null,
        mayFail: cell.tags.includes('raises-exception'),
      },
    ];
  });
}

/** A last line that ends with a semicolon shows nothing. */
function isShown({ text }: CodeCell): boolean {
  return !text.trimEnd().endsWith(';');
}

function wrapMetrics({ statement, parsed }: StatementCode, metrics: readonly PlannedMetric[]): string {
  const { cell, start, end } = statement.at;
  const inserted = metrics.flatMap(({ at }, number) => {
    if (at.cell !== cell || at.start < start || at.end > end) return [];
    return [
      { at: at.start, text: `${metricFunction}(${number}, (`, isOpening: true },
      { at: at.end, text: '))', isOpening: false },
    ];
  });
  let text = '';
  let position = start;
  // What closes comes before what opens at the same place.
  const inOrder = inserted.toSorted(
    (left, right) => left.at - right.at || Number(left.isOpening) - Number(right.isOpening),
  );
  for (const { at, text: addition } of inOrder) {
    text += parsed.code.slice(position, at) + addition;
    position = at;
  }
  return dedent(text + parsed.code.slice(position, end), indentBefore(parsed.code, start));
}

/** Blanks before a place, when nothing else stands on its line before it. */
function indentBefore(code: string, offset: number): string {
  const line = code.slice(code.lastIndexOf('\n', offset - 1) + 1, offset);
  return line.trim() === '' ? line : '';
}

/** A cell may be indented as a whole; then its first line has lost what the others still have. */
function dedent(text: string, indent: string): string {
  if (indent === '') return text;
  return text
    .split('\n')
    .map((line, index) => (index > 0 && line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');
}
