/** References that lead back to where they start. */
import type { SpecShape } from '../../../../schemas/spec.ts';
import { columnsOf } from '../../spec/expression.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { listOf } from '../../spec/words.ts';
import type { Place } from '../../yaml/place.ts';
import { placeInExpression } from '../columnUses.ts';
import type { Finding } from '../rule.ts';

/** From one id to another, at a place. */
interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly place: Place;
}

/** Arrows among which there must be no ring, with the word that says what they mean: "drives itself". */
function* graphsOf({
  fields,
}: ObjectNode<SpecShape>): Generator<{ readonly verb: string; readonly arrows: readonly Arrow[] }> {
  yield { verb: 'drives itself', arrows: arrowsOf(fields.metrics?.entries, (metric) => metric.fields.drives) };
  yield {
    verb: 'is a part of itself',
    arrows: arrowsOf(fields.costs?.fields.items?.entries, (item) => item.fields.part_of),
  };
  yield {
    verb: 'is compressed from itself',
    arrows: arrowsOf(fields.models?.entries, (model) => model.fields.compressed_from),
  };
  for (const source of fields.data?.entries.values() ?? []) {
    const derived = source.fields.derive?.entries;
    if (derived === undefined) continue;
    const arrows = [...derived].flatMap(([from, node]) =>
      columnsOf(node.expression)
        // A column may replace one of the table under the same name.
        .filter(({ name }) => name !== from && derived.has(name))
        .map(({ name, start, end }) => ({ from, to: name, place: placeInExpression(node, start, end) })),
    );
    yield { verb: 'is derived from itself', arrows };
  }
}

function arrowsOf<Node>(
  entries: ReadonlyMap<string, Node> | undefined,
  findTarget: (node: Node) => { readonly id: string; readonly place: Place } | undefined,
): readonly Arrow[] {
  return [...(entries ?? [])].flatMap(([from, node]) => {
    const target = findTarget(node);
    return target === undefined ? [] : [{ from, to: target.id, place: target.place }];
  });
}

/** One finding for each ring, at the arrow that closes it. */
export function* findCycles(spec: ObjectNode<SpecShape>): Generator<Finding> {
  for (const { verb, arrows } of graphsOf(spec)) {
    for (const ring of ringsOf(arrows)) {
      const closing = ring.at(-1);
      if (closing === undefined) continue;
      const chain = ring.map(({ from }) => from);
      const via = chain.length === 1 ? '' : ` by way of ${listOf(chain.slice(1))}`;
      yield {
        place: closing.place,
        message: `\`${chain[0] ?? closing.to}\` ${verb}${via}: cut the ring at one place.`,
        related: ring
          .slice(0, -1)
          .map(({ from, to, place }) => ({ place, message: `\`${from}\` leads to \`${to}\`.` })),
      };
    }
  }
}

/** Depth-first: an arrow to an id of the current path closes a ring. Linear in the number of arrows. */
function ringsOf(arrows: readonly Arrow[]): readonly (readonly Arrow[])[] {
  const outgoing = Map.groupBy(arrows, ({ from }) => from);
  const rings: (readonly Arrow[])[] = [];
  const done = new Set<string>();
  for (const start of outgoing.keys()) {
    // The path is a list of arrows with the position among the arrows of its end, so that no recursion can be too deep.
    const path: Arrow[] = [];
    const onPath = new Map<string, number>([[start, 0]]);
    const stack = [{ id: start, next: 0 }];
    while (!done.has(start)) {
      const top = stack.at(-1);
      if (top === undefined) break;
      const arrow = outgoing.get(top.id)?.[top.next];
      top.next += 1;
      if (arrow === undefined) {
        done.add(top.id);
        onPath.delete(top.id);
        stack.pop();
        path.pop();
        continue;
      }
      const position = onPath.get(arrow.to);
      if (position !== undefined) rings.push([...path.slice(position), arrow]);
      else if (!done.has(arrow.to) && outgoing.has(arrow.to)) {
        path.push(arrow);
        onPath.set(arrow.to, path.length);
        stack.push({ id: arrow.to, next: 0 });
      }
    }
  }
  return rings;
}
