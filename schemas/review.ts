/** What a review of a project against its base says: part of `plumbline check --base`, and shown in the editor. Public. */
import * as z from 'zod';
import { textRange } from './sourceLocation.ts';

const sentence = z.string().min(1);
const file = z.string().min(1).meta({ description: 'Path relative to the working directory, with forward slashes.' });

const reviewPlace = z.strictObject({ file, range: textRange });
export type ReviewPlace = z.infer<typeof reviewPlace>;

export const changeWeights = ['loosened', 'tightened', 'neutral'] as const;

export const changeKinds = [
  'goal',
  'metric',
  'definition',
  'baseline',
  'economics',
  'constraint',
  'data',
  'split',
  'label',
  'model',
  'monitoring',
  'deployment',
  'pipeline',
  'schedule',
  'cost',
  'owner',
  'phase',
  'rule',
  'change-log',
  'contract',
] as const;

const reviewMoney = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('known'),
    amount: z.string().min(1).meta({ description: 'Exact decimal per year; negative when money is given up.' }),
    currency: z.string().min(1).meta({ description: 'ISO 4217.' }),
    text: z.string().min(1).meta({ description: 'As people read it, such as `-220.5 kUSD/year`.' }),
    formula: z.int().meta({ description: 'Number of the formula.' }),
    inputs: z.array(z.string()).meta({ description: 'What went into it, in words.' }),
  }),
  z.strictObject({ kind: z.literal('unknown'), because: sentence }),
]);
export type ReviewMoney = z.infer<typeof reviewMoney>;

const reviewChange = z.strictObject({
  kind: z.enum(changeKinds),
  weight: z.enum(changeWeights).meta({ description: 'Whether a promise became easier to keep, harder, or another.' }),
  level: z
    .enum(['major', 'minor', 'patch'])
    .nullable()
    .meta({ description: 'For contracts: how far the change reaches; null for everything else.' }),
  subject: z.string().min(1).meta({ description: 'Path in the spec, such as `metrics.recall.limit`.' }),
  sentence: sentence.meta({ description: 'One sentence; names and values stand in backticks.' }),
  from: z.string().nullable().meta({ description: 'Value before; null when there was none, or no single one.' }),
  to: z.string().nullable().meta({ description: 'Value now; null when there is none, or no single one.' }),
  base: reviewPlace.nullable().meta({ description: 'Where it stood in the base; null when it is new.' }),
  current: reviewPlace.nullable().meta({ description: 'Where it stands; null when it is gone.' }),
  money: reviewMoney.nullable().meta({ description: 'Effect per year; null where no formula speaks of it.' }),
  authors: z
    .array(z.string().min(1))
    .meta({ description: 'Who changed it, as the change log or the commits say; empty when it is not committed yet.' }),
  reason: z.string().nullable().meta({ description: 'Why, as stated in the spec; null when nothing is stated.' }),
});
export type ReviewChange = z.infer<typeof reviewChange>;

const reviewBase = z.strictObject({
  revision: z.string().min(1).meta({ description: 'The commit, in full.' }),
  at: z.string().min(1).meta({ description: 'When it was made, ISO 8601 with zone.' }),
  author: z.string().meta({ description: 'Name of its author.' }),
});

const project = {
  file: file.meta({ description: 'The main file of the spec.' }),
  name: z.string().nullable().meta({ description: 'Null when the spec gives none that can be read.' }),
  base: reviewBase,
};

export const projectReview = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('compared'),
    ...project,
    changes: z.array(reviewChange).meta({ description: 'Goals first, then in the order of the spec, then contracts.' }),
    counts: z.strictObject({ loosened: z.int().min(0), tightened: z.int().min(0), neutral: z.int().min(0) }),
    others: z.array(z.string()).meta({
      description: 'Where there are no changes: keys that differ and promise nothing, as `metrics.recall.description`.',
    }),
  }),
  z.strictObject({ kind: z.literal('new'), ...project }).meta({ description: 'The base has no such spec.' }),
  z.strictObject({ kind: z.literal('not-compared'), ...project, because: sentence }),
]);
export type ProjectReview = z.infer<typeof projectReview>;
