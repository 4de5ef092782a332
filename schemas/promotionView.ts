/**
 * View model of the Promotion panel: the cells of a notebook with what becomes of their statements, and the files that
 * come of it. Made by the server and passed on unchanged; all text is plain text for display.
 */
import * as z from 'zod';
import { notebookStage } from './effects.ts';
import { fileState, probeResult, statementOutcome, verificationVerdict } from './promotion.ts';
import { sourceLocation } from './sourceLocation.ts';

const words = (description: string) => z.string().min(1).meta({ description });
const count = (description: string) => z.int().min(0).meta({ description });

const promotedPlace = z.strictObject({
  file: words('Path in the package.'),
  line: z.int().min(1).meta({ description: 'First line, counted from 1.' }),
  last: z.int().min(1).meta({ description: 'Last line, included.' }),
});

export const viewedStatement = z.strictObject({
  id: words('Id of the statement, for moving it.'),
  text: z.string().meta({ description: 'Its first line, cut when long.' }),
  lines: words('Its lines in the cell, such as `3` or `3–5`.'),
  outcome: statementOutcome,
  stage: notebookStage.nullable().meta({ description: 'Null for what is no code of the package.' }),
  stageBecause: z.string().nullable().meta({ description: 'Why it belongs to this stage.' }),
  isMoved: z.boolean().meta({ description: 'Whether a person put it there.' }),
  function: z.string().nullable().meta({ description: 'Such as `features.encode_airports`.' }),
  to: promotedPlace.nullable(),
  reason: z.string().nullable().meta({ description: 'Why it was dropped or left.' }),
});

export const viewedCell = z.strictObject({
  number: z.int().min(1).meta({ description: 'As people count the cells.' }),
  title: z.string().meta({ description: 'The heading above the cell, where there is one; empty otherwise.' }),
  location: sourceLocation.nullable().meta({ description: 'The cell in its notebook.' }),
  statements: z.array(viewedStatement),
});

export const viewedFile = z.strictObject({
  path: words('Path in the package.'),
  state: fileState,
  stateWords: words('What becomes of the file, in words.'),
  text: z.string().nullable().meta({ description: 'As it would be; null when it is too long to be shown, or goes.' }),
  lines: count('Lines that it would have.'),
  conflicts: count('Places where edits and the notebook contradict each other.'),
  functions: z.array(
    z.strictObject({
      name: words('Name of the function.'),
      line: z.int().min(1),
      inputs: z.array(z.string()),
      outputs: z.array(z.string()),
    }),
  ),
  location: sourceLocation.nullable().meta({ description: 'The file on the disk; null when it is not there.' }),
});

export const viewedVerification = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('none'),
    because: words('Why there is none, as the end of "not verified because …".'),
    next: z.string().nullable().meta({ description: 'What to do about it, with a full stop.' }),
  }),
  z.strictObject({
    state: z.literal('known'),
    verdict: verificationVerdict,
    sentence: words('The verdict in words.'),
    verifiedAt: words('ISO 8601 with zone.'),
    outdated: z
      .string()
      .nullable()
      .meta({ description: 'Why it may no longer hold, as the end of "outdated because …".' }),
    python: z.string().nullable().meta({ description: 'The interpreter, for display.' }),
    rows: z.array(
      z.strictObject({
        ...probeResult.pick({
          id: true,
          name: true,
          kind: true,
          verdict: true,
          notebook: true,
          package: true,
          difference: true,
          function: true,
        }).shape,
        cell: z.string().nullable().meta({ description: 'Such as `cell 12`.' }),
        location: sourceLocation.nullable(),
      }),
    ),
    missing: z.array(z.strictObject({ what: words('What is missing.'), next: words('The step that resolves it.') })),
  }),
]);

export const promotionModel = z.strictObject({
  state: z.literal('promotion'),
  notebook: sourceLocation.meta({ description: 'The notebook; its label is its name.' }),
  package: z.strictObject({
    name: words('Name of the Python package.'),
    folder: words('The folder, from the workspace.'),
    isWritten: z.boolean().meta({ description: 'Whether a promotion was accepted there before.' }),
  }),
  isTrusted: z.boolean(),
  counts: z.strictObject({
    converted: count('Statements in the package.'),
    dropped: count('Statements that nothing needs.'),
    left: count('Statements that could not be converted.'),
  }),
  moved: count('Statements that a person put in another stage.'),
  cells: z.array(viewedCell),
  files: z.array(viewedFile),
  findings: z.array(
    z.strictObject({
      rule: words('Such as `leak/preprocessing`.'),
      message: words('What is wrong.'),
      cell: words('Such as `cell 12, line 3`.'),
      location: sourceLocation.nullable(),
      to: promotedPlace.nullable(),
    }),
  ),
  checks: z.array(
    z.strictObject({
      place: words('Such as `src/delay/data.py:3`.'),
      code: z.string(),
      message: words('What is wrong.'),
    }),
  ),
  decisions: z.array(z.string().min(1)),
  dependencies: z.array(
    z.strictObject({
      distribution: words('As it is installed.'),
      version: z.string().nullable(),
      isVerified: z.boolean(),
    }),
  ),
  verification: viewedVerification,
});

export const promotionViewModel = z.discriminatedUnion('state', [
  promotionModel,
  z.strictObject({
    state: z.literal('empty'),
    because: words('Why nothing can be promoted: one sentence.'),
    next: z.string().nullable().meta({ description: 'What to do about it.' }),
  }),
]);

export type PromotionViewModel = z.infer<typeof promotionViewModel>;
export type PromotionModel = z.infer<typeof promotionModel>;
export type ViewedCell = z.infer<typeof viewedCell>;
export type ViewedStatement = z.infer<typeof viewedStatement>;
export type ViewedFile = z.infer<typeof viewedFile>;
export type ViewedVerification = z.infer<typeof viewedVerification>;
