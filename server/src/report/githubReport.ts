/** The check report as workflow commands, which GitHub shows as annotations on the lines of a pull request. */
import type { CheckReport, ReportSeverity } from '../../../schemas/checkReport.ts';
import { plainText } from './plainText.ts';

/** GitHub has three levels; hints are notices, too. */
const levels: Readonly<Record<ReportSeverity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

export function githubReport(report: CheckReport): string {
  return report.findings
    .map(({ severity, rule, file, range, message }) => {
      // The end column is one past the text in our ranges, and the last character in GitHub's; both count from 1.
      const isOneLine = range.end.line === range.start.line;
      const properties = [
        `file=${property(file)}`,
        `line=${range.start.line + 1}`,
        `endLine=${range.end.line + 1}`,
        `col=${range.start.character + 1}`,
        ...(isOneLine ? [`endColumn=${Math.max(range.end.character, range.start.character + 1)}`] : []),
        `title=${property(rule)}`,
      ];
      return `::${levels[severity]} ${properties.join(',')}::${data(message)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return plainText(text).replaceAll('%', '%25');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
