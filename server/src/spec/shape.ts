/**
 * The shape of the language, read once from the zod schemas: what the reader, completion, hover and the docs walk.
 *
 * zod parses plain values; a spec must be read with positions, must survive half of it missing, and must say one
 * thing per mistake. So the schemas are the only source, and this is their form for walking.
 */
import type { ContractVersion } from '../../../schemas/contract/versions.ts';
import type { Dimension, EntityKind, Need, ScalarKind } from '../../../schemas/scalars.ts';
import * as z from 'zod';

export type Shape = ObjectShape | MapShape | ListShape | ChoiceShape | ScalarShape | UnionShape;

interface ShapeBase {
  /** Sentences for hover and docs; empty when the schema has none. */
  readonly description: string;
  /** A value as a user would write it. */
  readonly samples: readonly string[];
}

/** Named keys, and no others. */
export interface ObjectShape extends ShapeBase {
  readonly kind: 'object';
  readonly fields: ReadonlyMap<string, FieldShape>;
  /** The version from which on other keys are refused, or `never`; undefined when they always are. */
  readonly closedSince: ContractVersion | 'never' | undefined;
}

export interface FieldShape {
  readonly name: string;
  readonly shape: Shape;
  readonly isOptional: boolean;
  readonly description: string;
  /** When the key is needed although the schema lets it be absent, or which rule reports its absence. */
  readonly need: Need | undefined;
  /** The value that holds when the key is absent, as text. */
  readonly standard: string | undefined;
  readonly samples: readonly string[];
  readonly appliesWhen: Readonly<Record<string, readonly string[]>> | undefined;
  readonly rules: readonly string[];
  /** Versions of data contracts that know the key, and that need it although it is optional; undefined: no such end. */
  readonly since: ContractVersion | undefined;
  readonly neededSince: ContractVersion | undefined;
  readonly neededBefore: ContractVersion | undefined;
}

/** Any keys, all with values of one shape. */
export interface MapShape extends ShapeBase {
  readonly kind: 'map';
  readonly value: Shape;
  /** The kind of thing whose ids the keys are. */
  readonly defines: EntityKind | undefined;
  readonly keys: z.GlobalMeta['keys'];
  /** What a key must look like. */
  readonly keyPattern: RegExp | undefined;
  /** Keys that completion offers although others are allowed, and what they mean. */
  readonly suggests: Readonly<Record<string, string>>;
}

export interface ListShape extends ShapeBase {
  readonly kind: 'list';
  readonly item: Shape;
}

/** One of a few words. */
export interface ChoiceShape extends ShapeBase {
  readonly kind: 'choice';
  readonly values: readonly (string | number | boolean)[];
  /** What each value means, by its text; values that explain themselves are absent. */
  readonly meanings: Readonly<Record<string, string>>;
  /** The rule that reports another value. */
  readonly wrongValueRule: string;
  /** Versions of data contracts that brought single values. */
  readonly valuesSince: Readonly<Record<string, ContractVersion>>;
}

export interface ScalarShape extends ShapeBase {
  readonly kind: 'scalar';
  readonly type: 'text' | 'number' | 'integer' | 'boolean' | 'any';
  /** What the text must look like. */
  readonly pattern: RegExp | undefined;
  /** What a number may be. */
  readonly bounds: NumberBounds;
  /** Whether text without any character is a value. */
  readonly takesEmpty: boolean;
  /** What our readers make of the text; undefined for plain text, numbers and booleans. */
  readonly meaning: ScalarKind | undefined;
  readonly dimension: Dimension | undefined;
  readonly refersTo: readonly EntityKind[];
  readonly besides: readonly string[];
  /** What a reference may be when it is no id: a path, a pattern, or any text. */
  readonly otherwise: z.GlobalMeta['otherwise'];
  /** Texts that completion offers although others are allowed, and what they mean. */
  readonly suggests: Readonly<Record<string, string>>;
}

/** What a number may be; undefined where there is no bound. */
export interface NumberBounds {
  readonly least: NumberBound | undefined;
  readonly most: NumberBound | undefined;
}

export interface NumberBound {
  readonly value: number;
  readonly isIncluded: boolean;
}

