/** Plans a promotion: which statement goes into which function, and what passes between functions. Pure; never throws. */
import type { NotebookStage } from '../../../../schemas/effects.ts';
import type { NotebookAnalysis, StatementId } from '../flow/analysis.ts';
import type { PythonParser } from '../syntax/pythonParser.ts';
import { assignStages } from '../stages/assignStages.ts';
import type { StageAssignment } from '../stages/assignStages.ts';
import { settleStages } from './settleStages.ts';
import { addNested } from './addNested.ts';
import { readDefinitions } from './definitionSources.ts';
import { findFigures } from './findFigures.ts';
import type { FigureEnd, Figures } from './findFigures.ts';
import { keepStatements } from './keepStatements.ts';
import { groupStatements } from './groupFunctions.ts';
import { outcomesOf } from './planOutcomes.ts';
import { nameMetrics } from './nameMetrics.ts';
import { definitionOf, isImport, readNotebookCode } from './notebookCode.ts';
import type { NotebookCode, StatementCode } from './notebookCode.ts';
import type { PlannedFunction, PlannedMetric, PromotionPlan, StageModule } from './plan.ts';
import { planDefinitions } from './planDefinitions.ts';
import { planFunctions } from './planFunctions.ts';
import { chooseModel, findFiles, findFits, findSeed, findState, findTrainedNetworks } from './planResults.ts';
import { planImports } from './planImports.ts';
import type { FoundConfiguration } from './project/findConfiguration.ts';
import type { ProjectFinding } from './project/projectInput.ts';
import type { Names } from './resolveNames.ts';
import { findConfiguration } from './project/findConfiguration.ts';
import { indexRanges } from './rangeIndex.ts';
import { resolveNames } from './resolveNames.ts';
import { isImportGuard } from './retriedImports.ts';
import { shellLineDecisions } from './shellLines.ts';
import { createFacts, findLeft } from './statementFacts.ts';
import type { Facts } from './statementFacts.ts';
import { whyLeft } from './unconvertible.ts';
import { findWebs } from './webs.ts';
import { planWrittenModules } from './writtenModules.ts';

export interface PlanOptions {
  readonly parser: PythonParser;
  /** Importable name of the package. */
  readonly packageName: string;
  /** The notebook's path from the project's folder, with forward slashes. */
  readonly notebook: string;
  /** Files that are there, as paths from the project's folder. */
  readonly knownFiles?: readonly string[];
  /** Findings in the notebook; those of `leak/*` are told in the code. */
  readonly findings?: readonly ProjectFinding[] | undefined;
  /** Whether what only looks at data is kept in `explore.py`. */
  readonly keepsExplore?: boolean;
  /** Stages that the user chose, by statement. */
  readonly stages?: ReadonlyMap<StatementId, NotebookStage>;
  /** Functions and classes that inference calls, too. */
  readonly inferDefinitions?: ReadonlySet<StatementId>;
}

