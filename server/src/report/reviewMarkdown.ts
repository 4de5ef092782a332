/** Reviews as Markdown for a comment on a pull request, in which no text of a user is anything but text. */
import type { CheckReport, ReportFinding } from '../../../schemas/checkReport.ts';
import type { ProjectReview, ReviewChange } from '../../../schemas/review.ts';
import { code, markdownText, sentenceText } from './markdown.ts';
import {
  authorWords,
  baseWords,
  byWeight,
  countWords,
  moneyWords,
  reasonWords,
  sortReviews,
  specWords,
} from './reviewWords.ts';

/** Findings that are listed; the rest is counted. */
const listedFindings = 50;

/** A comment: what changed, project by project, and what the rules say. */
export function reviewMarkdown(report: CheckReport): string {
  const { told, untouched } = sortReviews(report.review ?? []);
  const blocks = [
    ...told.flatMap((review) => reviewBlocks(review)),
    ...untouchedBlocks(untouched),
    ...findingBlocks(report),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** The address of a line (from 0) of a file; undefined where none leads to it. */
export type LinkOf = (file: string, line: number) => string | undefined;

/** One project: a heading, a sentence, a table. */
export function reviewBlocks(review: ProjectReview, linkOf: LinkOf = () => undefined): readonly string[] {
  const heading = `### Review of ${code(review.file)}`;
  const against = `Against ${markdownText(baseWords(review))}: `;
  switch (review.kind) {
    case 'new':
      return [heading, `${against}the base has no such spec, so all of it is new.`];
    case 'not-compared':
      return [heading, `${against}not compared, because ${markdownText(review.because)}.`];
    case 'compared':
      return review.changes.length === 0
        ? [heading, `${against}${sentenceText(countWords(review))}.`]
        : [heading, `${against}${countWords(review)}.`, table(byWeight(review.changes), linkOf)];
  }
}

function untouchedBlocks(reviews: readonly ProjectReview[]): readonly string[] {
  const [first] = reviews;
  if (first === undefined) return [];
  const against = markdownText(baseWords(first));
  return [
    `### Review of ${reviews.length} specs`,
    `Against ${against}: nothing changed in ${specWords(reviews, code)}.`,
  ];
}

const weights: Readonly<Record<ReviewChange['weight'], string>> = {
  loosened: '▼ loosened',
  tightened: '▲ tightened',
  neutral: 'changed',
};

function table(changes: readonly ReviewChange[], linkOf: LinkOf): string {
  const rows = changes.map((change) => {
    const money = moneyWords(change);
    const reason = change.reason === null ? reasonWords(change) : change.reason;
    return [
      `${weights[change.weight]}${change.level === null ? '' : `, ${change.level}`}`,
      sentenceText(change.sentence),
      placeOf(change, linkOf),
      money === undefined ? '' : markdownText(money),
      markdownText(authorWords(change).replace(/^by /, '')),
      reason === undefined ? '' : change.reason === null ? `**${reason}**` : markdownText(reason),
    ];
  });
  const head = ['Weight', 'Change', 'Place', 'Per year', 'By', 'Reason'];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function placeOf({ current, base }: ReviewChange, linkOf: LinkOf): string {
  const place = current ?? base;
  if (place === null) return '';
  const { file, range } = place;
  const label = code(`${file}:${range.start.line + 1}`);
  // A line of the base cannot be opened.
  if (current === null) return `was ${label}`;
  const address = linkOf(file, range.start.line);
  return address === undefined ? label : `[${label}](<${address.replace(/[<>|\s]/g, encodeURIComponent)}>)`;
}

const severities: readonly ReportFinding['severity'][] = ['error', 'warning'];

function findingBlocks({ findings, counts }: CheckReport): readonly string[] {
  const loud = severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  const total = `${counted(counts.error, 'error')}, ${counted(counts.warning, 'warning')}`;
  if (loud.length === 0) return ['### Findings', 'No errors and no warnings.'];
  const rows = loud.slice(0, listedFindings).map(({ severity, rule, file, range, message }) => {
    return `- ${severity} ${code(rule)} at ${code(`${file}:${range.start.line + 1}`)}: ${sentenceText(message)}`;
  });
  const more = loud.length - rows.length;
  return ['### Findings', `${total}.`, [...rows, ...(more > 0 ? [`- … and ${more} more`] : [])].join('\n')];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
