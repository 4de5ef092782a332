/** How scores rank rows, and how honest they are. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { RunView } from '../../../schemas/evaluationPanel.ts';
import { lineChart } from '../charts/lineChart.ts';
import type { Axis, Curve, Mark, Point } from '../charts/lineChart.ts';
import { section } from '../ui/section.ts';
import { t } from '../ui/texts.ts';
import { figureWithTable } from '../charts/figureWithTable.ts';
import { percent } from './format.ts';
import type { EvaluationContext } from './memory.ts';
import { operatingPoint } from './operatingPoint.ts';
import { savedPoints } from './savedPoints.ts';
import { scoreFigures } from './scoreFigures.ts';
import { chosenIndex } from './thresholdSection.ts';

const share = (label: string): Axis => ({
  label,
  extent: { low: 0, high: 1 },
  format: (value) => `${Math.round(value * 100)} %`,
});

const diagonal: Curve = {
  points: [
    [0, 0],
    [1, 1],
  ],
  kind: 'reference',
};

export function curvesSection(
  run: RunView,
  other: RunView | undefined,
  context: EvaluationContext,
): TemplateResult | typeof nothing {
  const figures = [
    rocFigure(run, other, context),
    precisionFigure(run, other, context),
    reliabilityFigure(run, other, context),
    ...scoreFigures(run, other, context),
  ].filter((figure) => figure !== nothing);
  if (figures.length === 0) return nothing;
  const aside =
    other === undefined
      ? nothing
      : html`<span class="legend"
          ><span><span class="line-key curve-main"></span>this run</span
          ><span><span class="line-key curve-other"></span>other run</span></span
        >`;
  return section({ id: 'curves', title: t('Curves'), aside, content: html`<div class="figures">${figures}</div>` });
}

/** The curve of the run over that of the other one. */
function both(main: readonly Point[], other: readonly Point[] | undefined, hasDots = false): readonly Curve[] {
  return [
    ...(other === undefined ? [] : [{ points: other, kind: 'other' as const, hasDots }]),
    { points: main, kind: 'main', hasDots },
  ];
}

/** Where the slider stands, on a curve of rates. */
function markAt(run: RunView, context: EvaluationContext, place: 'roc' | 'precision'): readonly Mark[] {
  const { operating } = run;
  if (operating === undefined) return [];
  const point = operatingPoint(operating, chosenIndex(operating, context));
  const x = place === 'roc' ? point?.falsePositiveRate : point?.recall;
  const y = place === 'roc' ? point?.recall : point?.precision;
  return x === undefined || y === undefined ? [] : [{ x, y, kind: 'chosen' }];
}

function rowsOf(points: readonly Point[]): readonly (readonly string[])[] {
  return points.map(([x, y]) => [percent(x), percent(y)]);
}

function rocFigure(run: RunView, other: RunView | undefined, context: EvaluationContext) {
  const { roc } = run;
  if (roc === undefined || roc.length < 2) return nothing;
  return figureWithTable(
    {
      id: 'roc',
      title: t('ROC: found against falsely raised'),
      drawing: lineChart({
        x: share(t('falsely raised')),
        y: share(t('found')),
        curves: [diagonal, ...both(roc, other?.roc)],
        marks: markAt(run, context, 'roc'),
        description: t('Share of positive rows that are found against share of negative rows that are raised.'),
      }),
      columns: [t('Falsely raised'), t('Found')],
      rows: rowsOf(roc),
      saved: savedPoints([t('Falsely raised'), t('Found')], roc, other?.roc),
    },
    context,
  );
}

function precisionFigure(run: RunView, other: RunView | undefined, context: EvaluationContext) {
  const { precisionRecall } = run;
  if (precisionRecall === undefined || precisionRecall.length < 2) return nothing;
  return figureWithTable(
    {
      id: 'precision-recall',
      title: t('Precision against recall'),
      drawing: lineChart({
        x: share(t('found (recall)')),
        y: share(t('right when raised (precision)')),
        curves: both(precisionRecall, other?.precisionRecall),
        marks: markAt(run, context, 'precision'),
        description: t('Share of raised rows that are right against share of positive rows that are found.'),
      }),
      columns: [t('Found'), t('Right when raised')],
      rows: rowsOf(precisionRecall),
      saved: savedPoints([t('Found'), t('Right when raised')], precisionRecall, other?.precisionRecall),
    },
    context,
  );
}

function reliabilityFigure(run: RunView, other: RunView | undefined, context: EvaluationContext) {
  const { reliability } = run;
  if (reliability === undefined || reliability.length === 0) return nothing;
  return figureWithTable(
    {
      id: 'reliability',
      title: t('Reliability: what scores promise and what happens'),
      drawing: lineChart({
        x: share(t('mean score')),
        y: share(t('share of positives')),
        curves: [diagonal, ...both(reliability, other?.reliability, true)],
        description: t(
          'Share of positive rows against their mean score, in ten bins; honest scores lie on the diagonal.',
        ),
      }),
      columns: [t('Mean score'), t('Share of positives')],
      rows: rowsOf(reliability),
      saved: savedPoints([t('Mean score'), t('Share of positives')], reliability, other?.reliability),
    },
    context,
  );
}
