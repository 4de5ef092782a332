/** Plans a verification: what is run of the notebook and of the package, and which values are held against each other. */
import type { MapEntry } from '../../../../schemas/promotion.ts';
import type { VerificationPlan } from '../../../../schemas/verificationRun.ts';
import { importsOf, starImportOf } from '../names/imports.ts';
import { distributionOf } from '../packages/distributionOf.ts';
import { impliedDistributions } from '../packages/impliedDistributions.ts';
import type { ImpliedTable } from '../packages/impliedDistributions.ts';
import { isImport } from '../promote/notebookCode.ts';
import type { NotebookCode } from '../promote/notebookCode.ts';
import type { PromotionPlan } from '../promote/plan.ts';
import { notebookStatements } from './notebookStatements.ts';
import { pathInPackage, probesOf } from './probesOf.ts';

export interface VerificationInput {
  readonly plan: PromotionPlan;
  readonly code: NotebookCode;
  /** The source map of the package. */
  readonly entries: readonly MapEntry[];
  readonly implied: ImpliedTable;
}

/** The seed of notebooks that set none, which is that of the package’s `params.yaml`, too. */
const standardSeed = 0;
const deepModules: ReadonlySet<string> = new Set(['torch', 'tensorflow', 'keras', 'jax', 'lightning']);

export function planVerification(input: VerificationInput): VerificationPlan {
  const { plan, code, entries } = input;
  const modules = importedModules(code);
  return {
    package: plan.packageName,
    seed: Math.abs(plan.seed ?? standardSeed),
    seeded: seededBy(modules),
    isDeep: modules.some((module) => deepModules.has(module)),
    imports: neededImports(modules, input),
    reads: readFiles(plan),
    statements: [...notebookStatements(plan, code)],
    sources: Object.fromEntries(
      plan.analysis.notebook.cells.filter(({ kind }) => kind === 'code').map(({ index, text }) => [index, text]),
    ),
    cellIds: Object.fromEntries(plan.analysis.notebook.cells.map(({ index, id }) => [index, id])),
    ...probesOf(plan, entries),
    left: plan.outcomes.filter(({ outcome }) => outcome === 'left').length,
    entries: [...entries],
  };
}

/** Top-level modules that statements outside blocks import, in the order of the notebook. */
function importedModules({ statements }: NotebookCode): readonly string[] {
  const modules = statements.flatMap(({ statement, node, parsed }) => {
    if (node === undefined || statement.isLeftOut || !isImport(node)) return [];
    const star = starImportOf(parsed.tree, node);
    return star === undefined ? importsOf(parsed.tree, node).map(({ module }) => module) : [star];
  });
  return [
    ...new Set(modules.filter((module) => !module.startsWith('.')).map((module) => module.split('.')[0] ?? module)),
  ];
}

function seededBy(modules: readonly string[]): VerificationPlan['seeded'] {
  const sources: VerificationPlan['seeded'] = [];
  // Most libraries of science draw from numpy's generator, whether or not the notebook names it.
  if (modules.some((module) => numpyUsers.has(module))) sources.push('numpy');
  if (modules.includes('torch')) sources.push('torch');
  if (modules.includes('tensorflow')) sources.push('tf');
  if (modules.includes('keras')) sources.push('keras');
  return sources;
}

const numpyUsers: ReadonlySet<string> = new Set(
  'numpy pandas sklearn scipy seaborn matplotlib xgboost lightgbm catboost imblearn statsmodels torch tensorflow keras'.split(
    ' ',
  ),
);

function neededImports(modules: readonly string[], { plan, implied }: VerificationInput): VerificationPlan['imports'] {
  const needed = modules.flatMap((module) => {
    const origin = distributionOf(module);
    return origin.kind === 'distribution' ? [{ module, distribution: origin.name }] : [];
  });
  for (const { calls, isLeftOut } of plan.analysis.statements) {
    for (const { effect, arguments: given } of isLeftOut ? [] : calls) {
      if (effect?.key === undefined) continue;
      const path = given.map(({ literal }) => literal).find((literal) => typeof literal === 'string');
      for (const distribution of impliedDistributions(implied, effect.key, path)) {
        const module = moduleOf[distribution] ?? distribution;
        if (!needed.some((known) => known.distribution === distribution)) needed.push({ module, distribution });
      }
    }
  }
  return needed;
}

/** What implied distributions are imported as, where it is something else. */
const moduleOf: Readonly<Record<string, string>> = { Jinja2: 'jinja2', SQLAlchemy: 'sqlalchemy', PyYAML: 'yaml' };

/** Files that are read and not written before. */
function readFiles(plan: PromotionPlan): VerificationPlan['reads'] {
  const written = plan.files.filter(({ role }) => role === 'written');
  return plan.files
    .filter(
      ({ role, path, statement }) =>
        role === 'read' && !written.some((file) => file.path === path && file.statement < statement),
    )
    .filter(({ path }) => !/^[a-z][a-z\d+.-]+:\/\//i.test(path))
    .map(({ path, statement }) => ({ path, inPackage: pathInPackage(plan, path, statement) }));
}
