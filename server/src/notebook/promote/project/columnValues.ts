/** Lists of columns, the column that is predicted, and thresholds of predictions. */
import { descendants, namedChildren, partOf, partsOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import { isTextList } from './constantValues.ts';
import { rangeOf } from './configurationInput.ts';
import type { Candidate, KeptCode, KeptStatement } from './configurationInput.ts';
import { readLiteral } from './readLiteral.ts';

/** Names that people give to what is predicted. */
const labelName = /^(?:y|target|labels?)(?:_\w+)?$/i;

export function findColumns(code: KeptCode): readonly Candidate[] {
  const targets = new Set<string>();
  const found = code.statements.flatMap((kept): readonly Candidate[] => {
    const assigned = assignmentOf(kept);
    if (assigned === undefined) return [];
    const { name, right } = assigned;
    if (labelName.test(name)) return targetIn(kept, right, targets);
    return [...descendants(right)].flatMap((node) => listIn(kept, name, node));
  });
  return [...found, ...code.statements.flatMap((kept) => droppedTargets(kept, targets))];
}

/** Numbers between 0 and 1 that something is compared with, where predictions are made and judged. */
export function findThresholds({ statements }: KeptCode): readonly Candidate[] {
  return statements
    .filter(({ stage }) => stage === 'evaluate' || stage === 'train' || stage === 'infer')
    .flatMap((kept) =>
      [...descendants(kept.node)]
        .filter(({ type }) => type === 'comparison_operator')
        .flatMap((comparison): readonly Candidate[] => {
          const number = namedChildren(comparison).find(({ type }) => type === 'float');
          const literal = number === undefined ? undefined : readLiteral(kept.tree, number);
          const value = literal?.value;
          if (number === undefined || literal === undefined || typeof value !== 'number' || value <= 0 || value >= 1)
            return [];
          return [{ at: rangeOf(kept, number), ...literal, role: 'threshold', words: [kept.stage, 'threshold'] }];
        }),
    );
}

function assignmentOf({
  tree,
  node,
}: KeptStatement): { readonly name: string; readonly right: PythonNode } | undefined {
  const assignment = node.type === 'expression_statement' ? node.children[0] : undefined;
  if (assignment?.type !== 'assignment') return undefined;
  const [left, right] = [partOf(assignment, 'left'), partOf(assignment, 'right')];
  return left?.type === 'identifier' && right !== undefined ? { name: textOf(tree, left), right } : undefined;
}

/** The column of `y = df["late"].values`. */
function targetIn(kept: KeptStatement, right: PythonNode, targets: Set<string>): readonly Candidate[] {
  let node: PythonNode | undefined = right;
  while (node !== undefined && node.type !== 'subscript') {
    if (node.type !== 'call' && node.type !== 'attribute') return [];
    node = partOf(node, node.type === 'call' ? 'function' : 'object');
  }
  const [index, ...others] = node === undefined ? [] : partsOf(node, 'subscript');
  const literal = index === undefined ? undefined : readLiteral(kept.tree, index);
  if (index === undefined || others.length > 0 || typeof literal?.value !== 'string') return [];
  targets.add(literal.value);
  return [target(kept, index, literal.value)];
}

function target(kept: KeptStatement, node: PythonNode, value: string): Candidate {
  return {
    at: rangeOf(kept, node),
    value,
    role: 'target',
    words: ['features', 'target'],
    identity: `target ${value}`,
  };
}

/** The same column where it is dropped from the features. */
function droppedTargets(kept: KeptStatement, targets: ReadonlySet<string>): readonly Candidate[] {
  return [...descendants(kept.node)].flatMap((call) => {
    const list = isDrop(kept, call) ? partOf(call, 'arguments') : undefined;
    const texts = (list === undefined ? [] : namedChildren(list)).flatMap((argument) => {
      const value = argument.type === 'keyword_argument' ? partOf(argument, 'value') : argument;
      return value?.type === 'list' ? namedChildren(value) : value === undefined ? [] : [value];
    });
    return texts.flatMap((node) => {
      const value = readLiteral(kept.tree, node)?.value;
      return typeof value === 'string' && targets.has(value) ? [target(kept, node, value)] : [];
    });
  });
}

function isDrop({ tree }: KeptStatement, call: PythonNode): boolean {
  const callee = call.type === 'call' ? partOf(call, 'function') : undefined;
  return callee?.type === 'attribute' && textOf(tree, partOf(callee, 'attribute') ?? callee) === 'drop';
}

/** Columns that are chosen by `df[[…]]` and dropped by `df.drop([…])`. */
function listIn(kept: KeptStatement, name: string, node: PythonNode): readonly Candidate[] {
  const isChoice = node.type === 'subscript';
  if (!isChoice && !isDrop(kept, node)) return [];
  const list = isChoice ? undefined : partOf(node, 'arguments');
  const nodes = isChoice
    ? partsOf(node, 'subscript')
    : (list === undefined ? [] : namedChildren(list)).flatMap((argument) =>
        argument.type === 'keyword_argument' ? (partOf(argument, 'value') ?? []) : [argument],
      );
  return nodes.flatMap((value): readonly Candidate[] => {
    const literal = readLiteral(kept.tree, value);
    if (literal === undefined || !isTextList(literal.value)) return [];
    const word = `${name}_${isChoice ? 'columns' : 'dropped'}`;
    return [{ at: rangeOf(kept, value), ...literal, role: 'columns', words: [kept.stage, word] }];
  });
}
