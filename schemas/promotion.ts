/**
 * What promoting a notebook gives: the report, the map from package to cells, and the verdict of running both.
 *
 * `reports/promotion.json` and `.plumbline/promotions/<name>/map.json` have these shapes; so has the panel.
 */
import * as z from 'zod';
import { notebookStage } from './effects.ts';

const sentence = () => z.string().min(1);
const line = (description: string) => z.int().min(1).meta({ description });

/** A range of whole lines in a cell. */
export const cellLines = z.strictObject({
  cell: z.int().min(0).meta({ description: 'Index among all cells of the notebook.' }),
  cellId: z.string().min(1).meta({ description: 'Id of the cell, else one made of its place and text.' }),
  first: line('First line of the cell’s text, counted from 1.'),
  last: line('Last line, included.'),
});

/** A range of whole lines in a generated file. */
export const fileLines = z.strictObject({
  file: z.string().min(1).meta({ description: 'Path in the package’s folder, with forward slashes.' }),
  first: line('First line, counted from 1.'),
  last: line('Last line, included.'),
});

export const statementOutcome = z.enum([
  'converted', // it is in a function of the package
  'dropped', // nothing that is kept needs it: exploration, magics, a second import
  'left', // it could not be converted; the reason says why
]);

/** What became of one statement, or of one line that is none. */
export const promotedStatement = z.strictObject({
  id: z.string().min(1).meta({ description: 'Cell id and hash of the text: stays while neither changes.' }),
  at: cellLines,
  text: z.string().meta({ description: 'Its first line, cut when long.' }),
  outcome: statementOutcome,
  stage: notebookStage.nullable().meta({ description: 'Null for what is no code of the package.' }),
  stageBecause: sentence().nullable().meta({ description: 'Why it belongs to this stage.' }),
  function: z.string().min(1).nullable().meta({ description: 'Such as `features.encode_airports`.' }),
  to: fileLines.nullable().meta({ description: 'Where it stands in the package.' }),
  reason: sentence().nullable().meta({ description: 'Why it was dropped or left; null when it was converted.' }),
});

export const promotedFunction = z.strictObject({
  name: z.string().min(1).meta({ description: 'Name of the function, without its module.' }),
  module: z.string().min(1).meta({ description: 'Such as `features`.' }),
  stage: notebookStage,
  inputs: z.array(z.string().min(1)),
  outputs: z.array(z.string().min(1)),
  at: fileLines,
});

export const generatedFile = z.strictObject({
  path: z.string().min(1).meta({ description: 'Path in the package’s folder, with forward slashes.' }),
  text: z.string(),
});

/** One row of the source map. */
export const mapEntry = z.strictObject({
  statement: z.string().min(1).meta({ description: 'Id of the statement.' }),
  from: cellLines,
  to: fileLines,
  function: z.string().min(1).meta({ description: 'Such as `features.encode_airports`.' }),
});

/** `.plumbline/promotions/<name>/map.json`. */
export const promotionMap = z.strictObject({
  kind: z.literal('promotion-map'),
  schema: z.literal(1),
  notebook: z.string().min(1).meta({ description: 'Path from the package’s folder, with forward slashes.' }),
  package: z.string().min(1),
  entries: z.array(mapEntry),
  folder: z
    .string()
    .optional()
    .meta({ description: 'The package’s folder, from the folder that holds `.plumbline`; known once it is written.' }),
  files: z
    .array(z.string().min(1))
    .optional()
    .meta({ description: 'Every file that was generated; what it held then lies below `base/`.' }),
});

/** `.plumbline/promotions/<name>/stages.json`: where a person has put statements. */
export const stageChoices = z.strictObject({
  kind: z.literal('promotion-stages'),
  schema: z.literal(1),
  stages: z.record(z.string().min(1), notebookStage).meta({ description: 'Id of a statement → its stage.' }),
});

/** What promoting again does with one file of the package. */
export const fileState = z.enum([
  'create',
  'update', // nobody edited it
  'unchanged', // what is on the disk stays: it is equal, or was edited while the notebook says nothing new
  'merged', // edits of a person and changes of the notebook agree
  'conflict', // they do not; the file on the disk is left as it is
  'kept', // a person deleted it, and it stays deleted
  'removed', // the notebook gives it no more, and nobody edited it
  'overwritten', // edits are lost, because that was asked for
]);

/** `reports/promotion.json`. */
export const promotionReport = z.strictObject({
  kind: z.literal('promotion'),
  schema: z.literal(1),
  version: z.string().min(1).meta({ description: 'Version of Plumbline.' }),
  notebook: z.string().min(1),
  package: z.string().min(1).meta({ description: 'Name of the Python package.' }),
  counts: z.strictObject({ converted: z.int().min(0), dropped: z.int().min(0), left: z.int().min(0) }),
  statements: z.array(promotedStatement),
  functions: z.array(promotedFunction),
  decisions: z
    .array(sentence())
    .meta({ description: 'What was decided where more than one answer was possible: order, model, names, paths.' }),
  findings: z
    .array(
      z.strictObject({
        rule: z.string().min(1),
        message: sentence(),
        at: cellLines,
        to: fileLines.nullable().meta({ description: 'The same place in the package.' }),
      }),
    )
    .meta({ description: 'Findings of the notebook that the package keeps, leaks above all.' }),
  dependencies: z.array(
    z.strictObject({
      distribution: z.string().min(1),
      imports: z.array(z.string().min(1)),
      version: z.string().nullable().meta({ description: 'Version that is known; null when none is.' }),
      isVerified: z.boolean().meta({ description: 'Whether the name is known, not only guessed from the import.' }),
    }),
  ),
  checks: z
    .array(z.strictObject({ file: z.string().min(1), line: z.int().min(1), code: z.string(), message: sentence() }))
    .meta({ description: 'What a strict reading of the files found: broken syntax, undefined and unused names.' }),
});

