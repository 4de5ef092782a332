/**
 * The expression language of `where`, `derive`, `rule` and `expect`: its parser.
 *
 * The language is small on purpose: it means the same on every engine, and text never reaches an engine unparsed.
 * Truth has three values, as in SQL; what is neither true nor false counts as false in `where` and `expect`.
 */
import { tokenize, type ExpressionProblem, type SymbolText, type Token } from './expressionTokens.ts';
import {
  countedFields,
  functions,
  partsOf,
  timeFields,
  type ComparisonOperator,
  type Expression,
  type FunctionName,
  type Span,
} from './expressionTree.ts';
import { nearest } from './nearest.ts';
import { listOf, shorten } from './words.ts';

export type { ExpressionProblem } from './expressionTokens.ts';
export type * from './expressionTree.ts';
export { columnsOf, countedFields, functions, partsOf, timeFields } from './expressionTree.ts';

export type ExpressionReading = { readonly kind: 'expression'; readonly root: Expression } | ExpressionProblem;

/** Longer texts are refused unread. */
const longestExpression = 20_000;
/** Deeper trees are refused, so that no walk over one can exhaust the stack. */
const greatestDepth = 100;

/**
 * Parses an expression. Never throws, whatever the text; time is linear in its length.
 *
 * @returns the tree with offsets, or the first problem at its place
 */
export function parseExpression(text: string): ExpressionReading {
  if (text.length > longestExpression) {
    const message = `An expression has at most ${longestExpression} characters; this one has ${text.length}.`;
    return { kind: 'problem', message, start: 0, end: text.length };
  }
  const tokens = tokenize(text);
  if ('kind' in tokens) return tokens;
  try {
    return { kind: 'expression', root: new Parser(tokens).parseAll() };
  } catch (error) {
    if (error instanceof Fault) return error.problem;
    throw error;
  }
}

/** Carries a problem out of the recursive descent to `parseExpression`, and no further. */
class Fault extends Error {
  readonly problem: ExpressionProblem;
  constructor(message: string, { start, end }: Span) {
    super(message);
    this.problem = { kind: 'problem', message, start, end };
  }
}

/** Words with a meaning of their own; a column of that name stands in double quotes. */
export const keywords: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'in',
  'between',
  'is',
  'null',
  'like',
  'true',
  'false',
  'extract',
  'from',
]);

const comparisonOperators: Partial<Record<SymbolText, ComparisonOperator>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** Binding strength of operators, weakest first. */
const strength = { or: 1, and: 2, not: 3, comparison: 4, sum: 5, product: 6, sign: 7 } as const;
type Strength = (typeof strength)[keyof typeof strength];

