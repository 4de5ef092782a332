/** The check report as workflow commands, which GitHub shows as annotations on the lines of a pull request. */
import type { CheckReport, ReportSeverity } from '../../../schemas/checkReport.ts';
import type { ProjectReview } from '../../../schemas/review.ts';
import type { TextRange } from '../../../schemas/sourceLocation.ts';
import { plainText } from '../text/plainText.ts';
import { authorWords, moneyWords, reasonWords } from './reviewWords.ts';

/** GitHub has three levels; hints are notices, too. */
const levels: Readonly<Record<ReportSeverity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

export function githubReport(report: CheckReport): string {
  const findings = report.findings.map(({ severity, rule, file, range, message }) =>
    annotation(levels[severity], file, range, rule, message),
  );
  return [...findings, ...(report.review ?? []).flatMap(changeAnnotations), ...ignoredLines(report)].join('');
}

/** Findings that somebody ignores, in the log alone: annotations are few, and these ask nothing of anyone. */
function ignoredLines({ suppressed }: CheckReport): readonly string[] {
  if (suppressed.length === 0) return [];
  const lines = suppressed.map(
    ({ finding: { file, range, rule }, reason }) => `${file}:${range.start.line + 1} ${rule} ignored: ${reason}`,
  );
  const count = `${lines.length} ${lines.length === 1 ? 'finding' : 'findings'}`;
  // A space in front, so that no text of a user is taken for a command.
  return [`::group::${count} ignored with a reason\n`, ...lines.map((line) => ` ${data(line)}\n`), '::endgroup::\n'];
}

/** What is looser than in the base; the rest of a review has no place among annotations, which are few. */
function changeAnnotations(review: ProjectReview): readonly string[] {
  if (review.kind !== 'compared') return [];
  return review.changes.flatMap((change) => {
    if (change.weight !== 'loosened') return [];
    const start = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const place = change.current ?? { file: review.file, range: start };
    const words = [moneyWords(change), authorWords(change), reasonWords(change)].filter((part) => part !== undefined);
    return [annotation('notice', place.file, place.range, 'review', `${change.sentence} (${words.join('; ')})`)];
  });
}

function annotation(level: string, file: string, range: TextRange, title: string, message: string): string {
  // The end column is one past the text in our ranges, and the last character in GitHub's; both count from 1.
  const isOneLine = range.end.line === range.start.line;
  const properties = [
    `file=${property(file)}`,
    `line=${range.start.line + 1}`,
    `endLine=${range.end.line + 1}`,
    `col=${range.start.character + 1}`,
    ...(isOneLine ? [`endColumn=${Math.max(range.end.character, range.start.character + 1)}`] : []),
    `title=${property(title)}`,
  ];
  return `::${level} ${properties.join(',')}::${data(message)}\n`;
}

function data(text: string): string {
  return plainText(text).replaceAll('%', '%25');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
