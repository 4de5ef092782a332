/** The stages of what is kept: nothing that is needed is mere exploration, unless it only draws random numbers. */
import type { StatementId } from '../flow/analysis.ts';
import type { StageAssignment } from '../stages/assignStages.ts';
import type { StatementCode } from './notebookCode.ts';

/**
 * @param steps what is kept, in effective order
 * @param reports whether a statement reports a number
 */
export function settleStages(
  stages: readonly StageAssignment[],
  steps: readonly StatementCode[],
  reports: (id: StatementId) => boolean,
): readonly StageAssignment[] {
  const settled = [...stages];
  let before: StageAssignment['stage'] = 'data';
  for (const [index, { statement }] of steps.entries()) {
    const own = stages[statement.id];
    if (own === undefined) continue;
    const isSeed = statement.calls.some(({ effect }) => (effect?.seeds.length ?? 0) > 0);
    const after = steps.slice(index + 1).find(({ statement: { id } }) => stages[id]?.stage !== 'explore');
    if (own.stage === 'explore' && isSeed && after !== undefined) {
      settled[statement.id] = stages[after.statement.id] ?? own;
      continue;
    }
    if (own.stage !== 'explore') before = own.stage;
    else if (reports(statement.id))
      settled[statement.id] = { stage: 'evaluate', because: 'it reports what was learned' };
    else if (statement.definitions.some(({ name }) => !name.startsWith('$')) && own.because !== moved) {
      settled[statement.id] = { stage: before, because: `it belongs to what is done before it` };
    }
  }
  return settled;
}

/** What a person decided stays. */
const moved = 'it was moved here';
