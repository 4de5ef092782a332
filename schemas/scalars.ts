/**
 * Scalars of the spec language, as zod schemas.
 *
 * A scalar such as `40 ms` is text in YAML and JSON Schema, and has a meaning that our own readers give it. The brand
 * says which one, so that the located model (server/src/spec/located.ts) can give each node the right type, and the
 * meta data says it at run time, for the reader, completion, hover, JSON Schema and the generated docs.
 */
import * as z from 'zod';

declare const meaning: unique symbol;

/** Text (or a bare number or boolean) of the spec that a reader of ours gives a meaning. */
export type Meaningful<Kind extends ScalarKind> = string & { readonly [meaning]: Kind };

/** What a scalar means. Plain strings, numbers and booleans have none of these. */
export type ScalarKind =
  | 'quantity' // `40 ms`, `2 %`, `0.7`
  | 'fraction' // a number, or `1/255`
  | 'expression' // the expression language of `where`, `derive`, `rule`, `expect`
  | 'reference' // the id of another entry
  | 'path' // a file or folder inside the workspace
  | 'part' // a part of such a file: `contracts/flights.odcs.yaml#flights`
  | 'glob' // a pattern of such paths
  | 'person' // an e-mail address
  | 'date' // 2026-10-15
  | 'period' // 2001-04-01/2001-04-30, both days included
  | 'evidence' // run:…, split:…, mlflow:…, dvc:…, dbt:…, file:…
  | 'column' // a column of the data source in question
  | 'class' // a class of the label in question
  | 'commit' // a git commit, quoted when it looks like a number
  | 'currency' // an ISO 4217 code
  | 'environment' // `env:NAME`, a variable of the environment that holds what must not be committed
  | 'thresholds' // `0.5`, or `0.50:0.95` for the ten thresholds of COCO
  | 'formula'; // metric definition: economics, dbt:<metric>, expr:…, or a sentence

/** Things with an id that other places name. */
export type EntityKind =
  | 'metric'
  | 'data'
  | 'split'
  | 'label'
  | 'model'
  | 'target' // deployment.targets
  | 'baseline'
  | 'check' // monitoring.checks
  | 'actual' // costs.actuals
  | 'item' // costs.items
  | 'role'; // team

/** What a quantity must measure; `any` when only the metric in question can say. */
export type Dimension =
  | 'any'
  | 'ratio'
  | 'difference'
  | 'money'
  | 'money/period'
  | 'money/unit' // money per unit of the label: `-3 USD/min`
  | 'money/work' // money per hour
  | 'cost' // money at once, per period or per use: `9 kUSD`, `120 USD/month`, `0.002 USD/prediction`
  | 'work' // hours, or hours per period
  | 'time'
  | 'data'
  | 'power'
  | 'energy'
  | 'temperature'
  | 'mass'
  | 'count' // a number of things, or of things per period
  | 'count/period'
  | 'count/second';

/**
 * When a key is needed, in the words of the field table.
 *
 * With a `rule`, that rule decides, and the conditions below are what it knows of the shape. Without one, a key is
 * missing exactly when all conditions below hold. The rule `spec/missing-key` by name says that the condition lies beyond
 * the siblings, so that a rule of the linter decides.
 */
export interface Need {
  /** `always`, or the phases or circumstances in which it is needed. */
  readonly when: string;
  /** The rule that reports its absence instead of `spec/missing-key`. */
  readonly rule?: string;
  /** Needed only when every sibling key named here has one of these values: `{kind: ['model']}`. */
  readonly given?: Readonly<Record<string, readonly string[]>>;
  /** Needed only when none of these sibling keys is present. */
  readonly without?: readonly string[];
  /** Needed only in these phases. */
  readonly phases?: readonly ('poc' | 'pilot' | 'production')[];
}

declare module 'zod' {
  interface GlobalMeta {
    /** The meaning of a scalar. */
    scalar?: ScalarKind;
    /** What a quantity must measure. */
    dimension?: Dimension;
    /** What a reference names. */
    refersTo?: readonly EntityKind[];
    /** Values that a reference may have besides an id, such as `none`. */
    besides?: readonly string[];
    /** Ids that the keys of this map define. */
    defines?: EntityKind;
    /** What the keys of a map are, when they are no ids of ours. */
    keys?:
      | 'id'
      | 'column'
      | 'class'
      | 'metric-name'
      | 'graph-name'
      | 'currency'
      | 'rule'
      | 'outcome'
      | 'role' // of `team`, or `authority`
      | 'path'
      | 'free';
    /** Keys of a map, or values of a text, that completion offers although others are allowed, and what they mean. */
    suggests?: Readonly<Record<string, string>>;
    /** What each value of an enumeration means. */
    values?: Readonly<Record<string, string>>;
    /** The rule that reports a value outside an enumeration instead of `spec/wrong-value`. */
    wrongValueRule?: string;
    /** What a reference or path may be when it is neither an id nor a file. */
    otherwise?: 'path' | 'glob' | 'text';
    /** When the key is needed, if the schema cannot say it. */
    need?: Need;
    /** Only these values of a sibling key make this key meaningful: `{kind: ['model']}`. */
    appliesWhen?: Readonly<Record<string, readonly string[]>>;
    /** Value that holds when the key is absent, as written in the spec. */
    standard?: string;
    /** Rules that look at this key. */
    rules?: readonly string[];
    /** A value as a user would write it; the first is offered by completion. */
    samples?: readonly string[];
  }
}

