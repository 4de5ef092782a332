/**
 * The table of effects: what a call does to its arguments, its result, the rows of data, and the world.
 *
 * `server/src/notebook/effects/*.json` is the shipped table, one file for each library, and `.plumbline/effects.yaml`
 * of a project is read with the same words. docs/effects.md says how to add an entry.
 */
import * as z from 'zod';

/** What an object is, as far as data flow cares. A class known to the table has one of these. */
export const objectKinds = [
  'module',
  'class',
  'function',
  'frame',
  'series',
  'index',
  'groupby',
  'window', // what `rolling`, `expanding` and `resample` make
  'accessor', // `.str`, `.dt`, `.cat`, `.loc`: the rows of what they stand on
  'array',
  'sparse',
  'tensor',
  'image',
  'transformer',
  'estimator',
  'clusterer',
  'search',
  'pipeline',
  'splitter',
  'resampler',
  'booster', // what `xgb.train` and `lgb.train` make
  'statsmodel', // a model of statsmodels before `fit`
  'fitted', // the results of a model of statsmodels
  'keras-model',
  'keras-layer',
  'keras-generator',
  'torch-module',
  'optimizer',
  'scheduler',
  'loss',
  'callback',
  'trainer', // what trains a model that it holds or is given
  'dataset',
  'loader',
  'generator', // a source of random numbers
  'figure',
  'axes',
  'path',
  'file',
  'connection',
  'response',
  'text', // `str` and `bytes`
  'number', // also `bool`
  'date',
  'tuple',
  'list',
  'dict',
  'set',
  'iterator',
  'none',
  'unknown',
] as const;
export const objectKind = z.enum(objectKinds);

/** How rows of one object reach another (docs/effects.md, "Rows"). */
export const rowRelation = z.enum(['same', 'part', 'summary', 'contains', 'duplicates', 'new', 'uses', 'none']);

export const notebookStage = z.enum(['data', 'features', 'split', 'train', 'evaluate', 'infer', 'explore']);

/** Sources of random numbers that are shared by a whole process. */
export const randomSource = z.enum(['numpy', 'random', 'torch', 'tf']);

/** `self`: what the class of the receiver draws from. */
const drawn = z.enum(['self', ...randomSource.options]);

export const classRole = z.enum([
  'reducer', // fitting mixes rows into what it learns
  'encoder', // fitting only lists what occurs, which leaks nothing worth a finding
  'stateless', // fitting learns nothing
  'estimator', // fitting is training
  'clusterer',
  'outlier-detector',
  'search', // fitting trains many times, on folds
  'composite', // is what it holds: a pipeline, a column transformer
  'splitter',
  'resampler', // makes copies of rows, or new rows out of several
  'augmenter', // makes variants of rows
]);

const callRoles = z.enum([
  'fit',
  'transform',
  'fit-transform',
  'predict',
  'score', // predicts and compares with the truth
  'metric', // compares predictions with the truth
  'cross-validate',
  'reduce', // a function that mixes rows: `scale`, `zscore`
  'split',
  'resample',
  'augment',
  'encode',
  'show', // prints or draws, and changes nothing else
  'save',
  'load', // a model, a state or settings; data are read by `reads`
]);

/** `train` is what people call the `fit` of their own models. */
export const callRole = z.union([callRoles, z.literal('train').transform((): 'fit' => 'fit')]);

const name = z.string().regex(/^[A-Za-z_][\w]*$/u);
const place = z.string().regex(/^(self(\.[A-Za-z_]\w*)?|result|\$[a-z]+(\.[a-z]+)?|[A-Za-z_]\w*)$/u);
const qualifiedName = z.string().regex(/^[A-Za-z_][\w-]*(\.[A-Za-z_]\w*)*$/u);

const oneOrMore = <Item extends z.ZodType>(item: Item) =>
  z.union([item.transform((value) => [value]), z.array(item).min(1)]);

const places = oneOrMore(place);
const relations = oneOrMore(rowRelation);

/** Rows by where they come from: one relation alone speaks of `self`, in functions of the first parameter. */
const rows = z.union([rowRelation, z.record(place, relations)]);

