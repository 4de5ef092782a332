/**
 * A run record (`.plumbline/runs/<name>.json`): one evaluation of a model, made to be committed and read in a diff.
 *
 * A record outlives the version that wrote it: keys that a later version adds are kept and never refused. The run is
 * named by its file name without `.json`, so the name does not stand inside.
 */
import * as z from 'zod';
import { confusedRegion, outline } from './detectionJob.ts';
import { meanErrors, ruleCounts } from './evaluationJob.ts';
import { machineResult } from './machineJob.ts';

const text = (description: string) => z.string().min(1).meta({ description });
const count = (description: string) => z.int().nonnegative().meta({ description });
const unit = z.string().meta({ description: 'As in a quantity, such as `ms`; empty for a ratio or a count.' });

/** A number that was measured. */
const knownValue = z.looseObject({
  state: z.literal('known'),
  value: z.number(),
  unit,
  low: z.number().optional().meta({ description: 'Lower end of the interval, in the same unit.' }),
  high: z.number().optional().meta({ description: 'Upper end of the interval, in the same unit.' }),
  confidence: z.number().gt(0).lt(1).optional().meta({ description: 'Share of the interval; 0.95 unless said.' }),
  method: z.string().optional().meta({ description: 'How the interval was computed, such as `Wilson`.' }),
  notes: z
    .array(z.string())
    .optional()
    .meta({ description: 'What else must be known of it, such as which class is the worst, or what was left out.' }),
  origin: z
    .enum(['measured', 'estimated', 'computed'])
    .optional()
    .meta({ description: 'Measured on data or a machine unless said.' }),
});

/** A number that does not exist on these rows, or could not be measured on this machine. */
const undefinedValue = z.looseObject({
  state: z.literal('undefined'),
  because: text('Why, as the end of "undefined because …", without a full stop.'),
});

const runValue = z.discriminatedUnion('state', [knownValue, undefinedValue]);

const metricValue = z.discriminatedUnion('state', [
  knownValue.extend({
    slices: z
      .record(z.string(), runValue)
      .optional()
      .meta({ description: 'By slice id, or `<slice id>/<value of by>`.' }),
  }),
  undefinedValue.extend({ slices: z.record(z.string(), runValue).optional() }),
]);

const curve = z.looseObject({
  x: text('What the first number of a point is.'),
  y: text('What the second number of a point is.'),
  points: z.array(z.tuple([z.number(), z.number()])).meta({ description: 'In the order in which they are drawn.' }),
});

const box = z
  .tuple([z.number(), z.number(), z.number(), z.number()])
  .meta({ description: 'Left, top, width and height in pixels of the image.' });

