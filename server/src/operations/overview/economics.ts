/** Money of the Overview: what the goals are worth, and from where on the project pays. */
import type { EconomicsSummary, Figure as ShownFigure } from '../../../../schemas/overview.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import {
  againstBaseline,
  againstPolicy,
  binaryCaseOf,
  classValuesOf,
  isAgainstNothing,
  operatingGoalsOf,
  pointAt,
  volumeOf,
} from '../../rules/economicsView.ts';
import type { OperatingGoals } from '../../rules/economicsView.ts';
import { goalOf, labelOfModel, metricsOfKind } from '../../rules/metricView.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { computeErrorCost, computeSavedPerYear, computeValuePerPrediction } from '../../spec/economics.ts';
import type { BinaryCase, Policy } from '../../spec/economics.ts';
import { computeBreakEvenThreshold, computePrecisionGain, computeRecallPoint } from '../../spec/economicsBreakEven.ts';
import { computeAlertsPerDay } from '../../spec/economicsFeasibility.ts';
import { formulas } from '../../spec/economicsFormulas.ts';
import { readShare } from '../../spec/economicsInputs.ts';
import { computeBreakEvenAccuracy, computeClassValuePerYear } from '../../spec/economicsTasks.ts';
import type { ClassValues } from '../../spec/economicsTasks.ts';
import type { Figure } from '../../spec/figure.ts';
import type { Known } from '../../spec/known.ts';
import type { AnyNode, ObjectNode, QuantityNode } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import { formatQuantity } from '../../spec/quantityFormat.ts';
import { decimal } from '../../spec/decimal.ts';
import { declared, known, unknown } from './locations.ts';
import type { Locations } from './locations.ts';

type KnownSummary = Extract<EconomicsSummary, { state: 'known' }>;
type Outcome = KnownSummary['outcomes'][number];
type Labelled = KnownSummary['breakEven'][number];

export function overviewEconomics(project: Project, locations: Locations): EconomicsSummary {
  const { spec } = project;
  const { economics } = spec.fields;
  if (economics === undefined) {
    return {
      state: 'unknown',
      because: 'the spec has no economics',
      next: 'Add an `economics` section: volume, value of each outcome, horizon.',
    };
  }
  const classes = classValuesOf(spec);
  const hasClasses = classes.kind === 'known';
  const { outcomes, breakEven } = hasClasses ? classMoney(spec, classes.value) : binaryMoney(spec);
  return {
    state: 'known',
    definedAt: locations.of(economics.keyPlace ?? economics.place),
    outcomes,
    breakEven,
    assumptions: assumptionsOf(economics, locations),
  };
}

/** Money of a binary classifier at the goals of the first model that has them for recall and precision. */
function binaryMoney(spec: ObjectNode<SpecShape>): Pick<KnownSummary, 'outcomes' | 'breakEven'> {
  const binary = binaryCaseOf(spec);
  const [goals] = operatingGoalsOf(spec);
  if (goals === undefined) return missing('no model has goals for both recall and precision');
  const positive = labelOfModel(spec, goals.modelId)?.fields.positive?.text;
  const against = againstPolicy(spec, positive);
  const volume = volumeOf(spec);
  if (binary.kind === 'undefined') return missing(binary.because);
  if (volume.kind === 'undefined') return missing(volume.because);
  const at = (
    goal: 'target' | 'limit',
    compute: (policy: Extract<Policy, { kind: 'point' }>) => Figure,
  ): ShownFigure => {
    const point = pointAt(goals, goal);
    return point.kind === 'known' ? shown(compute({ kind: 'point', ...point.value })) : unknown(point.because);
  };
  const row = (label: string, compute: (policy: Extract<Policy, { kind: 'point' }>) => Figure): Outcome => ({
    label,
    atTarget: at('target', compute),
    atLimit: at('limit', compute),
  });
  const outcomes: Outcome[] = [
    row('Saved per year', (policy) =>
      against.kind === 'known' ? computeSavedPerYear(binary.value, volume.value, policy, against.value) : against,
    ),
    row('Value per prediction', (policy) => computeValuePerPrediction(binary.value, policy)),
    row('Cost of wrong answers per year', (policy) => computeErrorCost(binary.value, volume.value, policy)),
    row('Alerts per day', ({ recall, precision }) =>
      computeAlertsPerDay({ prevalence: binary.value.prevalence, recall, precision }, volume.value),
    ),
  ];
  return { outcomes, breakEven: pointsOf(binary.value, volume.value, goals) };
}

