/**
 * What runs in Python to verify a promotion, and the descriptions of values that come back.
 *
 * The plan is made by pure code from the plan of the promotion; the worker runs it; the programs in `server/python/`
 * read it and write observations in these shapes.
 */
import * as z from 'zod';
import { cellLines, containmentLayers, fileLines, mapEntry } from './promotion.ts';
import { randomSource } from './effects.ts';

const text = (description: string) => z.string().min(1).meta({ description });
const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'SHA-256, which is also the name of its blob.' });

/** How the numbers of a column lie in its blob, little-endian: `text` has numbers of texts, -1 where one is missing. */
export const columnEncoding = z.enum(['float', 'int', 'uint', 'bool', 'time', 'text']);

/** A column of values: in a table, or an array row by row. */
export interface ObservedColumn {
  /** As the library names it. */
  readonly dtype?: string | undefined;
  readonly encoding: z.infer<typeof columnEncoding>;
  /** Number of values; a complex number counts twice. */
  readonly count: number;
  /** Blob of the values. */
  readonly values: string;
  /** Blob with 1 for each value that is missing; absent when none is. */
  readonly missing?: string | undefined;
  /** Blob with the texts as a JSON array. */
  readonly texts?: string | undefined;
  /** What the numbers of a categorical column stand for. */
  readonly labels?: ObservedColumn | undefined;
}

const column: z.ZodType<ObservedColumn> = z.lazy(() => z.strictObject(columnShape));

const columnShape = {
  dtype: z.string().optional(),
  encoding: columnEncoding,
  count: z.int().nonnegative(),
  values: hash,
  missing: hash.optional(),
  texts: hash.optional(),
  labels: column.optional(),
};

const indexShape = { names: z.array(z.string().nullable()), levels: z.array(column) };
const shape = z.array(z.int().nonnegative());

export type ObservedPart = readonly [string, Observed];

/** A value as it was when it was looked at. */
export type Observed =
  | {
      readonly kind: 'scalar';
      readonly type: string;
      readonly text: string;
      /** Absent for what is no finite number. */
      readonly number?: number | undefined;
    }
  | {
      readonly kind: 'text';
      readonly type: string;
      readonly length: number;
      readonly sha256: string;
      /** Null when it is long. */
      readonly text: string | null;
    }
  | {
      readonly kind: 'frame';
      readonly class: string;
      readonly shape: readonly number[];
      readonly columns: readonly (ObservedColumn & { readonly name: string })[];
      readonly index: ObservedIndex;
    }
  | {
      readonly kind: 'series';
      readonly class: string;
      readonly name: string | null;
      readonly shape: readonly number[];
      readonly column: ObservedColumn;
      readonly index: ObservedIndex;
    }
  | ({ readonly kind: 'index'; readonly class: string } & ObservedIndex)
  | {
      readonly kind: 'array';
      readonly class: string;
      readonly shape: readonly number[];
      readonly column: ObservedColumn;
    }
  | {
      readonly kind: 'collection';
      readonly class: string;
      /** May be more than the parts, when it is too long to be described whole. */
      readonly length: number;
      readonly parts: readonly ObservedPart[];
    }
  | {
      /** `estimator` also stands for models of other libraries. */
      readonly kind: 'object' | 'estimator';
      readonly class: string;
      readonly parts: readonly ObservedPart[];
    }
  /** A value that cannot be compared: a function, a generator, an open file. */
  | { readonly kind: 'opaque'; readonly class: string; readonly name: string | null };

export interface ObservedIndex {
  readonly names: readonly (string | null)[];
  readonly levels: readonly ObservedColumn[];
}

export const observed: z.ZodType<Observed> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('scalar'),
      type: z.string(),
      text: z.string(),
      number: z.number().optional(),
    }),
    z.strictObject({
      kind: z.literal('text'),
      type: z.string(),
      length: z.int().nonnegative(),
      sha256: hash,
      text: z.string().nullable(),
    }),
    z.strictObject({
      kind: z.literal('frame'),
      class: z.string(),
      shape,
      columns: z.array(z.strictObject({ name: z.string(), ...columnShape })),
      index: z.strictObject(indexShape),
    }),
    z.strictObject({
      kind: z.literal('series'),
      class: z.string(),
      name: z.string().nullable(),
      shape,
      column,
      index: z.strictObject(indexShape),
    }),
    z.strictObject({ kind: z.literal('index'), class: z.string(), ...indexShape }),
    z.strictObject({ kind: z.literal('array'), class: z.string(), shape, column }),
    z.strictObject({
      kind: z.literal('collection'),
      class: z.string(),
      length: z.int().nonnegative(),
      parts: z.array(z.tuple([z.string(), observed])),
    }),
    z.strictObject({
      kind: z.enum(['object', 'estimator']),
      class: z.string(),
      parts: z.array(z.tuple([z.string(), observed])),
    }),
    z.strictObject({ kind: z.literal('opaque'), class: z.string(), name: z.string().nullable() }),
  ]),
);

