/** Stages that the notebook itself states: `# plumbline: stage=features` in a cell, or the same as a tag. */
import { stageNames } from './stageNames.ts';
import type { NotebookStage } from '../../../../schemas/effects.ts';
import type { NotebookAnalysis, StatementId } from '../flow/analysis.ts';

const comment = /^[ \t]*#[ \t]*plumbline:[ \t]*stage=(?<stage>[a-z]+)/gm;
const tag = /^plumbline:stage=(?<stage>[a-z]+)$/;

/** A comment holds from its line to the next one in the cell; a tag for the whole cell. */
export function statedStages({ notebook, statements }: NotebookAnalysis): ReadonlyMap<StatementId, NotebookStage> {
  const stated = new Map<StatementId, NotebookStage>();
  for (const { id, at } of statements) {
    const cell = notebook.cells[at.cell];
    if (cell === undefined) continue;
    const tagged = cell.tags.flatMap((text) => stageNames(tag.exec(text)?.groups?.['stage']))[0];
    const above = cell.text.includes('plumbline:')
      ? [...cell.text.matchAll(comment)]
          .filter(({ index }) => index <= at.start)
          .flatMap(({ groups }) => stageNames(groups?.['stage']))
          .at(-1)
      : undefined;
    const stage = above ?? tagged;
    if (stage !== undefined) stated.set(id, stage);
  }
  return stated;
}
