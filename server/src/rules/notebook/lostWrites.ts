/** The rule about writes to a part of a frame that pandas has copied, so that the frame stays as it was. */
import { compareVersions } from '../../notebook/packages/versions.ts';
import { namedChildren, partOf, partsOf, textOf } from '../../notebook/syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../notebook/syntax/pythonTree.ts';
import { shorten } from '../../spec/words.ts';
import { nodesOf, placeOf } from './codeAt.ts';
import { dropped, inplaceArgument, isColumn } from './lostResults.ts';
import { isAlways } from './nameKinds.ts';
import type { NotebookContext, NotebookFinding, NotebookFix, NotebookRule, PythonCell } from './notebookRule.ts';

export const lostWriteRules: readonly NotebookRule[] = [
  {
    id: 'notebook/lost-write',
    severity: 'I/W/W',
    finds: 'a write to a part of a frame that pandas has copied',
    why: 'The frame stays as it was, with a warning at most. Write through `.loc` of the frame itself, or assign the result. From pandas 3 on this holds for a column taken out of the frame, too.',
    hasFix: true,
    *check(context) {
      for (const { cell, node } of nodesOf(context, writing)) {
        const finding = node.type === 'call' ? inPlaceOnPart(context, cell, node) : chainedWrite(context, cell, node);
        if (finding !== undefined) yield finding;
      }
    },
  },
];

/** When a write is lost. */
type Lost = 'always' | 'from pandas 3';

/** `df[mask]["a"] = 1`, and `df["a"][mask] = 1`. */
function chainedWrite(context: NotebookContext, cell: PythonCell, node: PythonNode): NotebookFinding | undefined {
  const target = partOf(node, 'left');
  const inner = target === undefined ? undefined : partOf(target, target.type === 'attribute' ? 'object' : 'value');
  if (target === undefined || inner?.type !== 'subscript') return undefined;
  const [outerKey] = partsOf(target, 'subscript');
  const base = partOf(inner, 'value');
  const [key, ...more] = partsOf(inner, 'subscript');
  if (base === undefined || key === undefined || more.length > 0) return undefined;
  const { tree } = cell;
  const isOfColumn = outerKey?.type === 'string' || target.type === 'attribute';
  if (isSelection(tree, key) && isOfColumn) {
    const column = outerKey === undefined ? undefined : textOf(tree, outerKey);
    const isPlain = base.type === 'identifier' && column !== undefined;
    const newText = `${textOf(tree, base)}.loc[${textOf(tree, key)}, ${column ?? ''}]`;
    return finding(context, cell, target, 'always', isPlain ? { title: 'Write through `.loc`', newText } : undefined);
  }
  const isMasked = outerKey !== undefined && isSelection(tree, outerKey);
  if (key.type !== 'string' || !isMasked || base.type !== 'identifier' || !isFrame(context, tree, base))
    return undefined;
  const newText = `${textOf(tree, base)}.loc[${textOf(tree, outerKey)}, ${textOf(tree, key)}]`;
  return finding(context, cell, target, 'from pandas 3', { title: 'Write through `.loc`', newText });
}

/** `df[mask].fillna(0, inplace=True)`, and `df["a"].fillna(0, inplace=True)`. */
function inPlaceOnPart(context: NotebookContext, cell: PythonCell, call: PythonNode): NotebookFinding | undefined {
  const callee = partOf(call, 'function');
  const part = callee?.type === 'attribute' ? partOf(callee, 'object') : undefined;
  const inplace = inplaceArgument(cell.tree, call);
  if (inplace === undefined || part?.type !== 'subscript') return undefined;
  const { tree } = cell;
  const base = partOf(part, 'value');
  const [key, ...more] = partsOf(part, 'subscript');
  if (base === undefined || key === undefined) return undefined;
  const isLoc = base.type === 'attribute' && /\.(?:i?loc)$/.test(textOf(tree, base));
  if (more.length === 0 && !isLoc && isSelection(tree, key)) return finding(context, cell, call, 'always', undefined);
  if (!isColumn(part) || !isFrame(context, tree, base)) return undefined;
  const written = textOf(tree, call);
  const drop = dropped(cell, call, inplace);
  const rest = `${written.slice(0, drop.at.start - call.start)}${written.slice(drop.at.end - call.start)}`;
  const newText = `${textOf(tree, part)} = ${rest}`;
  return finding(context, cell, call, 'from pandas 3', {
    title: `Assign to \`${shorten(textOf(tree, part))}\``,
    newText,
  });
}

const writing: ReadonlySet<string> = new Set(['assignment', 'augmented_assignment', 'call']);
const maskTypes: ReadonlySet<string> = new Set(['comparison_operator', 'list']);
const maskMethods = /\.(?:isin|isnull|isna|notnull|notna|between|duplicated|str\.\w+|eq|ne|gt|lt|ge|le)$/;

/** Whether a key picks rows or columns by a condition or a list, so that pandas makes a copy. */
function isSelection(tree: PythonTree, key: PythonNode): boolean {
  switch (key.type) {
    case 'parenthesized_expression': {
      const [inside] = namedChildren(key);
      return inside !== undefined && isSelection(tree, inside);
    }
    case 'binary_operator':
      return (
        ['&', '|'].includes(partOf(key, 'operator')?.type ?? '') &&
        namedChildren(key).some((part) => isSelection(tree, part))
      );
    case 'unary_operator': {
      const inside = partOf(key, 'argument');
      return key.children[0]?.type === '~' && inside !== undefined;
    }
    case 'call': {
      const callee = partOf(key, 'function');
      return callee !== undefined && maskMethods.test(textOf(tree, callee));
    }
    default:
      return maskTypes.has(key.type);
  }
}

function isFrame({ analysis }: NotebookContext, tree: PythonTree, base: PythonNode): boolean {
  return analysis !== undefined && base.type === 'identifier' && isAlways('frame', textOf(tree, base), analysis);
}

function finding(
  context: NotebookContext,
  cell: PythonCell,
  node: PythonNode,
  lost: Lost,
  fix: { readonly title: string; readonly newText: string } | undefined,
): NotebookFinding | undefined {
  const version = context.surroundings.declaredPackages()?.versions.get('pandas');
  const isBefore = version?.below !== undefined && compareVersions(version.below, '3') <= 0;
  const isFrom = version?.lowest !== undefined && compareVersions(version.lowest, '3') >= 0;
  if (lost === 'from pandas 3' && isBefore) return undefined;
  const at = placeOf(cell, node);
  const shown = `\`${shorten(textOf(cell.tree, node))}\``;
  const message =
    lost === 'always'
      ? `${shown} writes to a copy, so the frame stays as it was: write through \`.loc\` of the frame, or assign the result.`
      : `From pandas 3 on ${shown} writes to a copy, so the frame stays as it was: write to the frame itself.`;
  const changes: NotebookFix['changes'] = [{ at, newText: fix?.newText ?? '' }];
  return {
    at,
    message,
    ...(lost === 'from pandas 3' && !isFrom ? { atMost: 'info' as const } : {}),
    fixes: fix === undefined ? [] : [{ title: fix.title, changes }],
  };
}
