/** Derives inference from training: from what the model predicts on, back to the raw rows. Pure; never throws. */
import type { Call, ObjectId, Statement } from '../../flow/analysis.ts';
import type { PlannedCapture, PlannedModel, PromotionPlan } from '../plan.ts';
import { createCellTrees } from '../project/cellTrees.ts';
import type { CellTrees } from '../project/cellTrees.ts';
import type { PythonParser } from '../../syntax/pythonParser.ts';
import { partOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import { argumentNode } from './placedCall.ts';
import type { PlacedCall } from './placedCall.ts';
import { createCaptures } from './captures.ts';
import { readBoosted, rowsOfDataset } from './boosted.ts';
import type { BoostedCall } from './boosted.ts';
import { derivePreprocess, withCapture } from './derivePreprocess.ts';
import type { DerivedPreprocess, Preprocess, ReadNotebook } from './derivePreprocess.ts';
import { labelStep } from './labelStep.ts';
import type { LabelStep } from './labelStep.ts';
import { planAnswers } from './networks/planAnswers.ts';
import type { AskedModel } from './networks/planAnswers.ts';
import { planNetwork } from './networks/planNetwork.ts';
import type { MadeAgain } from './networks/readAtTop.ts';
import { scopeOf } from './networks/scopes.ts';
import { isReachedOnce } from './plainBlocks.ts';
import type { Captures } from './reading.ts';
import { whyByTrainer, whyNoModel } from './whyNoModel.ts';

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
  /** What is done to the answers of a model that is no network, an expression of `raw`. */
  readonly scores: string;
  readonly label: LabelStep | undefined;
  /** Of a network of torch or keras, which is saved by its library; undefined for all other models. */
  readonly network: NetworkModel | undefined;
}

export interface NetworkModel {
  readonly library: 'torch' | 'keras';
  /** How the network is made, for its weights to be put into; undefined where its library saves it as a whole. */
  readonly make: MadeAgain | undefined;
  /** What it is given, an expression of `features`. */
  readonly toInput: string;
  /** What is done to its answers, an expression of `raw`. */
  readonly scores: string;
}

/** @returns `none` when the notebook trains no model that can be kept */
export function planInference(plan: PromotionPlan, parser: PythonParser): Inference {
  const { model } = plan;
  const kept = keptStatements(plan);
  const trainer = kept
    .flatMap(({ calls }) => calls)
    .find(({ effect }) => effect?.role === 'fit' && effect.trains !== undefined);
  if (trainer !== undefined && (model === undefined || model.trainedBy === statementOf(kept, trainer)))
    return { kind: 'none', because: whyByTrainer(trainer) };
  if (model === undefined) return { kind: 'none', because: whyNoModel(plan.analysis, kept) };
  const trees = createCellTrees(plan.analysis.notebook, parser);
  if (plan.analysis.object(model.object)?.kind === 'torch-module') return planNetwork({ plan, trees, kept }, model);
  const fit = kept.flatMap((statement) => fitOf(statement, model, trees)).at(0);
  if (fit === undefined)
    return { kind: 'none', because: 'The model is fitted inside a function or a loop, where it cannot be kept.' };
  const inputs = predictionInputs(kept, modelsOf(plan, model.object), fit);
  const boosted = boostedBy(kept, trees, fit, inputs);
  if (typeof boosted === 'string') return { kind: 'none', because: boosted };
  const tried = inputs.map((input) => deriveFrom({ plan, trees, kept, fit, boosted }, input));
  const fromRaw = tried.filter(({ preprocess }) => preprocess !== undefined);
  // What is trained on says what raw rows are, where a file of other rows is predicted, too.
  const trained = tried.at(-1)?.preprocess?.source;
  const best = fromRaw.find(({ preprocess }) => preprocess?.source === trained) ?? fromRaw[0] ?? tried[0];
  return best ?? { kind: 'none', because: 'Nothing is known of what the model predicts on.' };
}

