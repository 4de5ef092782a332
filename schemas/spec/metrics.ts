/**
 * Metrics: what "good" means, as business, model and infrastructure figures with a target and a limit.
 *
 * One flat object for all three kinds; `appliesWhen` says which keys belong to which.
 */
import * as z from 'zod';
import { metricNames } from '../metricNames.ts';
import type { MetricParameterKey } from '../metricNames.ts';
import {
  choice,
  className,
  column,
  evidence,
  expression,
  formerIds,
  formula,
  idMap,
  mapOf,
  part,
  path,
  person,
  quantity,
  reference,
  text,
  thresholds,
  wholeNumber,
} from '../scalars.ts';
import { lever } from './economics.ts';

const business = { kind: ['business'] };
const model = { kind: ['model'] };
const infrastructure = { kind: ['infrastructure'] };
const measured = { kind: ['model', 'infrastructure'] };

/** Metric names that have the parameter, for `appliesWhen`. */
function namesWith(key: MetricParameterKey): readonly string[] {
  return metricNames.filter(({ parameters }) => parameters.some((one) => one.key === key)).map(({ name }) => name);
}

/** Metric names that cannot be computed without the parameter, for `need`. */
function namesNeeding(key: MetricParameterKey): readonly string[] {
  return metricNames
    .filter(({ parameters }) => parameters.some((one) => one.key === key && one.need === 'always'))
    .map(({ name }) => name);
}

const target = () =>
  quantity('any')
    .optional()
    .meta({
      description: 'What we aim for, with its unit. Not the best that can be imagined: a number somebody can defend.',
      need: { when: 'always', rule: 'metric/no-target' },
      rules: [
        'metric/vague-target',
        'metric/limit-beyond-target',
        'metric/target-below-breakeven',
        'metric/unit-missing',
      ],
      samples: ['0.70', '5 ms', '2.5 MUSD/year'],
    });

const limit = () =>
  quantity('any')
    .optional()
    .meta({
      description:
        'The worst value that is still acceptable. Beyond it the answer is no: without a limit nobody can say stop.',
      need: { when: 'always', rule: 'metric/no-limit' },
      rules: [
        'metric/limit-beyond-target',
        'metric/limit-below-breakeven',
        'metric/below-limit',
        'metric/unit-missing',
      ],
      samples: ['0.60', '20 ms', '1 MUSD/year'],
    });

const slice = z.strictObject({
  where: expression()
    .optional()
    .meta({
      description: 'Condition over columns that selects the rows of the slice.',
      need: { when: 'there is no `by`', without: ['by'] },
      samples: ['"hour >= 18"'],
    }),
  by: column()
    .optional()
    .meta({
      description: 'Column that makes one slice for each of its values.',
      need: { when: 'there is no `where`', without: ['where'] },
      samples: ['origin'],
    }),
  min_rows: wholeNumber(1)
    .optional()
    .meta({
      description: 'Values of `by` with fewer rows make no slice: too few rows say nothing.',
      samples: ['2000'],
    }),
  target: quantity('any')
    .optional()
    .meta({ description: 'What we aim for in this slice.', standard: 'that of the metric' }),
  limit: quantity('any')
    .optional()
    .meta({
      description: 'The worst value still acceptable in this slice.',
      standard: 'that of the metric',
      samples: ['0.60'],
    }),
});

const justification = z.strictObject({
  basis: choice([
    ['break-even', 'Follows from economics: below it money is lost.'],
    ['status-quo', 'Follows from what is reached today.'],
    ['regulation', 'A law or a norm asks for it.'],
    ['user-study', 'Users were asked or watched.'],
    ['own-data', 'A run on our own data reaches it.'],
    ['hardware', 'The device allows no more.'],
    ['paper', 'A publication reports it, on other data.'],
    ['leaderboard', 'A public ranking reports it, on other data.'],
  ]).meta({
    description: 'Where the numbers come from. Papers and leaderboards need a run on own data beside them.',
    rules: ['metric/target-unjustified', 'metric/sota-without-own-evidence'],
  }),
  evidence: evidence()
    .optional()
    .meta({
      description: 'Proof that a reader can open.',
      need: {
        when: 'the basis is own-data, paper or leaderboard',
        rule: 'metric/sota-without-own-evidence',
        given: { basis: ['own-data', 'paper', 'leaderboard'] },
      },
      rules: ['metric/toy-evidence', 'metric/evidence-on-train'],
      samples: ['"run:2026-11-02"'],
    }),
  note: text()
    .optional()
    .meta({ description: 'One sentence for the reader; quote it when it has a comma inside braces.' }),
});

