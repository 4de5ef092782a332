/**
 * The spec as typed nodes with positions.
 *
 * `Located<T>` is what reading a YAML node as the schema's type `T` gives: every part may be missing, because the file
 * may be half typed, and every part knows its place. The types follow from the zod schemas, so a field exists once.
 */
import type { Dimension, EntityKind, Meaningful, ScalarKind } from '../../../schemas/scalars.ts';
import type { YamlMap, YamlNode } from '../yaml/nodes.ts';
import type { Place } from '../yaml/place.ts';
import type { Expression } from './expression.ts';
import type { Quantity } from './quantity.ts';
import type { ChoiceShape, MapShape, ObjectShape, ScalarShape } from './shape.ts';

interface NodeBase {
  /** The value. */
  readonly place: Place;
  /** The key before it; undefined for items of lists. */
  readonly keyPlace: Place | undefined;
  /** Keys and indices from the top of the file. */
  readonly path: readonly (string | number)[];
  readonly yaml: YamlNode;
}

export interface ObjectNode<T> extends NodeBase {
  readonly kind: 'object';
  readonly yaml: YamlMap;
  readonly shape: ObjectShape;
  /** Values that could be read. A key that is absent, empty or unreadable has none: see `empty` and `unreadable`. */
  readonly fields: { readonly [K in keyof T]?: Located<Exclude<T[K], undefined>> };
  /** Keys without a value, with the place of the key. */
  readonly empty: ReadonlyMap<string, Place>;
  /** Keys whose value has another shape; a finding exists already, so rules treat them as unknown, not as absent. */
  readonly unreadable: ReadonlySet<string>;
}

export interface MapNode<V> extends NodeBase {
  readonly kind: 'map';
  readonly yaml: YamlMap;
  readonly shape: MapShape;
  /** In file order; entries whose value is empty or unreadable are in the other two. */
  readonly entries: ReadonlyMap<string, Located<V>>;
  readonly empty: ReadonlyMap<string, Place>;
  readonly unreadable: ReadonlySet<string>;
}

export interface ListNode<V> extends NodeBase {
  readonly kind: 'list';
  readonly items: readonly Located<V>[];
}

export interface ScalarNode<V> extends NodeBase {
  readonly kind: 'scalar';
  readonly shape: ChoiceShape | ScalarShape;
  readonly meaning: ScalarKind | undefined;
  readonly value: V;
  /** The source text, without quotes. */
  readonly text: string;
  /** Offset in the section of the text's first character, when the text stands there letter for letter. */
  readonly textStart: number | undefined;
}

export interface QuantityNode extends NodeBase {
  readonly kind: 'quantity';
  readonly quantity: Quantity;
  /** What the key must measure; `any` when only its metric can say. */
  readonly expects: Dimension;
  readonly text: string;
  readonly textStart: number | undefined;
}

export interface ExpressionNode extends NodeBase {
  readonly kind: 'expression';
  readonly expression: Expression;
  readonly text: string;
  readonly textStart: number | undefined;
}

export interface ReferenceNode extends NodeBase {
  readonly kind: 'reference';
  readonly refersTo: readonly EntityKind[];
  /** The id, or one of the words allowed besides. */
  readonly id: string;
  /** Whether `id` is such a word. */
  readonly isWord: boolean;
  /** What it may be when no such id exists: a path, a pattern, or any text. */
  readonly otherwise: 'path' | 'glob' | 'text' | undefined;
}

type Word = string | number | boolean;

/** The node that reads a value of type `T`. */
export type Located<T> = unknown extends T
  ? AnyNode
  : [T] extends [Meaningful<'quantity'>]
    ? QuantityNode
    : [T] extends [Meaningful<'expression'>]
      ? ExpressionNode
      : [T] extends [Meaningful<'reference'>]
        ? ReferenceNode
        : // A quantity is written as a word, and read as more than one.
          [Extract<T, Meaningful<'quantity'>>, T] extends [never, Word]
          ? ScalarNode<T>
          : LocatedEach<T>;

/** Distributes over the forms of a union; its members are told apart by `kind`. */
type LocatedEach<T> =
  T extends Meaningful<'quantity'>
    ? QuantityNode
    : T extends Meaningful<'expression'>
      ? ExpressionNode
      : T extends Meaningful<'reference'>
        ? ReferenceNode
        : T extends Word
          ? ScalarNode<T>
          : T extends readonly (infer Item)[]
            ? ListNode<Item>
            : string extends keyof T
              ? MapNode<T[keyof T]>
              : ObjectNode<T>;

/** Any node, when the type does not matter. */
export type AnyNode =
  | ObjectNode<object>
  | MapNode<unknown>
  | ListNode<unknown>
  | ScalarNode<Word>
  | QuantityNode
  | ExpressionNode
  | ReferenceNode;

/** Whether a key of an object has a value, none, an unreadable one, or does not occur. */
export type FieldState = 'present' | 'empty' | 'unreadable' | 'absent';

export function stateOf<T>(object: ObjectNode<T>, key: keyof T & string): FieldState {
  if (Object.hasOwn(object.fields, key)) return 'present';
  if (object.empty.has(key)) return 'empty';
  return object.unreadable.has(key) ? 'unreadable' : 'absent';
}

/** Whether a key is known to have no value: absent or empty, but not merely unreadable. */
export function lacks<T>(object: ObjectNode<T>, key: keyof T & string): boolean {
  const state = stateOf(object, key);
  return state === 'absent' || state === 'empty';
}
