/** A comparison in the formats of the command line. */
import type { ComparisonReport } from '../../../../schemas/comparisonReport.ts';
import { comparisonText } from '../../report/comparisonText.ts';
import { jsonText } from '../../text/jsonText.ts';

export function renderComparison(report: ComparisonReport, format: 'text' | 'json', hasColour: boolean): string {
  return format === 'json' ? jsonText(report) : comparisonText(report, hasColour);
}
