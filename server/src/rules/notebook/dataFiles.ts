/** Rules about the data that a notebook reads: files that are not there, and data from the web. */
import type { NotebookAnalysis } from '../../notebook/flow/analysis.ts';
import { normalisePath } from '../../notebook/flow/files.ts';
import type { CellRange } from '../../notebook/read/notebook.ts';
import { runPath } from '../../notebook/read/runPath.ts';
import { pathTo } from '../../notebook/syntax/pythonTree.ts';
import { shorten } from '../../spec/words.ts';
import { maskCredentials } from '../../text/maskCredentials.ts';
import { callsOf, cellAt, keyOf, nodeAt, placeOf } from './codeAt.ts';
import { stringValue } from './literals.ts';
import type { NotebookContext, NotebookFinding, NotebookRule } from './notebookRule.ts';

export const dataFileRules: readonly NotebookRule[] = [
  {
    id: 'notebook/missing-file',
    severity: 'I/W/W',
    finds: 'a file that a cell reads and that is not there',
    why: 'The notebook fails for whoever has only what is in the repository. Add the file, keep it with DVC or git-lfs, or say where it comes from. Files that the notebook writes itself are not meant.',
    hasFix: true,
    *check(context) {
      if (context.analysis === undefined || bringsFiles(context)) return;
      yield* missingScripts(context);
      const written = writtenPaths(context);
      for (const { path, at } of readPaths(context)) {
        if (!isRelative(path) || written.has(normalisePath(path)) || isTried(context, at)) continue;
        if (isBelowWritten(path, written) || context.surroundings.pathState(path) !== 'missing') continue;
        const meant = context.surroundings.similarPath(path);
        const text = meant === undefined ? undefined : literalText(context, at, path);
        const advice =
          meant === undefined ? 'add it, or say where it comes from.' : `did you mean \`${shorten(meant)}\`?`;
        yield {
          at,
          message: `\`${shorten(path)}\` is not in the workspace: ${advice}`,
          fixes:
            text === undefined || meant === undefined
              ? []
              : [{ title: `Change to \`${shorten(meant)}\``, changes: [{ at: text, newText: meant }] }],
        };
      }
    },
  },
  {
    id: 'notebook/remote-data',
    severity: 'I/I/I',
    finds: 'data that are read from the web without looking whether they are still the same',
    why: 'They may change or vanish, and then the results change without a change of the notebook. Keep a copy with a version, or compare a checksum.',
    *check(context) {
      if (context.notebook.cells.some(({ text }) => /\b(?:hashlib|pooch|md5|sha256|file_hash|md5_hash)\b/.test(text)))
        return;
      const told = new Set<string>();
      for (const { path, at } of readPaths(context)) {
        if (!/^(?:https?|ftp|s3|gs|abfss?):\/\//i.test(path) || told.has(path)) continue;
        told.add(path);
        yield {
          at,
          message: `\`${shorten(maskCredentials(path))}\` is read from the web, where it may change: keep a copy with a version, or compare a checksum.`,
        };
      }
    },
  },
];

interface ReadPath {
  readonly path: string;
  readonly at: CellRange;
}

/** Constant paths that calls read, each place once. */
function readPaths({ analysis }: NotebookContext): readonly ReadPath[] {
  if (analysis === undefined) return [];
  const paths = new Map<string, ReadPath>();
  for (const { call } of callsOf(analysis)) {
    for (const place of call.effect?.reads ?? []) {
      const argument = typeof place === 'number' ? call.arguments[place] : undefined;
      if (typeof argument?.literal === 'string' && isPath(argument.literal)) {
        paths.set(keyOf(argument.at), { path: argument.literal, at: argument.at });
      }
    }
  }
  return [...paths.values()];
}

/** A text with several lines is the content itself; one with braces or stars names many files. */
function isPath(text: string): boolean {
  return text.length <= 300 && text.trim() !== '' && !/[\r\n{}*?<>|\0]/.test(text);
}

/** Paths that begin elsewhere are for another rule. */
function isRelative(path: string): boolean {
  return !/^(?:[a-z][a-z0-9+.-]+:|[\\/~]|(?:\.\.\/)+input\/)/i.test(path) && /[./\\]/.test(path);
}

/** Commands and calls that bring files from elsewhere, or go to another folder. */
const bringing =
  /\b(?:wget|curl|unzip|tar|git clone|kaggle|gdown|gsutil|aws s3|azcopy|urlretrieve|extractall|unpack_archive|get_file|download\w*|files\.upload|snapshot_download|hf_hub_download|load_dataset|chdir|drive\.mount)\b/;

function bringsFiles({ pythonCells, notebook }: NotebookContext): boolean {
  if (pythonCells.some(({ magics }) => magics.some(({ name }) => name === 'cd' || name === 'dvc'))) return true;
  return notebook.cells.some(({ kind, text }) => kind === 'code' && bringing.test(text));
}

/** Files that the notebook writes, whatever the order. */
function writtenPaths({ analysis }: NotebookContext): ReadonlySet<string> {
  if (analysis === undefined) return new Set();
  const names = analysis.statements.flatMap(({ definitions }) => definitions.map(({ name }) => name));
  const paths = names.filter((name) => name.startsWith('$file:')).map((name) => name.slice('$file:'.length));
  // NumPy adds an ending where there is none.
  const endings = paths.flatMap((path) => [path, `${path}.npy`, `${path}.npz`]);
  return new Set([...endings, ...openedForWriting(analysis)]);
}

/** Files that a call opens with a mode for writing, as a memory map does. */
function openedForWriting(analysis: NotebookAnalysis): readonly string[] {
  return callsOf(analysis).flatMap(({ call: { arguments: given } }) => {
    const mode = given.find(({ keyword }) => keyword === 'mode')?.literal;
    if (typeof mode !== 'string' || !/^[wax]/.test(mode)) return [];
    return given.flatMap(({ literal }) =>
      typeof literal === 'string' && literal !== mode ? [normalisePath(literal)] : [],
    );
  });
}

/** Whether a file that nobody can name is written, or something into the folder of this one. */
function isBelowWritten(path: string, written: ReadonlySet<string>): boolean {
  const folder = normalisePath(path).replace(/\/?[^/]*$/, '');
  return written.has('?') || (folder !== '' && [...written].some((other) => other.startsWith(`${folder}/`)));
}

/** Whether code is prepared for the file not to be there. */
function isTried(context: NotebookContext, at: CellRange): boolean {
  const cell = cellAt(context, at.cell);
  const path = cell === undefined ? [] : pathTo(cell.tree.root, at.start);
  return path.some(({ type }) => type === 'try_statement' || type === 'if_statement' || type === 'function_definition');
}

/** Where the path stands as it is, so that it can be changed there. */
function literalText(context: NotebookContext, at: CellRange, path: string): CellRange | undefined {
  const placed = nodeAt(context, at);
  const literal = placed === undefined ? undefined : stringValue(placed.cell.tree, placed.node);
  if (placed === undefined || literal?.text !== path || literal.isFormatted) return undefined;
  return placeOf(placed.cell, literal);
}

function* missingScripts({ pythonCells, surroundings }: NotebookContext): Generator<NotebookFinding> {
  for (const { argument, at, name } of pythonCells.flatMap(({ magics }) => magics)) {
    const script = runPath(argument);
    if (name !== 'run' || script === '' || !isPath(script) || /^[\\/~$]/.test(script)) continue;
    const isThere = surroundings.scriptTexts(script) !== undefined || surroundings.pathState(script) !== 'missing';
    if (isThere) continue;
    yield {
      at,
      message: `\`%run\` runs \`${shorten(script)}\`, which is not in the workspace: add it, or correct the path.`,
    };
  }
}
