/** The rule about calls of what libraries have dropped. */
import { keptOn } from '../../notebook/memory/keptOn.ts';
import { findRemoved } from '../../notebook/effects/findRemoved.ts';
import type { Removed } from '../../notebook/effects/findRemoved.ts';
import type { CallSite } from '../../notebook/effects/effect.ts';
import type { Call } from '../../notebook/flow/analysis.ts';
import { importsOf } from '../../notebook/names/imports.ts';
import { normaliseDistribution } from '../../notebook/packages/distributionName.ts';
import type { CellRange } from '../../notebook/read/notebook.ts';
import { nodesOfType } from '../../notebook/syntax/nodeIndex.ts';
import { partOf, partsOf, textOf } from '../../notebook/syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../notebook/syntax/pythonTree.ts';
import { shorten } from '../../spec/words.ts';
import {
  callsOf,
  importedNames,
  importStatements,
  keyOf,
  nodeAt,
  nodesOf,
  placeOf,
  qualify,
  textAt,
} from './codeAt.ts';
import { libraryTables } from './libraryTables.ts';
import { isAlways } from './nameKinds.ts';
import type { NotebookContext, NotebookFinding, NotebookFix, NotebookRule, PythonCell } from './notebookRule.ts';

export const removedApiRules: readonly NotebookRule[] = [
  {
    id: 'notebook/removed-api',
    severity: 'I/W/W',
    finds: 'a call, an argument or a value that a library has dropped',
    why: 'The notebook fails with the version of the library that the project declares, or with the one that is installed next. Use what has taken its place, or declare an older version.',
    hasFix: true,
    *check(context) {
      const told = new Set<string>();
      for (const finding of [...removedImports(context), ...removedCalls(context), ...removedAttributes(context)]) {
        const key = finding.at === undefined ? '' : keyOf(finding.at);
        if (told.has(key)) continue;
        told.add(key);
        yield finding;
      }
    },
  },
];

function find(context: NotebookContext, site: CallSite): Removed | undefined {
  const { effects, removed } = libraryTables();
  const versions = context.surroundings.declaredPackages()?.versions;
  return findRemoved(removed, effects, site, (library) => versions?.get(normaliseDistribution(library)))[0];
}

/** Whether a name may be one that is gone: whoever asks for every name of a notebook asks this first. */
function mayBeGone(name: string): boolean {
  const { removedWords } = libraryTables();
  for (let start = 0; start <= name.length;) {
    const dot = name.indexOf('.', start);
    const end = dot < 0 ? name.length : dot;
    if (removedWords.has(name.slice(start, end))) return true;
    start = end + 1;
  }
  return false;
}

const bare = { receiver: undefined, method: undefined, arguments: [] };

/** Modules and names that are imported from where they are no more. */
function* removedImports(context: NotebookContext): Generator<NotebookFinding> {
  for (const { cell, node } of nodesOf(context, importStatements)) {
    for (const { qualified, module } of importsOf(cell.tree, node)) {
      const found = find(context, { ...bare, name: qualified }) ?? find(context, { ...bare, name: module });
      if (found === undefined || found.argument !== undefined) continue;
      const from = partOf(node, 'module_name');
      const isOfModule = module === found.symbol || module.startsWith(`${found.symbol}.`);
      const last = found.symbol.slice(found.symbol.lastIndexOf('.') + 1);
      const name = partsOf(node, 'name').find((part) =>
        textOf(cell.tree, partOf(part, 'name') ?? part)
          .split('.')
          .includes(last),
      );
      const at = (isOfModule ? from : undefined) ?? name ?? node;
      yield told(placeOf(cell, at), found, found.symbol, importFix(cell, at, found, isOfModule));
    }
  }
}

function importFix(
  cell: PythonCell,
  at: PythonNode,
  { rename, symbol }: Removed,
  isOfModule: boolean,
): NotebookFix['changes'] {
  const to = rename?.to;
  const written = textOf(cell.tree, at);
  // An import that binds another name would leave the code behind it without the old one.
  if (to === undefined || to === null || !isOfModule || !written.startsWith(symbol)) return [];
  if (at.field !== 'module_name') return [];
  return [{ at: placeOf(cell, at), newText: to + written.slice(symbol.length) }];
}

function* removedCalls(context: NotebookContext): Generator<NotebookFinding> {
  const { analysis, pythonCells } = context;
  if (analysis === undefined) return;
  const imported = importedNames(pythonCells);
  for (const { call } of callsOf(analysis)) {
    const isCandidate = mayBeGone(call.callee ?? '') || mayBeGone(qualify(call.text, imported) ?? call.text);
    const found = isCandidate ? find(context, siteOf(context, call, imported)) : undefined;
    if (found === undefined) continue;
    // A whole module that is gone is said where it is imported.
    const isModule = call.callee?.startsWith(`${found.symbol}.`) === true;
    if (isModule) continue;
    const placed = nodeAt(context, call.at);
    const callee = placed === undefined ? undefined : partOf(placed.node, 'function');
    if (placed === undefined || callee === undefined) continue;
    const given = found.argument === undefined ? undefined : call.arguments[found.argument];
    const word = callee.type === 'attribute' ? (partOf(callee, 'attribute') ?? callee) : callee;
    const at = given === undefined ? placeOf(placed.cell, word) : withKeyword(placed.cell, given.at);
    // A name that was imported is named by its import.
    if (given === undefined && callee.type === 'identifier' && imported.get(call.text) === found.symbol) continue;
    const what = given === undefined ? found.symbol : `${lastWord(call.text)}(${shorten(textAt(context, at))})`;
    yield told(at, found, what, callFix(placed.cell, word, given?.at, found));
  }
}

