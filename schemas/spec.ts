/**
 * The shape of `plumbline.yaml` and of its parts `*.plumbline.yaml`: the only source of shape.
 *
 * The located reader, completion, hover, JSON Schema and the field reference in the docs walk this tree. It says form
 * alone: a key that another part may hold, or whose absence a rule reports in better words, is optional here and says
 * so in `need`. Rules across fields live in the linter, because JSON Schema cannot say them.
 *
 * Convention: each field says its meaning in `.meta({description, …})` on its outermost schema; read it with
 * `describe` (schemas/describe.ts), which adds what the scalar or closed list inside says.
 */
import * as z from 'zod';
import { phases } from './phases.ts';
import { choice, person, text } from './scalars.ts';
import { baselines } from './spec/baseline.ts';
import { costs } from './spec/costs.ts';
import { dataSources } from './spec/data.ts';
import { constraints, pipeline, schedule } from './spec/delivery.ts';
import { deployment } from './spec/deployment.ts';
import { economics } from './spec/economics.ts';
import { approvals, change, consumers, product, ruleSettings, team } from './spec/governance.ts';
import { labels } from './spec/labels.ts';
import { metrics } from './spec/metrics.ts';
import { models } from './spec/models.ts';
import { monitoring } from './spec/monitoring.ts';
import { splits } from './spec/splits.ts';

export const spec = z.strictObject({
  plumbline: z.literal('v1').meta({
    description: 'Version of the spec language. It selects the shape and the rules.',
    wrongValueRule: 'spec/unknown-version',
    samples: ['v1'],
  }),
  project: z
    .string()
    .regex(/^[a-z][a-z0-9_-]*$/)
    .meta({
      description: 'Id of the project; it joins the parts. Small letters, digits, `-` and `_`.',
      samples: ['flight-delays'],
    }),
  description: text()
    .optional()
    .meta({ description: 'One sentence that says what it does; shown in panels and reports.' }),
  phase: choice(phases)
    .optional()
    .meta({
      description: 'How far the project is. It shifts the severities of most rules.',
      need: { when: 'always, in one of the parts', rule: 'spec/missing-key' },
    }),
  owner: person()
    .optional()
    .meta({
      description: 'Who answers questions about the project.',
      need: { when: 'always, in one of the parts', rule: 'spec/missing-key' },
      samples: ['ops-analytics@example.com', '{name: Operations Analytics, email: ops-analytics@example.com}'],
    }),
  affects: choice([
    ['things', 'Only things or money.'],
    ['people', 'Answers decide about people: slices and interpretability must be stated.'],
    ['safety', 'People can be hurt: errors need hard limits.'],
  ])
    .optional()
    .meta({
      description: 'Whom a wrong answer hurts.',
      standard: 'things',
      rules: ['metric/no-slice', 'metric/interpretability-undecided', 'metric/safety-priced-only'],
    }),
  product: product.optional().meta({
    description: 'How many models are maintained for how many customers.',
    rules: ['cost/per-customer-variant'],
    samples: ['{variants: 1, customers: 12}'],
  }),
  team: team.optional().meta({
    description: 'Who fills which role. Besides the six that must exist, others are allowed.',
    need: { when: 'phase is pilot or production', rule: 'gov/role-missing', phases: ['pilot', 'production'] },
    rules: ['gov/no-sponsor'],
  }),
  approvals: approvals.optional().meta({
    description: 'Which role has agreed to which revision of the goals.',
    need: { when: 'phase is pilot or production', rule: 'gov/no-signoff', phases: ['pilot', 'production'] },
    rules: ['gov/approval-stale', 'gov/approval-missing'],
  }),
  baseline: baselines.optional().meta({
    description: 'What is reached without this project. Rules may be enough.',
    need: { when: 'phase is pilot or later', rule: 'metric/no-baseline', phases: ['pilot', 'production'] },
    rules: ['metric/baseline-beats-target', 'metric/no-simple-model'],
  }),
  economics: economics.optional().meta({
    description:
      'What right and wrong answers are worth. From it follow break-even, value of one more point and payback.',
    need: { when: 'money is to be computed', rule: 'economics/incomplete' },
  }),
  metrics: metrics.optional().meta({
    description: 'What good means, as business, model and infrastructure figures, each with a target and a limit.',
    need: { when: 'always', rule: 'metric/kinds-missing' },
  }),
  constraints: constraints.optional().meta({
    description: 'What the answers must respect: capacity downstream, explanations, forbidden inputs.',
  }),
  data: dataSources.optional().meta({
    description: 'Data sources: where they lie, who owns them, which version, what the columns mean.',
  }),
  splits: splits.optional().meta({
    description: 'Which rows are learned from, chosen on, judged on and watched.',
    rules: ['split/no-test', 'split/overlap'],
  }),
  labels: labels.optional().meta({ description: 'What the right answer means and who says so.' }),
  models: models
    .optional()
    .meta({ description: 'ONNX files, what goes in, what comes out, and how scores become an answer.' }),
  deployment: deployment
    .optional()
    .meta({ description: 'Where models run, under which load, and how they are rolled out.' }),
  monitoring: monitoring.optional().meta({
    description: 'What is watched after launch, and who then does what.',
    need: { when: 'phase is pilot or later', rule: 'monitor/no-drift', phases: ['pilot', 'production'] },
  }),
  costs: costs.optional().meta({
    description: 'The ledger of all costs, with the part that plans usually forget.',
    rules: ['cost/category-untracked', 'cost/over-budget', 'cost/negative-npv'],
  }),
  schedule: schedule.optional().meta({
    description: 'When it is planned, what a week costs, and what is due when.',
    rules: ['schedule/late'],
  }),
  pipeline: pipeline.optional().meta({ description: 'Which code makes data, model and answers.' }),
  consumers: consumers.optional().meta({
    description: 'Everyone who reads the predictions.',
    need: { when: 'phase is production', phases: ['production'] },
  }),
  changes: z
    .array(change.meta({ description: 'One goal that was moved.' }))
    .optional()
    .meta({
      description: 'Goals that were moved, newest last. Goals may move, silently they may not; entries are only added.',
      rules: ['gov/goalpost-moved'],
      samples: [
        '[{date: 2026-10-14, metric: recall, field: limit, from: 0.65, to: 0.60, by: stations@example.com, reason: the business limit is met}]',
      ],
    }),
  rules: ruleSettings.optional().meta({
    description: 'Severity of single rules in this project, with the reason.',
    samples: ['{cost/estimate-no-range: {severity: silent, reason: fixed by contract}}'],
  }),
});

/** A spec, or a part of one, as plain data: scalars are branded with their meaning (schemas/scalars.ts). */
export type SpecShape = z.infer<typeof spec>;

/** A key of the top level. */
export type SectionName = keyof SpecShape;
