/**
 * Conditions in disjunctive normal form: alternatives, each of which is a list of tests that all hold.
 *
 * A condition holds of a row when it is true, neither false nor null, so `not` can be pushed down to the tests: the
 * result is true for exactly the same rows.
 */
import type { ComparisonOperator, Expression } from './expression.ts';
import { printExpression } from './expressionPrint.ts';

export type Literal = number | string | boolean;

/** The expression that is tested; never a literal. */
export interface Term {
  readonly expression: Expression;
  /** Its printed form: equal terms have equal keys. */
  readonly key: string;
}

/** One test of a term. */
export type Test =
  | {
      readonly kind: 'compare';
      readonly term: Term;
      readonly operator: ComparisonOperator;
      readonly literal: Literal;
    }
  | { readonly kind: 'one-of'; readonly term: Term; readonly literals: readonly Literal[] }
  | { readonly kind: 'null'; readonly term: Term; readonly isNull: boolean }
  /** A test that is not analysed; it can only narrow the alternative. */
  | { readonly kind: 'opaque'; readonly expression: Expression };

/** All of these tests hold; an empty list always holds. */
export type Alternative = readonly Test[];

/** More alternatives than any hand-written condition has; the analysis gives up beyond them. */
const mostAlternatives = 256;

/** @returns the alternatives, none when the condition never holds; undefined when there would be too many */
export function findAlternatives(condition: Expression): readonly Alternative[] | undefined {
  return normalise(condition, true);
}

/** @param isWanted whether the expression is to be true, or to be false */
function normalise(node: Expression, isWanted: boolean): readonly Alternative[] | undefined {
  switch (node.kind) {
    case 'boolean':
      return node.value === isWanted ? [[]] : [];
    case 'null':
      return [];
    case 'not':
      return normalise(node.operand, !isWanted);
    case 'and':
    case 'or': {
      const parts = node.operands.map((operand) => normalise(operand, isWanted));
      return (node.kind === 'and') === isWanted ? allOf(parts) : anyOf(parts);
    }
    case 'comparison':
      return normaliseComparison(node.left, isWanted ? node.operator : opposite[node.operator], node.right, node);
    case 'in':
      return normaliseMembership(node.operand, node.values, node.isNegated !== isWanted, node);
    case 'between': {
      const isInside = node.isNegated !== isWanted;
      const low = normaliseComparison(node.operand, isInside ? '>=' : '<', node.low, node);
      const high = normaliseComparison(node.operand, isInside ? '<=' : '>', node.high, node);
      return isInside ? allOf([low, high]) : anyOf([low, high]);
    }
    case 'null-test':
      return [[{ kind: 'null', term: termOf(node.operand), isNull: node.isNegated !== isWanted }]];
    case 'column':
      return [[{ kind: 'compare', term: termOf(node), operator: '=', literal: isWanted }]];
    case 'number':
    case 'text':
    case 'negative':
    case 'arithmetic':
    case 'like':
    case 'call':
    case 'extract':
      return [[{ kind: 'opaque', expression: node }]];
  }
}

function termOf(expression: Expression): Term {
  return { expression, key: printExpression(expression) };
}

const opposite: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

/** The operator when the sides change places. */
const mirrored: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** @returns the value of a literal, or of a number behind a minus sign; undefined for other expressions */
function literalOf(node: Expression): Literal | undefined {
  switch (node.kind) {
    case 'number':
    case 'text':
    case 'boolean':
      return node.value;
    case 'negative':
      return node.operand.kind === 'number' ? -node.operand.value : undefined;
    default:
      return undefined;
  }
}

function normaliseComparison(
  left: Expression,
  operator: ComparisonOperator,
  right: Expression,
  whole: Expression,
): readonly Alternative[] {
  // A comparison with null is never true, and neither is its opposite.
  if (left.kind === 'null' || right.kind === 'null') return [];
  const leftLiteral = literalOf(left);
  const rightLiteral = literalOf(right);
  const isOrder = operator !== '=' && operator !== '!=';
  if (isOrder && (typeof leftLiteral === 'boolean' || typeof rightLiteral === 'boolean')) {
    return [[{ kind: 'opaque', expression: whole }]];
  }
  if (leftLiteral === undefined && rightLiteral !== undefined) {
    return [[{ kind: 'compare', term: termOf(left), operator, literal: rightLiteral }]];
  }
  if (leftLiteral !== undefined && rightLiteral === undefined) {
    return [[{ kind: 'compare', term: termOf(right), operator: mirrored[operator], literal: leftLiteral }]];
  }
  return [[{ kind: 'opaque', expression: whole }]];
}

function normaliseMembership(
  operand: Expression,
  values: readonly Expression[],
  isInside: boolean,
  whole: Expression,
): readonly Alternative[] {
  const present = values.filter((value) => value.kind !== 'null');
  // `x not in (1, null)` is null or false for every x.
  if (operand.kind === 'null' || (!isInside && present.length < values.length)) return [];
  const literals = present.map(literalOf).filter((literal) => literal !== undefined);
  if (literals.length < present.length || literalOf(operand) !== undefined)
    return [[{ kind: 'opaque', expression: whole }]];
  const term = termOf(operand);
  if (isInside) return [[{ kind: 'one-of', term, literals }]];
  return [literals.map((literal) => ({ kind: 'compare', term, operator: '!=', literal }))];
}

function anyOf(parts: readonly (readonly Alternative[] | undefined)[]): readonly Alternative[] | undefined {
  const all: Alternative[] = [];
  for (const part of parts) {
    if (part === undefined || all.length + part.length > mostAlternatives) return undefined;
    all.push(...part);
  }
  return all;
}

function allOf(parts: readonly (readonly Alternative[] | undefined)[]): readonly Alternative[] | undefined {
  let all: readonly Alternative[] = [[]];
  for (const part of parts) {
    if (part === undefined || all.length * part.length > mostAlternatives) return undefined;
    all = all.flatMap((left) => part.map((right) => [...left, ...right]));
  }
  return all;
}