export const verificationVerdict = z.enum([
  'equal',
  'equal-within-tolerance',
  'differs',
  'partial', // compared up to where the notebook itself fails, or without what was left
  'nondeterministic', // the notebook differs from itself
  'timeout',
  'not-run', // data, package or interpreter missing
]);

export const probeKind = z.enum([
  'frame',
  'series',
  'array',
  'index',
  'estimator',
  'metric',
  'scalar',
  'text',
  'collection',
  'file',
  'other',
]);

/** By what a run is kept inside its folder: the operating system, or Python alone, which native code can go round. */
export const containmentLayers = z.strictObject({
  files: z.enum(['system', 'python']),
  network: z.enum(['system', 'python']),
});

/** What can be seen of a package without running it. */
export const packageCheck = z.strictObject({
  check: z.enum(['parses', 'names', 'imports', 'pipeline', 'source-map']),
  problems: z.array(sentence()).meta({ description: 'Empty when it holds.' }),
});

/** One value that was looked at in both runs. */
export const probeResult = z.strictObject({
  id: z.string().min(1).meta({ description: 'The probe of the plan.' }),
  name: z.string().min(1).meta({ description: 'The notebook’s name for it, or what the metric is called.' }),
  kind: probeKind,
  verdict: z.enum(['equal', 'equal-within-tolerance', 'differs', 'not-comparable', 'silent']),
  notebook: z.string().nullable().meta({ description: 'What the notebook has, for display; null when it is silent.' }),
  package: z.string().nullable(),
  difference: sentence().nullable().meta({ description: 'What differs and by how much; which columns.' }),
  function: z.string().min(1).nullable().meta({ description: 'Such as `features.encode_airports`.' }),
  from: cellLines.nullable(),
  to: fileLines.nullable(),
});

export const verification = z.strictObject({
  kind: z.literal('verification'),
  schema: z.literal(1),
  verdict: verificationVerdict,
  sentence: sentence().meta({ description: 'The verdict in words, with what to do next.' }),
  verifiedAt: z.string().min(1).meta({ description: 'ISO 8601 with zone.' }),
  seed: z.int().nullable(),
  python: z
    .strictObject({ path: z.string().min(1), version: z.string().min(1), packages: z.record(z.string(), z.string()) })
    .nullable()
    .meta({ description: 'The interpreter and the versions of the packages that are imported.' }),
  missing: z
    .array(z.strictObject({ what: z.string().min(1), next: sentence() }))
    .meta({ description: 'Packages and files that are not there, each with the step that resolves it.' }),
  seconds: z.strictObject({ notebook: z.number().min(0), package: z.number().min(0) }).nullable(),
  peakMemoryBytes: z.number().min(0).nullable(),
  data: z.array(z.strictObject({ path: z.string().min(1), sha256: z.string().length(64) })),
  probes: z.array(probeResult),
  firstDivergence: z.string().min(1).nullable().meta({ description: 'Id of the first probe that differs.' }),
  checks: z
    .array(packageCheck)
    .optional()
    .meta({ description: 'What was checked without Python, which is done always.' }),
  isolation: containmentLayers
    .nullable()
    .optional()
    .meta({ description: 'What kept the runs inside their folders; absent or null when nothing was run.' }),
  failure: z
    .strictObject({ in: z.enum(['notebook', 'package']), message: sentence(), at: cellLines.nullable() })
    .nullable()
    .meta({ description: 'The exception that ended a run.' }),
});

/** What `plumbline promote --format json` prints: the report, with what became of the files. */
export const promotionOutcome = z.strictObject({
  ...promotionReport.shape,
  folder: z.string().min(1).meta({ description: 'The package’s folder, as it was asked for.' }),
  files: z.array(z.strictObject({ path: z.string().min(1), state: fileState })),
  verification: verification.nullable().meta({ description: 'Null when it was not asked for.' }),
});

export type PackageCheck = z.infer<typeof packageCheck>;
export type ContainmentLayers = z.infer<typeof containmentLayers>;
export type CellLines = z.infer<typeof cellLines>;
export type PromotionOutcome = z.infer<typeof promotionOutcome>;
export type FileState = z.infer<typeof fileState>;
export type StageChoices = z.infer<typeof stageChoices>;
export type FileLines = z.infer<typeof fileLines>;
export type GeneratedFile = z.infer<typeof generatedFile>;
export type MapEntry = z.infer<typeof mapEntry>;
export type PromotedFunction = z.infer<typeof promotedFunction>;
export type PromotedStatement = z.infer<typeof promotedStatement>;
export type PromotionMap = z.infer<typeof promotionMap>;
export type PromotionReport = z.infer<typeof promotionReport>;
export type ProbeResult = z.infer<typeof probeResult>;
export type Verification = z.infer<typeof verification>;
