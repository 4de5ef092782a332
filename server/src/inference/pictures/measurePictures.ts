/** Metrics of all pictures, and of those of each slice. */
import type { PictureMetric, PictureResult } from '../../../../schemas/pictureJob.ts';
import { sliceRowsOf } from '../../evaluation/measureSlices.ts';
import type { SliceRows } from '../../evaluation/measureSlices.ts';
import type { MetricValue } from '../../evaluation/metricValue.ts';
import { plainValue } from '../../evaluation/plainValue.ts';

/** Some of the judged pictures. */
export interface PictureSlice {
  /** The same for slices of the same pictures. */
  readonly key: string;
  /** Rows of the split; those of pictures that were not judged are not among them. */
  readonly rows: ReadonlySet<number>;
}

/**
 * @param judged rows of the split whose pictures were judged
 * @param measure a metric of a slice; of all pictures when that is undefined
 */
export function measurePictures(
  metrics: readonly PictureMetric[],
  slices: SliceRows,
  judged: ReadonlySet<number>,
  measure: (metric: PictureMetric, slice: PictureSlice | undefined) => MetricValue,
): PictureResult['metrics'] {
  return metrics.map((metric) => ({
    id: metric.id,
    value: plainValue(measure(metric, undefined)),
    slices: Object.fromEntries(
      metric.slices.flatMap((slice) =>
        sliceRowsOf([slice], slices).map(([id, picked]) => {
          const key = 'where' in slice ? `where ${slice.where}` : `by ${slice.by}${id.slice(slice.id.length)}`;
          const rows = new Set(picked).intersection(judged);
          return [id, { ...plainValue(measure(metric, { key, rows })), rows: rows.size }] as const;
        }),
      ),
    ),
  }));
}
