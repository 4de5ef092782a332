/** Derives inference from training: from what the model predicts on, back to the raw rows. Pure; never throws. */
import type { Call, Statement, StatementId } from '../../flow/analysis.ts';
import type { PlannedCapture, PlannedDefinition, PlannedModel, PlanSource, PromotionPlan } from '../plan.ts';
import { createCellTrees } from '../project/cellTrees.ts';
import type { CellTrees } from '../project/cellTrees.ts';
import type { PythonParser } from '../../syntax/pythonParser.ts';
import { partOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import { inferParameters, nameInNotebook } from './aliasClashes.ts';
import { argumentNode } from './placedCall.ts';
import type { PlacedCall } from './placedCall.ts';
import { createCaptures } from './captures.ts';
import { readBoosted, rowsOfDataset } from './boosted.ts';
import type { BoostedCall } from './boosted.ts';
import { everything } from './need.ts';
import type { Need } from './need.ts';
import { chooseSteps } from './chooseSteps.ts';
import { labelStep } from './labelStep.ts';
import type { LabelStep } from './labelStep.ts';
import { isReachedOnce, unitsOf } from './plainBlocks.ts';
import { placeKey, rawRows, readExpression, settle } from './readExpression.ts';
import type { InferenceContext } from './readExpression.ts';
import { readStatement } from './readStatement.ts';
import { written } from './steps.ts';
import { passingsOf } from './passing.ts';
import { readerOf } from './readerOf.ts';
import type { TextEdit } from '../textEdits.ts';
import { createReading } from './reading.ts';
import type { Captures, Step } from './reading.ts';

export type Inference = InferencePlan | NoInference;

export interface NoInference {
  readonly kind: 'none';
  readonly because: string;
}

export interface InferencePlan {
  /** Whether it takes raw rows, or features that are processed already. */
  readonly kind: 'raw' | 'processed';
  /** Key of the model in the saved state. */
  readonly model: string;
  /** Method of the model that answers, such as `predict`. */
  readonly method: string;
  /** What a model of a boosting library is given besides the features; undefined for all others. */
  readonly boosted: BoostedCall | undefined;
  /** What training keeps, for the modules. */
  readonly captures: readonly PlannedCapture[];
  /** Key of the columns that the model was trained on. */
  readonly features: string;
  /** From raw rows to features; undefined where that cannot be done honestly. */
  readonly preprocess: Preprocess | undefined;
  /** Why inference takes features that are already processed. */
  readonly because: string | undefined;
  readonly label: LabelStep | undefined;
}

export interface Preprocess {
  readonly steps: readonly Step[];
  /** The expression of the features. */
  readonly result: string;
  /** Place of the raw rows in the notebook. */
  readonly source: string;
  /** Cell of that expression. */
  readonly cell: number;
  /** Columns of the raw rows that are needed. */
  readonly need: Need;
  /** How the notebook reads the raw rows, with `path` for the file; undefined where it reads none. */
  readonly reader: string | undefined;
}

/** @returns `none` when the notebook trains no model that can be kept */
export function planInference(plan: PromotionPlan, parser: PythonParser): Inference {
  const { model } = plan;
  const kept = keptStatements(plan);
  if (model === undefined) return { kind: 'none', because: whyNoModel(kept) };
  const trees = createCellTrees(plan.analysis.notebook, parser);
  const fit = kept.flatMap((statement) => fitOf(statement, model, trees)).at(0);
  if (fit === undefined)
    return { kind: 'none', because: 'The model is fitted inside a function or a loop, where it cannot be kept.' };
  const inputs = predictionInputs(kept, model, fit);
  const boosted = boostedBy(kept, trees, fit, inputs);
  if (typeof boosted === 'string') return { kind: 'none', because: boosted };
  const tried = inputs.map((input) => deriveFrom({ plan, trees, kept, fit, boosted }, input));
  const fromRaw = tried.filter(({ preprocess }) => preprocess !== undefined);
  // What is trained on says what raw rows are, where a file of other rows is predicted, too.
  const trained = tried.at(-1)?.preprocess?.source;
  const best = fromRaw.find(({ preprocess }) => preprocess?.source === trained) ?? fromRaw[0] ?? tried[0];
  return best ?? { kind: 'none', because: 'Nothing is known of what the model predicts on.' };
}

function whyNoModel(kept: readonly Statement[]): string {
  const trainings = kept.flatMap(({ calls }) => calls).filter(({ effect }) => effect?.role === 'fit');
  if (trainings.some(({ callee, text }) => (callee ?? text).endsWith('.backward')))
    return 'The model is trained by a loop of the notebook itself, where it cannot be kept.';
  const training = trainings.find(({ receiver, result }) => receiver === undefined && result !== undefined);
  return training === undefined
    ? 'The notebook trains no model that is used afterwards.'
    : `The model is made by \`${training.text}\` inside a function or a loop, where it cannot be kept.`;
}

function keptStatements({ analysis, outcomes }: PromotionPlan): readonly Statement[] {
  const kept = new Set(outcomes.filter(({ outcome }) => outcome === 'converted').map(({ statement }) => statement));
  return analysis.statements.filter(({ id, isOpaque }) => kept.has(id) && !isOpaque);
}

function fitOf(statement: Statement, model: PlannedModel, trees: CellTrees): readonly PlacedCall[] {
  const node = statement.id === model.trainedBy ? trees.nodeAt(statement.at) : undefined;
  if (node === undefined) return [];
  return statement.calls
    .filter(({ through, receiver, result, effect }) => {
      // `xgb.train` and the like make the model.
      const isModel = receiver === model.object || (receiver === undefined && result === model.object);
      return through === undefined && isModel && effect?.role === 'fit';
    })
    .filter(({ at }) => isReachedOnce(statement, node, at))
    .map((call) => ({ statement, call }));
}

/** Where the model predicts, the likeliest first; last what it was fitted on. */
function predictionInputs(kept: readonly Statement[], model: PlannedModel, fit: PlacedCall): readonly PlacedCall[] {
  const predictions = kept.flatMap((statement) =>
    statement.calls
      .filter(({ through, receiver, effect }) => {
        const isPrediction = effect?.role === 'predict' || effect?.role === 'score';
        return through === undefined && receiver === model.object && isPrediction;
      })
      .map((call) => ({ statement, call })),
  );
  const later = predictions.filter(
    ({ statement }) => statement.id >= fit.statement.id && !/^(?:for|while)/.test(statement.type),
  );
  return [...later, fit].filter(({ call }) => call.arguments.length > 0);
}

/** How a model is asked that `xgb.train` or the like has made; undefined for all others. */
function boostedBy(
  kept: readonly Statement[],
  trees: CellTrees,
  fit: PlacedCall,
  [first]: readonly PlacedCall[],
): BoostedCall | string | undefined {
  if (fit.call.receiver !== undefined || first === undefined) return undefined;
  const dataset = rowsOfDataset(kept, trees, first);
  return readBoosted(trees, dataset?.call, first === fit ? undefined : first.call);
}

/** What inference is derived from, whatever the model predicts on. */
interface Derivation {
  readonly plan: PromotionPlan;
  readonly trees: CellTrees;
  readonly kept: readonly Statement[];
  readonly fit: PlacedCall;
  readonly boosted: BoostedCall | undefined;
}

function deriveFrom({ plan, trees, kept, fit, boosted }: Derivation, input: PlacedCall): InferencePlan {
  const captures = createCaptures();
  const context = createContext(plan, captures);
  const steps: Step[] = [];
  const trained = rowsOfDataset(kept, trees, fit) ?? fit;
  const given = rowsOfDataset(kept, trees, input) ?? input;
  const fitParts = fitNodes(trees, fit, trained);
  const isMade = fit.call.receiver === undefined;
  const model = captures.keep(
    isMade ? fit.call.at : fitParts.callee,
    isMade ? 'learned' : countFits(plan, fit) > 1 ? 'fitted_copy' : 'fitted',
    'model',
    fit.statement.id,
  );
  const features = captures.keep(fitParts.data, 'learned_columns', 'model_columns', trained.statement.id);
  const method = /\.(?:score|evaluate)$/.test(input.call.text) || input === fit ? 'predict' : methodOf(input.call);
  const base = { model, method, features, label: undefined, boosted };
  for (const statement of kept) {
    if (statement.id > given.statement.id) break;
    const tree = trees.treeOf(statement.at.cell);
    const node = trees.nodeAt(statement.at);
    if (tree === undefined || node === undefined) continue;
    for (const unit of unitsOf(statement, node)) {
      if (statement.id === given.statement.id && unit.node.end > given.call.at.start) break;
      steps.push(...readStatement(within(context, unit.statement), tree, unit.node, unit.statement));
    }
  }
  const own = [model, features];
  const refuse = (because: string): InferencePlan => ({
    ...base,
    kind: 'processed',
    captures: own.flatMap((name) => captures.of(name) ?? []),
    preprocess: undefined,
    because,
  });
  const tree = trees.treeOf(given.statement.at.cell);
  const node = input === fit ? fitParts.node : argumentNode(trees, given.call);
  if (tree === undefined || node === undefined)
    return refuse('What the model predicts on is not written where it is called.');
  const reading = createReading(
    given.statement.at.cell,
    tree,
    'features',
    context.secrets.get(given.statement.at.cell),
  );
  const status = readExpression(within(context, given.statement), reading, node);
  const passings = passingsOf(context, reading, node);
  settle(context, reading, status);
  if (status.kind !== 'rows') return refuse(`\`${textOf(tree, node)}\` does not come from the raw rows.`);
  const chosen = chooseSteps(steps, {
    reads: reading.reads.filter(({ start }) => passings.every((passing) => passing.start !== start)),
    passes: passings,
  });
  const hiding = chosen.steps.some(({ binds, changes }) => (binds ?? changes) === 'state');
  const reasons = [
    ...reading.refusals,
    ...chosen.steps.flatMap(({ refusals }) => refusals),
    ...(hiding ? [ownName('state')] : []),
  ];
  const [reason] = reasons;
  if (reason !== undefined) return refuse(`${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`);
  const uses = new Set([
    ...own,
    ...reading.uses.map(({ capture }) => capture),
    ...chosen.steps.flatMap((step) => step.uses),
  ]);
  const sources = new Set([...uses].flatMap((name) => sourceOf(captures.of(name))));
  const [source] = sources;
  if (source === undefined || sources.size > 1) {
    return refuse(
      sources.size === 0
        ? 'The features do not come from raw rows that are read.'
        : 'The features come from several tables.',
    );
  }
  const step = labelStep(plan, trees, trained.call, kept, captures);
  // Models of boosting libraries answer with chances, which no encoder of classes can read.
  const label = isMade && step?.capture !== undefined ? undefined : step;
  return {
    ...base,
    kind: 'raw',
    label,
    captures: [...uses, ...(label?.capture === undefined ? [] : [label.capture])]
      .flatMap((name) => captures.of(name) ?? [])
      .map((capture) => (isSource(capture) ? { ...capture, name: rawRows } : capture)),
    preprocess: {
      source,
      steps: chosen.steps,
      result: written(reading, node),
      cell: given.statement.at.cell,
      need: chosen.needs.get(rawRows) ?? everything,
      reader: readerOf(plan, trees, [...uses].flatMap((name) => captures.of(name) ?? []).find(isSource)),
    },
    because: undefined,
  };
}

function sourceOf(capture: PlannedCapture | undefined): readonly string[] {
  return capture !== undefined && isSource(capture) ? [placeKey(capture.at)] : [];
}

function isSource({ name, with: recorder }: PlannedCapture): boolean {
  return recorder === 'learned_columns' && /^rows(?:_\d+)?$/.test(name);
}

function createContext(plan: PromotionPlan, captures: Captures): InferenceContext {
  const { analysis, configuration, definitions } = plan;
  return {
    analysis,
    names: new Map(),
    captures,
    calls: new Map(),
    statement: 0,
    configured: new Map(configuration.filter(({ role }) => role !== 'path').map(({ key, at }) => [placeKey(at), key])),
    functions: new Map([
      ...analysis.functions.map(({ name }) => [name, `The function \`${name}\` cannot be called alone`] as const),
      ...[...Map.groupBy(definitions, ({ name, statement }) => nameInNotebook(plan, statement) ?? name)].map(
        ([variable, own]) => [variable, whyNoneCalled(plan, variable, own)] as const,
      ),
    ]),
    secrets: secretsOf(plan),
    sources: new Set(),
  };
}

/** Undefined where inference can call what the notebook has under a name. */
function whyNoneCalled(
  { source }: PromotionPlan,
  variable: string,
  definitions: readonly PlannedDefinition[],
): string | undefined {
  const texts = new Set(definitions.map(({ statement }) => textOfStatement(source, statement)));
  if (texts.size > 1) return `The function \`${variable}\` is defined several times, each time otherwise`;
  const [first] = definitions;
  return first === undefined
    ? undefined
    : whyNotCalled(
        first.name,
        first.parameters.map((parameter) => parameter.variable),
      );
}

function textOfStatement({ code }: PlanSource, id: StatementId): string {
  const source = code.of(id);
  return source === undefined ? '' : code.textAt(source.statement.at);
}

/** Undefined where inference can call a function of the notebook. */
function whyNotCalled(name: string, reads: readonly string[]): string | undefined {
  if (reads.length > 0) return `The function \`${name}\` reads \`${reads.join('`, `')}\` of the notebook`;
  return inferParameters.has(name) ? ownName(name) : undefined;
}

function ownName(name: string): string {
  return `\`${name}\` is a name that inference has for itself`;
}

function secretsOf({ source }: PromotionPlan): ReadonlyMap<number, readonly TextEdit[]> {
  const secrets = source.replacements.filter(({ key }) => key === undefined);
  const edits = secrets.map(({ at: { cell, start, end }, code }) => ({ cell, edit: { start, end, text: code } }));
  return new Map([...Map.groupBy(edits, ({ cell }) => cell)].map(([cell, own]) => [cell, own.map(({ edit }) => edit)]));
}

function within(context: InferenceContext, { id, calls }: Statement): InferenceContext {
  const own = calls.filter(({ through }) => through === undefined);
  return { ...context, statement: id, calls: new Map(own.map((call) => [placeKey(call.at), call])) };
}

interface FitNodes {
  /** Range of `model.fit`. */
  readonly callee: Call['at'];
  /** Range of what it is fitted on. */
  readonly data: Call['at'];
  readonly node: PythonNode | undefined;
}

/** @param trained the call that is given the rows: the fit itself, or one that makes the data set for it */
function fitNodes(trees: CellTrees, { call }: PlacedCall, trained: PlacedCall): FitNodes {
  const node = trees.callAt(call.at);
  const callee = node === undefined ? undefined : partOf(node, 'function');
  const data = argumentNode(trees, trained.call);
  const place = (at: Call['at'], part: PythonNode | undefined): Call['at'] =>
    part === undefined ? at : { cell: at.cell, start: part.start, end: part.end };
  return { callee: place(call.at, callee), data: place(trained.call.at, data), node: data };
}

function methodOf({ text }: Call): string {
  return text.slice(text.lastIndexOf('.') + 1);
}

function countFits({ analysis }: PromotionPlan, { call }: PlacedCall): number {
  const name = call.text.slice(0, call.text.lastIndexOf('.'));
  return analysis.statements
    .flatMap(({ calls }) => calls)
    .filter(
      ({ effect, text, receiver }) => effect?.role === 'fit' && (receiver === call.receiver || text === `${name}.fit`),
    ).length;
}
