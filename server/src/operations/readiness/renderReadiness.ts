/** A readiness report in the format that was asked for. */
import type { ReadinessReport } from '../../../../schemas/readiness.ts';
import { readinessMarkdown, readinessText } from '../../report/readinessReport.ts';
import type { ReadinessTextOptions } from '../../report/readinessReport.ts';

export const readinessFormats = ['text', 'json', 'markdown'] as const;
export type ReadinessFormat = (typeof readinessFormats)[number];

export function renderReadiness(
  report: ReadinessReport,
  format: ReadinessFormat,
  options: ReadinessTextOptions,
): string {
  switch (format) {
    case 'text':
      return readinessText(report, options);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'markdown':
      return readinessMarkdown(report, options.nameOf);
  }
}
