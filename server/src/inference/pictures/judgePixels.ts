/** Classes of pixels that are answered for pictures, against a folder of masks. */
import path from 'node:path';
import type { PictureMetric, PictureRequest } from '../../../../schemas/pictureJob.ts';
import type { Resampling } from '../../evaluation/intervals/percentileInterval.ts';
import { undefinedMetric } from '../../evaluation/metricValue.ts';
import type { MetricValue } from '../../evaluation/metricValue.ts';
import { describeMasks } from '../../evaluation/segmentation/describeMasks.ts';
import { createFlawedMasks } from '../../evaluation/segmentation/flawedMasks.ts';
import { ignoredLabel } from '../../evaluation/segmentation/ignoredLabel.ts';
import { createPixelCounter } from '../../evaluation/segmentation/pixelCounts.ts';
import type { PixelCounts } from '../../evaluation/segmentation/pixelCounts.ts';
import { isPixelMetric, measurePixels } from '../../evaluation/segmentation/segmentationMetrics.ts';
import { ModelProblem } from '../modelProblem.ts';
import type { PictureJudge, PicturePorts } from './evaluatePictures.ts';
import { measurePictures } from './measurePictures.ts';
import { PictureProblem, requirePictureSize } from './pictureProblem.ts';
import { preparePixels, unseen } from './readPixels.ts';

const resamples = 1000;
const confidence = 0.95;
/** Pictures whose outlines are told. */
const mostFlawed = 12;

type MaskPorts = Pick<PicturePorts, 'readMask' | 'explain'>;

export function judgePixels(request: PictureRequest, ports: MaskPorts): PictureJudge {
  const { truth, model, classes, seed, metrics } = request;
  const read = preparePixels(request);
  const counter = createPixelCounter(classes, tolerancesOf(metrics));
  /** Rows of the split, in the order of the counted pictures. */
  const rows: number[] = [];
  const flawed = createFlawedMasks(classes, mostFlawed);
  let cut = 0;
  return {
    take: async ({ answers, at, row, picture, size }) => {
      const name = `${picture.file.replace(/\.[^./\\]*$/, '')}.png`;
      const label = `${truth.label}/${name}`;
      const mask = await readTruth(ports, model.root, path.join(truth.path, name), label);
      requirePictureSize(label, picture.file, mask, picture);
      const answer = read(answers, at, picture, size);
      // What the model did not see is no error of the model.
      const known = mask.values.map((value, pixel) => {
        if (answer[pixel] !== unseen) return value;
        cut += 1;
        return ignoredLabel;
      });
      const { file: named, width, height } = picture;
      const pixels = { name: named, width, height, truth: known, answer };
      const problem = counter.add(pixels);
      if (problem !== undefined) throw new ModelProblem(`${label} cannot be used because ${problem.because}.`);
      flawed.add(pixels);
      rows.push(row);
      return true;
    },
    finish: (slices) => {
      const counts = counter.counts();
      const resampling = { seed, resamples, confidence };
      const described = describeMasks(counts, resampling);
      const notes =
        cut === 0 ? [] : [`${cut.toLocaleString('en')} pixels were cut off before the model and do not count.`];
      return {
        metrics: measurePictures(metrics, slices, new Set(rows), (metric, slice) =>
          measureMetric(
            metric,
            slice === undefined
              ? counts
              : { ...counts, pictures: counts.pictures.filter((_, place) => slice.rows.has(rows[place] ?? -1)) },
            resampling,
          ),
        ),
        masks: { ...described, flawed: [...flawed.finish()], seconds: { total: 0 }, notes },
        confusion: described.confusion,
      };
    },
  };
}

/** Pixels by which edges may be off, as the metrics say. */
export function tolerancesOf(metrics: readonly PictureMetric[]): readonly number[] {
  return metrics.flatMap(({ within }) => within ?? []);
}

/** @throws {PictureProblem} when there is no mask that can be read */
async function readTruth({ readMask, explain }: MaskPorts, root: string, file: string, label: string) {
  try {
    return await readMask(root, file, label);
  } catch (error) {
    const explained = explain(error);
    throw explained === undefined ? error : new PictureProblem(explained.sentence);
  }
}

function measureMetric(wanted: PictureMetric, counts: PixelCounts, resampling: Resampling): MetricValue {
  const { metric } = wanted;
  if (!isPixelMetric(metric)) return undefinedMetric(`${metric} is no metric of pixels`);
  return measurePixels({ ...wanted, metric }, counts, resampling);
}
