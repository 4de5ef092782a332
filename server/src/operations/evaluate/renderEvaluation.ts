/** An evaluation in the formats of the command line. */
import { evaluationReport } from '../../../../schemas/evaluationReport.ts';
import type { EvaluatedPairing, EvaluationReport } from '../../../../schemas/evaluationReport.ts';
import { evaluationText } from '../../report/evaluationText.ts';
import { jsonText } from '../../text/jsonText.ts';

export const evaluationFormats = ['text', 'json'] as const;
export type EvaluationFormat = (typeof evaluationFormats)[number];

export function renderEvaluation(report: EvaluationReport, format: EvaluationFormat, hasColour: boolean): string {
  switch (format) {
    case 'text':
      return evaluationText(report, hasColour);
    case 'json':
      return jsonText(evaluationReport.parse(report));
  }
}

/** Whether every limit was held; `not-known` when some of them is not known. */
export function verdictOf({ evaluations }: EvaluationReport): 'held' | 'missed' | 'not-known' | 'failed' {
  const verdicts = evaluations.flatMap((one) =>
    one.state === 'evaluated'
      ? [
          ...one.metrics.flatMap((metric) => [metric, ...metric.slices]),
          ...one.business,
          ...(one.machine?.state === 'measured' ? one.machine.metrics : []),
        ].map(({ verdict }) => verdict)
      : [],
  );
  if (evaluations.some((one) => one.state === 'failed' || one.machine?.state === 'failed')) return 'failed';
  if (verdicts.includes('limit-missed')) return 'missed';
  return verdicts.includes('not-known') ? 'not-known' : 'held';
}

/** Metrics, and slices of them as `metric: slice`, whose limit was missed. */
export function missedOf({ metrics, business, machine }: EvaluatedPairing): readonly string[] {
  return [
    ...[...business, ...(machine?.state === 'measured' ? machine.metrics : [])].flatMap(({ id, verdict }) =>
      verdict === 'limit-missed' ? [id] : [],
    ),
    ...metrics.flatMap(({ id, verdict, slices }) => [
      ...(verdict === 'limit-missed' ? [id] : []),
      ...slices.flatMap((slice) => (slice.verdict === 'limit-missed' ? [`${id}: ${slice.id}`] : [])),
    ]),
  ];
}
