/** What right and wrong answers are worth: from it follow break-even, value of one more point, NPV and payback. */
import * as z from 'zod';
import { choice, evidence, expression, freeMap, quantity, reference, text } from '../scalars.ts';

/** Which business result moves; used by `economics` and by single business metrics. */
export const lever = () =>
  choice([
    ['top-line', 'More revenue.'],
    ['bottom-line', 'Lower cost.'],
    ['satisfaction', 'Happier customers or staff.'],
    ['safety', 'Fewer accidents and injuries.'],
    ['compliance', 'Law, norms and audits kept.'],
  ]);

const rowValue = z
  .strictObject({
    expr: expression().meta({
      description: 'Value computed for each row from its columns.',
      samples: ['"-0.8 * amount"'],
    }),
    unit: text().meta({ description: 'Unit of the result: a currency code.', samples: ['USD'] }),
  })
  .meta({ id: 'row-value', description: 'Money that differs from row to row.' });

/** Money for one outcome: the same for every row, or computed per row. */
const outcomeValue = () => z.union([quantity('money'), rowValue]);
const errorValue = () => z.union([quantity('money/unit'), rowValue]);

const outcomeValues = z.strictObject({
  tp: outcomeValue()
    .optional()
    .meta({
      description: 'Value of a true alarm: a positive case that is found.',
      samples: ['12 USD'],
      rules: ['economics/value-sign'],
    }),
  fp: outcomeValue()
    .optional()
    .meta({
      description: 'Value of a false alarm; usually negative.',
      samples: ['-6 USD'],
      rules: ['economics/value-sign'],
    }),
  fn: outcomeValue()
    .optional()
    .meta({
      description: 'Value of a missed case; usually negative.',
      samples: ['-9 USD'],
      rules: ['economics/value-sign'],
    }),
  tn: outcomeValue()
    .optional()
    .meta({
      description: 'Value of rightly staying silent; usually 0.',
      samples: ['0 USD'],
      rules: ['economics/value-sign'],
    }),
  correct: outcomeValue()
    .optional()
    .meta({ description: 'With more than two classes: value of a right answer.', samples: ['0.04 USD'] }),
  wrong: outcomeValue()
    .optional()
    .meta({
      description: 'With more than two classes: value of a wrong answer; usually negative.',
      samples: ['-0.50 USD'],
    }),
  pairs: freeMap('outcome', outcomeValue().meta({ description: 'Value of this confusion.' }))
    .optional()
    .meta({
      description: 'Single confusions that cost otherwise than `wrong`: `true class as answered class`.',
      samples: ['{"1 as 7": -2 USD}'],
    }),
  over: errorValue()
    .optional()
    .meta({
      description: 'Regression: value of each unit by which the answer is too high; usually negative.',
      samples: ['-1 USD/min'],
    }),
  under: errorValue()
    .optional()
    .meta({
      description: 'Regression: value of each unit by which the answer is too low; usually negative.',
      samples: ['-3 USD/min'],
    }),
});

const measuredShare = z.strictObject({
  value: quantity('ratio').meta({ description: 'Share of the positive class.', samples: ['21 %'] }),
  evidence: evidence()
    .optional()
    .meta({ description: 'Where the share was measured.', samples: ['"split:train"'] }),
});

export const economics = z.strictObject({
  lever: lever()
    .optional()
    .meta({
      description: 'Which business result this project moves.',
      need: { when: 'always, unless each business metric names its own', rule: 'metric/no-business-lever' },
    }),
  volume: quantity('count/period')
    .optional()
    .meta({
      description: 'Decisions per period. Every amount of money per year is multiplied by it.',
      need: { when: 'money is to be computed', rule: 'economics/incomplete' },
      samples: ['3000000 predictions/year'],
    }),
  prevalence: z
    .union([quantity('ratio'), measuredShare])
    .optional()
    .meta({
      description:
        'Share of the positive class in production, not in a balanced training set. Precision and value depend on it.',
      need: { when: 'the task has two classes', rule: 'economics/incomplete' },
      rules: ['economics/prevalence-differs', 'metric/imbalanced-accuracy'],
      samples: ['21 %', '{value: 21 %, evidence: "split:train"}'],
    }),
  value: outcomeValues.optional().meta({
    description:
      'Money per answer by outcome: `tp fp fn tn` for two classes, `correct wrong pairs` for more, `over under` for regression, `tp fp fn` per object for detection. Choose one zero for all.',
    need: { when: 'money is to be computed', rule: 'metric/no-error-cost' },
    rules: ['economics/value-sign', 'economics/trivial-policy-wins', 'economics/incomplete'],
    samples: ['{tp: 12 USD, fp: -6 USD, fn: -9 USD, tn: 0 USD}'],
  }),
  severity: freeMap(
    'outcome',
    choice([
      ['money', 'Only money is lost.'],
      ['property', 'Things are damaged.'],
      ['rights', 'A person is treated unfairly or unlawfully.'],
      ['injury', 'A person can be hurt.'],
    ]).meta({ description: 'The worst that this error does.' }),
  )
    .optional()
    .meta({
      description:
        'The worst that each kind of error does. Errors about rights or injury need a hard limit of their own; money must not decide them.',
      standard: 'money for every outcome',
      rules: ['metric/safety-priced-only', 'deploy/high-cost-no-shadow'],
      samples: ['{fn: money, fp: money}'],
    }),
  against: reference('baseline', ['none'])
    .optional()
    .meta({
      description:
        'Baseline whose value is subtracted: what is saved is saved against it. `none` compares with doing nothing.',
      standard: 'status_quo',
      rules: ['cost/no-status-quo'],
      samples: ['rules', 'none'],
    }),
  horizon: quantity('time')
    .optional()
    .meta({
      description:
        'How long the answer is used: the years over which net present value and payback are counted, with flows at the end of each year.',
      standard: '3 years',
      rules: ['economics/incomplete'],
      samples: ['3 years'],
    }),
  discount_rate: quantity('ratio')
    .optional()
    .meta({
      description: 'Yearly rate by which later money counts less.',
      standard: '10 %',
      samples: ['10 %'],
    }),
});

export type EconomicsShape = z.infer<typeof economics>;
