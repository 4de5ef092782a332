/** Paths that kept statements read and write. */
import type { Argument, Call } from '../../flow/analysis.ts';
import { normalisePath } from '../../flow/files.ts';
import type { CellRange } from '../../read/notebook.ts';
import { namedChildren, partOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import { rangeOf } from './configurationInput.ts';
import type { Candidate, KeptCode, KeptStatement } from './configurationInput.ts';
import { pythonName } from './pythonName.ts';
import { readLiteral } from './readLiteral.ts';
import { baseName, relocateRead, relocateWritten } from './relocatePath.ts';

interface FoundPath {
  readonly at: CellRange;
  readonly path: string;
}

export function findPaths(code: KeptCode): readonly Candidate[] {
  const written = new Set<string>();
  const found = new Map<string, Candidate>();
  for (const kept of code.statements) {
    for (const call of kept.statement.calls) {
      for (const { argument, access } of fileArguments(call)) {
        const place = pathAt(code, kept, call, argument);
        if (place === undefined || place.path === '') continue;
        const isWritten = access === 'written' || written.has(normalisePath(place.path));
        if (isWritten) written.add(normalisePath(place.path));
        const key = `${place.at.cell}:${place.at.start}`;
        if (!found.has(key)) found.set(key, candidateOf(code, place, isWritten));
      }
    }
  }
  return [...found.values()];
}

function fileArguments({
  effect,
  arguments: given,
}: Call): readonly { argument: Argument; access: 'read' | 'written' }[] {
  const at = (places: readonly unknown[], access: 'read' | 'written') =>
    places.flatMap((place) => {
      const argument = typeof place === 'number' ? given[place] : undefined;
      return argument === undefined ? [] : [{ argument, access }];
    });
  return effect === undefined ? [] : [...at(effect.writes, 'written'), ...at(effect.reads, 'read')];
}

function candidateOf({ input }: KeptCode, { at, path }: FoundPath, isWritten: boolean): Candidate {
  const { path: relocated, decision } = isWritten ? relocateWritten(path) : relocateRead(path, input);
  const stem = baseName(path)
    .replace(/(?<=.)\.\w{1,8}(?:\.gz|\.zip|\.bz2|\.xz)?$/, '')
    .replace(/^\.+$/, '');
  return {
    at,
    value: relocated,
    json: JSON.stringify(relocated),
    role: 'path',
    access: isWritten ? 'written' : 'read',
    words: ['paths', pythonName(stem || 'folder')],
    identity: `path ${normalisePath(path)}`,
    decision,
  };
}

/** The expression that is the path where all of it is known, else the literal that it begins with. */
function pathAt(code: KeptCode, kept: KeptStatement, call: Call, argument: Argument): FoundPath | undefined {
  const [only, ...others] = argument.objects.map((id) => code.input.analysis.object(id));
  if (only !== undefined && others.length === 0 && typeof only.literal === 'string') {
    const { at } = only.madeBy;
    const isText = !/\bPath\(/.test(code.trees.textAt(at));
    if (isText && code.holding(at) !== undefined) return { at, path: only.literal };
  }
  // What is written in a function of the notebook is not seen by configuration, but what the function is given.
  if (call.through !== undefined) return undefined;
  const node = code.trees.nodeAt(argument.at);
  const value = node?.type === 'keyword_argument' ? partOf(node, 'value') : node;
  return value === undefined ? undefined : leadingLiteral(code, kept, value, 0);
}

function leadingLiteral(code: KeptCode, kept: KeptStatement, node: PythonNode, depth: number): FoundPath | undefined {
  if (depth > 8) return undefined;
  const into = (next: PythonNode | undefined): FoundPath | undefined =>
    next === undefined ? undefined : leadingLiteral(code, kept, next, depth + 1);
  switch (node.type) {
    case 'concatenated_string':
    case 'string': {
      const literal = readLiteral(kept.tree, node);
      const at = rangeOf(kept, node);
      if (typeof literal?.value === 'string') {
        return code.holding(at) === undefined ? undefined : { at, path: literal.value };
      }
      // `f"{folder}/a.csv"` begins with the value of a name.
      const first = node.children.find(({ type }) => type === 'interpolation' || type === 'string_content');
      return first?.type === 'interpolation' ? into(namedChildren(first)[0]) : undefined;
    }
    case 'binary_operator':
      return into(partOf(node, 'left'));
    case 'parenthesized_expression':
      return into(namedChildren(node)[0]);
    case 'call': {
      const callee = partOf(node, 'function');
      const list = partOf(node, 'arguments');
      if (callee === undefined || list === undefined) return undefined;
      return /(?:^|\.)(?:join|Path|PurePath|abspath|expanduser|str|glob)$/.test(textOf(kept.tree, callee))
        ? into(namedChildren(list)[0])
        : undefined;
    }
    case 'identifier':
      return definedLiteral(code, kept, node, depth);
    default:
      return undefined;
  }
}

/** The literal that the only definition of a name begins with. */
function definedLiteral(code: KeptCode, kept: KeptStatement, node: PythonNode, depth: number): FoundPath | undefined {
  const use = kept.statement.uses.find(({ at }) => at.cell === kept.statement.at.cell && at.start === node.start);
  const [definition, ...others] = use?.definitions ?? [];
  if (definition === undefined || others.length > 0 || definition.kind !== 'bind') return undefined;
  const defining = code.statements.find(({ statement }) => statement.id === definition.statement);
  const assignment = defining?.node.type === 'expression_statement' ? defining.node.children[0] : undefined;
  const right = assignment?.type === 'assignment' ? partOf(assignment, 'right') : undefined;
  if (defining === undefined || right === undefined) return undefined;
  return leadingLiteral(code, defining, right, depth + 1);
}
