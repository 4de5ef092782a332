/** What was measured last of a slice of a metric. */
import { lastMeasurementOf } from '../../rules/money/measuredGoal.ts';
import { metricWithId } from '../../rules/money/goalEconomics.ts';
import { sliceMeasurementsOf } from '../../rules/money/measuredSlices.ts';
import type { SliceMeasurement } from '../../rules/money/measuredSlices.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { longAge } from '../age.ts';
import { verdictWords } from '../margin/measurementText.ts';
import { code, escapeText, link, paragraphs, sentences } from '../markdown.ts';

/** Values of a column that are listed, the worst ones. */
const mostValues = 10;

/** @returns undefined when nothing has measured the slice, or it is not known yet */
export function describeSlice(
  { project, facts }: ProjectSnapshot,
  metricId: string,
  sliceId: string,
): string | undefined {
  const metric = metricWithId(project.spec, metricId);
  const fact = metric === undefined ? undefined : lastMeasurementOf(metric, facts);
  const last = fact?.state === 'known' ? fact.value : undefined;
  if (metric === undefined || last === undefined) return undefined;
  const slices = sliceMeasurementsOf(metric, last, sliceId);
  const [worst] = slices;
  if (worst === undefined) return undefined;
  const hasTarget = metric.node.fields.slices?.entries.get(sliceId)?.fields.target !== undefined;
  const { reference, uri, stale } = last.fact;
  const source = `${longAge(last.ageDays)}, ${uri === undefined ? code(reference) : link(reference, uri)}`;
  return paragraphs([
    ...(worst.value === undefined ? [oneValue(sliceId, worst, hasTarget, source)] : listOf(sliceId, slices, source)),
    stale.length === 0 ? undefined : `_Stale because ${sentences(stale.join(', and '))}._`,
  ]);
}

function oneValue(sliceId: string, slice: SliceMeasurement, hasTarget: boolean, source: string): string {
  const verdict = slice.verdict === 'limit-held' && !hasTarget ? 'Holds the limit · ' : verdictWords[slice.verdict];
  return `**Last value of ${escapeText(sliceId)}** · ${valueOf(slice)}\n\n${verdict}${source}`;
}

function listOf(sliceId: string, slices: readonly SliceMeasurement[], source: string): readonly string[] {
  const missed = slices.filter(({ verdict }) => verdict === 'limit-missed').length;
  const rows = slices
    .slice(0, mostValues)
    .map(
      (slice) =>
        `- ${code(slice.value ?? '')} ${valueOf(slice)}${slice.verdict === 'limit-missed' ? ', misses the limit' : ''}`,
    );
  const more = slices.length > mostValues ? [`- and ${slices.length - mostValues} better ones`] : [];
  return [
    `**Last values of ${escapeText(sliceId)}** · ${missed} of ${slices.length} miss the limit · ${source}`,
    [...rows, ...more].join('\n'),
  ];
}

function valueOf({ text, interval }: SliceMeasurement): string {
  return `${code(text)}${interval === undefined ? '' : ` (95 %: ${escapeText(interval)})`}`;
}