export interface ReturnedValue {
  readonly kind?: z.infer<typeof objectKind> | undefined;
  /** Qualified class. */
  readonly type?: string | undefined;
  /** The argument whose kind and class it has; `self` is the receiver. */
  readonly like?: string | undefined;
  /** The argument that it is, or is a part of; `self` is the receiver. */
  readonly alias?: string | undefined;
  /** The argument whose memory it shares, so that writes may reach it. */
  readonly view?: string | undefined;
  /** How its rows come from arguments; what the entry says in `rows` when it is absent. */
  readonly rows?: z.infer<typeof rows> | undefined;
  /** A sequence of a known length: what its items are, in order. */
  readonly items?: readonly ReturnedValue[] | undefined;
  /** A sequence of any length: what each of its items is. */
  readonly each?: ReturnedValue | undefined;
}

const value: z.ZodType<ReturnedValue> = z.lazy(() =>
  z.union([
    objectKind.transform((kind): ReturnedValue => ({ kind })),
    z.strictObject({
      kind: objectKind.optional().meta({ description: 'What it is.' }),
      type: qualifiedName.optional().meta({ description: 'Its class, by qualified name.' }),
      like: place.optional().meta({ description: 'The argument whose kind and class it has.' }),
      alias: place.optional().meta({ description: 'The argument that it is.' }),
      view: place.optional().meta({ description: 'The argument whose memory it shares.' }),
      rows: rows.optional().meta({ description: 'Its rows, when they differ from those of the whole result.' }),
      items: z.array(value).min(1).optional().meta({ description: 'Items of a sequence of known length, in order.' }),
      each: value.optional().meta({ description: 'What each item of a sequence of any length is.' }),
    }),
  ]),
);

const literal = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const effectShape = {
  parameters: z
    .array(z.string().regex(/^\*?[A-Za-z_]\w*$/u))
    .optional()
    .meta({
      description:
        'Names of the parameters in the order of positional arguments, without `self`; `*name` takes all that are left.',
    }),
  mutates: z
    .union([z.literal('none').transform((): string[] => []), places])
    .optional()
    .meta({ description: 'What it changes: `self`, parameters, resources such as `$plt`; `none` when nothing.' }),
  inPlace: name
    .optional()
    .meta({ description: 'The parameter that, when true, makes it change `self` and return None.' }),
  out: name.optional().meta({ description: 'The parameter that receives the result, as `out` of numpy.' }),
  returns: value.optional().meta({ description: 'What it returns; a new unknown object when absent.' }),
  rows: rows.optional().meta({ description: 'How rows of the result come from rows of the arguments.' }),
  receives: z
    .record(place, relations)
    .optional()
    .meta({ description: 'How rows of the arguments reach the object that it changes.' }),
  splits: z.enum(['pairs', 'folds', 'parts']).optional().meta({
    description:
      'The parts of the result do not overlap: `pairs`, two for each argument; `folds`, pairs of row numbers; `parts`, a sequence.',
  }),
  rng: z
    .union([z.literal('none').transform((): z.infer<typeof drawn>[] => []), oneOrMore(drawn)])
    .optional()
    .meta({
      description:
        'The shared sources of random numbers that it draws from when no seed is given; of a class, its methods do; `self` is what the class of the receiver says.',
    }),
  seed: name.optional().meta({ description: 'The parameter that takes a seed or a generator.' }),
  seeds: oneOrMore(randomSource).optional().meta({ description: 'The sources that it seeds.' }),
  reads: places
    .optional()
    .meta({ description: 'Parameters with a path or an open file that it reads, and resources.' }),
  writes: places.optional().meta({ description: 'Parameters with a path or an open file that it writes.' }),
  calls: places.optional().meta({ description: 'Parameters with functions that it calls.' }),
  holds: places
    .optional()
    .meta({ description: 'Parameters whose objects stay inside the result, and change with it.' }),
  stage: notebookStage.optional().meta({ description: 'The stage that a statement with this call begins as.' }),
  data: place
    .optional()
    .meta({ description: 'The parameter with the rows that it learns from, predicts or compares.' }),
  trains: place.optional().meta({ description: 'The model that it trains or asks, where that is not the receiver.' }),
  labels: place.optional().meta({ description: 'The parameter with the true values of these rows.' }),
  validation: places.optional().meta({ description: 'Parameters with rows that it watches while it learns.' }),
  timings: z.array(z.string().regex(/^\w+$/u)).min(1).optional().meta({
    description:
      'Endings of the names under which it reports how long it took, such as `_runtime`: they differ from run to run.',
  }),
  task: z
    .string()
    .regex(/^(?:\w+|[A-Za-z]+\*)$/u)
    .optional()
    .meta({
      description:
        'What the model that it makes answers, so that only models of one task are compared; `For*` is what follows `For` in the name of the class.',
    }),
  until: z
    .string()
    .regex(/^\d+(\.\d+)*$/u)
    .optional()
    .meta({ description: 'The version of the library in which it is gone.' }),
  isOpaque: z.literal(true).optional().meta({ description: 'It may read and write any name, as `exec` does.' }),
};

