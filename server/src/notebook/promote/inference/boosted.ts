/** Models of `xgb.train` and `lgb.train`: they learn from a data set of their library, and some are asked with one. */
import type { Call, Statement } from '../../flow/analysis.ts';
import type { CellTrees } from '../project/cellTrees.ts';
import { namedChildren, partOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../syntax/pythonTree.ts';
import { readLiteral } from '../project/readLiteral.ts';
import { argumentNode } from './placedCall.ts';
import type { PlacedCall } from './placedCall.ts';

/** How a model of a boosting library is asked. */
export interface BoostedCall {
  /** The expression of what it is given, of `features`. */
  readonly features: string;
  /** Further arguments, each behind a comma; they may read `model`. */
  readonly others: string;
  /** The module that it needs, such as `xgboost`; undefined for none. */
  readonly module: string | undefined;
}

/** The call that made the data set which a training or a prediction is given; undefined where it is given rows. */
export function rowsOfDataset(
  kept: readonly Statement[],
  trees: CellTrees,
  { call: { effect, arguments: given } }: PlacedCall,
): PlacedCall | undefined {
  const data = typeof effect?.data === 'number' ? given[effect.data] : given[0];
  if (data === undefined) return undefined;
  for (const statement of kept) {
    const call = statement.calls.find(
      ({ through, result, callee }) =>
        through === undefined && result !== undefined && data.objects.includes(result) && makers.has(callee ?? ''),
    );
    if (call !== undefined && argumentNode(trees, call) !== undefined) return { statement, call: withLabels(call) };
  }
  return undefined;
}

const makers: ReadonlySet<string> = new Set(['xgboost.DMatrix', 'xgboost.QuantileDMatrix', 'lightgbm.Dataset']);

/** A data set takes the answers where a training takes them. */
function withLabels(call: Call): Call {
  const keyword = call.arguments.findIndex((argument) => argument.keyword === 'label');
  const isSecond = call.arguments[1] !== undefined && call.arguments[1].keyword === undefined;
  const labels = keyword >= 0 ? keyword : isSecond ? 1 : undefined;
  return call.effect === undefined || labels === undefined ? call : { ...call, effect: { ...call.effect, labels } };
}

/**
 * @param dataset the call that makes what the model is asked with, where it is a data set
 * @param asked the call that asks the model; undefined where the notebook asks it nothing
 * @returns why it cannot be asked so for inference, as a sentence, where that is the case
 */
export function readBoosted(
  trees: CellTrees,
  dataset: Call | undefined,
  asked: Call | undefined,
): BoostedCall | string {
  const around = dataset === undefined ? [] : othersOf(trees, dataset, unused);
  const others = asked === undefined ? [] : othersOf(trees, asked, new Set());
  if (typeof around === 'string') return around;
  if (typeof others === 'string') return others;
  if (dataset?.callee?.startsWith('xgboost.') !== true) {
    return { features: 'features', others: others.join(''), module: undefined };
  }
  return { features: `xgboost.DMatrix(features${around.join('')})`, others: others.join(''), module: 'xgboost' };
}

/** What a data set is told about its rows for training alone. */
const unused: ReadonlySet<string> = new Set(['label', 'weight', 'base_margin', 'group', 'qid', 'nthread', 'silent']);

/** The arguments behind the rows: literals, and the number of rounds that was best. */
function othersOf(trees: CellTrees, call: Call, left: ReadonlySet<string>): readonly string[] | string {
  const node = trees.callAt(call.at);
  const tree = trees.treeOf(call.at.cell);
  const list = node === undefined ? undefined : partOf(node, 'arguments');
  if (list === undefined || tree === undefined) return 'What the model is asked with is not written where it is asked.';
  const rows = argumentNode(trees, call);
  const others: string[] = [];
  for (const argument of namedChildren(list)) {
    const name = argument.type === 'keyword_argument' ? partOf(argument, 'name') : undefined;
    const value = argument.type === 'keyword_argument' ? partOf(argument, 'value') : argument;
    if (value === undefined || (value.start === rows?.start && value.end === rows.end)) continue;
    const keyword = name === undefined ? undefined : textOf(tree, name);
    if (left.has(keyword ?? 'label')) continue;
    const text = keyword === undefined ? undefined : plainText(tree, value);
    if (text === undefined) return `\`${textOf(tree, argument)}\` cannot be said for inference.`;
    others.push(`, ${keyword ?? ''}=${text}`);
  }
  return others;
}

/** The text of a literal, or of what the model says of itself; undefined for anything else. */
function plainText(tree: PythonTree, node: PythonNode): string | undefined {
  if (readLiteral(tree, node) !== undefined) return textOf(tree, node);
  const text = textOf(tree, node).replace(/\b[A-Za-z_]\w*\.best_iteration\b/g, 'model.best_iteration');
  return /^[\d\s(),+-]*(?:model\.best_iteration[\d\s(),+-]*)+$/.test(text) ? text : undefined;
}
