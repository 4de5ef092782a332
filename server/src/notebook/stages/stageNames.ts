/** Names of stages as people write them. */
import { notebookStage } from '../../../../schemas/effects.ts';
import type { NotebookStage } from '../../../../schemas/effects.ts';

/** @returns the stage in a list; empty when no stage has this name */
export function stageNames(text: string | undefined): readonly NotebookStage[] {
  return notebookStage.options.filter((stage) => stage === text);
}
