/** Asks which recorded run a command is about. */
import { evaluationViewRequest } from '../../../schemas/requests.ts';
import { endUndone } from './command.ts';
import type { Choice, CommandResult, RunningContext } from './command.ts';

/** A run, and its place among those of the project: 0 is the newest. */
export interface ListedRun {
  readonly id: string;
  readonly order: number;
}

/** @returns the newest runs, newest first, or how the command ends without them */
export async function listRuns(
  context: RunningContext,
  specUri: string,
): Promise<readonly Choice<ListedRun>[] | CommandResult> {
  const outcome = await context.client.request(evaluationViewRequest, { specUri });
  if (outcome.kind !== 'done') return endUndone(context, outcome);
  const runs = outcome.value.state === 'runs' ? outcome.value.runs : [];
  return runs.map((run, order) => ({
    label: `${run.model} · ${run.split}`,
    description: `${run.age} · ${run.id}`,
    value: { id: run.id, order },
  }));
}
