/** Answered numbers: against the true ones, how errors change with the answer, and how they spread. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { RunView } from '../../../schemas/evaluationPanel.ts';
import { histogram } from '../charts/histogram.ts';
import { lineChart } from '../charts/lineChart.ts';
import type { Axis, Curve, Point } from '../charts/lineChart.ts';
import type { Extent } from '../charts/scale.ts';
import { section } from '../ui/section.ts';
import { t } from '../ui/texts.ts';
import { figureWithTable } from '../charts/figureWithTable.ts';
import type { DrawnFigure } from '../charts/figureWithTable.ts';
import { shortNumber } from './format.ts';
import type { EvaluationContext } from './memory.ts';
import { savedNumber } from './savedPoints.ts';

type Numbers = NonNullable<RunView['numbers']>;
type Group = Numbers['byAnswer'][number];

export function numbersSection(
  { numbers }: RunView,
  other: RunView | undefined,
  context: EvaluationContext,
): TemplateResult | typeof nothing {
  if (numbers === undefined || numbers.byAnswer.length === 0) return nothing;
  const before = other?.numbers;
  return section({
    id: 'numbers',
    title: t('Errors'),
    aside: html`<span class="legend"
      ><span><span class="line-key curve-main"></span>mean of a group of rows</span
      ><span><span class="line-key curve-edge"></span>80 % of its rows lie between</span>${
        before === undefined ? nothing : html`<span><span class="line-key curve-other"></span>other run</span>`
      }</span
    >`,
    content: html`<div class="figures">
      ${answerFigure(numbers, before, context)} ${residualFigure(numbers, before, context)}
      ${spreadFigure(numbers, context)}
    </div>`,
  });
}

/** The ends of all points, with those that must be seen. */
function extentOf(values: readonly number[]): Extent {
  return { low: Math.min(...values), high: Math.max(...values) };
}

function axis(label: string, extent: Extent): Axis {
  return { label, extent, format: shortNumber };
}

/** Truth is the answer less its error, so the ends of the errors change places. */
function truthOf({ answer, error, low, high }: Group) {
  return { mean: answer - error, low: answer - high, high: answer - low };
}

/** Groups as a table, and as they are saved. @param names of what `cells` gives */
function groupTable(
  groups: readonly Group[],
  names: readonly string[],
  cells: (group: Group) => readonly number[],
): Pick<DrawnFigure, 'columns' | 'rows' | 'saved'> {
  const columns = [...names, t('Rows')];
  return {
    columns,
    rows: groups.map((group) => [...cells(group).map(shortNumber), group.rows.toLocaleString('en')]),
    saved: { columns, rows: groups.map((group) => [...cells(group), group.rows].map(savedNumber)) },
  };
}

function otherCurve(groups: readonly Group[] | undefined, height: (group: Group) => number): readonly Curve[] {
  if (groups === undefined) return [];
  return [{ points: groups.map((group): Point => [group.answer, height(group)]), kind: 'other' }];
}

function answerFigure({ byAnswer }: Numbers, before: Numbers | undefined, context: EvaluationContext) {
  const truths = byAnswer.map((group) => ({ answer: group.answer, ...truthOf(group) }));
  const extent = extentOf(truths.flatMap(({ answer, mean, low, high }) => [answer, mean, low, high]));
  const ends: readonly Point[] = [
    [extent.low, extent.low],
    [extent.high, extent.high],
  ];
  return figureWithTable(
    {
      id: 'answered-against-true',
      title: t('True against answered'),
      drawing: lineChart({
        x: axis('answered', extent),
        y: axis('true', extent),
        curves: [
          { points: ends, kind: 'reference' },
          { points: truths.map(({ answer, low }) => [answer, low]), kind: 'edge' },
          { points: truths.map(({ answer, high }) => [answer, high]), kind: 'edge' },
          ...otherCurve(before?.byAnswer, (group) => truthOf(group).mean),
          { points: truths.map(({ answer, mean }) => [answer, mean]), kind: 'main', hasDots: true },
        ],
        description: t(
          'Mean true number in {0} groups of rows by their answer; honest answers lie on the diagonal.',
          byAnswer.length,
        ),
      }),
      ...groupTable(byAnswer, [t('Mean answer'), t('Mean truth'), t('80 % from'), t('80 % to')], (group) => {
        const { mean, low, high } = truthOf(group);
        return [group.answer, mean, low, high];
      }),
    },
    context,
  );
}

function residualFigure({ byAnswer }: Numbers, before: Numbers | undefined, context: EvaluationContext) {
  const across = extentOf(byAnswer.map(({ answer }) => answer));
  const up = extentOf([0, ...byAnswer.flatMap(({ error, low, high }) => [error, low, high])]);
  return figureWithTable(
    {
      id: 'errors-by-answer',
      title: t('Errors by answer'),
      drawing: lineChart({
        x: axis('answered', across),
        y: axis('answer less truth', up),
        curves: [
          {
            points: [
              [across.low, 0],
              [across.high, 0],
            ],
            kind: 'reference',
          },
          { points: byAnswer.map(({ answer, low }) => [answer, low]), kind: 'edge' },
          { points: byAnswer.map(({ answer, high }) => [answer, high]), kind: 'edge' },
          ...otherCurve(before?.byAnswer, ({ error }) => error),
          { points: byAnswer.map(({ answer, error }) => [answer, error]), kind: 'main', hasDots: true },
        ],
        description: t(
          'Mean of answer less truth in {0} groups of rows by their answer; above zero too much is answered.',
          byAnswer.length,
        ),
      }),
      ...groupTable(
        byAnswer,
        [t('Mean answer'), t('Mean error'), t('80 % from'), t('80 % to')],
        ({ answer, error, low, high }) => [answer, error, low, high],
      ),
    },
    context,
  );
}

function spreadFigure({ errors }: Numbers, context: EvaluationContext) {
  const bins = errors.map(({ from, to, rows }) => ({ low: shortNumber(from), high: shortNumber(to), count: rows }));
  const total = errors.reduce((sum, { rows }) => sum + rows, 0);
  const [first, last] = [bins[0], bins.at(-1)];
  return figureWithTable(
    {
      id: 'errors',
      title: t('How errors spread'),
      drawing: html`${histogram(bins, {
          width: 320,
          height: 200,
          description: t(
            '{0} errors from {1} to {2} in {3} bins; what lies outside is in the first and the last one.',
            total.toLocaleString('en'),
            first?.low ?? '',
            last?.high ?? '',
            bins.length,
          ),
        })}
        <div class="drawn-ends quiet">
          <span>${first?.low ?? ''} and less</span>
          <span>${last?.high ?? ''} and more</span>
        </div>`,
      columns: [t('Error'), t('Rows')],
      rows: bins.map(({ low, high, count }) => [t('{0} to {1}', low, high), count.toLocaleString('en')]),
      saved: {
        columns: ['From', 'To', 'Rows'],
        rows: errors.map(({ from, to, rows }) => [from, to, rows].map(savedNumber)),
      },
    },
    context,
  );
}
