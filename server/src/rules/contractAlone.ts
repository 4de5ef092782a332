/** Which rules judge a contract that no project holds. */
import { groupOf } from './rule.ts';

const groups: ReadonlySet<string> = new Set(['yaml', 'contract', 'suppress']);

/** Whether a rule has something to say about a contract alone; all others need a spec. */
export function concernsContracts(ruleId: string): boolean {
  return groups.has(groupOf(ruleId)) || ruleId === 'data/secret';
}
