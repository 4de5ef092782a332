/** Writes expressions back as text, and builds new ones from old ones. */
import { keywords, type Expression } from './expression.ts';

/** How strongly the printed form of a node binds; a part that binds too weakly is put in parentheses. */
function strengthOf(expression: Expression): number {
  switch (expression.kind) {
    case 'or':
      return 1;
    case 'and':
      return 2;
    case 'not':
      return 3;
    case 'comparison':
    case 'in':
    case 'between':
    case 'null-test':
    case 'like':
      return 4;
    case 'arithmetic':
      return expression.operator === '+' || expression.operator === '-' ? 5 : 6;
    case 'negative':
      return 7;
    case 'number':
    case 'text':
    case 'boolean':
    case 'null':
    case 'column':
    case 'call':
    case 'extract':
      return 8;
  }
}

/**
 * Prints an expression in one spelling: lower-case keywords, `=` and `!=`, and only the parentheses that are needed.
 *
 * Parsing the result gives the same tree but for its offsets.
 */
export function printExpression(expression: Expression): string {
  const own = strengthOf(expression);
  const loose = (part: Expression): string => printAtLeast(part, own);
  const tight = (part: Expression): string => printAtLeast(part, own + 1);
  const not = 'isNegated' in expression && expression.isNegated ? 'not ' : '';
  switch (expression.kind) {
    case 'number':
      return expression.text;
    case 'text':
      return printText(expression.value);
    case 'boolean':
      return String(expression.value);
    case 'null':
      return 'null';
    case 'column':
      return printColumn(expression.name);
    case 'negative':
      // Two hyphens would begin a comment.
      return expression.operand.kind === 'negative'
        ? `-(${printExpression(expression.operand)})`
        : `-${loose(expression.operand)}`;
    case 'not':
      return `not ${loose(expression.operand)}`;
    case 'arithmetic':
      return `${loose(expression.left)} ${expression.operator} ${tight(expression.right)}`;
    case 'comparison':
      return `${tight(expression.left)} ${expression.operator} ${tight(expression.right)}`;
    case 'and':
    case 'or':
      return expression.operands.map(tight).join(` ${expression.kind} `);
    case 'in':
      return `${loose(expression.operand)} ${not}in (${printList(expression.values)})`;
    case 'between':
      return `${loose(expression.operand)} ${not}between ${tight(expression.low)} and ${tight(expression.high)}`;
    case 'null-test':
      return `${loose(expression.operand)} is ${not}null`;
    case 'like':
      return `${loose(expression.operand)} ${not}like ${tight(expression.pattern)}`;
    case 'call':
      return `${expression.name}(${printList(expression.arguments)})`;
    case 'extract':
      return `extract(${expression.field} from ${printExpression(expression.operand)})`;
  }
}

function printAtLeast(part: Expression, least: number): string {
  const text = printExpression(part);
  return strengthOf(part) < least ? `(${text})` : text;
}

function printList(values: readonly Expression[]): string {
  return values.map(printExpression).join(', ');
}

function printText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function printColumn(name: string): string {
  const isBare = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name) && !keywords.has(name.toLowerCase());
  return isBare ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Derived columns may use each other; a longer chain than this is a cycle that another rule reports. */
const longestDerivation = 20;

/**
 * Puts the expression of a derived column wherever the column is used, until none is left.
 *
 * Offsets of what was put in are those of the derived column's own text.
 *
 * @param derived column → its expression
 * @returns the expression over columns of the data alone; undefined when derived columns use each other in a circle, or
 *   the result would have more than 10,000 parts
 */
export function expandDerived(
  expression: Expression,
  derived: ReadonlyMap<string, Expression>,
): Expression | undefined {
  const budget = { parts: 10_000 };
  return expand(expression, derived, 0, budget);
}

function expand(
  expression: Expression,
  derived: ReadonlyMap<string, Expression>,
  depth: number,
  budget: { parts: number },
): Expression | undefined {
  budget.parts -= 1;
  if (budget.parts < 0 || depth > longestDerivation) return undefined;
  if (expression.kind === 'column') {
    const replacement = derived.get(expression.name);
    return replacement === undefined ? expression : expand(replacement, derived, depth + 1, budget);
  }
  return mapParts(expression, (part) => expand(part, derived, depth, budget));
}

/** @returns the expression with each part replaced; undefined when one replacement is */
function mapParts(
  expression: Expression,
  replace: (part: Expression) => Expression | undefined,
): Expression | undefined {
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'boolean':
    case 'null':
    case 'column':
      return expression;
    case 'negative':
    case 'not':
    case 'null-test':
    case 'extract': {
      const operand = replace(expression.operand);
      return operand && { ...expression, operand };
    }
    case 'arithmetic':
    case 'comparison': {
      const left = replace(expression.left);
      const right = replace(expression.right);
      return left && right && { ...expression, left, right };
    }
    case 'and':
    case 'or': {
      const operands = replaceAll(expression.operands, replace);
      return operands && { ...expression, operands };
    }
    case 'in': {
      const operand = replace(expression.operand);
      const values = replaceAll(expression.values, replace);
      return operand && values && { ...expression, operand, values };
    }
    case 'between': {
      const operand = replace(expression.operand);
      const low = replace(expression.low);
      const high = replace(expression.high);
      return operand && low && high && { ...expression, operand, low, high };
    }
    case 'like': {
      const operand = replace(expression.operand);
      const pattern = replace(expression.pattern);
      return operand && pattern && { ...expression, operand, pattern };
    }
    case 'call': {
      const values = replaceAll(expression.arguments, replace);
      return values && { ...expression, arguments: values };
    }
  }
}

function replaceAll(
  parts: readonly Expression[],
  replace: (part: Expression) => Expression | undefined,
): readonly Expression[] | undefined {
  const replaced = parts.map(replace);
  const all = replaced.filter((part) => part !== undefined);
  return all.length === parts.length ? all : undefined;
}