function statementOf(kept: readonly Statement[], call: Call): Statement['id'] | undefined {
  return kept.find(({ calls }) => calls.includes(call))?.id;
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

/** A model, and what answers as it does: the best one that a search has found. */
function modelsOf({ analysis }: PromotionPlan, model: ObjectId): ReadonlySet<ObjectId> {
  const models = new Set([model]);
  if (analysis.object(model)?.kind !== 'search') return models;
  for (const receiver of analysis.statements.flatMap(({ calls }) => calls.flatMap((call) => call.receivers))) {
    const object = analysis.object(receiver);
    const isOfSearch = object?.rows.some(({ relation, of }) => relation === 'uses' && of === model) === true;
    if (object?.kind !== 'estimator' || !isOfSearch) continue;
    const { cell, start, end } = object.madeBy.at;
    if (analysis.notebook.cells[cell]?.text.slice(start, end).endsWith('.best_estimator_') === true)
      models.add(receiver);
  }
  return models;
}

/** Where the model predicts, the likeliest first; last what it was fitted on. */
function predictionInputs(
  kept: readonly Statement[],
  models: ReadonlySet<ObjectId>,
  fit: PlacedCall,
): readonly PlacedCall[] {
  const predictions = kept.flatMap((statement) =>
    statement.calls
      .filter(({ through, receiver, effect }) => {
        const isPrediction = effect?.role === 'predict' || effect?.role === 'score';
        return through === undefined && receiver !== undefined && models.has(receiver) && isPrediction;
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
  const base = { model, method, features, scores: 'raw', label: undefined, boosted, network: undefined };
  const node = input === fit ? fitParts.node : argumentNode(trees, given.call);
  const derived = derivePreprocess(
    { plan, trees, kept },
    { statement: given.statement, node, before: given.call.at.start },
    captures,
    [model, features],
  );
  const isKeras = plan.analysis.object(fit.call.receiver ?? -1)?.kind === 'keras-model';
  if (derived.kind === 'processed') {
    const network = isKeras
      ? { library: 'keras' as const, make: undefined, toInput: 'features', scores: 'raw' }
      : undefined;
    return { ...base, ...derived, network };
  }
  const [objectId] = trained.call.arguments[labelsOf(trained.call)]?.objects ?? [];
  const step = labelStep(plan, trees, objectId, kept, captures);
  const saysChances = /^(?:predict_proba|decision_function)$/.test(method);
  if (!isKeras && !isMade && !saysChances)
    return { ...base, ...derived, label: step, captures: withUses(derived, captures, step) };
  // What answers with chances leaves it to the notebook to decide.
  const asks = asksOf({ plan, trees, kept }, fit).filter(({ method: asked }) => isKeras || isMade || asked === method);
  const answers = planAnswers({ plan, trees, kept }, asks, 'array', captures);
  if (!isKeras && !isMade) {
    const label = answers.labelWith(step);
    const { scores, uses } = answers;
    return { ...base, ...derived, scores, label, captures: withUses(derived, captures, label, uses) };
  }
  const plain = step?.encoder === undefined ? step : undefined;
  const label = isKeras || answers.scores === 'raw' ? answers.labelWith(step) : plain;
  const network = isKeras
    ? { library: 'keras' as const, make: undefined, toInput: 'features', scores: answers.scores }
    : undefined;
  const uses = isKeras || answers.scores === 'raw' ? answers.uses : [];
  return { ...base, ...derived, label, network, captures: withUses(derived, captures, label, uses) };
}

/** Where the notebook asks a model after it is fitted. */
function asksOf(notebook: ReadNotebook, fit: PlacedCall): readonly (AskedModel & { readonly method: string })[] {
  const model = fit.call.receiver ?? fit.call.result;
  const models: ReadonlySet<ObjectId | undefined> = model === undefined ? new Set() : modelsOf(notebook.plan, model);
  return notebook.kept.flatMap((statement) =>
    (statement.id < fit.statement.id ? [] : statement.calls).flatMap((call) => {
      const isAsk = models.has(call.receiver) && call.effect?.role === 'predict';
      const scope = isAsk ? scopeOf(notebook, statement, call) : undefined;
      const node = isAsk ? notebook.trees.callAt(call.at) : undefined;
      return scope === undefined || node === undefined ? [] : [{ statement, scope, node, method: methodOf(call) }];
    }),
  );
}

/** Captures with those that are needed for what is done to the answers. */
function withUses(
  derived: DerivedPreprocess,
  captures: Captures,
  label: LabelStep | undefined,
  uses: readonly string[] = [],
): readonly PlannedCapture[] {
  return [...uses, label?.capture].reduce((known, name) => withCapture(known, name, captures), derived.captures);
}

function labelsOf({ effect }: Call): number {
  return typeof effect?.labels === 'number' ? effect.labels : 1;
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
