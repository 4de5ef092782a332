/** Rules about results of pandas that are thrown away, and calls in place whose `None` is kept. */
import type { Call } from '../../notebook/flow/analysis.ts';
import { nodesOfType } from '../../notebook/syntax/nodeIndex.ts';
import { namedChildren, partOf, partsOf, pathTo, textOf } from '../../notebook/syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../notebook/syntax/pythonTree.ts';
import { shorten } from '../../spec/words.ts';
import { callsOf, nodesOf, placeOf } from './codeAt.ts';
import type { NotebookContext, NotebookFinding, NotebookFix, NotebookRule, PythonCell } from './notebookRule.ts';

export const lostResultRules: readonly NotebookRule[] = [
  {
    id: 'notebook/inplace-none',
    severity: 'E/E/E',
    finds: 'the result of a call that works in place, kept under a name',
    why: 'What works in place gives `None`, so the name holds nothing from there on. Either work in place, or keep the result.',
    hasFix: true,
    *check(context) {
      const calls = callsByPlace(context);
      for (const { cell, node } of nodesOf(context, assignments)) {
        const [left, right] = [partOf(node, 'left'), partOf(node, 'right')];
        if (left?.type !== 'identifier' || right?.type !== 'call') continue;
        const call = calls.get(`${cell.cell.index}:${right.start}:${right.end}`);
        const inplace = inplaceArgument(cell.tree, right);
        if (call === undefined || !givesNone(context, call, inplace !== undefined)) continue;
        const [name, receiver] = [textOf(cell.tree, left), receiverText(cell.tree, right)];
        const shown = `\`${shorten(call.text)}\``;
        yield {
          at: placeOf(cell, right),
          message: `${shown} works in place and gives \`None\`, which \`${name}\` then is: ${inplace === undefined ? 'call it without keeping its result' : 'drop `inplace=True`'}.`,
          fixes:
            inplace === undefined || receiver !== name
              ? []
              : [{ title: 'Drop `inplace=True`', changes: [dropped(cell, right, inplace)], isPreferred: true }],
        };
      }
    },
  },
  {
    id: 'notebook/ignored-result',
    severity: 'I/W/W',
    finds: 'a call that changes nothing, whose result is neither kept nor shown',
    why: 'The frame, column or text stays as it was. Keep the result under a name.',
    hasFix: true,
    *check(context) {
      // What shows every line shows these, too.
      if (context.pythonCells.some(({ cell }) => cell.text.includes('ast_node_interactivity'))) return;
      const calls = callsByPlace(context);
      for (const cell of context.pythonCells) {
        const shown = shownStatement(cell);
        for (const node of nodesOfType(cell.tree, 'expression_statement')) {
          const [only] = namedChildren(node);
          if (node === shown || only?.type !== 'call' || node.hasError || isTried(cell, node)) continue;
          const call = calls.get(`${cell.cell.index}:${only.start}:${only.end}`);
          if (call === undefined || !isPure(context, call)) continue;
          yield ignored(cell, only, call);
        }
      }
    },
  },
];

function callsByPlace({ analysis }: NotebookContext): ReadonlyMap<string, Call> {
  const calls = analysis === undefined ? [] : callsOf(analysis);
  return new Map(calls.map(({ call }) => [`${call.at.cell}:${call.at.start}:${call.at.end}`, call]));
}

/** The last statement of a cell, whose value the notebook shows. */
function shownStatement({ tree }: PythonCell): PythonNode | undefined {
  return namedChildren(tree.root).at(-1);
}

/** Whether a call changes its object and gives nothing. */
function givesNone({ analysis }: NotebookContext, { effect, receiver, callee }: Call, isInplace: boolean): boolean {
  if (effect === undefined || effect.source === 'unknown' || effect.returns.kind !== 'none') return false;
  const kind = receiver === undefined ? undefined : analysis?.object(receiver)?.kind;
  if (isInplace) return kind === 'frame' || kind === 'series' || kind === 'index' || kind === 'unknown';
  // Of things whose kind nobody knows, a method may be another one.
  const isKnown = receiver === undefined ? callee !== undefined : kind === 'list' || kind === 'dict' || kind === 'set';
  return isKnown && effect.mutates.some(({ isCertain }) => isCertain);
}

