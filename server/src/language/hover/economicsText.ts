/** What a goal or an amount comes to, below the explanation of what is under the pointer. */
import { goalFiguresOf, metricWithId, moneyChainOf, moneyFiguresOf } from '../../rules/money/goalEconomics.ts';
import { lastMeasurementOf } from '../../rules/money/measuredGoal.ts';
import type { FigureKind } from '../../rules/money/tracedFigure.ts';
import { goalOf } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { escapeText, paragraphs, sentences } from '../markdown.ts';
import { amountNotePlaces } from '../margin/amountNotes.ts';
import { figureTable } from '../margin/figureText.ts';
import { explainMeasurement } from '../margin/measurementText.ts';
import { pathText } from '../margin/note.ts';
import { placeLink } from '../placeLink.ts';

/**
 * The figures of the goal or the amount at a path of the spec.
 *
 * @param path keys from the top of the spec, such as `metrics`, `recall`, `target`
 * @returns undefined where the path is neither, or nothing is known of it
 */
export function describeEconomicsAt(
  snapshot: ProjectSnapshot,
  path: readonly (string | number | undefined)[],
): string | undefined {
  const [section, id, key, ...deeper] = path;
  if (section === 'metrics' && typeof id === 'string' && deeper.length === 0) {
    return key === 'target' || key === 'limit' ? describeGoal(snapshot, id, key) : undefined;
  }
  const wanted = pathText(path.map((step) => step ?? ''));
  for (const place of amountNotePlaces(snapshot)) {
    if (place.path === wanted) return paragraphs(place.find().map(({ explain }) => explain()));
  }
  return undefined;
}

function describeGoal(snapshot: ProjectSnapshot, id: string, goal: 'target' | 'limit'): string | undefined {
  const { project, facts } = snapshot;
  const metric = metricWithId(project.spec, id);
  if (metric === undefined || goalOf(metric, goal) === undefined) return undefined;
  const figures = goalFiguresOf(project.spec, facts, metric, goal);
  // What is there now comes first: the table below it is long.
  const text = paragraphs([
    describeMeasured(snapshot, metric),
    figures.length === 0 ? undefined : figureTable(project, figures),
  ]);
  return text === '' ? undefined : text;
}

/** What a metric means in money: its last value, and the way from it to the money, each step with its goals. */
export function describeMetricMoney(snapshot: ProjectSnapshot, id: string): string | undefined {
  const metric = metricWithId(snapshot.project.spec, id);
  if (metric === undefined) return undefined;
  const steps = moneyChainOf(snapshot.project.spec, metric).map((step) => describeStep(snapshot, step));
  return paragraphs([
    describeMeasured(snapshot, metric),
    ...(steps.length === 0 ? [] : ['Way to money:', steps.map((step) => `- ${step}`).join('\n')]),
  ]);
}

/** What a step of the chain says at its target, in the order of telling. */
const stepKinds: readonly { readonly kind: FigureKind; readonly words: string }[] = [
  { kind: 'value', words: 'is worth' },
  { kind: 'models', words: 'the model brings' },
  { kind: 'net-present-value', words: 'net present value' },
  { kind: 'payback', words: 'payback' },
];

function describeStep({ project, facts }: ProjectSnapshot, metric: MetricView): string {
  const name = placeLink(project, metric.id, metric.keyPlace);
  const target = goalOf(metric, 'target');
  if (target === undefined) return `${name} without a target`;
  const figures = moneyFiguresOf(project.spec, metric, 'target', undefined, facts);
  const says = stepKinds.flatMap(({ kind, words }) => {
    const figure = figures.find((one) => one.kind === kind);
    return figure?.result.kind === 'known' ? [`${words} **${escapeText(figure.result.value.text)}**`] : [];
  });
  const goal = `${name} at its target ${placeLink(project, target.text, target.place)}`;
  return says.length === 0 ? goal : `${goal}: ${says.join(', ')}`;
}

function describeMeasured({ facts }: ProjectSnapshot, metric: MetricView): string | undefined {
  const fact = lastMeasurementOf(metric, facts);
  switch (fact.state) {
    case 'pending':
      return '_The runs are being read; the last value shows here in a moment._';
    case 'unknown':
      return `_Its last value is not known because ${sentences(fact.because)}._`;
    case 'known':
      return fact.value === undefined ? '_Nothing has measured it yet._' : explainMeasurement(metric, fact.value);
  }
}