export function planPromotion(analysis: NotebookAnalysis, options: PlanOptions): PromotionPlan {
  const code = readNotebookCode(analysis, options.parser);
  const webs = findWebs(analysis);
  const names = resolveNames(code, webs);
  const assigned = assignStages(analysis, options.stages === undefined ? {} : { chosen: options.stages });
  const defined = new Set(webs.all.map(({ name }) => name));
  const obstacle = (source: StatementCode): string | undefined => whyLeft(source, analysis.magics, defined);
  const definitions = readDefinitions(analysis, code, names, obstacle);
  const isDefinition = (id: StatementId): boolean => definitions.has(id);
  const allFigures = findFigures(
    analysis,
    code,
    assigned,
    (source) => obstacle(source) === undefined && isPlain(source),
  );
  const shows = indexRanges(allFigures.ends.flatMap((end) => end.shows.map((at) => ({ at }))));
  const select = (isUnwritten: IsHidden, before: Selection | undefined): Selection => {
    const isHidden: IsHidden = (cell, start) => shows.at(cell, start) !== undefined || isUnwritten(cell, start);
    const facts = createFacts(names, definitions, isHidden);
    const { kept, left } = keepConvertible(
      (excluded) =>
        keepStatements(analysis, code, assigned, {
          keepsExplore: options.keepsExplore === true,
          isStep: (source) => isStep(source, facts, isDefinition) && !excluded.has(source.statement.id),
          isHidden,
          readsOf: (source) => facts.of(source).reads,
          figures: allFigures.statements,
        }),
      (ids) => findLeft(analysis, code, ids, facts, obstacle),
    );
    const steps = code.statements.filter(({ statement }) => kept.has(statement.id));
    const metrics = nameMetrics(analysis, steps, (source, variable) => valueNameIn(source, variable, names));
    const reporting = new Set(metrics.map(({ statement }) => statement));
    const stages = settleStages(assigned, steps, (id) => reporting.has(id) || allFigures.statements.has(id));
    const configuration =
      before !== undefined && kept.symmetricDifference(before.kept).size === 0
        ? before.configuration
        : findConfiguration({
            analysis,
            parser: options.parser,
            notebook: options.notebook,
            knownFiles: options.knownFiles ?? [],
            stageOf: (id) => (kept.has(id) ? stages[id]?.stage : undefined),
          });
    return { facts, kept, left, steps, stages, metrics, configuration };
  };
  // What becomes configuration, or is printed around a metric, needs nothing any more.
  const first = select(() => false, undefined);
  const { facts, kept, left, steps, stages, metrics, configuration } = select(hiddenPlaces(code, first), first);
  const ids = steps.map(({ statement }) => statement.id);
  const { values, replacements, decisions } = configuration;
  const groups = addNested(groupStatements(analysis, steps, stages, facts), code, facts, definitions);
  const functions = planFunctions(analysis, code, groups, names, facts, indexRanges(replacements), metrics);
  const plannedDefinitions = planDefinitions(
    definitions,
    definitionsByModule(functions, facts, code, options.inferDefinitions),
  );
  const imports = planImports(code, facts, functions, plannedDefinitions, definitions);
  const written = planWrittenModules(analysis, imports, options.parser);
  const fits = findFits(analysis, ids, (id, _object, call) => {
    const source = code.of(id);
    const variable = call.text.split('.')[0] ?? '';
    // `model = Ridge().fit(X, y)` and `model = xgb.train(params, data)` are called by what they are bound to.
    const isMade = call.receiver === undefined && call.through === undefined;
    const place =
      (isMade ? undefined : source?.names.find(({ name }) => name === variable)) ??
      (isMade || call.text.includes('(') ? source?.names.find(({ role }) => role === 'bind') : undefined);
    const meaning =
      source === undefined || place === undefined ? undefined : names.meaningOf(source.statement.at.cell, place);
    return meaning?.kind === 'value' ? meaning.name : undefined;
  });
  const networks = findTrainedNetworks(analysis, ids, (id) => {
    const source = code.of(id);
    const place = source?.names.find(({ role }) => role === 'bind');
    const meaning =
      source === undefined || place === undefined ? undefined : names.meaningOf(source.statement.at.cell, place);
    return meaning?.kind === 'value' ? meaning.name : undefined;
  });
  const outcomes = outcomesOf(analysis, code, stages, {
    kept,
    left,
    nested: new Set(functions.flatMap(({ statements }) => statements)),
    definitions,
    plannedDefinitions,
    imports,
    facts,
    whyLeft: obstacle,
    writtenFiles: written.cells,
  });
  const converted = outcomes.flatMap(({ statement, outcome }) =>
    outcome === 'converted' ? (code.of(statement) ?? []) : [],
  );
  return {
    analysis,
    packageName: options.packageName,
    seed: findSeed(analysis),
    functions,
    definitions: plannedDefinitions,
    imports: written.place(imports),
    written: written.modules,
    configuration: values,
    outcomes,
    metrics,
    state: findState(analysis, ids, fits),
    model: chooseModel(
      analysis,
      ids,
      [...fits, ...networks].toSorted((left, right) => left.statement - right.statement),
    ),
    files: findFiles(analysis, ids),
    decisions: [...decisionsOf(analysis), ...shellLineDecisions(converted, analysis.magics), ...decisions],
    source: {
      code,
      names,
      facts,
      definitions,
      replacements,
      replaced: indexRanges(replacements),
      figures: figureEnds(allFigures, kept),
      findings: leaksOf(options.findings ?? []),
    },
  };
}

/** The ends of figures whose statements are kept. */
function figureEnds({ ends }: Figures, kept: ReadonlySet<StatementId>): ReadonlyMap<StatementId, FigureEnd> {
  return new Map(ends.filter(({ statement }) => kept.has(statement)).map((end) => [end.statement, end]));
}

function isPlain({ node }: StatementCode): boolean {
  return node !== undefined && node.type !== 'pass_statement' && !isImport(node) && definitionOf(node) === undefined;
}

function leaksOf(findings: readonly ProjectFinding[]): readonly ProjectFinding[] {
  return findings.filter(({ rule }) => rule.startsWith('leak/'));
}