/** Several forms; which one is meant follows from the kind of node and its keys. */
export interface UnionShape extends ShapeBase {
  readonly kind: 'union';
  readonly options: readonly Shape[];
}

const shapes = new WeakMap<z.core.$ZodType, Shape>();

/**
 * The shape of a schema; the same object for the same schema.
 *
 * @throws {TypeError} for a kind of zod schema that the language does not use: a fault of the schema's author
 */
export function shapeOf(schema: z.core.$ZodType): Shape {
  const known = shapes.get(schema);
  if (known !== undefined) return known;
  const shape = compile(schema);
  shapes.set(schema, shape);
  return shape;
}

type Definition = z.core.$ZodTypes['_zod']['def'];

function definitionOf(schema: z.core.$ZodType): Definition {
  return (schema as z.core.$ZodTypes)._zod.def;
}

function metaOf(schema: z.core.$ZodType): z.GlobalMeta {
  return z.globalRegistry.get(schema) ?? {};
}

/** The schema inside `optional`, `nullable`, `default` and `readonly`, with the meta data of all layers, outermost first. */
function unwrap(schema: z.core.$ZodType): { inner: z.core.$ZodType; meta: z.GlobalMeta; isOptional: boolean } {
  const meta = metaOf(schema);
  const definition = definitionOf(schema);
  switch (definition.type) {
    case 'optional':
    case 'default':
    case 'prefault': {
      const below = unwrap(definition.innerType);
      return { ...below, meta: { ...below.meta, ...meta }, isOptional: true };
    }
    case 'nullable':
    case 'readonly': {
      const below = unwrap(definition.innerType);
      return { ...below, meta: { ...below.meta, ...meta } };
    }
    default:
      return { inner: schema, meta, isOptional: false };
  }
}

function compile(schema: z.core.$ZodType): Shape {
  const { inner, meta } = unwrap(schema);
  const base: ShapeBase = { description: meta.description ?? '', samples: meta.samples ?? [] };
  if (meta.scalar !== undefined) return scalar(base, meta, inner);
  const definition = definitionOf(inner);
  switch (definition.type) {
    case 'object': {
      const fields = new Map<string, FieldShape>();
      const shape: ObjectShape = {
        ...base,
        kind: 'object',
        fields,
        closedSince: meta.isOpen === true ? 'never' : meta.closedSince,
      };
      // Known before its fields are, so that an object may contain itself.
      shapes.set(schema, shape);
      for (const [name, field] of Object.entries(definition.shape)) fields.set(name, fieldOf(name, field));
      return shape;
    }
    case 'unknown':
      return anything(base);
    case 'record':
      return {
        ...base,
        kind: 'map',
        value: shapeOf(definition.valueType),
        defines: meta.defines,
        keys: meta.keys,
        keyPattern: limitsOf(definition.keyType).pattern,
        suggests: meta.suggests ?? {},
      };
    case 'array':
      return { ...base, kind: 'list', item: shapeOf(definition.element) };
    case 'tuple':
      return {
        ...base,
        kind: 'list',
        item: union(
          base,
          definition.items.map((item) => shapeOf(item)),
        ),
      };
    case 'enum':
      return choice(base, meta, Object.values(definition.entries));
    case 'literal':
      return choice(base, meta, definition.values.filter(isWord));
    case 'union':
      return union(
        base,
        definition.options.map((option) => shapeOf(option)),
      );
    case 'lazy':
      return shapeOf(definition.getter());
    case 'string':
    case 'number':
    case 'boolean':
      return scalar(base, meta, inner);
    default:
      throw new TypeError(`The spec's schema uses \`${definition.type}\`, which has no shape.`);
  }
}

function choice(base: ShapeBase, meta: z.GlobalMeta, values: ChoiceShape['values']): ChoiceShape {
  const wrongValueRule = meta.wrongValueRule ?? 'spec/wrong-value';
  const { values: meanings = {}, valuesSince = {} } = meta;
  return { ...base, kind: 'choice', values, meanings, wrongValueRule, valuesSince };
}

