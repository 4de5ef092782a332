/** A ground truth and detections, ready to be compared. */
import { boxOverlaps } from './boxOverlaps.ts';
import { boxProtocol, keypointProtocol } from './cocoProtocol.ts';
import type { CocoProtocol } from './cocoProtocol.ts';
import type { DetectionSet, Overlaps } from './detectionSet.ts';
import { FileProblem } from './fileProblem.ts';
import type { NamedText } from './fileProblem.ts';
import { keypointOverlaps, personSigmas } from './keypointOverlaps.ts';
import { maskOverlaps } from './maskOverlaps.ts';
import { parseDetections, readDetections, taskOfDetections } from './readDetections.ts';
import type { ReadDetections } from './readDetections.ts';
import { readGroundTruth } from './readGroundTruth.ts';
import type { DetectionTask, GroundTruth } from './readGroundTruth.ts';
import type { RunLengthMask } from './runLengthMask.ts';

export interface ComparableThings {
  readonly task: DetectionTask;
  readonly set: DetectionSet;
  readonly overlaps: Overlaps;
  readonly protocol: CocoProtocol;
  /** One for each truth and for each detection; undefined unless masks are compared. */
  readonly masks:
    { readonly truths: readonly RunLengthMask[]; readonly detections: readonly RunLengthMask[] } | undefined;
  /** Sentences for the reader. */
  readonly notes: readonly string[];
}

/**
 * Reads two files as COCO writes them.
 *
 * @param task what is compared; by the detections when undefined
 * @throws {FileProblem}
 */
export function readCoco(
  groundTruthFile: NamedText,
  detectionsFile: NamedText,
  task: DetectionTask | undefined,
): ComparableThings {
  const list = parseDetections(detectionsFile);
  const compared = task ?? taskOfDetections(list);
  const groundTruth = readGroundTruth(groundTruthFile, compared);
  const found = readDetections(list, detectionsFile.name, groundTruth, compared);
  const { images, classes, truths, notes } = groundTruth;
  const set: DetectionSet = { images, classes, truths, detections: found.detections };
  return {
    task: compared,
    set,
    overlaps: overlapsOf(compared, set, groundTruth, found, groundTruthFile.name, detectionsFile.name),
    protocol: compared === 'keypoints' ? keypointProtocol() : boxProtocol(),
    masks: compared === 'instance-segmentation' ? { truths: groundTruth.masks, detections: found.masks } : undefined,
    notes,
  };
}

function overlapsOf(
  task: DetectionTask,
  set: DetectionSet,
  groundTruth: GroundTruth,
  found: ReadDetections,
  truthName: string,
  foundName: string,
): Overlaps {
  switch (task) {
    case 'object-detection':
      return boxOverlaps(set);
    case 'instance-segmentation':
      return maskOverlaps(set.truths.isCrowd, groundTruth.masks, found.masks);
    case 'keypoints':
      return keypointOverlaps(set, {
        truths: joinPoints(groundTruth.points, truthName),
        detections: joinPoints(found.points, foundName),
        sigmas: personSigmas,
      });
  }
}

function joinPoints(points: readonly (readonly number[])[], name: string): Float64Array {
  const odd = points.find(({ length }) => length !== 3 * personSigmas.length);
  if (odd !== undefined) {
    throw new FileProblem(
      `${name} has things of ${odd.length / 3} points; those of COCO's people have ${personSigmas.length}, and how far others scatter is not known.`,
    );
  }
  const joined = new Float64Array(points.length * 3 * personSigmas.length);
  points.forEach((own, at) => {
    joined.set(own, at * 3 * personSigmas.length);
  });
  return joined;
}