/** From which score on an alert pays, and what one more point of quality is worth. */
function pointsOf(binary: BinaryCase, volume: Decimal, goals: OperatingGoals): Labelled[] {
  const rows: Labelled[] = [
    {
      label: 'Break-even precision of one alert',
      figure: shown(computeBreakEvenThreshold(binary.values)),
      note: 'Also the threshold from which an alert pays, when the scores are calibrated.',
    },
  ];
  const point = pointAt(goals, 'target');
  if (point.kind === 'undefined') return rows;
  const { recall, precision } = point.value;
  rows.push({
    label: 'One more point of recall at the target',
    figure: shown(computeRecallPoint(binary, volume, precision)),
    note: 'With the precision as it is.',
  });
  const better = precision.plus(decimal('0.01'));
  if (better.lte(1)) {
    rows.push({
      label: 'One more point of precision at the target',
      figure: shown(computePrecisionGain(binary, volume, recall, precision, better)),
      note: 'With the recall as it is.',
    });
  }
  return rows;
}

/** Money of a classifier with more than two classes, by its accuracy. */
function classMoney(spec: ObjectNode<SpecShape>, values: ClassValues): Pick<KnownSummary, 'outcomes' | 'breakEven'> {
  const accuracy = metricsOfKind(spec, 'model').find(({ name }) => name?.name === 'accuracy');
  const volume = volumeOf(spec);
  const breakEven = [{ label: 'Break-even accuracy', figure: shown(computeBreakEvenAccuracy(values)) }];
  if (accuracy === undefined) return { ...missing('no metric is the accuracy of a model'), breakEven };
  if (volume.kind === 'undefined') return { ...missing(volume.because), breakEven };
  const policy = againstBaseline(spec)?.node.fields.metrics?.entries.get('accuracy');
  const compared = isAgainstNothing(spec) ? undefined : readShare('accuracy of the baseline', policy?.quantity);
  if (compared?.kind === 'undefined') return { ...missing(compared.because), breakEven };
  const against = compared?.value ?? 'none';
  const at = (goal: 'target' | 'limit'): ShownFigure => {
    const share: Known<Decimal> = readShare('accuracy', goalOf(accuracy, goal)?.quantity);
    return share.kind === 'known'
      ? shown(computeClassValuePerYear(values, volume.value, share.value, against))
      : unknown(share.because);
  };
  return { outcomes: [{ label: 'Value per year', atTarget: at('target'), atLimit: at('limit') }], breakEven };
}

function missing(because: string): Pick<KnownSummary, 'outcomes' | 'breakEven'> {
  const figure = unknown(because);
  return { outcomes: [{ label: 'Value per year', atTarget: figure, atLimit: figure }], breakEven: [] };
}

function shown(figure: Figure): ShownFigure {
  if (figure.kind === 'undefined') return unknown(figure.because);
  const { name, text } = formulas[figure.formula];
  return known(
    formatQuantity(figure.value),
    {
      origin: 'computed',
      formula: `Formula ${figure.formula}, ${name}: ${text}`,
      inputs: figure.inputs.map(splitInput),
    },
    Number(figure.value.value.toString()),
  );
}

/** "recall 0.7" as name and value. */
function splitInput(words: string): { name: string; text: string } {
  const match = /^(.*?) (-?\d.*)$/.exec(words);
  return match === null ? { name: 'policy', text: words } : { name: match[1] ?? words, text: match[2] ?? words };
}

function assumptionsOf(
  economics: NonNullable<ObjectNode<SpecShape>['fields']['economics']>,
  locations: Locations,
): Labelled[] {
  const { volume, prevalence, value, against, horizon, discount_rate: discountRate } = economics.fields;
  const share = prevalence?.kind === 'object' ? prevalence.fields.value : prevalence;
  const rows: { label: string; node: QuantityNode | undefined }[] = [
    { label: 'Volume', node: volume },
    { label: 'Prevalence', node: share },
    { label: 'Horizon', node: horizon },
    { label: 'Discount rate', node: discountRate },
  ];
  const outcomes = Object.entries((value?.fields ?? {}) as Readonly<Record<string, AnyNode>>).flatMap(([name, node]) =>
    node.kind === 'quantity' ? [{ label: `Value of ${outcomeNames[name] ?? name}`, node }] : [],
  );
  const labelled = [...rows, ...outcomes].flatMap(({ label, node }): Labelled[] =>
    node === undefined ? [] : [{ label, figure: declared(node.text, locations.of(node.place)) }],
  );
  if (against === undefined) return labelled;
  return [...labelled, { label: 'Compared with', figure: declared(against.id, locations.of(against.place)) }];
}

const outcomeNames: Readonly<Record<string, string>> = {
  tp: 'a true positive',
  fp: 'a false positive',
  fn: 'a false negative',
  tn: 'a true negative',
  correct: 'a right answer',
  wrong: 'a wrong answer',
  over: 'one unit too much',
  under: 'one unit too little',
};