function siteOf(context: NotebookContext, call: Call, imported: ReadonlyMap<string, string>): CallSite {
  const receiver = call.receiver === undefined ? undefined : context.analysis?.object(call.receiver);
  const given = call.arguments.map(({ keyword, literal }) => ({ keyword, literal }));
  const isMethod = receiver !== undefined && receiver.kind !== 'module';
  return {
    name: isMethod ? undefined : (qualify(call.text, imported) ?? call.callee),
    receiver: isMethod ? { kind: receiver.kind, type: receiver.type } : undefined,
    method: isMethod ? lastWord(call.text) : undefined,
    arguments: given,
  };
}

function lastWord(text: string): string {
  return text.slice(text.lastIndexOf('.') + 1);
}

/** The argument with its name before it. */
function withKeyword(cell: PythonCell, at: CellRange): CellRange {
  const before = cell.cell.text.slice(0, at.start);
  const keyword = /[A-Za-z_]\w*\s*=\s*$/.exec(before);
  return keyword === null ? at : { ...at, start: keyword.index };
}

function callFix(
  cell: PythonCell,
  word: PythonNode,
  given: CellRange | undefined,
  found: Removed,
): NotebookFix['changes'] {
  const { rename, entry } = found;
  if (rename === undefined) return [];
  const { to } = rename;
  if (given === undefined) {
    // Another module would have to be imported.
    const last = to === null ? '' : lastWord(to);
    const isNear =
      to?.slice(0, -last.length) === found.symbol.slice(0, found.symbol.lastIndexOf('.') + 1) || to === last;
    return to !== null && isNear ? [{ at: placeOf(cell, word), newText: last }] : [];
  }
  if (entry.values !== undefined) {
    const written = cell.cell.text.slice(given.start, given.end);
    const quote = /^["']/.exec(written)?.[0];
    // A value that stands under a name is changed where the name gets it.
    if (quote === undefined && /^[A-Za-z_]\w*$/.test(written) && !/^(?:True|False|None)$/.test(written)) return [];
    const literal = to === null || to === 'None' ? 'None' : quote === undefined ? to : `${quote}${to}${quote}`;
    return [{ at: given, newText: literal }];
  }
  const named = withKeyword(cell, given);
  const keyword = cell.cell.text.slice(named.start, given.start);
  if (to === null || named.start === given.start) return [];
  return [{ at: { ...named, end: given.start }, newText: keyword.replace(/^\w+/, to) }];
}

/** What is gone of modules and of frames without being called: `np.int`, `df.ix[0]`. */
function* removedAttributes(context: NotebookContext): Generator<NotebookFinding> {
  const imported = importedNames(context.pythonCells);
  for (const cell of context.pythonCells)
    for (const { node, object, name } of attributesMaybeGone(cell.tree)) {
      const qualified = qualify(textOf(cell.tree, node), imported);
      const site = qualified === undefined ? memberSite(context, cell, object, name) : { ...bare, name: qualified };
      const found = site === undefined ? undefined : find(context, site);
      // `np.random.rand` lies in a module that may be gone; the part that is gone is another node.
      const isWhole = found?.argument === undefined && (qualified === undefined || qualified === found?.symbol);
      if (found === undefined || !isWhole) continue;
      yield told(placeOf(cell, name), found, found.symbol, callFix(cell, name, undefined, found));
    }
}

interface AttributeNode {
  readonly node: PythonNode;
  readonly object: PythonNode;
  readonly name: PythonNode;
}

/** Attributes of plain names whose name is one of something that is gone. */
const attributesMaybeGone = keptOn((tree: PythonTree): readonly AttributeNode[] =>
  nodesOfType(tree, 'attribute').flatMap((node) => {
    const [object, name] = [partOf(node, 'object'), partOf(node, 'attribute')];
    if (object === undefined || name === undefined || !mayBeGone(textOf(tree, name))) return [];
    return /^[\w.]+$/.test(textOf(tree, object)) ? [{ node, object, name }] : [];
  }),
);

function memberSite(
  { analysis }: NotebookContext,
  cell: PythonCell,
  object: PythonNode,
  name: PythonNode,
): CallSite | undefined {
  const text = textOf(cell.tree, object);
  const kind = (['frame', 'series'] as const).find((one) => analysis !== undefined && isAlways(one, text, analysis));
  if (kind === undefined) return undefined;
  return { name: undefined, receiver: { kind, type: undefined }, method: textOf(cell.tree, name), arguments: [] };
}

function told(
  at: CellRange,
  { entry, state }: Removed,
  what: string,
  changes: NotebookFix['changes'],
): NotebookFinding {
  const { library, removedIn, deprecatedIn, replacement } = entry;
  const name = library === 'python' ? 'Python' : library;
  const when =
    state === 'deprecated' || removedIn === undefined
      ? `is deprecated from ${name} ${deprecatedIn ?? removedIn ?? ''} on${removedIn === undefined ? '' : ` and gone in ${removedIn}`}`
      : `is gone in ${name} ${removedIn}`;
  return {
    at,
    message: `\`${what}\` ${when}: use ${replacement}.`,
    ...(state === 'removed' ? {} : { atMost: 'info' as const }),
    ...(state === 'deprecated' ? { tag: 'deprecated' as const } : {}),
    fixes: changes.length === 0 ? [] : [{ title: `Use ${replacement}`, changes, isPreferred: true }],
  };
}
