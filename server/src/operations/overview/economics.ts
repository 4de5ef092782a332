/** Money of the Overview: what the goals are worth, and from where on the project pays. */
import type { EconomicsSummary, Figure as ShownFigure } from '../../../../schemas/overview.ts';
import type { Facts } from '../../../../schemas/facts.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import { classValuesOf, operatingGoalsOf } from '../../rules/economicsView.ts';
import { metricsOfKind } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import { errorValueNodes } from '../../rules/money/errorPrices.ts';
import { isMeanError } from '../../rules/money/regressionGoal.ts';
import { moneyFiguresOf } from '../../rules/money/goalEconomics.ts';
import type { FigureKind, TracedFigure } from '../../rules/money/tracedFigure.ts';
import type { AnyNode, ObjectNode, QuantityNode } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import { declared, unknown } from './locations.ts';
import { tracedView } from './tracedView.ts';
import type { Locations } from './locations.ts';

type Spec = ObjectNode<SpecShape>;
type KnownSummary = Extract<EconomicsSummary, { state: 'known' }>;
type Outcome = KnownSummary['outcomes'][number];
type Labelled = KnownSummary['breakEven'][number];

export function overviewEconomics(project: Project, facts: Facts, locations: Locations): EconomicsSummary {
  const { spec } = project;
  const { economics } = spec.fields;
  if (economics === undefined) {
    return {
      state: 'unknown',
      because: spec.empty.has('economics') ? 'the section economics is empty' : 'the spec has no economics',
      next: 'Add an `economics` section: volume, value of each outcome, horizon.',
    };
  }
  const models = modelMoney(spec, facts, locations);
  const business = businessMoney(spec, locations);
  return {
    state: 'known',
    definedAt: locations.of(economics.keyPlace ?? economics.place),
    outcomes: [...models.outcomes, ...business.outcomes],
    breakEven: [...models.breakEven, ...business.breakEven],
    assumptions: assumptionsOf(economics, locations),
  };
}

/** A row of money: which figure of which metric it shows at the target and at the limit. */
interface Row {
  readonly label: string;
  readonly kind: FigureKind;
}

const binaryRows: readonly Row[] = [
  { label: 'Saved per year', kind: 'value' },
  { label: 'Value per prediction', kind: 'value-per-prediction' },
  { label: 'Cost of wrong answers per year', kind: 'error-cost' },
  { label: 'Alerts per day', kind: 'alerts' },
];

const businessRows: readonly Row[] = [
  { label: 'Net present value', kind: 'net-present-value' },
  { label: 'Payback', kind: 'payback' },
  { label: 'Internal rate of return', kind: 'return' },
  { label: 'Cost of a week of delay', kind: 'delay' },
];

type Money = Pick<KnownSummary, 'outcomes' | 'breakEven'>;

function modelMoney(spec: Spec, facts: Facts, locations: Locations): Money {
  if (classValuesOf(spec).kind === 'known') return classMoney(spec, locations);
  const { over, under } = errorValueNodes(spec);
  return over === undefined || under === undefined ? binaryMoney(spec, locations) : errorMoney(spec, facts, locations);
}

/** Money of a regression, by the first of its goals that is a mean error. */
function errorMoney(spec: Spec, facts: Facts, locations: Locations): Money {
  const metric = metricsOfKind(spec, 'model').find(isMeanError);
  if (metric === undefined) return missing('no metric is the mean absolute error or the pinball loss of a model');
  const figuresAt = (goal: 'target' | 'limit') => moneyFiguresOf(spec, metric, goal, undefined, facts);
  const [atTarget, atLimit] = [figuresAt('target'), figuresAt('limit')];
  return {
    outcomes: [
      {
        label: 'Value per year',
        atTarget: shownKind(atTarget, 'value', locations),
        atLimit: shownKind(atLimit, 'value', locations),
      },
    ],
    breakEven: [
      ...labelled(atTarget, 'break-even', locations, { label: 'Break-even error' }),
      ...labelled(atTarget, 'point', locations, { label: 'One unit less error' }),
      ...labelled(atTarget, 'quantile', locations, { label: 'Quantile whose prediction loses least' }),
    ],
  };
}

