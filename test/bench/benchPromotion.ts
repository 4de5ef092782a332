/** Promotion of a notebook of 30 cells, up to the files that would be written: its study, its checks and its package. */
import { loadNotebookTools } from '../../server/src/operations/notebooks/loadTools.ts';
import { createNotebookWorkspace } from '../../server/src/operations/notebooks/notebookWorkspace.ts';
import { makePackage } from '../../server/src/operations/promote/makePackage.ts';
import { preparePromotion } from '../../server/src/operations/promote/preparePromotion.ts';
import type { PythonFormatter } from '../../server/src/operations/promote/pythonFormatter.ts';
import { loadRuffFormatter } from '../../server/src/platform/ruffFormatter.ts';
import { memoryWorkspace } from '../support/memoryWorkspace.ts';
import { notebookText } from '../support/promotionFixture.ts';
import { readPythonGrammar } from '../support/pythonParser.ts';
import { makeNotebook } from './makeNotebook.ts';
import { time } from './measure.ts';
import { showTiming } from './report.ts';
import type { BenchReport } from './report.ts';

const rootUri = 'file:///work';
const turns = 30;

export async function benchPromotion({ row }: BenchReport): Promise<void> {
  const tools = await loadNotebookTools(readPythonGrammar);
  const formatter = await loadRuffFormatter();
  if (formatter === undefined) throw new Error('What formats Python does not load, so there is nothing to time.');

  const plain = await time(turns, (turn) => promoteFresh(turn + turns, undefined));
  row('promotion of a notebook of 30 cells, not formatted', showTiming(plain), 'p50 ≤ 300 ms', plain.p50 <= 300);
  const formatted = await time(turns, (turn) => promoteFresh(turn + 3 * turns, formatter));
  row('the same, formatted and read strictly', showTiming(formatted), 'p50 ≤ 600 ms', formatted.p50 <= 600);

  /** Promotes a notebook that nobody has read before. */
  async function promoteFresh(number: number, loaded: PythonFormatter | undefined): Promise<void> {
    const notebookUri = `${rootUri}/visits.ipynb`;
    const files = memoryWorkspace(new Map([[notebookUri, notebookText(makeNotebook(number))]]), rootUri);
    const specs = { projects: () => Promise.resolve([]), snapshot: () => Promise.resolve(undefined) };
    const outcome = await preparePromotion(
      {
        notebookUri,
        packageUri: `${rootUri}/visits`,
        rootUri,
        packageName: undefined,
        stages: undefined,
        keepsExploration: false,
        isForced: false,
      },
      {
        files,
        notebooks: createNotebookWorkspace({ files, specs, loadTools: () => Promise.resolve(tools) }),
        makePackage,
        loadFormatter: () => Promise.resolve(loaded),
        version: 'bench',
      },
    );
    if (outcome.kind === 'refused') throw new Error(outcome.sentence);
  }
}
