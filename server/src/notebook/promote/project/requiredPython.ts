/** The oldest Python that can read the code of a notebook. */
import { descendants } from '../../syntax/pythonTree.ts';
import type { PromotionPlan } from '../plan.ts';
import type { CellTrees } from './cellTrees.ts';

/** What the generated modules themselves need. */
const oldest = 10;

const newerSyntax: Readonly<Record<string, number>> = {
  match_statement: 10,
  'except*': 11,
  type_alias_statement: 12,
  type_parameter: 12,
};

/** @returns such as `3.10` */
export function requiredPython({ analysis, outcomes }: PromotionPlan, trees: CellTrees): string {
  let minor = oldest;
  const kept = new Set(outcomes.filter(({ outcome }) => outcome === 'converted').map(({ statement }) => statement));
  for (const { id, at } of analysis.statements) {
    const node = kept.has(id) ? trees.nodeAt(at) : undefined;
    if (node === undefined) continue;
    for (const { type } of descendants(node)) minor = Math.max(minor, newerSyntax[type] ?? 0);
  }
  return `3.${minor}`;
}
