/**
 * Says for every statement to which stage of a pipeline it belongs.
 *
 * What a statement calls says it first; a statement that calls nothing telling goes with those that use what it makes
 * (reference, chapter 6). Headings are never needed.
 */
import type { NotebookStage } from '../../../../schemas/effects.ts';
import type { Call, NotebookAnalysis, Statement, StatementId } from '../flow/analysis.ts';
import { createFrameUses } from './frameUses.ts';
import type { FrameUses } from './frameUses.ts';
import { statedStages } from './statedStages.ts';

export interface StageAssignment {
  readonly stage: NotebookStage;
  /** A clause such as `it calls train_test_split`. */
  readonly because: string;
}

export interface StageOptions {
  /** What the user said in the panel, by statement. */
  readonly chosen?: ReadonlyMap<StatementId, NotebookStage>;
}

/** Stages in the order in which they run; what only looks at data comes last. */
export const stageOrder: readonly NotebookStage[] = [
  'data',
  'features',
  'split',
  'train',
  'evaluate',
  'infer',
  'explore',
];

const rank = (stage: NotebookStage): number => stageOrder.indexOf(stage);

/** @returns one assignment for each statement, by its id; never throws */
export function assignStages(analysis: NotebookAnalysis, options: StageOptions = {}): readonly StageAssignment[] {
  const stated = statedStages(analysis);
  const assigned = new Map<StatementId, StageAssignment>();
  const fixed = new Set<StatementId>();
  const frames = createFrameUses(analysis);
  const cuts = cutsOf(analysis);
  for (const statement of analysis.statements) {
    const chosen = options.chosen?.get(statement.id);
    const said = stated.get(statement.id);
    if (chosen !== undefined) assigned.set(statement.id, { stage: chosen, because: 'it was moved here' });
    else if (said !== undefined) assigned.set(statement.id, { stage: said, because: 'the notebook says so' });
    else {
      const seed = seedOf(analysis, statement, frames, cuts);
      if (seed !== undefined) assigned.set(statement.id, seed);
      continue;
    }
    fixed.add(statement.id);
  }
  const consumers = consumersOf(analysis);
  spreadBack(analysis, consumers, assigned, frames);
  liftResults(analysis, assigned, fixed);
  return analysis.statements.map(({ id }) => assigned.get(id) ?? nothing);
}

const nothing: StageAssignment = { stage: 'explore', because: 'nothing that is kept needs it' };

/** What its strongest call says; `explore` is the weakest, for a number that is looked at may be used, too. */
function seedOf(
  analysis: NotebookAnalysis,
  statement: Statement,
  frames: FrameUses,
  cuts: ReadonlySet<StatementId>,
): StageAssignment | undefined {
  const { calls, definitions } = statement;
  const training = isBlock(statement) ? calls.find((call) => trainsOnce(analysis, call)) : undefined;
  if (training !== undefined) return { stage: 'train', because: `it calls ${shortName(training)}` };
  const step = calls.find(isGradientStep);
  if (step !== undefined) return { stage: 'train', because: `it calls ${shortName(step)}` };
  let best: { readonly stage: NotebookStage; readonly call: Call } | undefined;
  for (const call of calls) {
    const stage = stageOfCall(analysis, call);
    if (stage === undefined || stage === 'explore') continue;
    if (best === undefined || strength(stage, call) > strength(best.stage, best.call)) best = { stage, call };
  }
  const isEarly = best === undefined || (rank(best.stage) < rank('split') && !readsData(statement));
  if (isEarly && cuts.has(statement.id) && choosesRows(statement)) return byName;
  if (best !== undefined) return { stage: best.stage, because: `it calls ${shortName(best.call)}` };
  if (frames.writesTable(statement)) return { stage: 'features', because: 'it changes a table' };
  const isShown = calls.some(({ effect }) => effect?.stage === 'explore');
  const bindsNothing = definitions.every(({ name }) => name.startsWith('$'));
  return isShown && bindsNothing ? { stage: 'explore', because: 'it only shows something' } : undefined;
}

function isBlock({ type }: Statement): boolean {
  return type !== 'expression_statement';
}

/** A block that trains a model and scores it belongs to training; a loop that tries several compares them. */
function trainsOnce(analysis: NotebookAnalysis, call: Call): boolean {
  const isHere = call.through === undefined && !call.isRepeated && call.effect?.role === 'fit';
  return isHere && stageOfCall(analysis, call) === 'train';
}

/** A loop that takes steps along gradients trains, though it also measures how far it is; so does one whose helper takes them. */
function isGradientStep({ effect, callee, text }: Call): boolean {
  return effect?.role === 'fit' && /\.(?:backward|train_on_batch)$/.test(callee ?? text);
}

