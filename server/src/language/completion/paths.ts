/** Files and folders of the workspace. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { createContractFileReader } from '../../contract/contractReader.ts';
import { columnsOfObject, objectsOf } from '../../spec/contractFile.ts';
import { counted } from '../../spec/words.ts';
import { keysOf } from '../treePath.ts';
import { dataInQuestion } from '../dataInQuestion.ts';
import type { CompletionContext } from './context.ts';
import { joinLists, noSuggestions, valueText } from './suggestion.ts';
import type { Suggestion, SuggestionList } from './suggestion.ts';

/** Contracts are small; a larger file is none. */
const contractBytes = 4_000_000;

export interface PathOptions {
  /** Text before the path that belongs to no path, such as `file:`. */
  readonly prefix?: string;
}

/** Entries of the folder that is typed so far. */
export async function suggestPaths(context: CompletionContext, { prefix = '' }: PathOptions): Promise<SuggestionList> {
  const { cursor, files, file, offset } = context;
  const typed = cursor.before.slice(prefix.length);
  if (typed.startsWith('/') || /[*?[{\n]/.test(typed)) return noSuggestions;
  const slash = typed.lastIndexOf('/');
  const folder = typed.slice(0, slash + 1);
  const name = typed.slice(slash + 1);
  const entries = await files.listFolder(`${baseFolder(context)}${folder}` || '.', file.uri);
  const span = { start: offset - name.length, end: cursor.end };
  const isHiddenWanted = name.startsWith('.');
  const isHere = folder === '' && baseFolder(context) === '';
  const own = isHere ? decodeURIComponent(file.uri.slice(file.uri.lastIndexOf('/') + 1)) : undefined;
  const suggestions = entries
    .filter(({ name: entry }) => (isHiddenWanted || !entry.startsWith('.')) && entry !== own)
    .map((entry): Suggestion => {
      const shown = entry.isFolder ? `${entry.name}/` : entry.name;
      return {
        label: shown,
        kind: entry.isFolder ? CompletionItemKind.Folder : CompletionItemKind.File,
        insert: folder === '' && prefix === '' ? valueText(shown, cursor) : shown,
        span,
        opensNext: entry.isFolder,
      };
    });
  return { suggestions: sortByFit(context, suggestions), isIncomplete: true };
}

/** Where paths of this place count from, when it is not the folder of the file. */
function baseFolder({ cursor, snapshot }: CompletionContext): string {
  const [section, , key] = keysOf(cursor.steps);
  if (section !== 'splits' || key !== 'path') return '';
  const [dataId] = dataInQuestion(snapshot.project, cursor.steps);
  const path = dataId === undefined ? undefined : snapshot.project.spec.fields.data?.entries.get(dataId)?.fields.path;
  return path === undefined ? '' : `${path.text.replace(/\/$/, '')}/`;
}

/** Endings of files that a key is usually about. */
const endings: Readonly<Record<string, RegExp>> = {
  models: /\.onnx$/,
  contract: /\.odcs\.yaml$/,
  dvc: /\.(?:dvc|json|yaml)$/,
  data: /\.(?:parquet|csv|tsv|jsonl|ndjson|arrow)$/,
};

/** Folders and files with the usual ending first. */
function sortByFit({ cursor }: CompletionContext, suggestions: readonly Suggestion[]): readonly Suggestion[] {
  const keys = keysOf(cursor.steps);
  const wanted = endings[keys.at(-1) ?? ''] ?? endings[keys[0] ?? ''];
  const rank = ({ label }: Suggestion): number => (wanted?.test(label) === true ? 0 : label.endsWith('/') ? 1 : 2);
  return suggestions.toSorted((left, right) => rank(left) - rank(right));
}

/** The objects of the contracts that lie in the project, each with its whole path. */
function suggestObjects({ cursor, file, snapshot }: CompletionContext): SuggestionList {
  if (keysOf(cursor.steps).at(-1) !== 'contract') return noSuggestions;
  return {
    suggestions: snapshot.project.contracts.flatMap((contract) => {
      const path = relativePath(file.uri, contract.uri);
      return objectsOf(contract).flatMap((object): Suggestion[] => {
        const { name, description } = object.fields;
        if (name === undefined) return [];
        const text = `${path}#${name.text}`;
        const detail = description?.text ?? counted(columnsOfObject(object).length, 'column');
        return [{ label: text, kind: CompletionItemKind.Struct, insert: valueText(text, cursor), detail }];
      });
    }),
  };
}

/** The way from a file to another one, as a spec writes it. */
function relativePath(from: string, to: string): string {
  const [own, other] = [from.split('/').slice(0, -1), to.split('/')];
  const differ = own.findIndex((folder, index) => folder !== other[index]);
  const shared = differ === -1 ? own.length : differ;
  return [...own.slice(shared).map(() => '..'), ...other.slice(shared).map(decodeURIComponent)].join('/');
}

/** The file of a part, then what is in it: objects of a contract. */
export async function suggestParts(context: CompletionContext): Promise<SuggestionList> {
  const { cursor, files, file, offset } = context;
  const hash = cursor.before.indexOf('#');
  if (hash === -1) return joinLists(suggestObjects(context), await suggestPaths(context, {}));
  const resolved = await files.resolve(cursor.before.slice(0, hash), file.uri);
  if (resolved.kind !== 'file') return noSuggestions;
  const content = await files.readFile(resolved.uri, contractBytes);
  if (content.kind !== 'content') return noSuggestions;
  const typed = cursor.before.length - hash - 1;
  return {
    suggestions: objectsOf(createContractFileReader(resolved.uri).read(content.text)).flatMap((object) => {
      const { name, description } = object.fields;
      if (name === undefined) return [];
      const detail = description?.text ?? counted(columnsOfObject(object).length, 'column');
      const span = { start: offset - typed, end: cursor.end };
      return [{ label: name.text, kind: CompletionItemKind.Struct, detail, span }];
    }),
  };
}
