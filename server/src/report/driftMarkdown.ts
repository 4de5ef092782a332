/** A comparison as Markdown, for pull requests and tickets. */
import type { ComparedCheck, DriftReport, RankedColumn, WatchedCheck } from '../../../schemas/driftReport.ts';
import { markdownText } from './markdown.ts';
import { driftSections } from './driftSections.ts';
import { answerWords, countAnswers, noteWords, rowsWords, statisticWords, windowWords } from './driftWords.ts';
import { watchedSentences, watchedTitle, watchedVerdict } from './watchedWords.ts';

export function driftMarkdown(report: DriftReport): string {
  const title = report.project === null ? 'Drift' : `Drift of ${markdownText(report.project)}`;
  const parts = report.checks.map(partOf);
  const left = report.notCompared.map(({ id, because }) => `- ${markdownText(id)}: ${markdownText(because)}`);
  if (left.length > 0) parts.push(`## Not compared\n\n${left.join('\n')}`);
  return `# ${title}\n\n${parts.join('\n\n')}\n`;
}

function partOf(check: DriftReport['checks'][number]): string {
  switch (check.state) {
    case 'compared':
      return checkPart(check);
    case 'watched':
      return watchedPart(check);
    case 'failed':
      return `## ${markdownText(check.id)}\n\n${markdownText(check.sentence)}`;
  }
}

function watchedPart(check: WatchedCheck): string {
  const [why = '', ...more] = watchedSentences(check);
  return [
    `## ${markdownText(watchedTitle(check))}`,
    `**${markdownText(watchedVerdict(check))}**: ${markdownText(why)}`,
    ...(more.length === 0 ? [] : [more.map((line) => `- ${markdownText(line)}`).join('\n')]),
  ].join('\n\n');
}

function checkPart(check: ComparedCheck): string {
  const { id, reference, current, ranking } = check;
  const hasMoney = ranking.some(({ money }) => money !== null);
  const header = ['column', 'verdict', ...(hasMoney ? ['money'] : []), 'why'];
  const rows = ranking.map((ranked) => [
    markdownText(ranked.column),
    `${answerWords[ranked.answer]}${windowWords(ranked, check)}`,
    ...(hasMoney ? [markdownText(moneyCell(ranked))] : []),
    markdownText([ranked.sentence, ...(ranked.advice === null ? [] : [ranked.advice])].join(' ')),
  ]);
  const table = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const statistics = ranking.flatMap((ranked) =>
    statisticWords(ranked, check).map((words) => `- ${markdownText(`${ranked.column}: ${words}`)}`),
  );
  const notes = noteWords(check).map((note) => `- ${markdownText(note)}`);
  const heading = `## ${markdownText(id === 'files' ? '' : `${id}: `)}${markdownText(current)} against ${markdownText(reference)}`;
  const lists = [statistics, notes].filter((list) => list.length > 0).map((list) => list.join('\n'));
  const sections = driftSections(check).map(
    ({ heading: title, lines }) =>
      `### ${markdownText(title)}\n\n${lines.map((line) => `- ${markdownText(line.trim())}`).join('\n')}`,
  );
  // A comment parts two lists, which would be one otherwise.
  return [heading, `${rowsWords(check)}: ${countAnswers(check)}`, table, ...sections, lists.join('\n\n<!-- -->\n\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

function moneyCell({ answer, money }: RankedColumn): string {
  if (money === null) return answer === 'drift' ? 'not known' : '';
  return `${money.text} (${money.low} to ${money.high})`;
}
