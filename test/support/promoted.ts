/** What cells are promoted to, for tests: the modules as text, and what became of each statement. */
import { loadShippedEffects } from '../../server/src/notebook/effects/shippedEffects.ts';
import { createNotebookAnalyzer } from '../../server/src/notebook/flow/analyseNotebook.ts';
import type { Notebook } from '../../server/src/notebook/read/notebook.ts';
import { emitModules } from '../../server/src/notebook/promote/emitModules.ts';
import { settleLines, textOfLines } from '../../server/src/notebook/promote/generatedLines.ts';
import { makeReport } from '../../server/src/notebook/promote/makeReport.ts';
import type { PromotionPlan } from '../../server/src/notebook/promote/plan.ts';
import { planPromotion } from '../../server/src/notebook/promote/planPromotion.ts';
import type { PlanOptions } from '../../server/src/notebook/promote/planPromotion.ts';
import type { PythonParser } from '../../server/src/notebook/syntax/pythonParser.ts';
import type { PromotionMap, PromotionReport } from '../../schemas/promotion.ts';
import { notebookOf } from './notebookFlow.ts';

const effects = loadShippedEffects();

export interface Promoted {
  readonly plan: PromotionPlan;
  /** The text of a module; empty when there is none. */
  readonly module: (name: string) => string;
  /** All modules but those that are the same for every notebook. */
  readonly code: string;
  readonly report: PromotionReport;
  readonly map: PromotionMap;
  /** What became of the statement that begins so: `converted`, or outcome and reason. */
  readonly fate: (start: string) => string;
}

export function promoteCells(
  parser: PythonParser,
  cells: readonly string[] | Notebook,
  options: Partial<PlanOptions> = {},
): Promoted {
  const notebook = 'cells' in cells ? cells : notebookOf(cells);
  const analysis = createNotebookAnalyzer({ parser, effects }).analyse(notebook);
  const plan = planPromotion(analysis, { parser, packageName: 'promoted', notebook: 'a.ipynb', ...options });
  const modules = emitModules(plan).map(({ name, lines }) => ({ name, lines: settleLines(lines) }));
  const { report, map } = makeReport(plan, modules, 'src/promoted', { notebook: 'a.ipynb', version: '0.0.0' });
  const texts = new Map(modules.map(({ name, lines }) => [name, textOfLines(lines)]));
  return {
    plan,
    report,
    map,
    module: (name) => texts.get(name) ?? '',
    code: [...texts].flatMap(([name, text]) => (/^(?:pipeline|__)/.test(name) ? [] : text)).join('\n'),
    fate: (start) => {
      const found = report.statements.find(({ text }) => text.startsWith(start));
      if (found === undefined) throw new Error(`No statement begins with ${start}.`);
      return found.reason === null ? found.outcome : `${found.outcome}: ${found.reason}`;
    },
  };
}

/** A notebook of cells of prose, which begin with `#`, and of code. */
export function notebookWithProse(cells: readonly string[]): Notebook {
  const notebook = notebookOf(cells);
  return {
    ...notebook,
    cells: notebook.cells.map((cell) =>
      cell.text.startsWith('# ') || cell.text.startsWith('## ')
        ? { kind: 'markdown', id: cell.id, index: cell.index, text: cell.text, tags: [] }
        : cell,
    ),
  };
}
