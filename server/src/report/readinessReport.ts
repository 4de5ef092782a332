/** Readiness for a person at a terminal, and as Markdown for a page or a pull request. */
import type { ReadinessReport } from '../../../schemas/readiness.ts';
import { plainText } from '../text/plainText.ts';
import { sentenceText } from './markdown.ts';

type Project = ReadinessReport['projects'][number];
type Point = Project['sections'][number]['tests'][number];

const colours: Readonly<Record<Point['state'], string>> = { earned: '32', failed: '31', 'not-known': '33' };

/** @param hasColour whether escape sequences for colours may be written */
export function readinessText(report: ReadinessReport, hasColour: boolean): string {
  return `${report.projects.map((project) => projectText(project, hasColour)).join('\n\n')}\n`;
}

function projectText(project: Project, hasColour: boolean): string {
  const paint = (code: string, text: string) => (hasColour ? `\u001B[${code}m${text}\u001B[0m` : text);
  const lines = [paint('1', `${headOf(project)}.`)];
  for (const { title, points, tests } of project.sections) {
    lines.push('', paint('1', `${title}: ${points} of ${tests.length}`));
    for (const test of tests) {
      lines.push(`  ${paint(colours[test.state], markOf(test).padEnd(9))} ${plainText(test.title)}`);
      const place = placeOf(test);
      lines.push(
        paint('2', `            ${plainText(test.sentence)}${place === undefined ? '' : ` (${plainText(place)})`}`),
      );
    }
  }
  return lines.join('\n');
}

export function readinessMarkdown(report: ReadinessReport): string {
  return report.projects
    .map((project) => {
      const lines = [`## ${sentenceText(headOf(project))}`, ''];
      for (const { title, points, tests } of project.sections) {
        lines.push(`### ${title}: ${points} of ${tests.length}`, '', '| | Test | Found | Where |', '|---|---|---|---|');
        for (const test of tests) {
          const place = placeOf(test);
          const cells = [markOf(test), test.title, test.sentence, place ?? ''];
          lines.push(`| ${cells.map(sentenceText).join(' | ')} |`);
        }
        lines.push('');
      }
      return lines.join('\n');
    })
    .join('\n');
}

function headOf({ project, score, verdict }: Project): string {
  return `${project ?? 'Unnamed project'}: ${score} of 7, ${verdict}`;
}

/** `1`, `0.5`, `failed` or `not known`. */
function markOf({ state, points }: Point): string {
  switch (state) {
    case 'earned':
      return String(points);
    case 'failed':
      return 'failed';
    case 'not-known':
      return 'not known';
  }
}

function placeOf({ evidence }: Point): string | undefined {
  return evidence === undefined ? undefined : `${evidence.file}:${evidence.range.start.line + 1}`;
}
