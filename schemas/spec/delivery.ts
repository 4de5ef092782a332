/** Delivery: what constrains the answers, when things are due, and which code makes them. */
import * as z from 'zod';
import { column, date, freeMap, idMap, path, period, quantity, text } from '../scalars.ts';

const interpretability = z.strictObject({
  required: z.boolean().meta({ description: 'Whether each answer must be explained to the person concerned.' }),
  reason: text().meta({ description: 'Why, or why not.' }),
});

export const constraints = z.strictObject({
  alerts: quantity('count/period')
    .optional()
    .meta({
      description: 'Alarms that people and systems downstream can act on.',
      need: { when: 'alerts go to people', rule: 'metric/review-overload' },
      rules: ['metric/contradiction', 'economics/trivial-policy-wins'],
      samples: ['4000 alerts/day'],
    }),
  interpretability: interpretability.optional().meta({
    description: 'Whether answers must be explained: a decision taken on purpose.',
    need: { when: 'answers affect people', rule: 'metric/interpretability-undecided' },
    samples: ['{required: false, reason: decides nothing about a person}'],
  }),
  forbidden_inputs: z
    .array(column())
    .optional()
    .meta({
      description: 'Attributes that no model may read, nor anything derived from them.',
      need: { when: 'answers affect people', rule: 'privacy/feature-forbidden' },
      samples: ['[passenger_name, nationality]'],
    }),
});

export const schedule = z.strictObject({
  planned: period()
    .optional()
    .meta({
      description: 'First and last day of the project.',
      need: { when: 'phase is pilot or later', phases: ['pilot', 'production'], rule: 'schedule/late' },
      samples: ['2026-05-04/2027-01-29'],
    }),
  burn_rate: quantity('money/period')
    .optional()
    .meta({
      description: 'Money spent per week or month while the project runs; a delay costs it, and the missed saving.',
      samples: ['27 kUSD/week'],
    }),
  milestones: idMap(date().meta({ description: 'Day on which it is due.' }))
    .optional()
    .meta({
      description: 'Milestones and their days.',
      rules: ['schedule/late'],
      samples: ['{evidence: 2026-11-02, canary: 2026-12-07}'],
    }),
});

const stages = z.strictObject({
  prepare: path()
    .optional()
    .meta({ description: 'Makes the data.', samples: ['etl/prepare.py'] }),
  train: path()
    .optional()
    .meta({ description: 'Trains the model.', samples: ['src/train.py'] }),
  evaluate: path()
    .optional()
    .meta({
      description: 'Judges the model.',
      need: { when: 'stages are given', rule: 'pipeline/stage-missing' },
      samples: ['src/evaluate.py'],
    }),
  serve: path()
    .optional()
    .meta({ description: 'Answers in production.', samples: ['src/serve.py'] }),
});

const notebook = z.strictObject({
  package: text().meta({ description: 'Package that was made of the notebook.', samples: ['flight_delays'] }),
  verified: date()
    .optional()
    .meta({ description: 'Day on which both were run and gave the same.', samples: ['2026-10-02'] }),
});

export const pipeline = z.strictObject({
  from: z
    .array(path())
    .optional()
    .meta({
      description:
        'Definitions of pipelines whose stages, parameters and outputs are read: dvc.yaml, a Kubeflow package, a SageMaker definition.',
      rules: ['pipeline/gate-differs-from-spec'],
      samples: ['[dvc.yaml]'],
    }),
  stages: stages.optional().meta({
    description: 'Script of each stage, when no definition says it.',
    rules: ['pipeline/stage-missing', 'pipeline/undeclared-runtime'],
  }),
  shared: path()
    .optional()
    .meta({
      description: 'Module that prepares data both for training and for serving. Two modules would drift apart.',
      rules: ['pipeline/pre-post-duplicated'],
      samples: ['src/flight_delays/features.py'],
    }),
  package: path()
    .optional()
    .meta({ description: 'Folder of the package that the notebooks became.', samples: ['src/flight_delays'] }),
  notebooks: freeMap('path', notebook.meta({ description: 'What became of the notebook.' }))
    .optional()
    .meta({
      description: 'Notebooks, what they became, and when that was proven equal.',
      samples: ['{notebooks/delay.ipynb: {package: flight_delays}}'],
    }),
  lock: path()
    .optional()
    .meta({
      description: 'Lock file that pins the packages.',
      rules: ['pipeline/undeclared-runtime'],
      samples: ['uv.lock'],
    }),
});

export type ConstraintsShape = z.infer<typeof constraints>;
export type ScheduleShape = z.infer<typeof schedule>;
export type PipelineShape = z.infer<typeof pipeline>;
