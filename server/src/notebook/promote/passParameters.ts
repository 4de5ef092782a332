/** Hands values of the notebook to the functions that read them: edits of calls, of callbacks and of definitions. */
import { namedChildren, partOf, pathTo } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import type { DefinitionSource } from './definitionSources.ts';
import type { NamePlace, StatementCode } from './notebookCode.ts';
import type { TextEdit } from './textEdits.ts';

/**
 * Edits where a function is named that takes values of the notebook: a call gives them as keywords, a function that is
 * passed on becomes a `functools.partial`.
 *
 * @param valueOf how a value is called where the name stands
 */
export function passEdits(
  { parsed }: StatementCode,
  place: NamePlace,
  called: DefinitionSource,
  valueOf: (value: string) => string,
): { readonly edits: readonly TextEdit[]; readonly usesPartial: boolean } {
  const given = [...called.parameters].map(([value, parameter]) => `${parameter}=${valueOf(value)}`).join(', ');
  if (given === '') return { edits: [], usesPartial: false };
  const path = pathTo(parsed.tree.root, place.start);
  const identifier = path.findLast(({ start, end }) => start === place.start && end === place.end);
  const call = path.findLast(({ type, children }) => {
    return type === 'call' && children.some((child) => child === identifier && child.field === 'function');
  });
  const list = call === undefined ? undefined : partOf(call, 'arguments');
  const closing = list?.children.at(-1);
  if (list?.type === 'argument_list' && closing?.type === ')' && !closing.isMissing) {
    return { edits: [addArgument(list, closing, given)], usesPartial: false };
  }
  const text = `functools.partial(${called.name}, ${given})`;
  return { edits: [{ start: place.start, end: place.end, text }], usesPartial: true };
}

function addArgument(list: PythonNode, closing: PythonNode, given: string): TextEdit {
  const last = namedChildren(list).at(-1);
  return last === undefined
    ? { start: closing.start, end: closing.start, text: given }
    : { start: last.end, end: last.end, text: `, ${given}` };
}

/** Edits that give a function keyword-only parameters for values of the notebook. */
export function parameterEdits({ parsed }: StatementCode, { node, parameters }: DefinitionSource): readonly TextEdit[] {
  const list = partOf(node, 'parameters');
  if (parameters.size === 0 || list === undefined) return [];
  const added = [...parameters.values()].join(', ');
  const own = namedChildren(list);
  const closing = list.children.at(-1);
  if (closing === undefined) return [];
  const textOf = ({ start, end }: PythonNode): string => parsed.code.slice(start, end);
  const rest = own.find((parameter) => textOf(parameter).startsWith('**'));
  const isKeywordOnly = own.some((parameter) => /^\*(?!\*)/.test(textOf(parameter)));
  const text = isKeywordOnly ? added : `*, ${added}`;
  if (own.length === 0) return [{ start: closing.start, end: closing.start, text }];
  if (rest !== undefined) return [{ start: rest.start, end: rest.start, text: `${text}, ` }];
  const last = own.at(-1);
  return last === undefined ? [] : [{ start: last.end, end: last.end, text: `, ${text}` }];
}