function isWord(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function union(base: ShapeBase, options: readonly Shape[]): Shape {
  const flat = options.flatMap((option) => (option.kind === 'union' ? option.options : [option]));
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? { ...only, ...base } : { ...base, kind: 'union', options: flat };
}

const anyScalar: ScalarShape = {
  description: '',
  samples: [],
  kind: 'scalar',
  type: 'any',
  pattern: undefined,
  bounds: { least: undefined, most: undefined },
  takesEmpty: true,
  meaning: undefined,
  dimension: undefined,
  refersTo: [],
  besides: [],
  otherwise: undefined,
  suggests: {},
};

/** A value of any form: a single one, or lists and maps of the same. */
function anything(base: ShapeBase): UnionShape {
  const options: Shape[] = [anyScalar];
  const shape: UnionShape = { ...base, kind: 'union', options };
  const bare: ShapeBase = { description: '', samples: [] };
  options.push({ ...bare, kind: 'list', item: shape });
  options.push({
    ...bare,
    kind: 'map',
    value: shape,
    defines: undefined,
    keys: 'free',
    keyPattern: undefined,
    suggests: {},
  });
  return shape;
}

/** Whether a value may have any form, none included. */
export function takesAnything(shape: Shape): boolean {
  return shape.kind === 'union' && shape.options.includes(anyScalar);
}

function scalar(base: ShapeBase, meta: z.GlobalMeta, schema: z.core.$ZodType): ScalarShape {
  const { pattern, bounds, takesEmpty } = limitsOf(schema);
  return {
    ...base,
    kind: 'scalar',
    type: typeOfScalar(schema),
    pattern,
    bounds,
    takesEmpty: takesEmpty && meta.scalar === undefined,
    meaning: meta.scalar,
    dimension: meta.dimension,
    refersTo: meta.refersTo ?? [],
    besides: meta.besides ?? [],
    otherwise: meta.otherwise,
    suggests: meta.suggests ?? {},
  };
}

function typeOfScalar(schema: z.core.$ZodType): ScalarShape['type'] {
  const definition = definitionOf(schema);
  switch (definition.type) {
    case 'string':
      return 'text';
    case 'boolean':
      return 'boolean';
    case 'number':
      return limitsOf(schema).isInteger ? 'integer' : 'number';
    default:
      return 'any';
  }
}

/** What the checks of a schema say, of those that the language uses. */
interface SchemaLimits {
  readonly isInteger: boolean;
  readonly pattern: RegExp | undefined;
  readonly bounds: NumberBounds;
  readonly takesEmpty: boolean;
}

function limitsOf(schema: z.core.$ZodType): SchemaLimits {
  const definition = definitionOf(schema);
  let isInteger = 'format' in definition && definition.format === 'safeint';
  let pattern: RegExp | undefined;
  let takesEmpty = definition.type === 'string';
  const bounds: { least: NumberBound | undefined; most: NumberBound | undefined } = {
    least: undefined,
    most: undefined,
  };
  for (const { _zod } of definition.checks ?? []) {
    const { def: check } = _zod;
    if ('format' in check && check.format === 'safeint') isInteger = true;
    if ('pattern' in check && check.pattern instanceof RegExp) pattern = check.pattern;
    if (check.check === 'min_length') takesEmpty = false;
    if (!('value' in check) || typeof check.value !== 'number' || !('inclusive' in check)) continue;
    const bound = { value: check.value, isIncluded: check.inclusive === true };
    if (check.check === 'greater_than') bounds.least = bound;
    if (check.check === 'less_than') bounds.most = bound;
  }
  return { isInteger, pattern, bounds, takesEmpty };
}

function fieldOf(name: string, schema: z.core.$ZodType): FieldShape {
  const { meta, isOptional } = unwrap(schema);
  return {
    name,
    shape: shapeOf(schema),
    isOptional,
    description: meta.description ?? '',
    need: meta.need,
    standard: meta.standard,
    samples: meta.samples ?? [],
    appliesWhen: meta.appliesWhen,
    rules: meta.rules ?? [],
    since: meta.since,
    neededSince: meta.neededSince,
    neededBefore: meta.neededBefore,
  };
}
