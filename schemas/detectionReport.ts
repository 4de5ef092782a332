/** What `plumbline evaluate --ground-truth … --format json` prints: one document. Public. */
import * as z from 'zod';
import { detectionsResult, masksResult } from './detectionJob.ts';

const label = (description: string) => z.string().min(1).meta({ description });

const files = {
  schema: z.literal(1),
  version: z.string().min(1),
  evaluatedAt: z.string().min(1).meta({ description: 'ISO 8601 with zone.' }),
  groundTruth: label('As it was written.'),
  answers: label('As it was written.'),
};

export const detectionReport = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('detections'), ...files, result: detectionsResult }),
  z.strictObject({ kind: z.literal('masks'), ...files, result: masksResult }),
]);

export type DetectionReport = z.infer<typeof detectionReport>;