/** Training inside a helper counts as training; so does what the table says of a class by its kind. */
function stageOfCall(analysis: NotebookAnalysis, { effect, result }: Call): NotebookStage | undefined {
  if (effect?.stage !== undefined) return effect.stage;
  switch (effect?.role) {
    case 'metric':
    case 'score':
    case 'predict':
      return 'evaluate';
    case 'cross-validate':
      return 'train';
    case 'split':
    case 'resample':
      return 'split';
    case 'save':
      return 'train';
    case 'transform':
    case 'fit-transform':
    case 'encode':
    case 'reduce':
      return 'features';
    default: {
      const made = result === undefined ? undefined : analysis.object(result);
      return made?.kind === 'estimator' && made.madeBy.statement >= 0 && effect?.traits?.role === 'estimator'
        ? 'train'
        : undefined;
    }
  }
}

/** The latest stage wins, but data that is read wins over how it is changed at once. */
function strength(stage: NotebookStage, call: Call): number {
  return stage === 'data' && (call.effect?.reads.length ?? 0) > 0 ? rank('features') + 0.5 : rank(stage);
}

function shortName({ callee, text }: Call): string {
  return (callee ?? text).split('.').at(-1) ?? text;
}

/** For each statement, those that use what it makes. */
function consumersOf({ statements }: NotebookAnalysis): ReadonlyMap<StatementId, ReadonlySet<StatementId>> {
  const consumers = new Map<StatementId, Set<StatementId>>();
  for (const { id, uses } of statements) {
    for (const { name, definitions } of uses) {
      if (name.startsWith('$')) continue;
      for (const { statement } of definitions) {
        if (statement === id) continue;
        const known = consumers.get(statement) ?? new Set();
        known.add(id);
        consumers.set(statement, known);
      }
    }
  }
  return consumers;
}

/** A statement without a stage takes the earliest of those that use what it makes. */
function spreadBack(
  { statements }: NotebookAnalysis,
  consumers: ReadonlyMap<StatementId, ReadonlySet<StatementId>>,
  assigned: Map<StatementId, StageAssignment>,
  frames: FrameUses,
): void {
  for (const statement of statements.toReversed()) {
    const { id } = statement;
    if (assigned.has(id)) continue;
    const stages = [...(consumers.get(id) ?? [])].flatMap((consumer) => assigned.get(consumer)?.stage ?? []);
    const [earliest] = stages.toSorted((left, right) => rank(left) - rank(right));
    if (earliest === undefined || earliest === 'explore') continue;
    if ((earliest === 'split' || earliest === 'train') && frames.readsTable(statement)) {
      assigned.set(id, choosesRows(statement) ? byName : choosesColumns);
    } else assigned.set(id, { stage: earliest, because: `what it makes is used in ${earliest}` });
  }
}

const byName: StageAssignment = { stage: 'split', because: 'what it makes is called a part of the rows' };
const choosesColumns: StageAssignment = { stage: 'features', because: 'it chooses what is learned from' };

/** Whether what it makes is named as one side of a split. */
function choosesRows({ definitions }: Statement): boolean {
  return definitions.some(({ name }) => /(?:^|_)(?:train|test|valid|validation|val|dev|holdout)(?:_|\d|$)/i.test(name));
}

/** Statements that cut rows off, as `rows[:80]` does. */
function cutsOf(analysis: NotebookAnalysis): ReadonlySet<StatementId> {
  const cuts = new Set<StatementId>();
  for (let id = 0, object = analysis.object(id); object !== undefined; id += 1, object = analysis.object(id)) {
    for (const { relation, share, through } of object.rows) {
      if (relation === 'part' && share?.startsWith('[') === true) cuts.add(through);
    }
  }
  return cuts;
}

/** What is made of predictions and scores is no data, whatever it is made with. */
function liftResults(
  { statements }: NotebookAnalysis,
  assigned: Map<StatementId, StageAssignment>,
  fixed: ReadonlySet<StatementId>,
): void {
  for (const statement of statements) {
    const { id, uses } = statement;
    const own = assigned.get(id);
    if (own === undefined || fixed.has(id) || rank(own.stage) >= rank('evaluate')) continue;
    const stages = uses
      .filter(({ name }) => !name.startsWith('$'))
      .flatMap(({ definitions }) => definitions)
      .filter(({ kind, statement: made }) => made < id && kind !== 'import' && kind !== 'function' && kind !== 'class')
      .flatMap(({ statement: made }) => assigned.get(made)?.stage ?? []);
    if (own.stage !== 'train' && stages.some((stage) => stage === 'evaluate' || stage === 'infer')) {
      assigned.set(id, { stage: 'evaluate', because: 'it works with what evaluation found' });
    } else if (own.stage === 'data' && stages.includes('features') && !readsData(statement)) {
      assigned.set(id, { stage: 'features', because: 'it works with features' });
    } else if (own.stage === 'data' && stages.includes('train')) {
      assigned.set(id, { stage: 'train', because: 'it works with what training made' });
    }
  }
}

function readsData({ calls }: Statement): boolean {
  return calls.some(({ effect }) => (effect?.reads.length ?? 0) > 0 && effect?.stage === 'data');
}
