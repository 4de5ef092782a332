/** Promotes a notebook: from its data flow to the files of a package, a report and a source map. Pure; never throws. */
import type { GeneratedFile, PromotionMap, PromotionReport } from '../../../../schemas/promotion.ts';
import type { NotebookAnalysis } from '../flow/analysis.ts';
import { emitModules } from './emitModules.ts';
import { settleLines, textOfLines } from './generatedLines.ts';
import type { PromotionPlan } from './plan.ts';
import { planPromotion } from './planPromotion.ts';
import type { PlanOptions } from './planPromotion.ts';
import { inferredDefinitions } from './inference/inferredDefinitions.ts';
import { planInference } from './inference/planInference.ts';
import type { Inference } from './inference/planInference.ts';
import { emitProject } from './project/emitProject.ts';
import { inferDependencies } from './project/inferDependencies.ts';
import type { ProjectOptions } from './project/projectInput.ts';
import { makeReport } from './makeReport.ts';

export interface PromoteOptions extends PlanOptions, Omit<ProjectOptions, 'parser' | 'notebook' | 'map'> {
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
  const { plan, inference } = planWithInference(analysis, options);
  const modules = emitModules(plan).map(({ name, lines }) => ({ name, lines: settleLines(lines) }));
  const folder = `src/${plan.packageName}`;
  const { report, map } = makeReport(plan, modules, folder, options);
  const files = [
    ...modules.map(({ name, lines }) => ({ path: `${folder}/${name}.py`, text: textOfLines(lines) })),
    ...plan.written.map(({ name, text }) => ({ path: `${folder}/${name}.py`, text })),
  ];
  const project = emitProject(plan, inference, files, { ...options, map: map.entries });
  const dependencies = [...inferDependencies(plan, options)];
  return { plan, files: [...files, ...project], report: { ...report, dependencies }, map };
}

/** Functions that inference calls must not stand in a module of training, so where they do the plan is made again. */
function planWithInference(
  analysis: NotebookAnalysis,
  options: PromoteOptions,
): { readonly plan: PromotionPlan; readonly inference: Inference } {
  const first = planPromotion(analysis, options);
  const inference = planInference(first, options.parser);
  const shared = inferredDefinitions(first, inference, options.parser);
  const plan = shared.size === 0 ? first : planPromotion(analysis, { ...options, inferDefinitions: shared });
  const told = inference.kind === 'raw' || inference.because === undefined ? [] : [`Inference: ${inference.because}`];
  const captures = inference.kind === 'none' ? [] : inference.captures;
  return { plan: { ...plan, captures, decisions: [...plan.decisions, ...told] }, inference };
}
