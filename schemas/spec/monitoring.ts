/** Monitoring: what is watched after launch, how often it may cry wolf, and who then does what. */
import * as z from 'zod';
import { driftMethods } from '../driftMethods.ts';
import {
  choice,
  column,
  expression,
  formerIds,
  mapOf,
  path,
  person,
  quantity,
  reference,
  wholeNumber,
} from '../scalars.ts';

const distribution = { watch: ['inputs', 'outputs'] };
const windowed = { watch: ['inputs', 'outputs', 'metric'] };
const method = () => choice(driftMethods);

const window = z.strictObject({
  every: quantity('time')
    .optional()
    .meta({
      description: 'Windows follow each other at this distance.',
      need: { when: 'there is neither `duration` nor `rows`', without: ['duration', 'rows'] },
      samples: ['1 day'],
    }),
  duration: quantity('time')
    .optional()
    .meta({
      description: 'One window of this length, up to now.',
      need: { when: 'there is neither `every` nor `rows`', without: ['every', 'rows'] },
      rules: ['label/delay-exceeds-window'],
      samples: ['14 days'],
    }),
  rows: wholeNumber(1)
    .optional()
    .meta({
      description: 'Windows of so many rows each, in the order of the data.',
      need: { when: 'there is neither `every` nor `duration`', without: ['every', 'duration'] },
      rules: ['monitor/window-too-small'],
      samples: ['5000'],
    }),
  incomplete: choice([
    ['keep', 'It is judged and marked.'],
    ['append', 'Its rows are judged with the window before.'],
    ['drop', 'It gets no verdict.'],
  ])
    .optional()
    .meta({ description: 'What becomes of a last window that the data does not fill.', standard: 'keep' }),
  min_rows: wholeNumber(1)
    .optional()
    .meta({
      description: 'A window with fewer rows gets no verdict. Too few rows raise alarms that nobody believes.',
      rules: ['monitor/window-too-small', 'monitor/threshold-uncalibrated'],
      samples: ['500'],
    }),
  block: z
    .union([quantity('time'), choice([['none', 'Every row is independent of the others.']])])
    .optional()
    .meta({
      description:
        'Rows of one such period are alike, as weather makes those of a day. A change is held against how far such periods of the reference lie apart, of which it needs six.',
      standard: '1 day where the times of the reference are known',
      samples: ['1 week', 'none'],
    }),
});

