/** A promotion over files in memory, whose package has one function for each cell: what is tested is around it. */
import { createHash } from 'node:crypto';
import type { PromotionReport } from '../../schemas/promotion.ts';
import { loadShippedEffects } from '../../server/src/notebook/effects/shippedEffects.ts';
import { createNotebookAnalyzer } from '../../server/src/notebook/flow/analyseNotebook.ts';
import type { StudiedNotebook } from '../../server/src/operations/notebooks/notebookWorkspace.ts';
import { placeText } from '../../server/src/operations/notebooks/notebookFiles.ts';
import { preparePromotion } from '../../server/src/operations/promote/preparePromotion.ts';
import type {
  DraftOptions,
  NotebookSource,
  PackageDraft,
  PreparedOutcome,
  PreparedPromotion,
  PromotionPorts,
  PromotionRequest,
} from '../../server/src/operations/promote/preparePromotion.ts';
import { writePromotion } from '../../server/src/operations/promote/writePromotion.ts';
import type { WriteFolders } from '../../server/src/operations/promote/writePromotion.ts';
import { memoryWorkspace } from './memoryWorkspace.ts';
import type { MemoryWorkspace } from './memoryWorkspace.ts';
import { loadPythonParser } from './pythonParser.ts';

export const notebookUri = 'file:///work/delay.ipynb';
export const packageUri = 'file:///work/delay';

/** A notebook with one code cell for each text. */
export function notebookText(cells: readonly string[]): string {
  return JSON.stringify({
    cells: cells.map((text, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      metadata: {},
      source: text,
      outputs: [],
      execution_count: null,
    })),
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
    nbformat_minor: 5,
  });
}

export interface PromotionTrial {
  readonly files: MemoryWorkspace;
  /** Changes the notebook. */
  readonly save: (cells: readonly string[]) => void;
  readonly prepare: (request?: Partial<PromotionRequest>) => Promise<PreparedOutcome>;
  /** Prepares, and fails the test where that is refused. */
  readonly prepared: (request?: Partial<PromotionRequest>) => Promise<PreparedPromotion>;
  /** Prepares and writes. */
  readonly promote: (request?: Partial<PromotionRequest>) => Promise<PreparedPromotion>;
  readonly textOf: (path: string) => Promise<string | undefined>;
}

export async function tryPromotion(
  cells: readonly string[],
  given: Readonly<Record<string, string>> = {},
  ports: Partial<PromotionPorts> = {},
): Promise<PromotionTrial> {
  const parser = await loadPythonParser();
  const analyzer = createNotebookAnalyzer({ parser, effects: loadShippedEffects() });
  const initial = Object.entries(given).map(([path, text]) => [`file:///work/${path}`, text] as const);
  const files = memoryWorkspace(new Map([[notebookUri, notebookText(cells)], ...initial]), 'file:///work');
  const prepare = (request: Partial<PromotionRequest> = {}) =>
    preparePromotion(
      {
        notebookUri,
        packageUri,
        rootUri: 'file:///work',
        packageName: undefined,
        stages: undefined,
        keepsExploration: false,
        isForced: false,
        ...request,
      },
      {
        files,
        notebooks: {
          study: async (uri): Promise<StudiedNotebook | undefined> => {
            const content = await files.readFile(uri, 1_000_000);
            const placed = content.kind === 'content' ? placeText(uri, content.text) : undefined;
            if (placed === undefined) return undefined;
            const result = { findings: [], suppressed: [], failures: [] };
            return { placed, parser, result, analysis: analyzer.analyse(placed.notebook) };
          },
        },
        makePackage: packageOfCells,
        loadFormatter: () => Promise.resolve(undefined),
        version: '1.2.3',
        ...ports,
      },
    );
  const prepared = async (request?: Partial<PromotionRequest>) => {
    const outcome = await prepare(request);
    if (outcome.kind === 'refused') throw new Error(outcome.sentence);
    return outcome.promotion;
  };
  return {
    files,
    save: (now) => files.write(notebookUri, notebookText(now)),
    prepare,
    prepared,
    promote: async (request) => {
      const promotion = await prepared(request);
      await writePromotion(promotion, writeTo(files));
      return promotion;
    },
    textOf: async (path) => {
      const content = await files.readFile(`${packageUri}/${path}`, 1_000_000);
      return content.kind === 'content' ? content.text : undefined;
    },
  };
}

export function writeTo(files: MemoryWorkspace): WriteFolders {
  return (folders) => {
    for (const { folderUri, files: changes } of folders) {
      for (const { path, text } of changes) {
        if (text === null) files.remove(`${folderUri}/${path}`);
        else files.write(`${folderUri}/${path}`, text);
      }
    }
    return Promise.resolve();
  };
}

/** A cell `# load` and below becomes the function `load` of `src/delay/data.py`. */
export function packageOfCells({ analysis }: NotebookSource, options: DraftOptions): PackageDraft {
  const name = options.packageName ?? 'delay';
  const path = `src/${name}/data.py`;
  const lines = ['import pandas as pd', ''];
  const statements: PromotionReport['statements'] = [];
  for (const cell of analysis.notebook.cells) {
    const [title = '', ...body] = cell.text.split('\n');
    const isLeft = title === '# left';
    const first = lines.length + 4;
    if (!isLeft)
      lines.push('', `def ${title.slice(2)}(rows):`, ...body.map((line) => `    ${line}`), '    return rows', '');
    statements.push({
      id: `${cell.id} ${createHash('sha256').update(cell.text).digest('hex').slice(0, 8)}`,
      at: { cell: cell.index, cellId: cell.id, first: 2, last: body.length + 1 },
      text: body[0] ?? '',
      outcome: isLeft ? 'left' : 'converted',
      stage: options.stages[cell.id] ?? 'data',
      stageBecause: null,
      function: isLeft ? null : `data.${title.slice(2)}`,
      to: isLeft ? null : { file: path, first: first - 1, last: first - 2 + body.length },
      reason: isLeft ? 'it cannot be converted' : null,
    });
  }
  const converted = statements.filter(({ outcome }) => outcome === 'converted');
  return {
    files: [
      { path: 'README.md', text: `# ${name}\n` },
      { path, text: `${lines.join('\n')}\n` },
    ],
    report: {
      kind: 'promotion',
      schema: 1,
      version: options.version,
      notebook: options.notebookPath,
      package: name,
      counts: { converted: converted.length, dropped: 0, left: statements.length - converted.length },
      statements,
      functions: [],
      decisions: [],
      findings: [],
      dependencies: [],
      checks: [],
    },
    map: {
      kind: 'promotion-map',
      schema: 1,
      notebook: options.notebookPath,
      package: name,
      entries: converted.flatMap(({ id, at, to, function: target }) =>
        to === null || target === null ? [] : [{ statement: id, from: at, to, function: target }],
      ),
    },
  };
}
