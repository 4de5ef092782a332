/** Measures boxes, masks and points that were answered elsewhere: files alone, no model and no spec. */
import { detectionReport } from '../../../../schemas/detectionReport.ts';
import type { DetectionReport } from '../../../../schemas/detectionReport.ts';
import type { JobRequest } from '../../../../schemas/jobs.ts';
import type { JobOptions, JobRunner } from '../../jobs/jobRunner.ts';
import { detectionText } from '../../report/detectionText.ts';
import { jsonText } from '../../text/jsonText.ts';
import type { Clock } from '../ports.ts';
import type { EvaluationFormat } from './renderEvaluation.ts';

export type FilesToMeasure =
  | { readonly kind: 'detections'; readonly request: JobRequest<'measureDetections'> }
  | { readonly kind: 'masks'; readonly request: JobRequest<'measureMasks'> };

export type MeasureFilesOutcome =
  | { readonly kind: 'done'; readonly report: DetectionReport }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'cancelled' };

export async function measureFiles(
  files: FilesToMeasure,
  { jobs, version, clock }: { readonly jobs: JobRunner; readonly version: string; readonly clock: Clock },
  options: JobOptions<'measureDetections' | 'measureMasks'>,
): Promise<MeasureFilesOutcome> {
  const around = { schema: 1, version, evaluatedAt: clock.now().toISOString() } as const;
  switch (files.kind) {
    case 'detections': {
      const { groundTruth, detections } = files.request;
      const outcome = await jobs.run<'measureDetections'>('measureDetections', files.request, options);
      if (outcome.kind !== 'done') return outcome;
      const labels = { groundTruth: groundTruth.label, answers: detections.label };
      return { kind: 'done', report: { kind: 'detections', ...around, ...labels, result: outcome.value } };
    }
    case 'masks': {
      const { groundTruth, masks } = files.request;
      const outcome = await jobs.run<'measureMasks'>('measureMasks', files.request, options);
      if (outcome.kind !== 'done') return outcome;
      const labels = { groundTruth: groundTruth.label, answers: masks.label };
      return { kind: 'done', report: { kind: 'masks', ...around, ...labels, result: outcome.value } };
    }
  }
}

export function renderMeasuredFiles(report: DetectionReport, format: EvaluationFormat, hasColour: boolean): string {
  switch (format) {
    case 'text':
      return detectionText(report, hasColour);
    case 'json':
      return jsonText(detectionReport.parse(report));
  }
}