type IsHidden = (cell: number, start: number) => boolean;

interface Selection extends Kept {
  readonly facts: Facts;
  readonly steps: readonly StatementCode[];
  readonly stages: readonly StageAssignment[];
  readonly metrics: readonly PlannedMetric[];
  readonly configuration: FoundConfiguration;
}

/**
 * Whether a statement runs as a step: no import, no definition. A definition whose name means several things in turn is
 * a value, though, and so is a module that is imported in two ways.
 */
function isStep(source: StatementCode, facts: Facts, isDefinition: (id: StatementId) => boolean): boolean {
  const { node, statement } = source;
  if (node === undefined || isDefinition(statement.id)) return false;
  if (isImportGuard(source) && facts.of(source).binds.length === 0) return false;
  // A line of IPython stands as `pass`; one that runs another file binds what that defines, and takes part to be left.
  if (node.type === 'pass_statement') return statement.definitions.some(({ name }) => !name.startsWith('$'));
  return isPlain(source) || facts.of(source).binds.length > 0;
}

/** The package's name of what a statement binds. */
function valueNameIn(source: StatementCode, variable: string, names: Names): string {
  const place = source.names.find(({ name, role }) => name === variable && role === 'bind');
  const meaning = place === undefined ? undefined : names.meaningOf(source.statement.at.cell, place);
  return meaning?.kind === 'value' ? meaning.name : variable;
}

/** Places that are not written in the package. */
function hiddenPlaces(code: NotebookCode, { metrics, configuration }: Selection): IsHidden {
  const replaced = indexRanges(configuration.replacements);
  const shown = metrics.filter(({ target }) => target === undefined);
  const numbers = indexRanges(shown);
  const wholes = indexRanges([...new Set(shown.flatMap(({ statement }) => code.of(statement)?.statement ?? []))]);
  return (cell, start) =>
    replaced.at(cell, start) !== undefined ||
    (wholes.at(cell, start) !== undefined && numbers.at(cell, start) === undefined);
}

interface Kept {
  readonly kept: ReadonlySet<StatementId>;
  readonly left: ReadonlyMap<StatementId, string>;
}

/** Rounds of leaving what cannot be converted; each leaves more, and two are the rule. */
const leaveRounds = 20;

/** What is needed changes when a statement is left that needs it. */
function keepConvertible(
  keep: (excluded: ReadonlyMap<StatementId, string>) => ReadonlySet<StatementId>,
  leave: (kept: ReadonlySet<StatementId>) => ReadonlyMap<StatementId, string>,
): Kept {
  const left = new Map<StatementId, string>();
  let kept = keep(left);
  for (let round = 0; round < leaveRounds; round += 1) {
    const more = leave(new Set([...kept, ...left.keys()]));
    const isSettled = [...more.keys()].every((id) => left.has(id));
    for (const [id, reason] of more) left.set(id, left.get(id) ?? reason);
    if (isSettled) break;
    kept = keep(left);
  }
  return { kept: new Set([...kept].filter((id) => !left.has(id))), left };
}

function definitionsByModule(
  functions: readonly PlannedFunction[],
  facts: Facts,
  code: NotebookCode,
  inferred: ReadonlySet<StatementId> = new Set(),
): ReadonlyMap<StageModule, ReadonlySet<StatementId>> {
  const byModule = new Map<StageModule, Set<StatementId>>();
  if (inferred.size > 0) byModule.set('infer', new Set(inferred));
  for (const { module, statements } of functions) {
    const used = byModule.get(module) ?? new Set();
    byModule.set(module, used);
    for (const id of statements) {
      const source = code.of(id);
      if (source === undefined) continue;
      for (const { source: definition } of facts.of(source).definitions)
        if (definition.nestedBecause === undefined) used.add(definition.statement);
    }
  }
  return byModule;
}

/** What was decided, in sentences. */
function decisionsOf({ order }: NotebookAnalysis): readonly string[] {
  switch (order.kind) {
    case 'file':
      return order.differingNames.length === 0
        ? []
        : ['The cells are taken in the order of the file, though the counts tell of another one.'];
    case 'count':
      return ['The cells are taken in the order of their counts, for the order of the file does not run.'];
    case 'moved':
      return ['Cells are moved to where what they need is defined.'];
    case 'broken':
      return ['The cells are taken in the order of the file; statements that cannot run in it are left.'];
    default: {
      const never: never = order.kind;
      return never;
    }
  }
}