const check = z.strictObject({
  watch: choice([
    ['inputs', 'Whether the inputs of a model still look like the reference.'],
    ['outputs', 'Whether the scores of a model still look like the reference.'],
    ['metric', 'Whether a metric still holds, as soon as labels are there.'],
    ['alert-rate', 'Whether the share of alarms lies in a range.'],
    ['invariant', 'Whether a condition holds for each row.'],
  ]).meta({
    description: 'What is watched.',
    rules: ['monitor/no-drift', 'monitor/no-concept-drift', 'monitor/outputs-unwatched'],
  }),
  model: reference('model')
    .optional()
    .meta({
      description: 'Model whose inputs, outputs or alarms are watched.',
      need: {
        when: 'watch is inputs, outputs or alert-rate',
        given: { watch: ['inputs', 'outputs', 'alert-rate'] },
      },
      appliesWhen: { watch: ['inputs', 'outputs', 'alert-rate', 'metric'] },
    }),
  reference: reference('split')
    .optional()
    .meta({
      description: 'What is normal: a split, or a profile file.',
      need: { when: 'watch is inputs or outputs', given: distribution },
      appliesWhen: distribution,
      otherwise: 'path',
      samples: ['train', '.plumbline/profiles/train.json'],
    }),
  current: reference(['split', 'data'])
    .optional()
    .meta({
      description: 'What is compared with the reference: a split, a data source, or a pattern of files.',
      standard: 'splits with the role production',
      otherwise: 'glob',
      samples: ['june', '"incoming/*.parquet"'],
    }),
  against: z
    .union([
      choice([
        ['reference', 'Always the reference.'],
        ['previous', 'The window before, so that a step is seen once.'],
      ]),
      wholeNumber(1),
    ])
    .optional()
    .meta({
      description: 'What each window is compared with; a number is so many windows before it together.',
      standard: 'reference',
      appliesWhen: distribution,
      samples: ['previous', '4'],
    }),
  score: column()
    .optional()
    .meta({
      description:
        'Column with the score that the model gave, as production logged it. With it the answers are watched too: what they are worth without labels, and concept drift once labels come.',
      appliesWhen: distribution,
      samples: ['score'],
    }),
  arrived: column()
    .optional()
    .meta({
      description: 'Column with the time at which the label of a row came.',
      standard: 'the order of rows',
      appliesWhen: distribution,
      samples: ['labelled_at'],
    }),
  of: reference('data')
    .optional()
    .meta({
      description: 'Data source whose rows must satisfy the condition, or whose columns are watched.',
      need: { when: 'watch is invariant', given: { watch: ['invariant'] } },
    }),
  columns: z
    .array(column())
    .optional()
    .meta({
      description: 'Columns that are watched.',
      standard: 'all inputs of the model',
      appliesWhen: { watch: ['inputs'] },
      samples: ['[hour, distance]'],
    }),
  metric: reference('metric')
    .optional()
    .meta({
      description: 'Metric that is watched; its limit raises the alarm.',
      need: { when: 'watch is metric', given: { watch: ['metric'] } },
      appliesWhen: { watch: ['metric'] },
    }),
  labels: reference('label')
    .optional()
    .meta({
      description: 'Label with which answers are compared once it is there.',
      need: { when: 'watch is metric', given: { watch: ['metric'] } },
      appliesWhen: { watch: ['metric'] },
    }),
  between: z
    .array(quantity('ratio'))
    .length(2)
    .optional()
    .meta({
      description: 'Lowest and highest normal value.',
      need: { when: 'watch is alert-rate', given: { watch: ['alert-rate'] } },
      appliesWhen: { watch: ['alert-rate'] },
      samples: ['[20 %, 48 %]'],
    }),
  expect: expression()
    .optional()
    .meta({
      description: 'Condition that each row must satisfy; a comparison with a missing value is false.',
      need: { when: 'watch is invariant', given: { watch: ['invariant'] } },
      appliesWhen: { watch: ['invariant'] },
      samples: ['"distance > 0 and distance < 5500"'],
    }),
  window: window.optional().meta({
    description: 'Rows that are looked at together.',
    need: { when: 'watch is inputs, outputs or metric', given: windowed },
    rules: ['monitor/window-too-small'],
    samples: ['{every: 1 day, min_rows: 500}'],
  }),
  method: z
    .union([method(), z.array(method())])
    .optional()
    .meta({
      description: 'How a difference is found and judged.',
      standard: 'auto',
      appliesWhen: distribution,
      samples: ['auto', '[psi, ks]'],
    }),
  false_alarm: quantity('ratio')
    .optional()
    .meta({
      description: 'Share of windows without any change in which an alarm may still be raised.',
      standard: '5 %',
      appliesWhen: distribution,
      rules: ['monitor/threshold-uncalibrated'],
      samples: ['5 %'],
    }),
  correction: choice([
    ['none', 'Each column for itself: twenty columns give an alarm on most days.'],
    ['bonferroni', 'Holds the chance of any false alarm.'],
    ['benjamini-hochberg', 'Holds the share of false alarms among alarms.'],
  ])
    .optional()
    .meta({
      description: 'How the number of columns and windows is taken into account.',
      standard: 'benjamini-hochberg',
      appliesWhen: distribution,
      rules: ['monitor/many-tests'],
    }),
  owner: person()
    .optional()
    .meta({
      description: 'Who is called. An alarm needs a person.',
      need: { when: 'always', rule: 'monitor/no-owner-or-action' },
      rules: ['gov/no-owner'],
    }),
  action: path()
    .optional()
    .meta({
      description: 'What that person does: a runbook, or one sentence.',
      need: { when: 'always', rule: 'monitor/no-owner-or-action' },
      otherwise: 'text',
      samples: ['runbooks/drift.md'],
    }),
  renamed_from: formerIds(),
});

const edgeCases = z.strictObject({
  route: path().meta({
    description: 'Where cases go that the model should not decide: a runbook, or one sentence.',
    otherwise: 'text',
    samples: ['runbooks/odd-flights.md'],
  }),
  capacity: quantity('count/period')
    .optional()
    .meta({ description: 'How many such cases people can handle.', samples: ['50 items/day'] }),
  owner: person().meta({ description: 'Who handles them.' }),
});

const retrain = z.strictObject({
  when: z
    .array(reference('check'))
    .optional()
    .meta({
      description: 'Checks whose alarm starts a new training.',
      need: { when: 'there is no `max_age`', rule: 'monitor/no-retrain-trigger', without: ['max_age'] },
      samples: ['[inputs, quality]'],
    }),
  max_age: quantity('time')
    .optional()
    .meta({
      description: 'Age at which a model is trained again at the latest.',
      need: { when: 'there is no `when`', rule: 'monitor/no-retrain-trigger', without: ['when'] },
      samples: ['90 days'],
    }),
  gate: reference('split')
    .optional()
    .meta({ description: 'Split on which a new model must hold all limits before it is used.', samples: ['test'] }),
  owner: person().meta({ description: 'Who decides about the new model.' }),
});

export const monitoring = z.strictObject({
  checks: mapOf('check', check.meta({ id: 'check', description: 'One thing that is watched.' }))
    .optional()
    .meta({
      description: 'Things that are watched after launch.',
      need: { when: 'phase is pilot or later', rule: 'monitor/no-drift', phases: ['pilot', 'production'] },
    }),
  edge_cases: edgeCases.optional().meta({
    description: 'Where odd cases go.',
    need: { when: 'phase is production', rule: 'monitor/no-edge-case-path', phases: ['production'] },
    samples: ['{route: runbooks/odd-cases.md, capacity: 50 items/day, owner: ops@example.com}'],
  }),
  retrain: retrain.optional().meta({
    description: 'When a model is trained again, and what the new one must pass.',
    need: { when: 'phase is production', rule: 'monitor/no-retrain-trigger', phases: ['production'] },
    samples: ['{when: [inputs], max_age: 90 days, gate: test, owner: ds@example.com}'],
  }),
});

export type MonitoringShape = z.infer<typeof monitoring>;
export type CheckShape = z.infer<typeof check>;
