/** What scores look like in each class, and how many positives a share of the rows finds. */
import type { TemplateResult } from 'lit-html';
import { html } from '../ui/html.ts';
import type { RunView } from '../../../schemas/evaluationPanel.ts';
import { lineChart } from '../charts/lineChart.ts';
import type { Axis, Mark, Point } from '../charts/lineChart.ts';
import { t } from '../ui/texts.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import { figureWithTable } from '../charts/figureWithTable.ts';
import { percent, shortNumber } from './format.ts';
import type { EvaluationContext } from './memory.ts';
import { operatingPoint } from './operatingPoint.ts';
import { savedNumber, savedPoints } from './savedPoints.ts';
import { gains, scoreBins } from './scoreShares.ts';
import { chosenIndex } from './thresholdSection.ts';

const wholeShare: Axis['extent'] = { low: 0, high: 1 };
const shareText = (value: number): string => `${Math.round(value * 100)} %`;

export function scoreFigures(
  { operating }: RunView,
  other: RunView | undefined,
  context: EvaluationContext,
): readonly TemplateResult[] {
  if (operating === undefined) return [];
  const index = chosenIndex(operating, context);
  return [...spreadFigure(operating, index, context), ...gainsFigure(operating, index, other, context)];
}

type Operating = NonNullable<RunView['operating']>;

function spreadFigure(operating: Operating, index: number, context: EvaluationContext): readonly TemplateResult[] {
  const bins = scoreBins(operating);
  const [first, last] = [bins[0], bins.at(-1)];
  if (first === undefined || last === undefined) return [];
  const positive = toVisibleText(operating.positiveClass ?? t('positive'));
  const curve = (shareOf: (bin: (typeof bins)[number]) => number): readonly Point[] =>
    bins.map((bin) => [(bin.low + bin.high) / 2, shareOf(bin)]);
  const chosen = operating.points[index]?.threshold;
  const marks: readonly Mark[] = chosen === undefined ? [] : [{ x: chosen, y: undefined, kind: 'stated' }];
  const highest = Math.max(...bins.flatMap(({ positives, negatives }) => [positives, negatives]));
  const figure = figureWithTable(
    {
      id: 'scores',
      title: t('Scores of each class'),
      drawing: html`${lineChart({
          x: { label: t('score'), extent: { low: first.low, high: last.high }, format: shortNumber },
          y: { label: t('share of the class'), extent: { low: 0, high: highest }, format: shareText },
          curves: [
            { points: curve(({ negatives }) => negatives), kind: 'other' },
            { points: curve(({ positives }) => positives), kind: 'main' },
          ],
          marks,
          description: t(
            'Shares of the rows of {0} and of all others by their score, in {1} bins; the less they overlap, the better the scores tell them apart.',
            positive,
            bins.length,
          ),
        })}
        <p class="legend">
          <span><span class="line-key curve-main"></span>${positive}</span>
          <span><span class="line-key curve-other"></span>all others</span>
        </p>`,
      columns: [t('Score'), positive, t('All others')],
      rows: bins.map(({ low, high, positives, negatives }) => [
        t('{0} to {1}', shortNumber(low), shortNumber(high)),
        percent(positives),
        percent(negatives),
      ]),
      saved: {
        columns: ['Score from', 'Score to', positive, t('All others')],
        rows: bins.map((bin) => [bin.low, bin.high, bin.positives, bin.negatives].map(savedNumber)),
      },
    },
    context,
  );
  return [figure];
}

function gainsFigure(
  operating: Operating,
  index: number,
  other: RunView | undefined,
  context: EvaluationContext,
): readonly TemplateResult[] {
  const points = gains(operating);
  if (points.length < 4) return [];
  const before = other?.operating === undefined ? [] : gains(other.operating);
  const chosen = operating.points[index];
  const found = operatingPoint(operating, index)?.recall;
  const rows = operating.positives + operating.negatives;
  const marks: readonly Mark[] =
    chosen === undefined || found === undefined
      ? []
      : [{ x: (chosen.truePositives + chosen.falsePositives) / rows, y: found, kind: 'chosen' }];
  const figure = figureWithTable(
    {
      id: 'gains',
      title: t('Gains: found in the rows with the highest scores'),
      drawing: lineChart({
        x: { label: t('rows looked at'), extent: wholeShare, format: shareText },
        y: { label: t('found'), extent: wholeShare, format: shareText },
        curves: [
          {
            points: [
              [0, 0],
              [1, 1],
            ],
            kind: 'reference',
          },
          ...(before.length === 0 ? [] : [{ points: before, kind: 'other' as const }]),
          { points, kind: 'main' },
        ],
        marks,
        description: t(
          'Share of positive rows that are found when the rows with the highest scores are looked at first.',
        ),
      }),
      columns: [t('Rows looked at'), t('Found'), t('Times as many as by chance')],
      rows: points.map(([share, part]) => [
        percent(share),
        percent(part),
        share === 0 ? '–' : shortNumber(part / share),
      ]),
      saved: savedPoints([t('Rows looked at'), t('Found')], points, before.length === 0 ? undefined : before),
    },
    context,
  );
  return [figure];
}
