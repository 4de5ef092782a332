/** Rules about labels: who decides by which rules, how far people agree, and how labels of new data arrive. */
import type { LabelShape } from '../../../schemas/spec/labels.ts';
import type { ObjectNode, QuantityNode } from '../spec/located.ts';
import { lacks, stateOf } from '../spec/located.ts';
import { shorten } from '../spec/words.ts';
import type { Place } from '../yaml/place.ts';
import { fillKey } from './fillKey.ts';
import { isWorse, modelChain } from './metricView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

type Spec = RuleContext['spec'];

interface LabelView {
  readonly id: string;
  readonly node: ObjectNode<LabelShape>;
  /** The id: where one says that something is missing. */
  readonly keyPlace: Place;
}

function labelsOf({ fields: { labels } }: Spec): readonly LabelView[] {
  return [...(labels?.entries ?? [])].map(([id, node]) => ({ id, node, keyPlace: node.keyPlace ?? node.place }));
}

/** Labels that people make. */
function humanLabelsOf(spec: Spec): readonly LabelView[] {
  return labelsOf(spec).filter(({ node }) => node.fields.source?.value === 'human');
}

/** Ids of the labels that some model learns. */
function learnedLabels(spec: Spec): ReadonlySet<string> {
  const ids = [...(spec.fields.models?.entries.keys() ?? [])].flatMap((id) =>
    modelChain(spec, id).map(({ fields }) => fields.label?.id),
  );
  return new Set(ids.filter((id) => id !== undefined));
}

function* noGuideline({ id, node, keyPlace }: LabelView): Generator<Finding> {
  const { guideline } = node.fields;
  if (lacks(node, 'guideline')) {
    yield {
      place: node.empty.get('guideline') ?? keyPlace,
      message: `People decide about \`${id}\`, and no guideline says how: name its file and version under \`guideline\`.`,
    };
  } else if (guideline !== undefined && lacks(guideline, 'version')) {
    yield {
      place: guideline.empty.get('version') ?? guideline.keyPlace ?? guideline.place,
      message: `The guideline of \`${id}\` has no version: labels under another one may mean something else, so count it.`,
    };
  }
}

function* noAgreement({ id, node, keyPlace }: LabelView): Generator<Finding> {
  const { per_item: perItem } = node.fields;
  if (perItem?.value === 1) {
    yield {
      place: perItem.place,
      message: `One opinion on each item of \`${id}\` shows no disagreement: ask a second person, at least for a sample.`,
    };
    return;
  }
  const missing = (['per_item', 'agreement'] as const).filter((key) => lacks(node, key));
  const [first] = missing;
  if (first === undefined) return;
  const what = missing.map((key) => `\`${key}\``).join(' and ');
  yield {
    place: node.empty.get(first) ?? keyPlace,
    message: `Nobody knows how far people agree about \`${id}\`: state ${what}, because no model is better than its labels.`,
  };
}

function* agreementLow({ id, node }: LabelView): Generator<Finding> {
  const { measured, limit } = node.fields.agreement?.fields ?? {};
  if (measured === undefined || limit === undefined) return;
  if (isWorse('maximize', measured.quantity, limit.quantity) !== true) return;
  yield {
    place: measured.place,
    message: `People agree about \`${id}\` at ${measured.text}, below the limit of ${limit.text}: sharpen the guideline and label anew.`,
    related: [{ place: limit.place, message: `The limit is ${limit.text}.` }],
  };
}

function* delayExceedsWindow(spec: Spec): Generator<Finding> {
  const { monitoring, labels } = spec.fields;
  for (const [id, { fields }] of monitoring?.fields.checks?.entries ?? []) {
    const labelId = fields.watch?.value === 'metric' ? fields.labels?.id : undefined;
    const delay = labels?.entries.get(labelId ?? '')?.fields.new_data?.fields.delay;
    const duration = fields.window?.fields.duration;
    if (labelId === undefined) continue;
    yield* tooLate(delay, duration, (late, window) => {
      return `Labels of \`${labelId}\` arrive after ${late}, so no row of the last ${window} has one and \`${id}\` sees nothing: lengthen the window.`;
    });
  }
  const maxAge = monitoring?.fields.retrain?.fields.max_age;
  for (const labelId of learnedLabels(spec)) {
    const delay = labels?.entries.get(labelId)?.fields.new_data?.fields.delay;
    yield* tooLate(delay, maxAge, (late, window) => {
      return `Labels of \`${labelId}\` arrive after ${late}, and the model is trained again after ${window}: without a new label there is nothing to learn.`;
    });
  }
}

function* tooLate(
  delay: QuantityNode | undefined,
  window: QuantityNode | undefined,
  describe: (delay: string, window: string) => string,
): Generator<Finding> {
  if (delay === undefined || window === undefined) return;
  if (isWorse('minimize', delay.quantity, window.quantity) !== true) return;
  yield {
    place: window.place,
    message: describe(shorten(delay.text), shorten(window.text)),
    related: [{ place: delay.place, message: `The labels arrive after ${shorten(delay.text)}.` }],
  };
}

export const labelRules: readonly Rule[] = [
  {
    id: 'label/no-guideline',
    severity: 'I/W/W',
    waits: 'section',
    finds: 'labels made by people without a guideline, or without its version',
    why: 'Two people who read the question differently give two answers, and the model learns the mixture. A guideline settles the odd cases, and its version says which labels were made under which rules.',
    *check({ spec }) {
      for (const label of humanLabelsOf(spec)) yield* noGuideline(label);
    },
  },
  {
    id: 'label/no-agreement',
    severity: 'I/W/W',
    waits: 'section',
    finds: 'labels made by people of which nobody knows how far they agree',
    why: 'The agreement of people is the ceiling of every model that learns from them. It can be measured only where two look at the same item; a sample is enough.',
    *check({ spec }) {
      for (const label of humanLabelsOf(spec)) yield* noAgreement(label);
    },
  },
  {
    id: 'label/agreement-low',
    severity: 'W/W/E',
    finds: 'people who agree less than their limit',
    why: 'People blame the model for what the labels did. Below the limit the question itself is unclear: sharpen the guideline, train the people, and label anew before another model is trained.',
    *check({ spec }) {
      for (const label of labelsOf(spec)) yield* agreementLow(label);
    },
  },
  {
    id: 'label/no-collection-plan',
    severity: 'I/W/E',
    waits: 'section',
    finds: 'a label that a model learns, without a plan for labels of new data',
    why: 'After launch the world changes, and only labels of fresh data show whether the model still holds. Say how they come about, how many, how late, and who sees to it.',
    hasFix: true,
    *check({ spec }) {
      const learned = learnedLabels(spec);
      for (const { id, node, keyPlace } of labelsOf(spec)) {
        if (!learned.has(id) || !lacks(node, 'new_data')) continue;
        const isAbsent = stateOf(node, 'new_data') === 'absent';
        yield {
          place: node.empty.get('new_data') ?? keyPlace,
          message: `Nothing says how labels of new data arrive for \`${id}\`: plan them under \`new_data\`, else nobody sees when the world changes.`,
          fixes: isAbsent ? [{ title: 'Add `new_data`', changes: [fillKey(node, 'new_data', '')] }] : [],
        };
      }
    },
  },
  {
    id: 'label/delay-exceeds-window',
    severity: 'I/W/W',
    finds: 'labels that arrive later than a check looks back, or than the model is trained again',
    why: 'A window up to now in which no row has a label yet shows nothing, and looks like silence. Lengthen the window beyond the delay, or get labels sooner.',
    check: ({ spec }) => delayExceedsWindow(spec),
  },
];
