/** Semantic tokens before they are put into the numbers of the protocol. Types are standard ones, so every theme has colours. */
import type { EntityKind } from '../../../../schemas/scalars.ts';
import type { Place } from '../../yaml/place.ts';

export const tokenTypes = [
  'function',
  'struct',
  'namespace',
  'enum',
  'class',
  'interface',
  'typeParameter',
  'event',
  'property',
  'parameter',
  'variable',
  'enumMember',
  'number',
  'type',
  'string',
  'operator',
  'keyword',
  'decorator',
] as const;
export type TokenType = (typeof tokenTypes)[number];

export const tokenModifiers = ['definition', 'defaultLibrary', 'deprecated'] as const;
export type TokenModifier = (typeof tokenModifiers)[number];

/** A token at its place, which stays right while other sections of the file change. */
export interface PlacedToken {
  readonly place: Place;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

/** The type in which ids of a kind are drawn, where they are defined and where they are named. */
export const entityTokenTypes: Readonly<Record<EntityKind, TokenType>> = {
  metric: 'function',
  data: 'struct',
  split: 'namespace',
  label: 'enum',
  model: 'class',
  target: 'interface',
  baseline: 'typeParameter',
  check: 'event',
  actual: 'struct',
  item: 'property',
  role: 'parameter',
};

export function token(place: Place, type: TokenType, ...modifiers: readonly TokenModifier[]): PlacedToken {
  return { place, type, modifiers };
}
