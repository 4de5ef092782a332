/** Who answers for a project, who has agreed, how goals changed, and which rules are set otherwise. */
import * as z from 'zod';
import {
  choice,
  commit,
  date,
  freeMap,
  idMap,
  mapOf,
  person,
  quantity,
  reference,
  text,
  wholeNumber,
} from '../scalars.ts';

/** Roles that must exist from the pilot on, with what they answer for. */
const roles = {
  sponsor: 'Pays for the project and decides whether it goes on.',
  business: 'Owns the business result and the business metrics.',
  data_science: 'Builds and evaluates the models.',
  engineering: 'Turns the model into software that runs.',
  operations: 'Keeps it running and answers alarms.',
  legal: 'Answers for privacy, law and contracts.',
} as const;

export const product = z.strictObject({
  variants: wholeNumber(1)
    .optional()
    .meta({
      description:
        'Number of models or versions that are maintained side by side. As many variants as customers means work that grows with every customer.',
      rules: ['cost/per-customer-variant'],
      samples: ['1'],
    }),
  customers: wholeNumber(1)
    .optional()
    .meta({
      description: 'Number of customers, sites or departments that are served.',
      rules: ['cost/per-customer-variant'],
      samples: ['12'],
    }),
});

export const team = mapOf('role', person().meta({ description: 'Who fills the role.' })).meta({ suggests: roles });

const approval = z.strictObject({
  status: choice([
    ['approved', 'Has read the revision and agrees.'],
    ['pending', 'Has been asked and has not answered.'],
    ['refused', 'Has read the revision and does not agree.'],
    ['not-required', 'Need not agree; the reason says why.'],
  ]).meta({ description: 'Where this agreement stands.', rules: ['gov/no-signoff', 'gov/approval-missing'] }),
  by: person()
    .optional()
    .meta({
      description: 'Who has decided.',
      need: { when: 'status is approved', given: { status: ['approved'] } },
    }),
  date: date()
    .optional()
    .meta({
      description: 'Day of the decision.',
      need: { when: 'status is approved', given: { status: ['approved'] } },
      samples: ['2026-10-15'],
    }),
  revision: commit()
    .optional()
    .meta({
      description:
        'Git commit that was read. The approval is stale once a target or limit changes after it; quote it, because some hashes look like numbers.',
      need: { when: 'status is approved', given: { status: ['approved'] } },
      rules: ['gov/approval-stale', 'yaml/number-lookalike'],
      samples: ['"3f2a91c"'],
    }),
  reason: text()
    .optional()
    .meta({
      description: 'Why no agreement is needed, or why it was refused.',
      need: { when: 'status is not-required', given: { status: ['not-required'] } },
    }),
});

export const approvals = freeMap(
  'role',
  approval.meta({ id: 'approval', description: 'Agreement of one role, or of an outside authority.' }),
).meta({
  suggests: { ...roles, authority: 'An outside body: medical devices, aviation, a works council.' },
});

const consumer = z.strictObject({
  owner: person().meta({ description: 'Whom to tell before the predictions change.' }),
  uses: reference('model').meta({ description: 'Model whose predictions are read.' }),
  since: date()
    .optional()
    .meta({ description: 'First day of use; may lie in the future.', samples: ['2026-12-07'] }),
});

export const consumers = idMap(
  consumer.meta({ id: 'consumer', description: 'A person, team or system that reads the predictions.' }),
);

export const change = z.strictObject({
  date: date().meta({ description: 'Day on which the goal was moved.', samples: ['2026-10-14'] }),
  metric: reference('metric').meta({
    description: 'Metric whose goal was moved; it may be gone since.',
    otherwise: 'text',
  }),
  slice: text().optional().meta({ description: 'Slice of the metric, when the goal of a slice was moved.' }),
  field: choice([
    ['target', 'What is aimed for.'],
    ['limit', 'The worst value still acceptable.'],
    ['tolerance', 'The widest acceptable half-interval.'],
    ['dropped', 'The metric itself was removed.'],
  ]).meta({ description: 'What was moved.' }),
  from: quantity('any')
    .optional()
    .meta({
      description: 'Value before.',
      need: { when: 'a goal was moved', given: { field: ['target', 'limit', 'tolerance'] } },
    }),
  to: quantity('any')
    .optional()
    .meta({
      description: 'Value after.',
      need: { when: 'a goal was moved', given: { field: ['target', 'limit', 'tolerance'] } },
    }),
  by: person().meta({ description: 'Who decided it.' }),
  reason: text().meta({ description: 'Why the goal was moved, in one sentence.' }),
});

const ruleSetting = z.strictObject({
  severity: choice([
    ['silent', 'Not reported.'],
    ['hint', 'Shown faintly in the editor.'],
    ['info', 'Listed as information.'],
    ['warning', 'Listed as a warning.'],
    ['error', 'Listed as an error; `plumbline check` fails.'],
  ]).meta({
    description:
      'Severity of the rule in this project, in place of the one that the phase gives. Errors about the form of the file and secrets cannot be lowered.',
  }),
  reason: text()
    .optional()
    .meta({
      description: 'Why, in one sentence; reports list it.',
      need: { when: 'the severity is lowered', rule: 'suppress/no-reason' },
    }),
});

export const ruleSettings = freeMap(
  'rule',
  ruleSetting.meta({ id: 'rule-setting', description: 'Setting of one rule.' }),
);

export type ApprovalShape = z.infer<typeof approval>;
export type ConsumerShape = z.infer<typeof consumer>;
export type ChangeShape = z.infer<typeof change>;
export type RuleSettingShape = z.infer<typeof ruleSetting>;
