/** The costs of a project once everything about them is known, for whoever needs an answer rather than news of it. */
import type { CostViewModel } from '../../../../schemas/costPanel.ts';
import type { Project } from '../../spec/project.ts';
import { createFactStore } from '../facts/factStore.ts';
import type { FactStorePorts } from '../facts/factStore.ts';
import { makeCostView } from './costView.ts';

/** A fact may lead to another question; more rounds than this would mean that none is ever answered. */
const mostRounds = 8;

/** Asks for what the costs need and for nothing else: no data is checked. */
export async function settledCosts(
  project: Project,
  ports: Omit<FactStorePorts, 'onChange' | 'readsLargeTables'>,
): Promise<CostViewModel> {
  const store = createFactStore({ ...ports, onChange: () => undefined });
  const make = () =>
    makeCostView(
      { project, mainUri: project.mainUri, facts: store.factsOf(project) },
      { files: ports.files, isTrusted: true, now: ports.clock.now() },
    );
  let view = await make();
  for (let round = 0; round < mostRounds && view.state === 'costs' && !view.isComplete; round++) {
    await store.idle();
    view = await make();
  }
  return view;
}
