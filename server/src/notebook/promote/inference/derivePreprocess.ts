/** From the raw rows to what a model is given: the steps of the notebook that the features need. */
import type { ObjectKind } from '../../../../../schemas/effects.ts';
import type { Statement } from '../../flow/analysis.ts';
import type { PlannedCapture, PromotionPlan } from '../plan.ts';
import { textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import type { CellTrees } from '../project/cellTrees.ts';
import { chooseSteps } from './chooseSteps.ts';
import { createContext, ownName, within } from './inferenceContext.ts';
import type { PictureMode } from './networks/pictures.ts';
import { everything } from './need.ts';
import type { Need } from './need.ts';
import { passingsOf } from './passing.ts';
import { unitsOf } from './plainBlocks.ts';
import { placeKey, rawRows, readExpression, settle } from './readExpression.ts';
import type { InferenceContext } from './readExpression.ts';
import { readerOf } from './readerOf.ts';
import { readStatement } from './readStatement.ts';
import { createReading } from './reading.ts';
import type { Captures, Step } from './reading.ts';
import { written } from './steps.ts';

export interface Preprocess {
  readonly steps: readonly Step[];
  /** The expression of the features. */
  readonly result: string;
  /** Place of the raw rows in the notebook. */
  readonly source: string;
  /** Cell of that expression. */
  readonly cell: number;
  /** Of pictures, how many channels each has; undefined for rows of a table or an array. */
  readonly pictures?: PictureMode | undefined;
  /** Columns of the raw rows that are needed. */
  readonly need: Need;
  /** How the notebook reads the raw rows, with `path` for the file; undefined where it reads none. */
  readonly reader: string | undefined;
}

/** The notebook as inference reads it. */
export interface ReadNotebook {
  readonly plan: PromotionPlan;
  readonly trees: CellTrees;
  readonly kept: readonly Statement[];
}

/** What a model is given. */
export interface GivenFeatures {
  readonly statement: Statement;
  /** Undefined where it is not written where the model is called. */
  readonly node: PythonNode | undefined;
  /** What stands in front of this place in the statement comes before. */
  readonly before: number;
}

export type DerivedPreprocess =
  | {
      readonly kind: 'raw';
      readonly captures: readonly PlannedCapture[];
      readonly preprocess: Preprocess;
      readonly because: undefined;
    }
  | {
      readonly kind: 'processed';
      readonly captures: readonly PlannedCapture[];
      readonly preprocess: undefined;
      readonly because: string;
    };

/** @param own captures that are kept in any case */
export function derivePreprocess(
  { plan, trees, kept }: ReadNotebook,
  given: GivenFeatures,
  captures: Captures,
  own: readonly string[],
): DerivedPreprocess {
  const context = createContext(plan, captures);
  const steps = stepsBefore({ plan, trees, kept }, context, given);
  const refuse = (because: string): DerivedPreprocess => ({
    kind: 'processed',
    captures: own.flatMap((name) => captures.of(name) ?? []),
    preprocess: undefined,
    because,
  });
  const { node, statement } = given;
  const tree = trees.treeOf(statement.at.cell);
  if (tree === undefined || node === undefined)
    return refuse('What the model predicts on is not written where it is called.');
  const { cell } = statement.at;
  const reading = createReading(cell, tree, 'features', context.secrets.get(cell));
  const status = readExpression(within(context, statement), reading, node);
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
  const uses = [
    ...new Set([...own, ...reading.uses.map(({ capture }) => capture), ...chosen.steps.flatMap((step) => step.uses)]),
  ];
  const sources = new Set(uses.flatMap((name) => sourceOf(captures.of(name))));
  const [source] = sources;
  if (source === undefined || sources.size > 1) {
    return refuse(
      sources.size === 0
        ? 'The features do not come from raw rows that are read.'
        : 'The features come from several tables.',
    );
  }
  const used = uses.flatMap((name) => captures.of(name) ?? []);
  const batches = used
    .filter(isSource)
    .flatMap((capture) => madeAt(plan, capture))
    .find(isOfBatches);
  if (batches !== undefined) return refuse(`\`${batches.text}\` reads the rows in batches by itself.`);
  return {
    kind: 'raw',
    captures: used.map((capture) => (isSource(capture) ? { ...capture, name: rawRows } : capture)),
    preprocess: {
      source,
      steps: chosen.steps,
      result: written(reading, node),
      cell,
      need: chosen.needs.get(rawRows) ?? everything,
      reader: used.find(isSource)?.reader ?? readerOf(plan, trees, used.find(isSource)),
    },
    because: undefined,
  };
}

/** The steps of all statements in front of a place; the context then knows the names as they are there. */
export function stepsBefore(
  { trees, kept }: ReadNotebook,
  context: InferenceContext,
  { statement: last, before }: Pick<GivenFeatures, 'statement' | 'before'>,
): readonly Step[] {
  const steps: Step[] = [];
  for (const statement of kept) {
    if (statement.id > last.id) break;
    const tree = trees.treeOf(statement.at.cell);
    const node = trees.nodeAt(statement.at);
    if (tree === undefined || node === undefined) continue;
    for (const unit of unitsOf(statement, node)) {
      if (statement.id === last.id && unit.node.end > before) break;
      steps.push(...readStatement(within(context, unit.statement), tree, unit.node, unit.statement));
    }
  }
  return steps;
}

/** Captures with one more, where there is one. */
export function withCapture(
  known: readonly PlannedCapture[],
  name: string | undefined,
  captures: Captures,
): readonly PlannedCapture[] {
  const capture = name === undefined ? undefined : captures.of(name);
  return capture === undefined || known.some((other) => other.name === capture.name) ? known : [...known, capture];
}

function madeAt({ analysis }: PromotionPlan, { statement, at }: PlannedCapture): readonly MadeObject[] {
  return (analysis.statements[statement]?.calls ?? [])
    .filter((call) => placeKey(call.at) === placeKey(at))
    .map(({ text, result }) => ({ text, kind: result === undefined ? undefined : analysis.object(result)?.kind }));
}

interface MadeObject {
  readonly text: string;
  readonly kind: ObjectKind | undefined;
}

/** Data sets and loaders of torch and TensorFlow, and generators of keras, hold no table of rows. */
function isOfBatches({ kind, text }: MadeObject): boolean {
  return kind === 'dataset' || kind === 'loader' || /\.flow(?:_from_\w+)?$/.test(text);
}

function sourceOf(capture: PlannedCapture | undefined): readonly string[] {
  return capture !== undefined && isSource(capture) ? [placeKey(capture.at)] : [];
}

function isSource({ name, with: recorder }: PlannedCapture): boolean {
  return (recorder === 'learned_columns' || recorder === 'learned_pairs') && /^rows(?:_\d+)?$/.test(name);
}
