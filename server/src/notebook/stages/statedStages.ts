/** Stages that the notebook itself states: `# plumbline: stage=features` in a cell, or the same as a tag. */
import { stageNames } from './stageNames.ts';
import type { NotebookStage } from '../../../../schemas/effects.ts';
import type { NotebookAnalysis, StatementId } from '../flow/analysis.ts';

const comment = /^[ \t]*#[ \t]*plumbline:[ \t]*stage=(?<stage>[a-z]+)/gm;
const tag = /^plumbline:stage=(?<stage>[a-z]+)$/;

/** A comment holds from its line to the next one in the cell; a tag for the whole cell. */
export function statedStages({ notebook, statements }: NotebookAnalysis): ReadonlyMap<StatementId, NotebookStage> {
  const stated = new Map<StatementId, NotebookStage>();
  const cells = notebook.cells.map(({ text, tags }) => ({
    tagged: tags.flatMap((one) => stageNames(tag.exec(one)?.groups?.['stage']))[0],
    comments: [...text.matchAll(comment)].flatMap(({ index, groups }) =>
      stageNames(groups?.['stage']).map((stage) => ({ index, stage })),
    ),
  }));
  for (const { id, at } of statements) {
    const { tagged, comments = [] } = cells[at.cell] ?? {};
    const stage = comments.findLast(({ index }) => index <= at.start)?.stage ?? tagged;
    if (stage !== undefined) stated.set(id, stage);
  }
  return stated;
}
