/** What the rules about splits share: the splits of a source, their roles, and their rows as conditions. */
import type { Expression } from '../../spec/expression.ts';
import { columnsOf } from '../../spec/expression.ts';
import { expandDerived } from '../../spec/expressionPrint.ts';
import { buildPeriodCondition, compareConditions } from '../../spec/conditions.ts';
import { parsePeriod } from '../../spec/instant.ts';
import type { Place } from '../../yaml/place.ts';
import { insertKey } from '../../spec/edits.ts';
import type { Fix } from '../../spec/edits.ts';
import { lacks } from '../../spec/located.ts';
import { roleOf } from '../metricView.ts';
import { oncePerPair } from '../oncePer.ts';
import type { RuleContext } from '../rule.ts';
import { derivationsOf, sourcesIn } from '../sources.ts';
import type { DataSection, Source, SplitNode, SplitSection } from '../sources.ts';

export interface Cut {
  readonly id: string;
  readonly node: SplitNode;
  /** The id: where one says that something is missing. */
  readonly keyPlace: Place;
  /** Train, validation, test, calibration or production; undefined while nothing says. */
  readonly role: string | undefined;
  /**
   * `where` and `period` as one condition on the columns of the table. Undefined when there is neither, when one of
   * them cannot be read, or when a period has no time column to go by.
   */
  readonly condition: Expression | undefined;
  /** Columns that `where` names, as written. */
  readonly columns: ReadonlySet<string>;
}

export interface SourceCuts {
  readonly source: Source;
  /** The column with the time of a row; undefined when the source names none. */
  readonly time: string | undefined;
  /** In file order. */
  readonly cuts: readonly Cut[];
}

/** All splits by their source; sources without splits are left out. */
export function cutsBySource({ spec }: RuleContext): readonly SourceCuts[] {
  const { data, splits } = spec.fields;
  return data === undefined || splits === undefined ? [] : cutsOf(data, splits);
}

/** Both sections keep their nodes while somebody types elsewhere. */
const cutsOf = oncePerPair(findCuts);

/** Whether two conditions share rows; asked by several rules, and again at each keystroke. */
export const compareConditionsOnce = oncePerPair(compareConditions);

function findCuts(data: DataSection, splits: SplitSection): readonly SourceCuts[] {
  const bySource = Map.groupBy(splits.entries, ([, node]) => node.fields.of?.id);
  return sourcesIn(data).flatMap((source) => {
    const own = bySource.get(source.id) ?? [];
    const time = source.node.fields.roles?.fields.time?.text;
    const derived = derivationsOf(source.node);
    const cuts = own.map(([id, node]) => ({
      id,
      node,
      keyPlace: node.keyPlace ?? node.place,
      role: roleOf(id, node),
      condition: conditionOf(node, time, derived),
      columns: new Set(
        node.fields.where === undefined ? [] : columnsOf(node.fields.where.expression).map(({ name }) => name),
      ),
    }));
    return cuts.length === 0 ? [] : [{ source, time, cuts }];
  });
}

const cutKeys = ['where', 'period', 'path', 'fraction'] as const;

/** Whether everything that cuts the split could be read. */
export function isReadable({ node }: Cut): boolean {
  return cutKeys.every((key) => !node.unreadable.has(key) && !node.empty.has(key));
}

/** Whether nothing cuts the split, so that it is all rows of its source. */
export function isWhole({ node }: Cut): boolean {
  return cutKeys.every((key) => lacks(node, key));
}

/** Offers each way to cut a split that is whole. */
export function cutFixes({ node }: Cut): readonly Fix[] {
  return cutKeys.map((key) => ({ title: `Add \`${key}\``, changes: [insertKey(node.yaml, key, '')] }));
}

function conditionOf(
  node: SplitNode,
  time: string | undefined,
  derived: ReadonlyMap<string, Expression>,
): Expression | undefined {
  const { where, period } = node.fields;
  const terms: Expression[] = [];
  if (where !== undefined) {
    const expanded = expandDerived(where.expression, derived);
    if (expanded === undefined) return undefined;
    terms.push(expanded);
  }
  if (period !== undefined) {
    const days = parsePeriod(period.text);
    if (days === undefined || time === undefined) return undefined;
    const expanded = expandDerived(buildPeriodCondition(time, days.from, days.to), derived);
    if (expanded === undefined) return undefined;
    terms.push(expanded);
  }
  const [only] = terms;
  return terms.length > 1 ? { kind: 'and', operands: terms, start: 0, end: 0 } : only;
}

/** The place that says which rows a split has: the value of the key that cuts it, else its id. */
export function cutPlace({ node, keyPlace }: Cut): Place {
  const { where, period, path, fraction } = node.fields;
  return (where ?? period ?? path ?? fraction)?.place ?? keyPlace;
}

/** Each pair of cuts once, in file order. */
export function* pairsOf(cuts: readonly Cut[]): Generator<readonly [Cut, Cut]> {
  for (const [index, left] of cuts.entries()) {
    for (const right of cuts.slice(index + 1)) yield [left, right];
  }
}
