/** Everything that is said of masks: overlaps by class, and what is taken for what. */
import type { MasksResult } from '../../../../schemas/detectionJob.ts';
import type { Resampling } from '../intervals/percentileInterval.ts';
import { plainValue } from '../plainValue.ts';
import type { PictureCounts, PixelCounts } from './pixelCounts.ts';
import { measurePixels } from './segmentationMetrics.ts';
import type { PixelMetric } from './segmentationMetrics.ts';

const mostWorst = 24;

export function describeMasks(
  counts: PixelCounts,
  resampling: Resampling,
): Pick<MasksResult, 'pictures' | 'summary' | 'classes' | 'confusion' | 'worst'> {
  const { classes, pictures, confusion } = counts;
  const size = classes.length;
  const measure = (metric: PixelMetric, averaging?: 'weighted') =>
    plainValue(measurePixels({ metric, averaging }, counts, resampling));
  return {
    pictures: pictures.length,
    summary: [
      { name: 'mean IoU', value: measure('iou') },
      { name: 'mean Dice', value: measure('dice') },
      { name: 'IoU weighted by pixels', value: measure('iou', 'weighted') },
      { name: 'pixel accuracy', value: measure('pixel-accuracy') },
      { name: 'mean boundary F', value: measure('boundary-f') },
      { name: 'mean Hausdorff 95, px', value: measure('hausdorff-95') },
    ],
    classes: classes.map((name, index) => ({
      name,
      pixels: pictures.reduce((sum, picture) => sum + (picture.truth[index] ?? 0), 0),
      iou: plainValue(measurePixels({ metric: 'iou', class: name }, counts, resampling)),
      dice: plainValue(measurePixels({ metric: 'dice', class: name }, counts, resampling)),
    })),
    confusion: {
      classes: [...classes],
      counts: classes.map((_, row) => [...confusion.subarray(row * size, (row + 1) * size)]),
    },
    worst: pictures
      .map(accuracyOf)
      .toSorted((left, right) => left.accuracy - right.accuracy)
      .slice(0, mostWorst),
  };
}

function accuracyOf({ name, shared, truth }: PictureCounts): MasksResult['worst'][number] {
  const pixels = truth.reduce((sum, count) => sum + count, 0);
  const right = shared.reduce((sum, count) => sum + count, 0);
  return { name, pixels, accuracy: pixels === 0 ? 1 : right / pixels };
}
