/** The rule about paths that exist on one machine only. */
import { nodesOfType } from '../../notebook/syntax/nodeIndex.ts';
import { namedChildren, partOf, textOf } from '../../notebook/syntax/pythonTree.ts';
import type { PythonNode } from '../../notebook/syntax/pythonTree.ts';
import type { CellRange } from '../../notebook/read/notebook.ts';
import { shorten } from '../../spec/words.ts';
import { stringValue } from './literals.ts';
import type { NotebookRule, PythonCell } from './notebookRule.ts';

/** Last names of what reads and writes files, or makes paths. */
const filing =
  /^(?:read_\w+|open|to_(?:csv|parquet|pickle|excel|json|hdf|feather|sql|html|stata)|load\w*|loadtxt|genfromtxt|fromfile|save\w*|dump|imread|imwrite|Path|PurePath|glob|iglob|listdir|walk|scandir|chdir|makedirs|mkdir|join|isfile|isdir|exists|copy\w*|move|rename|remove|rmtree|ZipFile|image_dataset_from_directory|flow_from_directory|ImageFolder|connect|VideoCapture|from_csv|cd)$/;
/** Names of arguments that are paths. */
const pathArgument =
  /^(?:filepath_or_buffer|path_or_buf\w*|path|filepath|file|filename|fname|f|io|fp|dir|directory|root|root_dir|data_dir|folder|src|dst)$/;

interface Machine {
  readonly pattern: RegExp;
  /** Ends "… exists". */
  readonly where: string;
}

/** First match wins. */
const machines: readonly Machine[] = [
  { pattern: /^(?:\/kaggle\/|(?:\.\.\/)+input\/)/, where: 'on Kaggle alone' },
  { pattern: /^\/content\//, where: 'in Colab alone' },
  { pattern: /^\/(?:dbfs|databricks)\//, where: 'on Databricks alone' },
  { pattern: /^(?:[A-Za-z]:[\\/]|\\\\|~[\\/]|file:|\/(?!\/|$|dev\/|proc\/|tmp\/))/, where: 'on one machine alone' },
];

export const pathRules: readonly NotebookRule[] = [
  {
    id: 'notebook/absolute-path',
    severity: 'I/W/W',
    finds: 'a path that exists on one machine alone, given to something that reads or writes files',
    why: 'The notebook runs for nobody else, and not in production. Use a path relative to the notebook, or take the folder from configuration.',
    *check({ pythonCells }) {
      const constants = constantsOf(pythonCells);
      const told = new Set<string>();
      for (const cell of pythonCells) {
        for (const call of nodesOfType(cell.tree, 'call')) {
          for (const argument of pathsOf(cell, call)) {
            const path = literalAt(cell, argument, constants);
            const machine = machines.find(({ pattern }) => path !== undefined && pattern.test(path.text));
            const key = path === undefined ? '' : `${path.at.cell}:${path.at.start}`;
            if (path === undefined || machine === undefined || told.has(key)) continue;
            told.add(key);
            yield {
              at: path.at,
              message: `\`${shorten(path.text)}\` exists ${machine.where}: use a path relative to the notebook, or configuration.`,
            };
          }
        }
      }
    },
  },
];

/** Nodes that begin with another that says where the path begins. */
const layered: ReadonlySet<string> = new Set(['binary_operator', 'concatenated_string', 'parenthesized_expression']);

interface WrittenPath {
  readonly text: string;
  readonly at: CellRange;
}

/** Literals by the names that the notebook binds to them. */
function constantsOf(cells: readonly PythonCell[]): ReadonlyMap<string, WrittenPath> {
  const constants = new Map<string, WrittenPath>();
  for (const cell of cells) {
    for (const statement of cell.tree.root.children) {
      const assignment = statement.type === 'expression_statement' ? statement.children[0] : undefined;
      if (assignment?.type !== 'assignment') continue;
      const [left, right] = [partOf(assignment, 'left'), partOf(assignment, 'right')];
      if (left?.type !== 'identifier' || right === undefined) continue;
      const path = literalAt(cell, right, constants);
      if (path !== undefined) constants.set(textOf(cell.tree, left), path);
    }
  }
  return constants;
}

/** The arguments of a call that are paths: its first one, and those with the name of one. */
function pathsOf({ tree }: PythonCell, call: PythonNode): readonly PythonNode[] {
  const callee = partOf(call, 'function');
  const list = partOf(call, 'arguments');
  if (callee === undefined || list?.type !== 'argument_list') return [];
  const name = textOf(tree, callee.type === 'attribute' ? (partOf(callee, 'attribute') ?? callee) : callee);
  // Texts are joined, too: `", ".join(names)`.
  const isPathJoin = name !== 'join' || /path\s*\.\s*join$/.test(textOf(tree, callee));
  if (!filing.test(name) || !isPathJoin) return [];
  const [first, ...rest] = namedChildren(list);
  const named = [first, ...rest].filter((argument) => argument?.type === 'keyword_argument');
  return [
    ...(first === undefined || first.type === 'keyword_argument' ? [] : [first]),
    ...named.flatMap((argument) => {
      const key = argument === undefined ? undefined : partOf(argument, 'name');
      const value = argument === undefined ? undefined : partOf(argument, 'value');
      return key !== undefined && value !== undefined && pathArgument.test(textOf(tree, key)) ? [value] : [];
    }),
  ];
}

/** The literal with which a path begins: of a name, the one it is bound to; of a sum, its left side. */
function literalAt(
  { cell, tree }: PythonCell,
  node: PythonNode,
  constants: ReadonlyMap<string, WrittenPath>,
): WrittenPath | undefined {
  let first: PythonNode | undefined = node;
  while (first !== undefined && layered.has(first.type)) first = partOf(first, 'left') ?? namedChildren(first)[0];
  if (first?.type === 'identifier') return constants.get(textOf(tree, first));
  const literal = first === undefined ? undefined : stringValue(tree, first);
  if (literal === undefined) return undefined;
  const { text, start, end } = literal;
  if (text !== '') return { text, at: { cell: cell.index, start, end } };
  // A formatted string may begin with a name: f"{folder}/a.csv".
  const value = first?.children.find(({ type }) => type === 'interpolation');
  const name = value === undefined ? undefined : namedChildren(value)[0];
  return name?.type === 'identifier' ? constants.get(textOf(tree, name)) : undefined;
}
