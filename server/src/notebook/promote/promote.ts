/** Promotes a notebook: from its data flow to the files of a package, a report and a source map. Pure; never throws. */
import type { GeneratedFile, PromotionMap, PromotionReport } from '../../../../schemas/promotion.ts';
import type { NotebookAnalysis } from '../flow/analysis.ts';
import { emitModules } from './emitModules.ts';
import { settleLines, textOfLines } from './generatedLines.ts';
import type { PromotionPlan } from './plan.ts';
import { planPromotion } from './planPromotion.ts';
import type { PlanOptions } from './planPromotion.ts';
import { emitConfig } from './project/emitConfig.ts';
import { makeReport } from './makeReport.ts';

export interface PromoteOptions extends PlanOptions {
  /** Version of Plumbline, for the report. */
  readonly version: string;
}

export interface Promotion {
  readonly plan: PromotionPlan;
  readonly files: readonly GeneratedFile[];
  readonly report: PromotionReport;
  readonly map: PromotionMap;
}

export function promote(analysis: NotebookAnalysis, options: PromoteOptions): Promotion {
  const plan = planPromotion(analysis, options);
  const modules = emitModules(plan).map(({ name, lines }) => ({ name, lines: settleLines(lines) }));
  const folder = `src/${plan.packageName}`;
  const { report, map } = makeReport(plan, modules, folder, options);
  const files = modules.map(({ name, lines }) => ({ path: `${folder}/${name}.py`, text: textOfLines(lines) }));
  return { plan, files: [...files, emitConfig(plan)], report, map };
}
