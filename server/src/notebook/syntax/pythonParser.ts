/** Parses Python with tree-sitter, whose grammar is lenient: a tree comes out of any text, with errors marked in it. */
import { Language, Parser } from 'web-tree-sitter';
import type { TreeCursor } from 'web-tree-sitter';
import type { PythonNode, PythonTree } from './pythonTree.ts';

/** The two WebAssembly modules, as bytes. */
export interface PythonParserFiles {
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
}

export interface PythonParser {
  /** Never throws; the same text gives the same tree, for as long as it is among those parsed last. */
  parse(text: string): PythonTree;
}

/** Trees that are kept: the cells of a few notebooks. */
const keptTrees = 500;
/** Nesting beyond which a tree is cut: no person writes that, and nobody walks it. */
const depthLimit = 500;

/** @throws when the modules are not those of tree-sitter */
export async function createPythonParser({ runtime, grammar }: PythonParserFiles): Promise<PythonParser> {
  await Parser.init({ wasmBinary: runtime });
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  const kept = new Map<string, PythonTree>();
  const types: NodeTypes = new Map();
  return {
    parse: (text) => {
      const tree = kept.get(text) ?? parseNew(parser, types, text);
      // The one asked for last is dropped last.
      kept.delete(text);
      kept.set(text, tree);
      if (kept.size > keptTrees) {
        const oldest = kept.keys().next();
        if (oldest.done !== true) kept.delete(oldest.value);
      }
      return tree;
    },
  };
}

function parseNew(parser: Parser, types: NodeTypes, text: string): PythonTree {
  const tree = parser.parse(text);
  if (tree === null) return { text, root: unread(text) };
  const cursor = tree.walk();
  try {
    return { text, root: copyNode(cursor, types, 0) };
  } finally {
    // Memory of WebAssembly is not collected.
    cursor.delete();
    tree.delete();
  }
}

/** A module of which nothing is known. */
function unread(text: string): PythonNode {
  return {
    type: 'module',
    start: 0,
    end: text.length,
    isNamed: true,
    field: undefined,
    children: [],
    hasError: true,
    isMissing: false,
  };
}

/** What nodes of one type have in common, by the number of the type; each question to the cursor costs its time. */
type NodeTypes = Map<number, Pick<PythonNode, 'type' | 'isNamed'> & { readonly isLeaf: boolean }>;

/** Words of the grammar in which there are no others; signs have none either. */
const words: ReadonlySet<string> = new Set(['identifier', 'integer', 'float', 'comment', 'string_start', 'string_end']);

/** The children of most nodes: one list for all of them, because a notebook has a hundred thousand. */
const leaf: readonly PythonNode[] = [];

function copyNode(cursor: TreeCursor, types: NodeTypes, depth: number): PythonNode {
  const { nodeTypeId, startIndex: start, endIndex: end } = cursor;
  let kind = types.get(nodeTypeId);
  if (kind === undefined) {
    const [name, isSign] = [cursor.nodeType, !cursor.nodeIsNamed];
    kind = { type: name, isNamed: !isSign, isLeaf: isSign || words.has(name) };
    types.set(nodeTypeId, kind);
  }
  const { type, isNamed, isLeaf } = kind;
  const field = cursor.currentFieldName ?? undefined;
  // What was made up takes no room.
  const isMissing = start === end && cursor.nodeIsMissing;
  let children: readonly PythonNode[] = leaf;
  let hasError = type === 'ERROR' || isMissing || depth > depthLimit;
  if (!isLeaf && depth <= depthLimit && cursor.gotoFirstChild()) {
    const copied: PythonNode[] = [];
    do {
      const child = copyNode(cursor, types, depth + 1);
      hasError ||= child.hasError;
      copied.push(child);
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
    children = copied;
  }
  return { type, start, end, isNamed, field, children, hasError, isMissing };
}
