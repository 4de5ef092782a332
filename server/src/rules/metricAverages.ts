/** Rules about what an average hides: people, reasons, and the rare class. */
import { decimal, one } from '../spec/decimal.ts';
import { readShare } from '../spec/economicsInputs.ts';
import { lacks } from '../spec/located.ts';
import { bareUnit } from '../spec/units.ts';
import { makeQuantity } from '../spec/quantity.ts';
import { formatQuantity } from '../spec/quantityFormat.ts';
import { prevalenceOf } from './economicsView.ts';
import { classCountOfModel, metricsOfKind, taskOfModel } from './metricView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** `affects` when answers concern people; undefined otherwise. */
function concernOf({ spec }: RuleContext) {
  const { affects } = spec.fields;
  return affects?.value === 'people' || affects?.value === 'safety' ? affects : undefined;
}

function* findMissingSlices(context: RuleContext): Generator<Finding> {
  const affects = concernOf(context);
  const metrics = metricsOfKind(context.spec, 'model');
  if (affects === undefined || metrics.length === 0 || metrics.some(({ node }) => !lacks(node, 'slices'))) return;
  yield {
    place: affects.place,
    message: `Wrong answers hurt ${affects.value === 'people' ? 'people' : 'the safety of people'}, and no model metric has \`slices\`: an average hides who is hurt.`,
  };
}

function* findUndecidedInterpretability(context: RuleContext): Generator<Finding> {
  const affects = concernOf(context);
  const { spec } = context;
  if (affects === undefined || spec.unreadable.has('constraints')) return;
  const { constraints } = spec.fields;
  if (constraints !== undefined && !lacks(constraints, 'interpretability')) return;
  yield {
    place: constraints?.empty.get('interpretability') ?? affects.place,
    message:
      'Answers concern people, and nothing says whether they must be explained: decide it in `constraints.interpretability`, with the reason.',
  };
}

/** Below this share of the rare class, accuracy says little about it. */
const rare = decimal('0.1');

function* findFlatteredAccuracy({ spec }: RuleContext): Generator<Finding> {
  const node = prevalenceOf(spec);
  const prevalence = readShare('prevalence', node?.quantity);
  if (node === undefined || prevalence.kind === 'undefined') return;
  const share = prevalence.value;
  const rest = one.minus(share);
  const majority = share.gt(rest) ? share : rest;
  const always = share.gt(rest) ? 'yes' : 'no';
  for (const metric of metricsOfKind(spec, 'model')) {
    const word = metric.node.fields.metric;
    const model = metric.node.fields.model?.id;
    if (metric.name?.name !== 'accuracy' || word === undefined || !isBinary(spec, model)) continue;
    const { limit } = metric.node.fields;
    const limitShare = readShare('limit', limit?.quantity);
    const isMet = limitShare.kind === 'known' && limitShare.value.lte(majority);
    if (!isMet && one.minus(majority).gte(rare)) continue;
    const reached = formatQuantity(makeQuantity(majority, bareUnit));
    const meets = isMet && limit !== undefined ? ` and meets the limit ${limit.text}` : '';
    yield {
      place: word.place,
      message: `Always "${always}" is right on ${reached} of the cases${meets}: judge \`${metric.id}\` by recall and precision, or by balanced-accuracy.`,
      related: [{ place: node.place, message: `The prevalence is ${node.text}.` }],
    };
  }
}

function isBinary(spec: RuleContext['spec'], modelId: string | undefined): boolean {
  const task = taskOfModel(spec, modelId);
  return task === undefined ? classCountOfModel(spec, modelId) === 2 : task === 'binary-classification';
}

export const metricAverageRules: readonly Rule[] = [
  {
    id: 'metric/no-slice',
    severity: 'I/W/E',
    waits: 'project',
    finds: 'answers about people without a metric that looks at parts of the data',
    why: 'A model that is right on average can be wrong for one age, language or skin. `slices` names the parts that must hold the goal, too.',
    check: findMissingSlices,
  },
  {
    id: 'metric/interpretability-undecided',
    severity: 'I/W/W',
    waits: 'project',
    finds: 'answers about people without a decision whether they must be explained',
    why: 'Some laws demand an explanation, and some models cannot give one. It must be decided on purpose, before the model is chosen.',
    check: findUndecidedInterpretability,
  },
  {
    id: 'metric/imbalanced-accuracy',
    severity: 'W/W/W',
    finds: 'accuracy as a goal where one class is rare, or where always giving the same answer meets the limit',
    why: 'With one case in a hundred, "always no" is right 99 times and finds nothing. Recall and precision, or the money of `economics`, see the difference.',
    check: findFlatteredAccuracy,
  },
];
