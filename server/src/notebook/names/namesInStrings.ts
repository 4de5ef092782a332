/**
 * Names of Python that stand in strings which libraries read as code.
 *
 * @source pandas, `DataFrame.query` and `pandas.eval`; patsy, "How formulas work"
 */
import { namedChildren, partOf } from '../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../syntax/pythonTree.ts';

export interface NameInString {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const queries: ReadonlySet<string> = new Set(['query', 'eval']);
const formulas: ReadonlySet<string> = new Set(
  'ols logit probit glm poisson mixedlm gls wls rlm quantreg mnlogit negativebinomial dmatrix dmatrices from_formula phreg gee'.split(
    ' ',
  ),
);
/** Functions that a formula brings itself. */
const ofFormulas: ReadonlySet<string> = new Set('C Q I bs cr cc te center scale standardize poly'.split(' '));

/** The names in the strings of a call of `query`, `eval`, or of a model that takes a formula. */
export function namesInQuery(tree: PythonTree, call: PythonNode): readonly NameInString[] {
  const callee = partOf(call, 'function');
  const name = callee?.type === 'attribute' ? partOf(callee, 'attribute') : callee;
  if (callee === undefined || name === undefined) return [];
  const called = tree.text.slice(name.start, name.end);
  // The built-in `eval` takes Python, about which the data flow knows that it knows nothing.
  const isQuery = queries.has(called) && callee.type === 'attribute';
  if (!isQuery && !formulas.has(called)) return [];
  const list = partOf(call, 'arguments');
  const strings = (list === undefined ? [] : namedChildren(list))
    .map((argument) => (argument.type === 'keyword_argument' ? partOf(argument, 'value') : argument))
    .filter((argument) => argument?.type === 'string');
  return strings.flatMap((string) =>
    (string?.children ?? [])
      .filter(({ type }) => type === 'string_content')
      .flatMap(({ start, end }) => {
        const content = tree.text.slice(start, end);
        return isQuery ? namesAt(content, start, /@(?<name>[A-Za-z_]\w*)/g, 1) : namesInFormula(content, start);
      }),
  );
}

function namesInFormula(content: string, offset: number): readonly NameInString[] {
  if (!content.includes('~')) return [];
  // What is called, or has an attribute, is no column.
  return namesAt(content, offset, /(?<![\w.])(?<name>[A-Za-z_]\w*)(?=\s*[.(])/g, 0).filter(
    ({ name }) => !ofFormulas.has(name),
  );
}

function namesAt(content: string, offset: number, pattern: RegExp, skipped: number): readonly NameInString[] {
  return [...content.matchAll(pattern)].map((match) => {
    const name = match.groups?.['name'] ?? '';
    const start = offset + match.index + skipped;
    return { name, start, end: start + name.length };
  });
}
