/** A comparison in the formats of the command line. */
import { driftReport } from '../../../../schemas/driftReport.ts';
import type { ComparedCheck, DriftReport } from '../../../../schemas/driftReport.ts';
import { driftMarkdown } from '../../report/driftMarkdown.ts';
import { driftSarif } from '../../report/driftSarif.ts';
import { driftText } from '../../report/driftText.ts';
import { jsonText } from '../../text/jsonText.ts';

export const driftFormats = ['text', 'json', 'sarif', 'markdown'] as const;
export type DriftFormat = (typeof driftFormats)[number];

export interface RenderOptions {
  readonly hasColour: boolean;
  /** Address of the working directory, ending in a slash. */
  readonly baseUri: string;
}

export function renderDrift(report: DriftReport, format: DriftFormat, { hasColour, baseUri }: RenderOptions): string {
  switch (format) {
    case 'text':
      return driftText(report, hasColour);
    case 'json':
      return jsonText(driftReport.parse(report));
    case 'sarif':
      return driftSarif(report, baseUri);
    case 'markdown':
      return driftMarkdown(report);
  }
}

/**
 * What a report says as a whole.
 *
 * Whole rows and answers count as columns do. `failed` when a check could not be compared; `drift` also when a column has vanished or became one of another type, since nothing changes more;
 * `cannot-tell` is never stable.
 */
export function verdictOfDrift({ checks }: DriftReport): 'stable' | 'cannot-tell' | 'drift' | 'failed' {
  const compared = checks.flatMap((check) => (check.state === 'compared' ? [check] : []));
  const ranked = checks.flatMap((check) => (check.state === 'failed' ? [] : check.ranking));
  const together = compared.flatMap((check) =>
    (check.result.together ?? []).flatMap((one) => (one.kind === 'judged' ? [one] : [])),
  );
  const watched = compared.flatMap((check) =>
    (check.answers?.windows ?? []).flatMap(({ scores, labels, concept }) =>
      [scores, labels, concept].flatMap((one) => one ?? []),
    ),
  );
  const answers = [...ranked, ...together, ...watched].map(({ answer }) => answer);
  if (checks.some(({ state }) => state === 'failed')) return 'failed';
  if (answers.includes('drift') || compared.some(hasLostValues)) return 'drift';
  return answers.some((answer) => answer !== 'stable') ? 'cannot-tell' : 'stable';
}

function hasLostValues({ result }: ComparedCheck): boolean {
  return result.notCompared.some(({ reason }) => reason === 'vanished' || reason === 'retyped');
}
