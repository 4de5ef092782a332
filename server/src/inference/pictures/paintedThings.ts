/** Overlaps of classes of pixels, of things whose masks are painted over each other. */
import type { PictureMetric } from '../../../../schemas/pictureJob.ts';
import type { GroundTruth } from '../../evaluation/detection/readGroundTruth.ts';
import { areaOfMask } from '../../evaluation/detection/runLengthMask.ts';
import type { RunLengthMask } from '../../evaluation/detection/runLengthMask.ts';
import type { Resampling } from '../../evaluation/intervals/percentileInterval.ts';
import { undefinedMetric } from '../../evaluation/metricValue.ts';
import type { MetricValue } from '../../evaluation/metricValue.ts';
import { mostPaintedClasses, paintThings } from '../../evaluation/segmentation/paintThings.ts';
import type { PaintedThing } from '../../evaluation/segmentation/paintThings.ts';
import { ignoredLabel } from '../../evaluation/segmentation/ignoredLabel.ts';
import { createPixelCounter } from '../../evaluation/segmentation/pixelCounts.ts';
import { isPixelMetric, measurePixels } from '../../evaluation/segmentation/segmentationMetrics.ts';

const nothing = 'nothing';

/**
 * Counts the pixels of pictures by class.
 *
 * Of true things the smaller one lies on top, of answered ones the surer one; crowds count in nothing. What is neither
 * counts as a class of its own in the accuracy of pixels, and in no mean over classes.
 */
export function createThingPainter(groundTruth: GroundTruth, tolerances: readonly number[]) {
  const { truths, masks, classes } = groundTruth;
  const names = classes.map(({ name }) => name);
  const counter = createPixelCounter([nothing, ...names], tolerances);
  const images: number[] = [];
  const truthsOf = Map.groupBy(truths.images.keys(), (at) => truths.images[at] ?? -1);
  const isPaintable = names.length <= mostPaintedClasses;
  const trueThings = (image: number): PaintedThing[] =>
    (truthsOf.get(image) ?? [])
      .flatMap((at) => {
        const mask = masks[at];
        if (mask === undefined) return [];
        const isCrowd = truths.isCrowd[at] === 1;
        return [{ mask, label: isCrowd ? ignoredLabel : 1 + (truths.classes[at] ?? 0), isCrowd }];
      })
      .toSorted(
        (left, right) => Number(right.isCrowd) - Number(left.isCrowd) || areaOfMask(right.mask) - areaOfMask(left.mask),
      );
  return {
    /** @param answered masks of the things that were found, the surest first */
    add: (image: number, answeredClasses: Int32Array, answered: readonly RunLengthMask[]): void => {
      const size = groundTruth.images[image];
      if (!isPaintable || size === undefined) return;
      const answers = answered.map((mask, place) => ({ mask, label: 1 + (answeredClasses[place] ?? 0) }));
      images.push(image);
      counter.add({
        ...size,
        truth: paintThings(size, trueThings(image)),
        answer: paintThings(size, answers.toReversed()),
      });
    },
    measure: (metric: PictureMetric, wanted: ReadonlySet<number>, resampling: Resampling): MetricValue => {
      if (!isPixelMetric(metric.metric)) return undefinedMetric(`${metric.metric} is no metric of pixels`);
      if (!isPaintable) {
        return undefinedMetric(`there are ${names.length} classes, and pixels tell ${mostPaintedClasses} apart`);
      }
      const all = counter.counts();
      const pictures = all.pictures.filter((_, place) => wanted.has(images[place] ?? -1));
      const measure = { ...metric, metric: metric.metric };
      if (measure.metric === 'pixel-accuracy') return measurePixels(measure, { ...all, pictures }, resampling);
      const named = pictures.map(({ name, shared, truth, answer, edges }) => ({
        name,
        shared: shared.subarray(1),
        truth: truth.subarray(1),
        answer: answer.subarray(1),
        edges: edges.slice(1),
      }));
      return measurePixels(measure, { ...all, classes: names, pictures: named }, resampling);
    },
  };
}
