/** A readiness report in the format that was asked for. */
import type { ReadinessReport } from '../../../../schemas/readiness.ts';
import { readinessMarkdown, readinessText } from '../../report/readinessReport.ts';
import { jsonText } from '../../text/jsonText.ts';

export const readinessFormats = ['text', 'json', 'markdown'] as const;

/** @param hasColour whether escape sequences for colours may be written */
export function renderReadiness(
  report: ReadinessReport,
  format: (typeof readinessFormats)[number],
  hasColour: boolean,
): string {
  switch (format) {
    case 'text':
      return readinessText(report, hasColour);
    case 'json':
      return jsonText(report);
    case 'markdown':
      return readinessMarkdown(report);
  }
}
