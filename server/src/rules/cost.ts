/** Rules about the ledger of costs that concern its form. */
import { costCategories } from '../../../schemas/costCategories.ts';
import { lacks } from '../spec/located.ts';
import { nearest } from '../spec/nearest.ts';
import { shorten } from '../spec/words.ts';
import { fillKey } from './fillKey.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { problemsOf } from './spec.ts';

const categories: ReadonlySet<string> = new Set(costCategories.map(({ name }) => name));

/** Items whose id is no category, and that name none. */
function* withoutCategory({ spec }: RuleContext): Generator<Finding> {
  for (const [id, item] of spec.fields.costs?.fields.items?.entries ?? []) {
    if (categories.has(id) || !lacks(item, 'category')) continue;
    const meant = nearest(id, categories);
    const isAbsent = !item.empty.has('category');
    yield {
      place: item.empty.get('category') ?? item.keyPlace ?? item.place,
      message:
        meant === undefined
          ? `\`${shorten(id)}\` is no category of costs: say under \`category\` to which one it counts.`
          : `\`${shorten(id)}\` is no category of costs: did you mean \`${meant}\`?`,
      fixes:
        meant !== undefined
          ? [{ title: `Add \`category: ${meant}\``, changes: [fillKey(item, 'category', meant)], isPreferred: true }]
          : isAbsent
            ? [{ title: 'Add `category`', changes: [fillKey(item, 'category', '')] }]
            : [],
    };
  }
}

export const costRules: readonly Rule[] = [
  {
    id: 'cost/unknown-category',
    severity: 'E/E/E',
    finds: 'a cost that counts to no category of the list',
    why: 'Categories are a closed list, so that the hidden ones are noticed when they are missing, and sums of two projects compare. Use one of the list, or say under `category` to which one the item counts.',
    hasFix: true,
    *check(context) {
      yield* problemsOf(context, 'cost/unknown-category');
      yield* withoutCategory(context);
    },
  },
];
