/** Waits until what was asked for is known, for whoever needs an answer rather than news of it. */
import type { Fact, Facts } from '../../../../schemas/facts.ts';
import type { Project } from '../../spec/project.ts';
import type { FactStore } from './factStore.ts';

/** A fact may lead to another question; more rounds than this would mean that none is ever answered. */
const mostRounds = 8;

/**
 * Asks again until nothing of the answer is pending.
 *
 * @param factsIn the facts that an answer was made of
 */
export async function settleFacts<Answer>(
  store: FactStore,
  project: Project,
  read: (facts: Facts) => Answer,
  factsIn: (answer: Answer) => readonly Fact<unknown>[],
): Promise<Answer> {
  let answer = read(store.factsOf(project));
  for (let round = 0; round < mostRounds && factsIn(answer).some(({ state }) => state === 'pending'); round++) {
    await store.idle();
    answer = read(store.factsOf(project));
  }
  return answer;
}