export const runRecord = z.looseObject({
  kind: z.literal('run'),
  schema: z.int().min(1).meta({ description: 'Version of this shape; it grows when a key changes its meaning.' }),
  plumbline: text('Version of Plumbline that wrote it.'),
  startedAt: z.iso.datetime({ offset: true }).meta({ description: 'ISO 8601 with zone.' }),
  endedAt: z.iso.datetime({ offset: true }).meta({ description: 'ISO 8601 with zone.' }),
  command: z.string().optional().meta({ description: 'What was typed, for running it again.' }),
  project: z.string().optional().meta({ description: 'Name of the project.' }),
  model: z
    .looseObject({
      id: text('Id in the spec.'),
      path: z.string().optional().meta({ description: 'As the spec writes it.' }),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
      sizeBytes: count('Size of the file.').optional(),
    })
    .optional()
    .meta({ description: 'Absent when no model of the spec is meant.' }),
  predictions: z
    .looseObject({
      path: text('As the user named the file.'),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      sizeBytes: count('Size of the file.'),
    })
    .optional()
    .meta({ description: 'The table of predictions that were made elsewhere; absent when the model was run here.' }),
  data: z
    .looseObject({
      id: text('Id of the data source in the spec.'),
      version: z
        .string()
        .optional()
        .meta({ description: 'The pin that held, such as `md5 901eadf9…`; compared letter for letter.' }),
      sha256: z.string().optional().meta({ description: 'Of the one file that the source is.' }),
      sizeBytes: count('Bytes of all its files.').optional(),
    })
    .optional(),
  split: z
    .looseObject({
      id: text('Id in the spec.'),
      rows: count('Rows that were answered.').optional(),
      positives: count('Rows of the positive class.').optional(),
      classes: z.record(z.string(), z.int().nonnegative()).optional().meta({ description: 'Rows by class.' }),
    })
    .optional(),
  target: z
    .string()
    .optional()
    .meta({ description: 'Deployment target that this machine is; absent when it is none of them.' }),
  git: z
    .looseObject({
      commit: z.string().regex(/^[0-9a-f]{40}$/),
      isDirty: z.boolean().meta({ description: 'Whether files differed from that commit.' }),
    })
    .optional(),
  machine: z
    .looseObject({
      platform: z.string().optional(),
      cpu: z.string().optional(),
      cores: z.int().positive().optional(),
      memoryBytes: count('Memory of the machine.').optional(),
      provider: z.string().optional().meta({ description: 'Execution provider that did the work.' }),
    })
    .optional(),
  versions: z.record(z.string(), z.string()).optional().meta({ description: 'Libraries, by name.' }),
  answers: z
    .looseObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })
    .optional()
    .meta({ description: 'Truth and answers of the rows, kept on the machine that made the run and never committed.' }),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  values: z.record(z.string(), metricValue).meta({ description: 'By id of the metric in the spec.' }),
  money: z
    .looseObject({
      currency: text('ISO 4217.'),
      value: runValue.meta({ description: 'Money of one answer on average.' }),
      prevalence: z.number().optional().meta({
        description:
          'Share of positives that `value`, `never` and `gain` are computed for; absent for that of the rows.',
      }),
      never: runValue.optional().meta({ description: 'Money of one row when nothing is raised.' }),
      gain: runValue.optional().meta({ description: 'Money of one answer beyond that of the policy to compare with.' }),
      errors: z
        .looseObject({
          ...meanErrors.shape,
          rule: z
            .looseObject({
              ...meanErrors.shape,
              text: text('The rule as the spec stated it.'),
            })
            .optional()
            .meta({ description: 'The same of the policy to compare with, on the same rows.' }),
        })
        .optional()
        .meta({ description: 'Mean errors of numbers on each side, in the unit of the label.' }),
      rule: z
        .looseObject({
          ...ruleCounts.shape,
          text: text('The rule as the spec stated it.'),
        })
        .optional()
        .meta({ description: 'Rows by what the policy to compare with answered to them; of two classes.' }),
      slices: z
        .record(z.string(), runValue)
        .optional()
        .meta({ description: 'Money of one answer by slice, as in `values`, as the rows of the slice are.' }),
    })
    .optional()
    .meta({ description: 'What answers are worth, where the spec says it.' }),
  confusion: z
    .looseObject({
      classes: z.array(z.string()),
      counts: z
        .array(z.array(z.int().nonnegative()))
        .meta({ description: 'Row: true class, column: answer, both in the order of `classes`.' }),
    })
    .optional(),
  figures: machineResult
    .optional()
    .meta({ description: 'What answering asked of the machine: times, memory, cores, heat, power.' }),
  things: z
    .looseObject({
      what: z.enum(['boxes', 'masks', 'points', 'pixels']).meta({ description: 'What was compared.' }),
      measure: text('What the value of a class is, such as `AP`.'),
      classes: z.array(
        z.looseObject({
          name: text('Class.'),
          n: z.number().nonnegative().meta({ description: 'True things, or true pixels.' }),
          value: runValue,
        }),
      ),
      errors: z
        .record(z.string(), z.int().nonnegative())
        .optional()
        .meta({ description: 'Answers by what became of them, and `missed` true things.' }),
      score: z.number().optional().meta({ description: 'Answers count as errors from this score on.' }),
      worst: z
        .array(
          z.looseObject({
            image: text('The file, as the data source names it.'),
            width: count('Pixels; 0 where nobody says.'),
            height: count('Pixels; 0 where nobody says.'),
            wrong: count('Answers, or pixels, that are wrong.'),
            missed: count('True things that are not found.'),
            truths: z.array(
              z.looseObject({ box, outline: outline.optional(), class: z.string(), isFound: z.boolean() }),
            ),
            answers: z.array(
              z.looseObject({
                box,
                outline: outline.optional(),
                class: z.string(),
                score: z.number(),
                outcome: z.string(),
              }),
            ),
            regions: z
              .array(confusedRegion)
              .optional()
              .meta({ description: 'Of pixels: outlines of what is true and of what is taken for what.' }),
          }),
        )
        .optional()
        .meta({ description: 'Images with most errors, the worst first; no pixel of them stands in a record.' }),
    })
    .optional()
    .meta({ description: 'Things in pictures, class by class.' }),
  unreadable: z
    .looseObject({
      rows: count('Rows whose image, or what is true of it, could not be read; they count in nothing.'),
      first: z.array(z.looseObject({ file: z.string(), sentence: text('What is wrong with it.') })),
    })
    .optional(),
  worst: z
    .array(
      z.looseObject({
        image: text('The file, as the data source names it.'),
        truth: z.string(),
        answer: z.string(),
        score: z.number().meta({ description: 'Score of the wrong answer, or the absolute error.' }),
      }),
    )
    .optional()
    .meta({ description: 'Images with the largest errors, the worst first; no pixel of them stands in a record.' }),
  numbers: z
    .looseObject({
      byAnswer: z.array(
        z.looseObject({
          rows: count('Rows.'),
          answer: z.number(),
          error: z.number(),
          low: z.number(),
          high: z.number(),
        }),
      ),
      errors: z.array(z.looseObject({ from: z.number(), to: z.number(), rows: count('Rows.') })),
    })
    .optional()
    .meta({
      description:
        'Of answered numbers: errors in groups of rows by their answer (mean, and the ends of 80 %), and in bins.',
    }),
  perClass: z
    .array(
      z.looseObject({
        name: text('Class.'),
        truePositives: count('Rows.'),
        falsePositives: count('Rows.'),
        falseNegatives: count('Rows.'),
      }),
    )
    .optional()
    .meta({ description: 'Of rows with any number of classes: each class by itself.' }),
  curves: z.record(z.string(), curve).optional().meta({ description: 'Binned, by name, such as `roc`.' }),
});

export type RunRecord = z.infer<typeof runRecord>;
export type RunValue = z.infer<typeof runValue>;

/** The newest version of the shape that is understood. */
export const runSchemaVersion = 1;