/** A line of `observations.jsonl`. */
export const observation = z.strictObject({ probe: z.string().min(1), value: observed });

/** What ended a run before its end. */
export const runFailure = z.strictObject({
  type: text('Class of the exception.'),
  message: z.string(),
  cell: z.strictObject({ cell: z.int().min(0), line: z.int().min(1) }).nullable(),
  file: z.strictObject({ file: z.string().min(1), line: z.int().min(1) }).nullable(),
  missingFile: z.string().nullable(),
  missingModule: z.string().nullable(),
});

/** `outcome.json`. */
export const runOutcome = z.strictObject({
  failure: runFailure.nullable(),
  seconds: z.number().nonnegative(),
  peakMemoryBytes: z.number().nonnegative().nullable(),
  layers: containmentLayers,
});

/** A value that both runs are asked for. */
export const probe = z.strictObject({
  id: text('Unique in the plan.'),
  name: text('The notebook’s name for it, or the key of the metric, or the path of the file.'),
  role: z.enum(['output', 'metric', 'file']),
  isPrediction: z.boolean().meta({ description: 'Whether a model computed it, so that it is compared less strictly.' }),
  function: z.string().min(1).nullable().meta({ description: 'Such as `features.encode_airports`.' }),
  inputs: z.array(z.string().min(1)).meta({ description: 'Probes of the values that this function takes.' }),
  from: cellLines.nullable(),
  to: fileLines.nullable(),
});

/** A statement of the notebook, as it is run. */
export const runStatement = z.strictObject({
  id: z.int().min(0),
  cell: z.int().min(0).meta({ description: 'Index among all cells.' }),
  line: z.int().min(1).meta({ description: 'Line of the cell on which it begins.' }),
  code: text('Python: magics are replaced, and metrics are wrapped by `__plumbline_metric__(number, …)`.'),
  count: z
    .int()
    .nullable()
    .meta({ description: 'Execution count of its cell when it is the last statement there, for `Out` and `_`.' }),
  mayFail: z.boolean().meta({ description: 'Whether the cell says that it raises an exception.' }),
});

export const verificationPlan = z.strictObject({
  package: text('Importable name of the package.'),
  seed: z.int().min(0),
  seeded: z
    .array(z.enum([...randomSource.options, 'keras']))
    .meta({ description: 'Shared generators of libraries that the notebook imports.' }),
  isDeep: z
    .boolean()
    .meta({ description: 'Whether a library of neural networks computes, which repeats itself less.' }),
  imports: z
    .array(z.strictObject({ module: text('Top-level module.'), distribution: text('What installs it.') }))
    .meta({ description: 'Without those of Python itself; modules of the project may be among them.' }),
  reads: z
    .array(
      z.strictObject({
        path: text('As the notebook writes it, seen from its own folder.'),
        inPackage: text('Where the package looks for it, seen from its folder.'),
      }),
    )
    .meta({ description: 'Files that are read before anything is written there.' }),
  statements: z.array(runStatement).meta({ description: 'In effective order.' }),
  sources: z.record(z.string(), z.string()).meta({ description: 'Text of each cell, by index, for tracebacks.' }),
  cellIds: z.record(z.string(), z.string()).meta({ description: 'Id of each cell, by index.' }),
  functions: z.array(
    z.strictObject({
      module: text('Such as `features`.'),
      name: text('Name of the function.'),
      outputs: z.array(z.strictObject({ probe: text('Id.'), name: text('Name in the package.') })),
      reports: z.boolean().meta({ description: 'Whether a dictionary of metrics follows the outputs.' }),
    }),
  ),
  probes: z.array(probe).meta({ description: 'In the order of the pipeline.' }),
  places: z.array(
    z.strictObject({
      probe: text('Id.'),
      after: z.int().min(0).meta({ description: 'Statement of the notebook behind which it is looked at.' }),
      variable: text('Name that holds it there.'),
    }),
  ),
  metrics: z
    .array(z.strictObject({ probe: text('Id.'), key: text('Key in the metrics of the package.') }))
    .meta({ description: 'Numbers of `__plumbline_metric__` are places in this list.' }),
  written: z.array(
    z.strictObject({
      probe: text('Id.'),
      path: text('As the notebook writes it.'),
      inPackage: text('Where the package writes it, seen from its folder.'),
    }),
  ),
  left: z.int().min(0).meta({ description: 'Statements that could not be converted.' }),
  entries: z.array(mapEntry).meta({ description: 'Source map, to find cells of lines of the package.' }),
});

export type ObservedKind = Observed['kind'];
export type ColumnEncoding = z.infer<typeof columnEncoding>;
export type Observation = z.infer<typeof observation>;
export type RunFailure = z.infer<typeof runFailure>;
export type RunOutcome = z.infer<typeof runOutcome>;
export type Probe = z.infer<typeof probe>;
export type RunStatement = z.infer<typeof runStatement>;
export type VerificationPlan = z.infer<typeof verificationPlan>;
