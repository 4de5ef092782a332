/** The rule about costs that count twice, the commonest fault of cost tools. */
import type { ActualsFact } from '../../../schemas/facts.ts';
import type { CostActualShape } from '../../../schemas/spec/costs.ts';
import { isPaid } from '../cost/priceItem.ts';
import type { ObjectNode } from '../spec/located.ts';
import { shorten } from '../spec/words.ts';
import { importsOf, itemsOf, summaryOf } from './costView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

type ActualNode = ObjectNode<CostActualShape>;

/** What wrong answers cost is contained in their value, so that running costs must not hold it again. */
function* findTypedErrorCosts({ spec }: RuleContext): Generator<Finding> {
  for (const { id, keyPlace, category } of itemsOf(spec)) {
    if (category !== 'error_cost') continue;
    const item = summaryOf(spec, id)?.item;
    if (item === undefined || !isPaid(item.basis)) continue;
    yield {
      place: keyPlace,
      message: `\`${shorten(id)}\` adds what wrong answers cost, and the value of the answers in \`economics\` contains it already: write \`from: economics\`.`,
    };
  }
}

/** An item and the one that contains it, when the same charges are compared with both. */
function* findPartsWithParents({ spec }: RuleContext): Generator<Finding> {
  const items = new Map(itemsOf(spec).map((item) => [item.id, item]));
  for (const { id, node, category } of items.values()) {
    const { part_of: partOf, actual } = node.fields;
    const parent = partOf === undefined ? undefined : items.get(partOf.id);
    if (actual === undefined || parent?.node.fields.actual?.id !== actual.id) continue;
    if (parent.id === id || parent.category !== category) continue;
    yield {
      place: actual.place,
      message: `\`${shorten(id)}\` is part of \`${shorten(parent.id)}\`, and both are compared with the same charges of \`${shorten(actual.id)}\`: keep \`actual\` on one of them.`,
      related: [{ place: parent.node.fields.actual.place, message: 'The item that contains it is compared here.' }],
    };
  }
}

/** Whether two imports take different charges from the same file: they ask for different values of one tag. */
function areApart(left: ActualNode, right: ActualNode): boolean {
  if (left.unreadable.has('tags') || right.unreadable.has('tags')) return true;
  return [...(left.fields.tags?.entries ?? [])].some(([key, value]) => {
    const other = right.fields.tags?.entries.get(key);
    return other !== undefined && String(other.value) !== String(value.value);
  });
}

function* findRepeatedImports({ spec, facts, know }: RuleContext): Generator<Finding> {
  const nodes = spec.fields.costs?.fields.actuals?.entries;
  const imports = [...importsOf(spec, (id) => facts.actuals(id), know)];
  for (const [index, [id, fact]] of imports.entries()) {
    const node = nodes?.get(id);
    if (node === undefined) continue;
    const place = node.fields.path?.place ?? node.keyPlace ?? node.place;
    const again = repeatedWithin(fact);
    if (again !== undefined) {
      yield { place, message: `\`${shorten(id)}\` ${again}: keep one of them, so that each charge counts once.` };
    }
    for (const [earlierId, earlier] of imports.slice(0, index)) {
      const other = nodes?.get(earlierId);
      const shared = fact.files.find(({ sha256 }) => earlier.files.some((file) => file.sha256 === sha256));
      if (other === undefined || shared === undefined || areApart(node, other)) continue;
      yield {
        place,
        message: `\`${shorten(id)}\` and \`${shorten(earlierId)}\` both import ${shorten(shared.name)}, so its charges count twice: remove one, or tell them apart by \`tags\`.`,
        related: [{ place: other.keyPlace ?? other.place, message: 'It is imported here, too.' }],
      };
    }
  }
}

/** What stands twice inside one import, as the end of a sentence; undefined when nothing does. */
function repeatedWithin({ files, repeatedRows }: ActualsFact): string | undefined {
  const seen = new Map<string, string>();
  for (const { name, sha256 } of files) {
    const first = seen.get(sha256);
    if (first !== undefined) return `reads ${shorten(first)} and ${shorten(name)}, which are the same file`;
    seen.set(sha256, name);
  }
  return repeatedRows > 0
    ? `has ${repeatedRows.toLocaleString('en')} rows that stand letter for letter in another of its files`
    : undefined;
}

export const costDoubleRules: readonly Rule[] = [
  {
    id: 'cost/double-count',
    severity: 'E/E/E',
    finds: 'a cost that counts twice',
    why: 'The same charge in two imports, an item together with what it is part of, or the cost of wrong answers on top of their value: each makes the project look dearer than it is, and no sum shows it.',
    *check(context) {
      yield* findTypedErrorCosts(context);
      yield* findPartsWithParents(context);
      yield* findRepeatedImports(context);
    },
  },
];
