/** Notes beside `target` and `limit`: what the goal is worth, from where on it pays, and what was measured last. */
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { goalFiguresOf } from '../../rules/money/goalEconomics.ts';
import type { LastMeasurement } from '../../rules/money/measuredGoal.ts';
import { lastMeasurementOf } from '../../rules/money/measuredGoal.ts';
import { sliceMeasurementsOf } from '../../rules/money/measuredSlices.ts';
import type { FigureKind, TracedFigure } from '../../rules/money/tracedFigure.ts';
import { goalOf, metricsOf } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import { shortAge } from '../age.ts';
import { locationOf } from '../fileRange.ts';
import { describeSlice } from '../hover/sliceText.ts';
import { explainFigure } from './figureText.ts';
import { explainMeasurement, measurementLocation } from './measurementText.ts';
import { afterEntry, afterQuantity, pathText } from './note.ts';
import type { NotePart, NotePlace } from './note.ts';

const goals = ['target', 'limit'] as const;

/** A place for a note behind each goal of each metric. */
export function* goalNotePlaces(snapshot: ProjectSnapshot): Generator<NotePlace> {
  for (const metric of metricsOf(snapshot.project.spec)) {
    for (const goal of goals) {
      const node = goalOf(metric, goal);
      if (node !== undefined) yield afterQuantity(node, () => goalParts(snapshot, metric, goal));
    }
    for (const [sliceId, slice] of metric.node.fields.slices?.entries ?? []) {
      yield {
        path: pathText(['metrics', metric.id, 'slices', sliceId]),
        after: afterEntry(slice),
        find: () => sliceParts(snapshot, metric, sliceId),
      };
    }
  }
}

/** "now 0.71", or for a slice of each value of a column "worst 0.18, 3 of 60 miss the limit". */
function sliceParts(snapshot: ProjectSnapshot, metric: MetricView, sliceId: string): readonly NotePart[] {
  const fact = lastMeasurementOf(metric, snapshot.facts);
  const last = fact.state === 'known' ? fact.value : undefined;
  const slices = last === undefined ? [] : sliceMeasurementsOf(metric, last, sliceId);
  const [worst] = slices;
  if (last === undefined || worst === undefined) return [];
  const missed = slices.filter(({ verdict }) => verdict === 'limit-missed').length;
  const value =
    worst.value === undefined
      ? `now ${worst.text}`
      : `worst ${worst.text}${missed === 0 ? '' : `, ${missed} of ${slices.length} miss the limit`}`;
  return [
    {
      category: 'measured',
      text: `${value} ${agedText(last)}`,
      explain: () => describeSlice(snapshot, metric.id, sliceId) ?? '',
      opens: () => measurementLocation(last),
    },
  ];
}

/** What the figures say in the margin, in this order; the others are for the hover. */
const words: readonly { readonly kind: FigureKind; readonly say: (text: string) => string }[] = [
  { kind: 'value', say: (text) => `≈ ${text}` },
  { kind: 'net-present-value', say: (text) => `NPV ${text}` },
  { kind: 'payback', say: (text) => `payback ${text}` },
  { kind: 'break-even', say: (text) => `break-even ${text}` },
];

function goalParts(snapshot: ProjectSnapshot, metric: MetricView, goal: 'target' | 'limit'): readonly NotePart[] {
  const { project, facts } = snapshot;
  // On one line with other keys there is room for the first figure alone.
  const said = metric.node.yaml.flow ? words.slice(0, 2) : words;
  const figures = goalFiguresOf(project.spec, facts, metric, goal, new Set(said.map(({ kind }) => kind)));
  const money = said.flatMap(({ kind, say }): NotePart[] => {
    const figure = figures.find((one) => one.kind === kind);
    return figure?.result.kind === 'known' ? [moneyPart(snapshot, figure, say(figure.result.value.text))] : [];
  });
  // The same for both goals, so it is said once.
  const isLast = goal === 'target' || goalOf(metric, 'target') === undefined;
  const fact = lastMeasurementOf(metric, facts);
  const last = isLast && fact.state === 'known' ? fact.value : undefined;
  return last === undefined ? money : [...money, measuredPart(metric, last)];
}

function moneyPart({ project }: ProjectSnapshot, figure: TracedFigure, text: string): NotePart {
  return {
    category: 'money',
    text,
    explain: () => explainFigure(project, figure),
    opens: () => {
      const place = openedInput(figure);
      return place === undefined ? undefined : locationOf(project, place);
    },
  };
}

/** The input that a click leads to: what the goals are compared with, not the goals themselves. */
function openedInput({ inputs }: TracedFigure) {
  const own = new Set(['recall', 'precision', 'accuracy', 'saved']);
  return (inputs.find(({ name, place }) => place !== undefined && !own.has(name)) ?? inputs[0])?.place;
}

function measuredPart(metric: MetricView, last: LastMeasurement): NotePart {
  return {
    category: 'measured',
    text: `now ${last.text} ${agedText(last)}`,
    explain: () => explainMeasurement(metric, last),
    opens: () => measurementLocation(last),
  };
}

function agedText({ ageDays, fact: { stale } }: LastMeasurement): string {
  return `(${[shortAge(ageDays), ...(stale.length === 0 ? [] : ['stale'])].join(', ')})`;
}