/**
 * Gives a schema the type of the meaning of its text.
 *
 * The only place where the type of a schema is not what zod infers: zod checks the form, our readers the meaning.
 */
function meaningful<Kind extends ScalarKind>(schema: z.ZodType, kind: Kind): z.ZodType<Meaningful<Kind>> {
  return schema.meta({ scalar: kind }) as unknown as z.ZodType<Meaningful<Kind>>;
}

/** Free text with at least one character. */
export const text = () => z.string().min(1);

/** A whole number that is not below `least`. */
export const wholeNumber = (least = 0) => z.int().min(least);

/** A value of a table: text, a number, or a boolean. */
export const cell = () => z.union([text(), z.number(), z.boolean()]);

/** A closed list of words with the meaning of each. */
export function choice<const Entries extends readonly (readonly [word: string, meaning: string])[]>(entries: Entries) {
  const words: Entries[number][0][] = entries.map(([word]) => word);
  return z.enum(words).meta({ values: Object.fromEntries(entries) });
}

/** `number unit`; a bare number is a ratio or a count. */
export function quantity(dimension: Dimension): z.ZodType<Meaningful<'quantity'>> {
  return meaningful(z.union([z.string().min(1), z.number()]).meta({ dimension }), 'quantity').meta({ dimension });
}

/** A three-point estimate; all three quantities have the same dimension, low ≤ likely ≤ high. */
function quantityRange(dimension: Dimension) {
  return z.strictObject({
    low: quantity(dimension).meta({ description: 'Lowest value that is still plausible.' }),
    likely: quantity(dimension).meta({ description: 'Most likely value.' }),
    high: quantity(dimension).meta({ description: 'Highest value that is still plausible.' }),
  });
}

/** One quantity, or a three-point estimate. */
export const estimate = (dimension: Dimension) => z.union([quantity(dimension), quantityRange(dimension)]);

export const fraction = () => meaningful(z.union([z.number(), z.string().min(1)]), 'fraction');
export const expression = () => meaningful(z.union([text(), z.boolean()]), 'expression');
export const path = () => meaningful(text(), 'path');
export const part = () => meaningful(text(), 'part');
export const glob = () => meaningful(text(), 'glob');
const email = () => meaningful(text(), 'person');
export const date = () => meaningful(text(), 'date');
export const period = () => meaningful(text(), 'period');
export const evidence = () => meaningful(text(), 'evidence');
export const column = () => meaningful(text(), 'column');
export const className = () => meaningful(z.union([text(), z.number(), z.boolean()]), 'class');
export const commit = () => meaningful(text(), 'commit');
export const currency = () => meaningful(text(), 'currency');
export const environment = () => meaningful(text(), 'environment');
export const thresholds = () => meaningful(z.union([z.number(), text()]), 'thresholds');
export const formula = () => meaningful(text(), 'formula');

/** The id of another entry, or one of the words in `besides`. */
export function reference(refersTo: EntityKind | readonly EntityKind[], besides: readonly string[] = []) {
  return meaningful(text(), 'reference').meta({
    refersTo: typeof refersTo === 'string' ? [refersTo] : refersTo,
    besides,
  });
}

const contact = z
  .strictObject({
    name: text().meta({ description: 'Name as it is shown.' }),
    email: email().meta({ description: 'E-mail address.' }),
  })
  .meta({ id: 'contact', description: 'Somebody by name and address.' });

/** Whom to ask: an e-mail address, or a name with one. */
export const person = () => z.union([email(), contact]);

/** Ids that an entry had before it was renamed, under which records of runs and of drift still know it. */
export const formerIds = () =>
  z
    .array(text())
    .optional()
    .meta({
      description:
        'Ids that this entry had before: records of runs and of drift are kept as they were written, and what they say under these ids counts as its own. Rename Symbol adds them.',
      rules: ['ref/former-id'],
      samples: ['[old_id]'],
    });

/** A map whose keys are ids of the given kind. */
export function mapOf<Value extends z.ZodType>(defines: EntityKind, value: Value) {
  return idMap(value).meta({ defines });
}

/** A map whose keys have the form of ids, although no other place refers to them. */
export function idMap<Value extends z.ZodType>(value: Value) {
  return z.record(z.string().regex(/^[a-z][a-z0-9_-]*$/), value).meta({ keys: 'id' });
}

/** A map whose keys are words of somebody else: columns, classes, names in a graph. */
export function freeMap<Value extends z.ZodType>(keys: NonNullable<z.core.GlobalMeta['keys']>, value: Value) {
  return z.record(text(), value).meta({ keys });
}