const condition = {
  argument: name.meta({ description: 'The parameter in question.' }),
  is: oneOrMore(literal).optional().meta({ description: 'It is given as one of these literals.' }),
  isGiven: z.boolean().optional().meta({ description: 'Whether it is given at all.' }),
  isA: z.enum(['number', 'text', 'boolean', 'none']).optional().meta({ description: 'It is a literal of this type.' }),
};

/** What a function or method does. */
export const callEffect = z.strictObject({
  ...effectShape,
  role: callRole.optional().meta({ description: 'What it does in a leak; see docs/effects.md, "Roles".' }),
  when: z
    .array(z.strictObject({ ...condition, then: z.strictObject({ ...effectShape, role: callRole.optional() }) }))
    .optional()
    .meta({ description: 'What is different for certain arguments; later ones win.' }),
});

/** What calling a class does, and what its objects are. */
export const classEffect = z.strictObject({
  ...effectShape,
  kind: objectKind.meta({ description: 'What its objects are.' }),
  role: classRole.optional().meta({ description: 'What fitting such an object means for leaks.' }),
  extends: qualifiedName.optional().meta({ description: 'The class whose methods in this table it shares.' }),
  when: z
    .array(z.strictObject({ ...condition, then: z.strictObject({ ...effectShape, role: classRole.optional() }) }))
    .optional()
    .meta({ description: 'What is different for certain arguments; later ones win.' }),
});

/** What reading an attribute gives. */
export const attributeEffect = z.strictObject({
  returns: value.optional().meta({ description: 'What it is; a new unknown object when absent.' }),
  rows: rows.optional().meta({ description: 'How its rows come from those of `self`.' }),
  resource: z
    .string()
    .regex(/^\$[a-z]+$/u)
    .optional()
    .meta({ description: 'The resource that a write to it changes: `$options` for `plt.rcParams`.' }),
  stage: notebookStage.optional(),
});

/** A key: a qualified name, `kind.method`, or either with `*` as its last word; `*Tokenizer` and `TF*` are classes. */
const key = z.string().regex(/^[A-Za-z_][\w-]*(\.(\*[A-Za-z]\w*|[A-Za-z_]\w*\*?))*(\.\*)?$/u);

/** One file of the shipped table. */
export const effectFile = z.strictObject({
  library: z.string().min(1).meta({ description: 'Distribution that the names belong to.' }),
  aliases: z
    .record(qualifiedName, qualifiedName)
    .default({})
    .meta({ description: 'Other names of modules, classes and functions, old ones too: from → to, whole words.' }),
  classes: z.record(key, classEffect).default({}),
  calls: z.record(key, callEffect).default({}),
  attributes: z.record(key, attributeEffect).default({}),
});

export type ObjectKind = z.infer<typeof objectKind>;
export type EffectRelation = z.infer<typeof rowRelation>;
export type NotebookStage = z.infer<typeof notebookStage>;
export type RandomSource = z.infer<typeof randomSource>;
export type ClassRole = z.infer<typeof classRole>;
export type CallRole = z.infer<typeof callRole>;
export type CallEffect = z.infer<typeof callEffect>;
export type ClassEffect = z.infer<typeof classEffect>;
export type AttributeEffect = z.infer<typeof attributeEffect>;
export type EffectFile = z.infer<typeof effectFile>;
export type RowsEntry = z.infer<typeof rows>;