/** A Pratt parser: each operand is extended to the right by every operator that binds strongly enough. */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #heights = new WeakMap<Expression, number>();
  #position = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parseAll(): Expression {
    if (this.#next().kind === 'end') throw new Fault('An expression is missing here.', this.#next());
    const root = this.#parse(strength.or);
    if (this.#next().kind !== 'end') throw this.#unexpected('an operator or the end');
    return root;
  }

  #next(ahead = 0): Token {
    const token = this.#tokens[this.#position + ahead] ?? this.#tokens.at(-1);
    if (token === undefined) throw new RangeError('A list of tokens ends with one of kind `end`.');
    return token;
  }

  #take(): Token {
    const token = this.#next();
    this.#position += 1;
    return token;
  }

  #isSymbol(symbol: SymbolText, ahead = 0): boolean {
    const token = this.#next(ahead);
    return token.kind === 'symbol' && token.text === symbol;
  }

  #isWord(word: string, ahead = 0): boolean {
    const token = this.#next(ahead);
    return token.kind === 'word' && token.text.toLowerCase() === word;
  }

  #expectSymbol(symbol: SymbolText): Token {
    if (!this.#isSymbol(symbol)) throw this.#unexpected(`\`${symbol}\``);
    return this.#take();
  }

  #expectWord(word: string): Token {
    if (!this.#isWord(word)) throw this.#unexpected(`\`${word}\``);
    return this.#take();
  }

  #unexpected(expected: string): Fault {
    const token = this.#next();
    return new Fault(`Here stands ${describeToken(token)} where ${expected} is expected.`, token);
  }

  #misplacedKeyword(word: string): Fault {
    const message = `Here stands \`${word}\` where a value is expected; a column of that name is written \`"${word}"\`.`;
    return new Fault(message, this.#next());
  }

  /** Refuses a node that makes the tree too deep. */
  #make<Node extends Expression>(node: Node): Node {
    const height = 1 + Math.max(0, ...partsOf(node).map((part) => this.#heights.get(part) ?? 1));
    if (height > greatestDepth) throw this.#tooDeep(node);
    this.#heights.set(node, height);
    return node;
  }

  #tooDeep(place: Span): Fault {
    return new Fault(`Operators and parentheses may be nested ${greatestDepth} deep.`, place);
  }

  /** Parses an operand and all operators after it that bind at least as strongly as `least`. */
  #parse(least: Strength): Expression {
    this.#depth += 1;
    if (this.#depth > 4 * greatestDepth) throw this.#tooDeep(this.#next());
    let left = this.#parseOperand(least);
    for (;;) {
      const extended = this.#extend(left, least);
      if (extended === undefined) break;
      left = extended;
    }
    this.#depth -= 1;
    return left;
  }

  /** @returns `left` with the next operator applied; undefined when that operator binds too weakly, or is none */
  #extend(left: Expression, least: Strength): Expression | undefined {
    const token = this.#next();
    if (token.kind === 'word') return this.#extendByWord(left, token.text.toLowerCase(), least);
    return token.kind === 'symbol' ? this.#extendBySymbol(left, token.text, least) : undefined;
  }

  #extendBySymbol(left: Expression, symbol: SymbolText, least: Strength): Expression | undefined {
    const { start } = left;
    switch (symbol) {
      case '+':
      case '-': {
        if (strength.sum < least) return undefined;
        this.#take();
        const right = this.#parse(strength.product);
        return this.#make({ kind: 'arithmetic', operator: symbol, left, right, start, end: right.end });
      }
      case '*':
      case '/': {
        if (strength.product < least) return undefined;
        this.#take();
        const right = this.#parse(strength.sign);
        return this.#make({ kind: 'arithmetic', operator: symbol, left, right, start, end: right.end });
      }
      default: {
        const operator = comparisonOperators[symbol];
        if (operator === undefined || strength.comparison < least) return undefined;
        this.#take();
        const right = this.#parse(strength.sum);
        this.#refuseChain();
        return this.#make({ kind: 'comparison', operator, left, right, start, end: right.end });
      }
    }
  }

  /** `a < b < c` compares a truth value in some languages, and is an error in others. */
  #refuseChain(): void {
    const token = this.#next();
    if (token.kind !== 'symbol' || comparisonOperators[token.text] === undefined) return;
    throw new Fault('Comparisons are not chained; write `a < b and b < c`.', token);
  }

  #extendByWord(left: Expression, word: string, least: Strength): Expression | undefined {
    switch (word) {
      case 'or':
      case 'and':
        return strength[word] < least ? undefined : this.#parseCombination(left, word);
      case 'is':
        return strength.comparison < least ? undefined : this.#parseNullTest(left);
      case 'in':
      case 'between':
      case 'like':
        return strength.comparison < least ? undefined : this.#parseTest(left, false);
      case 'not':
        if (strength.comparison < least || !['in', 'between', 'like'].some((test) => this.#isWord(test, 1))) {
          return undefined;
        }
        this.#take();
        return this.#parseTest(left, true);
      default:
        return undefined;
    }
  }

  #parseCombination(first: Expression, kind: 'and' | 'or'): Expression {
    const operands = [first];
    while (this.#isWord(kind)) {
      this.#take();
      operands.push(this.#parse(kind === 'and' ? strength.not : strength.and));
    }
    return this.#make({ kind, operands, start: first.start, end: operands.at(-1)?.end ?? first.end });
  }

  #parseNullTest(operand: Expression): Expression {
    this.#expectWord('is');
    const isNegated = this.#isWord('not');
    if (isNegated) this.#take();
    const { end } = this.#expectWord('null');
    return this.#make({ kind: 'null-test', isNegated, operand, start: operand.start, end });
  }

  #parseTest(operand: Expression, isNegated: boolean): Expression {
    const { start } = operand;
    if (this.#isWord('in')) {
      this.#take();
      this.#expectSymbol('(');
      const values = this.#parseList('a value');
      const { end } = this.#expectSymbol(')');
      return this.#make({ kind: 'in', isNegated, operand, values, start, end });
    }
    if (this.#isWord('like')) {
      this.#take();
      const pattern = this.#parse(strength.sum);
      return this.#make({ kind: 'like', isNegated, operand, pattern, start, end: pattern.end });
    }
    this.#expectWord('between');
    const low = this.#parse(strength.sum);
    this.#expectWord('and');
    const high = this.#parse(strength.sum);
    return this.#make({ kind: 'between', isNegated, operand, low, high, start, end: high.end });
  }

  /** Parses one or more expressions between commas, up to the closing parenthesis. */
  #parseList(expected: string): readonly Expression[] {
    if (this.#isSymbol(')')) throw this.#unexpected(expected);
    const values = [this.#parse(strength.or)];
    while (this.#isSymbol(',')) {
      this.#take();
      values.push(this.#parse(strength.or));
    }
    return values;
  }

  #parseOperand(least: Strength): Expression {
    const token = this.#next();
    switch (token.kind) {
      case 'number':
        this.#take();
        return this.#make({ ...token, value: Number(token.text) });
      case 'text':
        this.#take();
        return this.#make(token);
      case 'quoted':
        this.#take();
        return this.#make({ kind: 'column', name: token.value, start: token.start, end: token.end });
      case 'word':
        return this.#parseWord(token.text, token, least);
      case 'symbol':
        return this.#parseSymbol(token.text, token);
      case 'end':
        throw this.#unexpected('a value');
    }
  }

  #parseSymbol(symbol: SymbolText, { start }: Span): Expression {
    if (symbol === '(') {
      this.#take();
      const inner = this.#parse(strength.or);
      this.#expectSymbol(')');
      return inner;
    }
    if (symbol === '-') {
      this.#take();
      const operand = this.#parse(strength.sign);
      return this.#make({ kind: 'negative', operand, start, end: operand.end });
    }
    throw this.#unexpected('a value');
  }

  #parseWord(text: string, { start, end }: Span, least: Strength): Expression {
    const word = text.toLowerCase();
    switch (word) {
      case 'true':
      case 'false':
        this.#take();
        return this.#make({ kind: 'boolean', value: word === 'true', start, end });
      case 'null':
        this.#take();
        return this.#make({ kind: 'null', start, end });
      case 'not': {
        if (least > strength.not) throw new Fault('Put `not …` in parentheses here.', { start, end });
        this.#take();
        const operand = this.#parse(strength.not);
        return this.#make({ kind: 'not', operand, start, end: operand.end });
      }
      case 'extract':
        if (this.#isSymbol('(', 1)) return this.#parseExtract();
        break;
    }
    if (this.#isSymbol('(', 1)) return this.#parseCall(word);
    if (keywords.has(word)) throw this.#misplacedKeyword(text);
    this.#take();
    return this.#make({ kind: 'column', name: text, start, end });
  }

  #parseExtract(): Expression {
    const { start } = this.#take();
    this.#expectSymbol('(');
    const token = this.#next();
    const name = token.kind === 'word' ? token.text.toLowerCase() : '';
    const field = timeFields.find((candidate) => candidate === name);
    if (field === undefined) {
      throw new Fault(`A part of a time is expected here: ${listOf(timeFields, 'or')}.`, token);
    }
    this.#take();
    this.#expectWord('from');
    const operand = this.#parse(strength.or);
    const { end } = this.#expectSymbol(')');
    return this.#make({ kind: 'extract', field, operand, start, end });
  }

  #parseCall(word: string): Expression {
    const token = this.#take();
    const name = findFunction(word);
    if (name === undefined) {
      const meant = nearest(word, [...Object.keys(functions), 'extract']);
      const advice =
        meant === undefined
          ? `there are ${listOf([...Object.keys(functions), 'extract'])}`
          : `did you mean \`${meant}\`?`;
      throw new Fault(`There is no function \`${shorten(word)}\`: ${advice}${meant === undefined ? '.' : ''}`, token);
    }
    this.#expectSymbol('(');
    const values = this.#parseList('an argument');
    const { end } = this.#expectSymbol(')');
    const [least, most] = functions[name];
    if (values.length < least || values.length > most) {
      const wanted = least === most ? `${least}` : `${least} to ${most}`;
      throw new Fault(`\`${name}\` takes ${wanted} argument${most === 1 ? '' : 's'}, not ${values.length}.`, {
        start: token.start,
        end,
      });
    }
    if (name === 'date_diff') refuseUnknownField(values[0]);
    return this.#make({ kind: 'call', name, arguments: values, start: token.start, end });
  }
}

function findFunction(word: string): FunctionName | undefined {
  return isFunctionName(word) ? word : undefined;
}

function isFunctionName(word: string): word is FunctionName {
  return Object.hasOwn(functions, word);
}

/** The field of `date_diff` is fixed when the expression is read, so that every engine can be told it. */
function refuseUnknownField(field: Expression | undefined): void {
  if (field === undefined || (field.kind === 'text' && countedFields.some((name) => name === field.value))) return;
  throw new Fault(
    `\`date_diff\` begins with what it counts: ${countedFields.map((name) => `\`'${name}'\``).join(', ')}.`,
    field,
  );
}

function describeToken(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the end';
    case 'text':
      return `the text \`'${shorten(token.value)}'\``;
    case 'quoted':
      return `the column \`"${shorten(token.value)}"\``;
    case 'number':
    case 'word':
    case 'symbol':
      return `\`${shorten(token.text)}\``;
  }
}
