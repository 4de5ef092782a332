/** How a difference of a spec weighs, and how it is said. */
import { findMetricName } from '../../../schemas/metricNames.ts';
import type { AnyNode } from '../spec/located.ts';
import { compareQuantities } from '../spec/quantityArithmetic.ts';
import { shorten } from '../spec/words.ts';
import type { ChangeKind, ChangeWeight, SpecChange } from './change.ts';
import { judgementOf } from './judgements.ts';
import type { Judgement } from './judgements.ts';
import { itemsOf, textOf } from '../spec/nodeDifferences.ts';
import type { Difference } from '../spec/nodeDifferences.ts';
import { fromTo, quoted } from './words.ts';

/**
 * A difference as a change, without its money and reason.
 *
 * @param kind what its section is about; owners are told apart from it
 * @param difference its path begins at the top of the spec
 */
export function describeDifference(kind: ChangeKind, difference: Difference): SpecChange {
  const { path, before, after } = difference;
  const weight = weighDifference(difference);
  const isWhole = [before, after].some((node) => node?.kind === 'object' || node?.kind === 'map');
  return {
    kind: path.includes('owner') ? 'owner' : kind,
    weight,
    subject: path.join('.'),
    sentence: sentenceOf(difference, weight, isWhole),
    from: before === undefined || isWhole ? undefined : shorten(textOf(before)),
    to: after === undefined || isWhole ? undefined : shorten(textOf(after)),
    base: placeOf(before),
    current: placeOf(after),
  };
}

function placeOf(node: AnyNode | undefined) {
  return node?.kind === 'object' || node?.kind === 'map' ? (node.keyPlace ?? node.place) : node?.place;
}

function sentenceOf({ path, before, after }: Difference, weight: ChangeWeight, isWhole: boolean): string {
  const subject = quoted(path.join('.'));
  if (before === undefined)
    return `${subject} is new${isWhole || after === undefined ? '' : `: ${quoted(textOf(after))}`}.`;
  if (after === undefined) return `${subject}${isWhole ? '' : `, ${quoted(textOf(before))},`} was dropped.`;
  const { lost, gained } = compareItems(before, after);
  if (lost.length + gained.length > 0) {
    const parts = [
      ...(lost.length === 0 ? [] : [`lost ${lost.map(quoted).join(', ')}`]),
      ...(gained.length === 0 ? [] : [`gained ${gained.map(quoted).join(', ')}`]),
    ];
    return `${subject} ${parts.join(' and ')}.`;
  }
  const verb = weight === 'neutral' ? 'was changed' : `was ${weight}`;
  return `${subject} ${verb} ${fromTo(textOf(before), textOf(after))}.`;
}

/** Words of two lists that only one of them has; none when one is no list, or a list of numbers. */
function compareItems(
  before: AnyNode,
  after: AnyNode,
): { readonly lost: readonly string[]; readonly gained: readonly string[] } {
  const [left, right] = [itemsOf(before), itemsOf(after)];
  const isOfNumbers = before.kind === 'list' && before.items.some((item) => item.kind === 'quantity');
  if (left === undefined || right === undefined || isOfNumbers) return { lost: [], gained: [] };
  return {
    lost: left.filter((word) => !right.includes(word)),
    gained: right.filter((word) => !left.includes(word)),
  };
}

export function weighDifference({ path, before, after }: Difference): ChangeWeight {
  const judgement = judgementOf(path);
  if (judgement === undefined) return 'neutral';
  if (before !== undefined && after !== undefined) return weighBoth(judgement, path, before, after);
  switch (judgement.looser) {
    case 'higher':
    case 'lower':
    case 'fewer':
    case 'wider':
    case 'gone':
      return after === undefined ? 'loosened' : 'tightened';
    case 'false':
    case 'weaker':
    case 'earlier-word':
    case 'other-word':
      return 'neutral';
  }
}

function weighBoth(
  { looser, words }: Judgement,
  path: readonly string[],
  before: AnyNode,
  after: AnyNode,
): ChangeWeight {
  switch (looser) {
    case 'higher':
      return weightOf(orderOf(after, before));
    case 'lower':
      return weightOf(orderOf(before, after));
    case 'weaker': {
      const direction = findMetricName(path.at(-1) ?? '')?.direction;
      if (direction === undefined) return 'neutral';
      return weightOf(direction === 'maximize' ? orderOf(before, after) : orderOf(after, before));
    }
    case 'fewer': {
      const { lost, gained } = compareItems(before, after);
      return lost.length > 0 ? 'loosened' : gained.length > 0 ? 'tightened' : 'neutral';
    }
    case 'wider':
      return weighRange(before, after);
    case 'false':
      return weightOf(Number(textOf(before) === 'true') - Number(textOf(after) === 'true'));
    case 'earlier-word': {
      const [then, now] = [words.indexOf(textOf(before)), words.indexOf(textOf(after))];
      return then === -1 || now === -1 ? 'neutral' : weightOf(then - now);
    }
    case 'other-word':
      return words.includes(textOf(before)) ? 'loosened' : words.includes(textOf(after)) ? 'tightened' : 'neutral';
    case 'gone':
      return 'neutral';
  }
}

function weightOf(looseness: number | undefined): ChangeWeight {
  if (looseness === undefined || looseness === 0) return 'neutral';
  return looseness > 0 ? 'loosened' : 'tightened';
}

/** Positive when the left value is the larger one; undefined when the two cannot be compared. */
function orderOf(left: AnyNode | undefined, right: AnyNode | undefined): number | undefined {
  if (left?.kind === 'quantity' && right?.kind === 'quantity') {
    const order = compareQuantities(left.quantity, right.quantity);
    return order.kind === 'known' ? order.value : undefined;
  }
  if (left?.kind !== 'scalar' || right?.kind !== 'scalar') return undefined;
  return typeof left.value === 'number' && typeof right.value === 'number' ? left.value - right.value : undefined;
}

/** Two ends: loosened as soon as one of them lets more pass. */
function weighRange(before: AnyNode, after: AnyNode): ChangeWeight {
  const [oldLow, oldHigh] = endsOf(before);
  const [newLow, newHigh] = endsOf(after);
  const [low, high] = [orderOf(oldLow, newLow), orderOf(newHigh, oldHigh)];
  if (low === undefined || high === undefined) return 'neutral';
  return weightOf(Math.max(low, high) > 0 ? 1 : Math.min(low, high));
}

function endsOf(node: AnyNode): readonly AnyNode[] {
  return node.kind === 'list' ? node.items : [];
}
