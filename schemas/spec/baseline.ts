/** What is reached without this project: today's way of working, business rules, or the cheapest model. */
import * as z from 'zod';
import { date, evidence, expression, freeMap, mapOf, quantity, reference, text, wholeNumber } from '../scalars.ts';

const baseline = z.strictObject({
  description: text()
    .optional()
    .meta({
      description: 'What is done, in one sentence.',
      samples: ['duty managers telephone'],
    }),
  rule: expression()
    .optional()
    .meta({
      description:
        'Executable form: a condition over columns that answers yes or no, or of a regression an expression that answers a number, such as the last value. When it is given, the baseline is measured instead of believed.',
      samples: ['"hour >= 19"', '"last_delay"'],
    }),
  metrics: freeMap('metric-name', quantity('any').meta({ description: 'Value that the baseline reaches.' }))
    .optional()
    .meta({
      description:
        'Metric names and the values reached, by the same definitions as in `metrics`. A policy named in `economics.against` needs recall and precision, which a quick fix writes down once a run has measured its `rule`, or a matrix; of a regression whose errors cost differently on both sides, `pinball` at the quantile of a metric.',
      need: { when: 'no rule can be executed and no matrix is given', without: ['rule', 'matrix'] },
      rules: ['metric/baseline-beats-target', 'metric/unit-mismatch'],
      samples: ['{recall: 0.41, precision: 0.29}'],
    }),
  matrix: freeMap(
    'class',
    freeMap('class', wholeNumber().meta({ description: 'Number of rows.' })).meta({
      description: 'True class: how many of its rows got which answer.',
    }),
  )
    .optional()
    .meta({
      description: 'Confusion counts: true class, then answered class, then number of rows.',
      samples: ['{late: {late: 410, on-time: 590}, on-time: {late: 1000, on-time: 2760}}'],
    }),
  cost: quantity('money/period')
    .optional()
    .meta({
      description: 'What running it costs per year or month. Savings are compared with it.',
      rules: ['cost/no-status-quo'],
      samples: ['210000 USD/year'],
    }),
  split: reference('split')
    .optional()
    .meta({ description: 'Split on which it was measured; the same as that of the metrics, or they do not compare.' }),
  measured: date()
    .optional()
    .meta({
      description: 'Day of the measurement; it should be before the first run of a model.',
      rules: ['metric/baseline-late'],
      samples: ['2026-04-30'],
    }),
  evidence: evidence()
    .optional()
    .meta({ description: 'Where the numbers come from.', samples: ['"run:2026-06-03"'] }),
});

export const baselines = mapOf(
  'baseline',
  baseline.meta({ id: 'baseline', description: 'One way to do it without this project.' }),
).meta({
  suggests: {
    status_quo: 'Today’s way of working.',
    rules: 'Business rules that anyone could write down.',
    simple: 'The cheapest model that could do.',
  },
});

export type BaselineShape = z.infer<typeof baseline>;
