/** Readiness for a person at a terminal, and as Markdown for a page or a pull request. */
import type { Readiness, ReadinessPoint, ReadinessReport } from '../../../schemas/readiness.ts';
import { plainText } from './plainText.ts';

export interface ReadinessTextOptions {
  /** Whether escape sequences for colours may be written. */
  readonly hasColour: boolean;
  /** How a file is named, from its URI. */
  readonly nameOf: (uri: string) => string;
}

const colours: Readonly<Record<ReadinessPoint['state'], string>> = { earned: '32', failed: '31', 'not-known': '33' };

export function readinessText(report: ReadinessReport, options: ReadinessTextOptions): string {
  return `${report.projects.map((project) => projectText(project, options)).join('\n\n')}\n`;
}

function projectText(project: Readiness, { hasColour, nameOf }: ReadinessTextOptions): string {
  const paint = (code: string, text: string) => (hasColour ? `\u001B[${code}m${text}\u001B[0m` : text);
  const lines = [paint('1', `${headOf(project)}.`)];
  for (const { title, points, tests } of project.sections) {
    lines.push('', paint('1', `${title}: ${points} of ${tests.length}`));
    for (const test of tests) {
      lines.push(`  ${paint(colours[test.state], markOf(test).padEnd(9))} ${plainText(test.title)}`);
      const place = placeOf(test, nameOf);
      lines.push(
        paint('2', `            ${plainText(test.sentence)}${place === undefined ? '' : ` (${plainText(place)})`}`),
      );
    }
  }
  return lines.join('\n');
}

export function readinessMarkdown(report: ReadinessReport, nameOf: (uri: string) => string): string {
  return report.projects
    .map((project) => {
      const lines = [`## ${markdown(headOf(project))}`, ''];
      for (const { title, points, tests } of project.sections) {
        lines.push(`### ${title}: ${points} of ${tests.length}`, '', '| | Test | Found | Where |', '|---|---|---|---|');
        for (const test of tests) {
          const place = placeOf(test, nameOf);
          const cells = [markOf(test), test.title, test.sentence, place ?? ''];
          lines.push(`| ${cells.map(markdown).join(' | ')} |`);
        }
        lines.push('');
      }
      return lines.join('\n');
    })
    .join('\n');
}

function headOf({ project, score, verdict }: Readiness): string {
  return `${project ?? 'Unnamed project'}: ${score} of 7, ${verdict}`;
}

/** `1`, `0.5`, `failed` or `not known`. */
function markOf({ state, points }: ReadinessPoint): string {
  switch (state) {
    case 'earned':
      return String(points);
    case 'failed':
      return 'failed';
    case 'not-known':
      return 'not known';
  }
}

function placeOf({ evidence }: ReadinessPoint, nameOf: (uri: string) => string): string | undefined {
  if (evidence === undefined) return undefined;
  return `${nameOf(evidence.uri)}:${evidence.range.start.line + 1}`;
}

/** Text inside a cell or a heading: nothing in it is a link, a tag or the end of the cell. Code stays code. */
function markdown(text: string): string {
  return plainText(text)
    .split(/(`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 1 ? part.replaceAll('|', '\\|') : part.replace(/[\\*_[\]<>|#~]/g, '\\$&').replaceAll('&', '&amp;'),
    )
    .join('');
}
