import type { JobKind, ParsedJobRequest } from '../../../schemas/jobs.ts';

const phrases: { readonly [Kind in JobKind]: (request: ParsedJobRequest<Kind>) => string } = {
  describeTable: ({ source }) => `reading the columns of ${source.label}`,
  profileTable: ({ source }) => `profiling ${source.label}`,
  profilePictures: ({ source }) => `profiling the images of ${source.label}`,
  compareDrift: ({ reference, current }) => `comparing ${current.label} with ${reference.label}`,
  comparePictures: ({ drift: { reference, current } }) =>
    `comparing the pictures of ${current.label} with those of ${reference.label}`,
  countHolding: ({ source }) => `checking the rows of ${source.label}`,
  watchAnswers: ({ sides }) =>
    `answering ${sides.map(({ id }) => id).join(' and ')} with ${sides[0]?.rows.model.label ?? 'a model'}`,
  countSplits: ({ source }) => `counting the splits of ${source.label}`,
  countSharedGroups: ({ source }) => `looking for groups of ${source.label} in two splits`,
  checkContract: ({ source }) => `checking ${source.label} against its contract`,
  readMlflow: ({ database, folder }) => `reading the runs in ${(database ?? folder)?.label ?? 'no store'}`,
  hashFile: ({ label }) => `hashing ${label}`,
  evaluateModel: ({ model, split }) => `answering the rows of ${split} with ${model.label}`,
  evaluatePictures: ({ model, split }) => `looking at the pictures of ${split} with ${model.label}`,
  measureMachine: ({ model }) => `measuring how fast ${model.label} answers`,
  compareAnswers: () => 'comparing the answers of two runs',
  readErrorRows: ({ source }) => `looking for rows of ${source.label}`,
  drawThumbnails: ({ images }) => `shrinking ${images.length} images`,
  measurePredictions: ({ source }) => `measuring the predictions of ${source.label}`,
  measureDetections: ({ detections, groundTruth }) => `measuring ${detections.label} against ${groundTruth.label}`,
  measureMasks: ({ masks, groundTruth }) => `measuring ${masks.label} against ${groundTruth.label}`,
  importActuals: ({ label }) => `importing ${label}`,
  verifyPromotion: ({ label }) => `verifying the package of ${label}`,
  doctor: ({ natives }) => `trying ${natives.join(', ')}`,
};

/** What a job does, as the end of "while …": `profiling data/flights.parquet`. */
export function nameJob<Kind extends JobKind>(kind: Kind, request: ParsedJobRequest<Kind>): string {
  return phrases[kind](request);
}