/** Money of a binary classifier at the goals of the first model that has them for recall and precision. */
function binaryMoney(spec: Spec, locations: Locations): Money {
  const [goals] = operatingGoalsOf(spec);
  if (goals === undefined) return missing('no model has goals for both recall and precision');
  const recall = moneyFiguresOf(spec, goals.recall, 'target');
  const precision = moneyFiguresOf(spec, goals.precision, 'target');
  return {
    outcomes: outcomesOf(spec, goals.recall, binaryRows, locations),
    breakEven: [
      ...labelled(precision, 'alert', locations, {
        label: 'Break-even precision of one alert',
        note: 'Also the threshold from which an alert pays, when the scores are calibrated.',
      }),
      ...labelled(recall, 'break-even', locations, { label: 'Break-even recall at the target of precision' }),
      ...labelled(precision, 'break-even', locations, { label: 'Break-even precision at the target of recall' }),
      ...labelled(recall, 'point', locations, {
        label: 'One more point of recall at the target',
        note: 'With the precision as it is.',
      }),
      ...labelled(precision, 'point', locations, {
        label: 'One more point of precision at the target',
        note: 'With the recall as it is.',
      }),
    ],
  };
}

/** Money of a classifier with more than two classes, by its accuracy. */
function classMoney(spec: Spec, locations: Locations): Money {
  const accuracy = metricsOfKind(spec, 'model').find(({ name }) => name?.name === 'accuracy');
  if (accuracy === undefined) return missing('no metric is the accuracy of a model');
  const figures = moneyFiguresOf(spec, accuracy, 'target');
  return {
    outcomes: outcomesOf(spec, accuracy, [{ label: 'Value per year', kind: 'value' }], locations),
    breakEven: [
      ...labelled(figures, 'break-even', locations, { label: 'Break-even accuracy' }),
      ...labelled(figures, 'point', locations, { label: 'One more point of accuracy' }),
    ],
  };
}

/** What the goals of the first business metric in money mean for the investment; nothing without such a metric. */
function businessMoney(spec: Spec, locations: Locations): Money {
  const metric = metricsOfKind(spec, 'business').find((one) => moneyFiguresOf(spec, one, 'target').length > 0);
  if (metric === undefined) return { outcomes: [], breakEven: [] };
  return {
    outcomes: outcomesOf(spec, metric, businessRows, locations),
    breakEven: labelled(moneyFiguresOf(spec, metric, 'target'), 'break-even', locations, {
      label: 'Value per year that repays the costs',
    }),
  };
}

function outcomesOf(spec: Spec, metric: MetricView, rows: readonly Row[], locations: Locations): Outcome[] {
  const [atTarget, atLimit] = (['target', 'limit'] as const).map((goal) => moneyFiguresOf(spec, metric, goal));
  return rows.map(({ label, kind }) => ({
    label,
    atTarget: shownKind(atTarget, kind, locations),
    atLimit: shownKind(atLimit, kind, locations),
  }));
}

function labelled(
  figures: readonly TracedFigure[],
  kind: FigureKind,
  locations: Locations,
  words: Omit<Labelled, 'figure'>,
): Labelled[] {
  return figures.some((one) => one.kind === kind) ? [{ ...words, figure: shownKind(figures, kind, locations) }] : [];
}

function shownKind(figures: readonly TracedFigure[] | undefined, kind: FigureKind, locations: Locations): ShownFigure {
  const figure = figures?.find((one) => one.kind === kind);
  return figure === undefined ? unknown('the goal is not stated') : tracedView(figure, locations);
}

function missing(because: string): Money {
  const figure = unknown(because);
  return { outcomes: [{ label: 'Value per year', atTarget: figure, atLimit: figure }], breakEven: [] };
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
