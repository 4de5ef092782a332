/** One metric over the runs, from the oldest to the newest. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { RecordedRun } from '../../../schemas/runsPanel.ts';
import { figureWithTable } from '../charts/figureWithTable.ts';
import type { HistoryPoint } from '../charts/historyChart.ts';
import { historyChart } from '../charts/historyChart.ts';
import { momentText } from '../ui/moment.ts';
import { emptyContent, section } from '../ui/section.ts';
import { t } from '../ui/texts.ts';
import { verdictWords } from '../ui/verdict.ts';
import type { ChosenRuns, ShownMetric } from './chosenRuns.ts';
import { momentsOf, nameOfPair } from './chosenRuns.ts';
import type { RunsContext } from './memory.ts';

export function historySection({ runs, drawn }: ChosenRuns, context: RunsContext): TemplateResult {
  const content =
    drawn === undefined
      ? emptyContent(t('These runs give no metric that the spec still has.'))
      : historyFigure(runs.toReversed(), drawn, context);
  return section({ id: 'history', title: t('History'), content });
}

type Given = Extract<NonNullable<RecordedRun['values'][number]>['value'], { state: 'known' }>;

/** @param runs oldest first */
function historyFigure(runs: readonly RecordedRun[], shown: ShownMetric, context: RunsContext): TemplateResult {
  const { metric, index } = shown;
  const lines = Map.groupBy(
    runs.flatMap((run, at) => pointOf(run, at, shown)),
    ({ pair }) => pair,
  );
  const points = [...lines.values()].flat();
  const goals = (['target', 'limit'] as const).flatMap((kind) => {
    const goal = metric[kind];
    const label = kind === 'target' ? t('target {0}', goal?.text ?? '') : t('limit {0}', goal?.text ?? '');
    return goal === null ? [] : [{ kind, value: goal.number, label }];
  });
  const moments = momentsOf(runs);
  const title = metric.unit === '' ? metric.id : t('{0} in {1}', metric.id, metric.unit);
  const missed = points.filter(({ verdict }) => verdict === 'limit-missed').length;
  return html`${figureWithTable(
    {
      id: 'history',
      title,
      drawing: historyChart({
        runs: runs.length,
        lines: [...lines.values()],
        goals,
        ends: endsOf(runs),
        format: (value) => String(Number(((value - metric.zero) / metric.perUnit).toPrecision(4))),
        description: t('{0} of {1} runs, of which {2} miss the limit.', title, points.length, missed),
      }),
      columns: [t('Run'), t('Model'), t('Value'), t('Interval'), t('State')],
      rows: runs.map((run) => {
        const given = run.values[index] ?? null;
        const known = knownOf(run, index);
        return [
          moments.get(run.id) ?? run.at,
          nameOfPair(run),
          known?.text ?? '–',
          known?.interval?.text ?? '–',
          given === null ? '–' : verdictWords(given.verdict),
        ];
      }),
    },
    context,
  )}
  ${lines.size < 2 ? nothing : html`<p class="quiet">${t('Solid: {0}. Dashed: {1}.', [...lines.keys()][0] ?? '', [...lines.keys()].slice(1).join(', '))}</p>`}`;
}

/** The days of the first and the last run, or their moments where that is one day. */
function endsOf(runs: readonly RecordedRun[]): [string, string] {
  const first = momentText(runs.at(0)?.at ?? '');
  const last = momentText(runs.at(-1)?.at ?? '');
  const day = 'YYYY-MM-DD'.length;
  return first.slice(0, day) === last.slice(0, day) ? [first, last] : [first.slice(0, day), last.slice(0, day)];
}

function knownOf({ values }: RecordedRun, index: number): Given | undefined {
  const value = values[index]?.value;
  return value?.state === 'known' ? value : undefined;
}

function pointOf(run: RecordedRun, at: number, { index }: ShownMetric): (HistoryPoint & { readonly pair: string })[] {
  const known = knownOf(run, index);
  const given = run.values[index] ?? null;
  if (known === undefined || given === null) return [];
  const { verdict } = given;
  const { number: value, interval, text } = known;
  const pair = nameOfPair(run);
  const title = `${momentText(run.at)}, ${pair}: ${text}, ${verdictWords(verdict)}`;
  return [{ at, value, low: interval?.low, high: interval?.high, verdict, title, pair }];
}
