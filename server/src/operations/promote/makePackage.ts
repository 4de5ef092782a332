/** Makes the package of a studied notebook: names it, and puts statements where a person wants them. */
import type { NotebookStage } from '../../../../schemas/effects.ts';
import type { NotebookAnalysis, StatementId } from '../../notebook/flow/analysis.ts';
import { isStandardModule } from '../../notebook/packages/standardModules.ts';
import { pythonName } from '../../notebook/promote/project/pythonName.ts';
import { promote } from '../../notebook/promote/promote.ts';
import type { Promotion } from '../../notebook/promote/promote.ts';
import { statementKeys } from '../../notebook/promote/statementKeys.ts';
import { nameOf } from './packagePlace.ts';
import type { DraftOptions, NotebookSource } from './preparePromotion.ts';

/** Why a name is none that Python imports; undefined when it is one. */
export function packageNameProblem(name: string): string | undefined {
  if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !isKeyword(name)) return undefined;
  return `${JSON.stringify(name)} is no name that Python can import: use ${pythonName(name)}.`;
}

/** Pure; never throws. */
export function makePackage({ analysis, parser }: NotebookSource, options: DraftOptions): Promotion {
  const wanted = options.packageName ?? pythonName(nameOf(analysis.notebook.uri).replace(/\.[a-z]+$/u, ''));
  const stages = stagesById(analysis, options.stages);
  const isLocalModule = (module: string): boolean => options.localModules.has(topOf(module));
  const promoteAs = (packageName: string): Promotion =>
    promote(analysis, {
      parser,
      packageName,
      stages,
      keepsExplore: options.keepsExploration,
      findings: options.findings,
      notebook: options.notebookPath,
      version: options.version,
      versions: options.versions,
      isLocalModule,
    });
  const promotion = tellLocalModules(promoteAs(wanted), isLocalModule);
  const isTaken = isStandardModule(wanted) || promotion.plan.imports.some(({ module }) => topOf(module) === wanted);
  if (!isTaken) return promotion;
  // A package with the name of a module that is imported would be imported in its place.
  const free = tellLocalModules(promoteAs(`${wanted}_project`), isLocalModule);
  const decision = `The package is called \`${wanted}_project\`, because \`${wanted}\` is a module that is imported.`;
  return { ...free, report: { ...free.report, decisions: [...free.report.decisions, decision] } };
}

/** Nothing that is installed brings a module that lies beside the notebook: a person has to put it in reach. */
function tellLocalModules(promotion: Promotion, isLocal: (module: string) => boolean): Promotion {
  const used = promotion.plan.imports.filter(({ usedIn, module }) => usedIn.length > 0 && isLocal(module));
  const names = [...new Set(used.map(({ module }) => topOf(module)))].toSorted();
  const told = names.map(
    (name) =>
      `TODO: \`${name}\` lies beside the notebook and is no dependency: move it into \`src/\`, or name its folder in PYTHONPATH.`,
  );
  return { ...promotion, report: { ...promotion.report, decisions: [...promotion.report.decisions, ...told] } };
}

/** The name that is looked for first: `a` of `a.b`. */
function topOf(module: string): string {
  return module.split('.')[0] ?? module;
}

function stagesById(
  analysis: NotebookAnalysis,
  chosen: Readonly<Record<string, NotebookStage>>,
): ReadonlyMap<StatementId, NotebookStage> {
  const byId = new Map<StatementId, NotebookStage>();
  for (const [id, key] of statementKeys(analysis)) {
    const stage = chosen[key];
    if (stage !== undefined) byId.set(id, stage);
  }
  return byId;
}

/** A keyword gets another name from us. */
function isKeyword(name: string): boolean {
  return pythonName(name) === `${name}_`;
}