/** The argument `inplace=True` of a call; undefined when it works on a copy. */
export function inplaceArgument(tree: PythonTree, call: PythonNode): PythonNode | undefined {
  const list = partOf(call, 'arguments');
  return (list === undefined ? [] : namedChildren(list)).find((argument) => {
    const [name, value] = [partOf(argument, 'name'), partOf(argument, 'value')];
    return name !== undefined && textOf(tree, name) === 'inplace' && value?.type === 'true';
  });
}

/** The text before the last dot of what is called. */
function receiverText(tree: PythonTree, call: PythonNode): string | undefined {
  const callee = partOf(call, 'function');
  const object = callee?.type === 'attribute' ? partOf(callee, 'object') : undefined;
  return object === undefined ? undefined : textOf(tree, object);
}

/** Takes an argument away, with the comma before it, or the one behind it when it is the first. */
export function dropped(cell: PythonCell, call: PythonNode, argument: PythonNode): NotebookFix['changes'][number] {
  const given = namedChildren(partOf(call, 'arguments') ?? call);
  const index = given.indexOf(argument);
  const before = given[index - 1];
  const after = given[index + 1];
  const start = before?.end ?? argument.start;
  const end = before === undefined ? (after?.start ?? argument.end) : argument.end;
  return { at: placeOf(cell, { start, end }), newText: '' };
}

/** Whether a call is made to see whether it fails. */
function isTried({ tree }: PythonCell, { start }: PythonNode): boolean {
  return pathTo(tree.root, start).some(({ type }) => type === 'try_statement');
}

const assignments: ReadonlySet<string> = new Set(['assignment']);

/** Methods that give a changed copy, and are hardly called for anything else. */
const copying: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'frame',
    new Set(
      'drop dropna fillna replace rename reset_index set_index sort_values sort_index astype drop_duplicates assign clip interpolate ffill bfill append merge join melt explode rename_axis set_axis reindex round mask where'.split(
        ' ',
      ),
    ),
  ],
  [
    'series',
    new Set(
      'drop dropna fillna replace rename reset_index sort_values sort_index astype drop_duplicates clip interpolate ffill bfill append map round mask where'.split(
        ' ',
      ),
    ),
  ],
  ['index', new Set(['drop', 'append', 'rename', 'drop_duplicates'])],
  ['array', new Set(['reshape', 'astype', 'flatten', 'ravel', 'transpose', 'clip', 'round'])],
  ['text', new Set(['replace', 'strip', 'lstrip', 'rstrip', 'lower', 'upper', 'title', 'capitalize', 'zfill'])],
]);

/** Functions that give a changed copy. */
const copyingFunctions =
  /^(?:numpy\.(?:append|delete|insert|concatenate|reshape|where|clip|sort|transpose)|pandas\.(?:concat|merge|to_datetime|to_numeric|get_dummies))$/;

function isPure({ analysis }: NotebookContext, { effect, receiver, callee, text }: Call): boolean {
  if (effect?.source !== 'table' || effect.mutates.length > 0 || effect.writes.length > 0) return false;
  if (receiver === undefined) return callee !== undefined && copyingFunctions.test(callee);
  const kind = analysis?.object(receiver)?.kind ?? 'unknown';
  return copying.get(kind)?.has(text.slice(text.lastIndexOf('.') + 1)) === true;
}

function ignored(cell: PythonCell, call: PythonNode, { text, receiver }: Call): NotebookFinding {
  const callee = partOf(call, 'function');
  const object = callee?.type === 'attribute' ? partOf(callee, 'object') : undefined;
  // A module has functions; only an object can be given its own result.
  const isName = receiver !== undefined && (object?.type === 'identifier' || isColumn(object));
  const name = object === undefined || !isName ? undefined : textOf(cell.tree, object);
  const shown = `\`${shorten(text)}()\``;
  return {
    at: placeOf(cell, call),
    message: `${shown} changes nothing by itself, and its result is lost here: ${name === undefined ? 'keep it under a name' : `assign it to \`${shorten(name)}\``}.`,
    fixes:
      name === undefined
        ? []
        : [
            {
              title: `Assign the result to \`${shorten(name)}\``,
              changes: [{ at: placeOf(cell, { start: call.start, end: call.start }), newText: `${name} = ` }],
            },
          ],
  };
}

/** `df["a"]`, which can be assigned to like a name. */
export function isColumn(node: PythonNode | undefined): boolean {
  if (node?.type !== 'subscript') return false;
  const keys = partsOf(node, 'subscript');
  return partOf(node, 'value')?.type === 'identifier' && keys.length === 1 && keys[0]?.type === 'string';
}