const source = z.strictObject({
  mlflow: z
    .strictObject({
      experiment: text().meta({ description: 'Name of the experiment.' }),
      key: text().meta({ description: 'Key of the metric in its runs.' }),
    })
    .optional()
    .meta({ description: 'Newest run of an MLflow experiment, read from its files; no server is asked.' }),
  dvc: part()
    .optional()
    .meta({ description: 'Value in a DVC metrics file.', samples: ['"metrics.json#test.recall"'] }),
  file: path()
    .optional()
    .meta({ description: 'JSON or YAML file that holds the value.', samples: ['reports/metrics.json'] }),
  pointer: text()
    .optional()
    .meta({
      description: 'Place of the value in `file`, as a JSON Pointer.',
      samples: ['/test/recall'],
    }),
});

const window = z.strictObject({
  duration: quantity('time').meta({ description: 'Length of the window.', samples: ['28 days'] }),
  rolling: z.boolean().optional().meta({
    description: 'Whether the window moves with each day, or starts anew when it is over.',
    standard: 'false',
  }),
});

export const metric = z.strictObject({
  kind: choice([
    ['business', 'What the organisation gains, in money or another result.'],
    ['model', 'How good the answers are, on a split of the data.'],
    ['infrastructure', 'What the machine does: time, memory, power, availability.'],
  ]).meta({
    description: 'What the metric looks at. A project needs all three kinds: accuracy alone hides money and machine.',
    rules: ['metric/kinds-missing'],
  }),
  metric: z
    .enum(metricNames.map(({ name }) => name))
    .optional()
    .meta({
      description: 'Name of the measure, out of the closed list.',
      values: Object.fromEntries(metricNames.map(({ name, description }) => [name, description])),
      need: { when: 'kind is model or infrastructure', given: measured },
      appliesWhen: measured,
      rules: ['metric/wrong-task', 'metric/imbalanced-accuracy', 'metric/redundant', 'gov/duplicate-metric'],
    }),
  definition: formula()
    .optional()
    .meta({
      description:
        'How a business metric is computed: `economics` for the money saved, `dbt:` and a name, `expr:` over ids of other metrics, or a sentence.',
      need: { when: 'kind is business', given: business },
      appliesWhen: business,
      suggests: {
        economics: 'Money saved per period against the baseline named in `economics.against`.',
        'dbt:': 'A metric of dbt or MetricFlow.',
        'expr:': 'Arithmetic over the ids of other metrics.',
      },
      samples: ['economics', '"dbt:late_notice_rate"', '"expr: saved - fees"'],
    }),
  direction: choice([
    ['maximize', 'Higher is better: the target lies above the limit.'],
    ['minimize', 'Lower is better: the target lies below the limit.'],
  ])
    .optional()
    .meta({
      description: 'Which way is better. Taken from the name of the metric; never guessed for a business metric.',
      standard: 'the usual one of the metric’s name',
      need: { when: 'kind is business', rule: 'metric/direction-missing', given: business },
      rules: ['metric/limit-beyond-target'],
    }),
  target: target(),
  limit: limit(),
  tolerance: quantity('difference')
    .optional()
    .meta({
      description:
        'Widest acceptable half of the 95 % interval of the measurement. It decides how many rows the test split needs.',
      standard: '1 % of the unit',
      rules: ['metric/test-too-small', 'metric/gain-below-noise'],
      samples: ['0.01', '1 pp'],
    }),
  class: className()
    .optional()
    .meta({
      description: 'Class that is judged, when it is not the positive class of the label.',
      appliesWhen: model,
      samples: ['late'],
    }),
  averaging: choice([
    ['binary', 'Only the positive class, or the one in `class`.'],
    ['macro', 'Mean over classes: rare ones count as much.'],
    ['micro', 'Over all decisions together: common classes dominate.'],
    ['weighted', 'Mean over classes by their number of rows.'],
    ['samples', 'Mean over rows, with several labels per row.'],
    ['worst', 'The worst class.'],
    ['none', 'Each class for itself; the target holds for each.'],
  ])
    .optional()
    .meta({
      description: 'How the values of several classes become one.',
      need: {
        when: 'there are more than two classes',
        rule: 'metric/averaging-undeclared',
        given: { metric: namesWith('averaging') },
      },
      appliesWhen: { kind: ['model'], metric: namesWith('averaging') },
    }),
  beta: z
    .number()
    .positive()
    .optional()
    .meta({
      description: 'How many times as much recall weighs as precision.',
      need: { when: 'metric is fbeta', given: { metric: namesNeeding('beta') } },
      appliesWhen: { metric: namesWith('beta') },
      samples: ['2'],
    }),
  k: wholeNumber(1)
    .optional()
    .meta({
      description: 'Number of answers that count: classes for top-k, detections per image for ar.',
      need: { when: 'metric is top-k', given: { metric: namesNeeding('k') } },
      appliesWhen: { metric: namesWith('k') },
      samples: ['5'],
    }),
  iou: thresholds()
    .optional()
    .meta({
      description: 'Overlap from which a detection counts as right: one number, or `0.50:0.95` for the mean over ten.',
      need: {
        when: 'metric is map or ar',
        rule: 'metric/averaging-undeclared',
        given: { metric: namesNeeding('iou') },
      },
      appliesWhen: { metric: namesWith('iou') },
      samples: ['0.50:0.95', '0.5'],
    }),
  area: choice([
    ['all', 'Things of every size.'],
    ['small', 'Up to 32 × 32 pixels.'],
    ['medium', 'From 32 × 32 to 96 × 96 pixels.'],
    ['large', 'From 96 × 96 pixels.'],
  ])
    .optional()
    .meta({
      description: 'Sizes of things that count, by the classes of COCO.',
      standard: 'all',
      appliesWhen: { metric: namesWith('area') },
    }),
  quantile: z
    .number()
    .gt(0)
    .lt(1)
    .optional()
    .meta({
      description: 'Quantile that is forecast, strictly between 0 and 1.',
      need: { when: 'metric is pinball', given: { metric: namesNeeding('quantile') } },
      appliesWhen: { metric: namesWith('quantile') },
      samples: ['0.75'],
    }),
  empty: choice([
    ['one', 'Counts as a perfect overlap.'],
    ['ignore', 'Is left out of the mean.'],
  ])
    .optional()
    .meta({
      description: 'What an image counts whose true and answered mask are both empty.',
      standard: 'undefined',
      appliesWhen: { metric: namesWith('empty') },
    }),
  within: wholeNumber(1)
    .optional()
    .meta({
      description: 'Pixels by which an edge may be off.',
      standard: '0.75 % of the diagonal of the picture',
      appliesWhen: { metric: namesWith('within') },
      samples: ['3'],
    }),
  bins: wholeNumber(2)
    .optional()
    .meta({
      description: 'Number of bins of equal width over the scores.',
      standard: '10',
      appliesWhen: { metric: namesWith('bins') },
      samples: ['10'],
    }),
  zero_division: z
    .literal([0, 1, 'undefined', 'nan'])
    .optional()
    .meta({
      description:
        'What the value is when nothing is there to divide by. `nan` leaves the class out of averages, as scikit-learn does.',
      standard: 'undefined',
      appliesWhen: { metric: namesWith('zero_division') },
      samples: ['0'],
    }),
  as: choice([['scikit-learn', 'The number that scikit-learn gives, also where we say undefined.']])
    .optional()
    .meta({
      description: 'Follow another tool in cases where its number differs from ours.',
      appliesWhen: model,
    }),
  model: reference('model')
    .optional()
    .meta({
      description: 'Model that is measured.',
      need: { when: 'kind is model, and there is no source', rule: 'metric/dataset-unbound', given: model },
      appliesWhen: measured,
    }),
  split: reference('split')
    .optional()
    .meta({
      description: 'Split of the data on which it is measured; never the one it was trained on.',
      need: { when: 'kind is model', rule: 'metric/dataset-unbound', given: model },
      appliesWhen: model,
      rules: ['metric/evidence-on-train', 'metric/test-too-small'],
    }),
  on: reference('target')
    .optional()
    .meta({
      description: 'Deployment target on which it is measured; elsewhere the value is not known.',
      need: { when: 'kind is infrastructure', rule: 'metric/latency-no-percentile', given: infrastructure },
      appliesWhen: infrastructure,
      rules: ['deploy/target-unmeasured'],
    }),
  batch: wholeNumber(1)
    .optional()
    .meta({
      description: 'Number of rows or images answered at once.',
      need: {
        when: 'metric is latency or throughput',
        rule: 'metric/latency-no-percentile',
        given: { metric: namesNeeding('batch') },
      },
      appliesWhen: { metric: namesWith('batch') },
      samples: ['1'],
    }),
  percentile: z
    .number()
    .gt(0)
    .max(100)
    .optional()
    .meta({
      description:
        'Share of answers, in percent, that must be at least as fast: 50, 90, 95 or 99. A mean hides the tail.',
      need: {
        when: 'metric is latency',
        rule: 'metric/latency-no-percentile',
        given: { metric: namesNeeding('percentile') },
      },
      appliesWhen: { metric: namesWith('percentile') },
      samples: ['99', '95', '90', '50'],
    }),
  drives: reference('metric')
    .optional()
    .meta({
      description: 'Business metric that this one moves: the path from a score to money.',
      need: { when: 'kind is model', rule: 'metric/no-money', given: model },
      rules: ['ref/cycle', 'metric/target-below-breakeven', 'metric/limit-below-breakeven'],
    }),
  lever: lever()
    .optional()
    .meta({
      description: 'Which business result this metric moves.',
      standard: 'that of `economics`',
      appliesWhen: business,
      rules: ['metric/no-business-lever'],
    }),
  window: window.optional().meta({
    description: 'Period over which the value is taken.',
    appliesWhen: business,
    samples: ['{duration: 28 days, rolling: true}'],
  }),
  slices: idMap(slice.meta({ description: 'A part of the data that must hold the goal too.' }))
    .optional()
    .meta({
      description: 'Parts of the data that must hold too: an average hides who is hurt.',
      need: { when: 'answers affect people or safety', rule: 'metric/no-slice', given: model },
      appliesWhen: model,
      samples: ['{evening: {where: "hour >= 18", limit: 0.60}}'],
    }),
  justification: justification.optional().meta({
    description: 'Why these numbers and no others.',
    need: { when: 'always', rule: 'metric/target-unjustified' },
    rules: ['metric/round-number'],
    samples: ['{basis: break-even}', '{basis: own-data, evidence: "run:2026-11-02"}'],
  }),
  source: source.optional().meta({
    description: 'Where the value is measured when Plumbline does not measure it.',
    standard: 'the newest run of this model, split and device',
    rules: ['metric/not-measured', 'metric/stale-measure'],
    samples: ['{dvc: "metrics.json#test.recall"}'],
  }),
  owner: person()
    .optional()
    .meta({
      description: 'Who may change target and limit.',
      standard: 'the owner of the project',
      need: { when: 'kind is business', rule: 'gov/no-owner', given: business },
    }),
  renamed_from: formerIds(),
});

export const metrics = mapOf(
  'metric',
  metric.meta({ id: 'metric', description: 'One metric with its target and limit.' }),
);

export type MetricShape = z.infer<typeof metric>;
export type SliceShape = z.infer<typeof slice>;
