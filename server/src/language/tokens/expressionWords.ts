/** The tokens of an expression: columns, functions, operators, texts. */
import { functions, keywords, timeFields } from '../../spec/expression.ts';
import { tokenize } from '../../spec/expressionTokens.ts';
import type { Token } from '../../spec/expressionTokens.ts';
import type { ExpressionNode } from '../../spec/located.ts';
import type { PlacedToken, TokenModifier, TokenType } from './token.ts';

const functionNames: ReadonlySet<string> = new Set([...Object.keys(functions), 'extract']);
const fieldNames: ReadonlySet<string> = new Set(timeFields);

/** Empty for an expression with escapes or several lines, whose parts have no place of their own. */
export function tokensOfExpression({ text, textStart, place }: ExpressionNode): readonly PlacedToken[] {
  const tokens = tokenize(text);
  if (textStart === undefined || 'kind' in tokens) return [];
  return tokens.flatMap((one, index) => {
    const found = typeOf(one, tokens[index - 1], tokens[index + 1], tokens[index - 2]);
    if (found === undefined) return [];
    return [{ place: { ...place, start: textStart + one.start, end: textStart + one.end }, ...found }];
  });
}

function typeOf(
  one: Token,
  before: Token | undefined,
  after: Token | undefined,
  secondBefore: Token | undefined,
): { readonly type: TokenType; readonly modifiers: readonly TokenModifier[] } | undefined {
  switch (one.kind) {
    case 'number':
      return { type: 'number', modifiers: [] };
    case 'text':
      return { type: 'string', modifiers: [] };
    case 'quoted':
      return { type: 'variable', modifiers: [] };
    case 'symbol':
      return '(),'.includes(one.text) ? undefined : { type: 'operator', modifiers: [] };
    case 'word': {
      const word = one.text.toLowerCase();
      if (functionNames.has(word) && isSymbol(after, '(')) return { type: 'function', modifiers: ['defaultLibrary'] };
      const isField = isSymbol(before, '(') && secondBefore?.kind === 'word' && /^extract$/i.test(secondBefore.text);
      if (isField && fieldNames.has(word)) return { type: 'enumMember', modifiers: ['defaultLibrary'] };
      return { type: keywords.has(word) ? 'keyword' : 'variable', modifiers: [] };
    }
    case 'end':
      return undefined;
  }
}

function isSymbol(token: Token | undefined, text: string): boolean {
  return token?.kind === 'symbol' && token.text === text;
}
