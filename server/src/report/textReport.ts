/** The check report for a person at a terminal, in the form of a compiler. */
import type { CheckReport, ReportFinding, ReportSeverity } from '../../../schemas/checkReport.ts';
import { plainText } from '../text/plainText.ts';

export interface TextOptions {
  /** Whether escape sequences for colours may be written. */
  readonly hasColour: boolean;
  /** The text of a file, for showing the line; undefined when it cannot be read. */
  readonly textOf: (file: string) => string | undefined;
}

const colours: Readonly<Record<ReportSeverity | 'dim' | 'bold', string>> = {
  error: '31',
  warning: '33',
  info: '36',
  hint: '35',
  dim: '2',
  bold: '1',
};

/** Widest line that is shown; a longer one is cut around the finding. */
const lineWidth = 100;

export function textReport(report: CheckReport, { hasColour, textOf }: TextOptions): string {
  const paint = (style: keyof typeof colours, text: string) =>
    hasColour ? `\u001B[${colours[style]}m${text}\u001B[0m` : text;
  const lineOf = createLineReader(textOf);
  const lines: string[] = [];
  for (const finding of report.findings) {
    const { line, character } = finding.range.start;
    const file = paint('bold', `${plainText(finding.file)}:${line + 1}:${character + 1}`);
    lines.push(
      `${file}${cellText(finding)} ${paint(finding.severity, finding.severity)} ${finding.rule} ${plainText(finding.message)}`,
    );
    // A secret that was found is not printed once more.
    const shown = finding.rule.endsWith('/secret') ? [] : excerpt(finding, lineOf(finding.file, line));
    lines.push(...shown.map((row) => paint('dim', row)));
    for (const related of finding.related) {
      const at = `${plainText(related.file)}:${related.range.start.line + 1}:${related.range.start.character + 1}`;
      lines.push(paint('dim', `    ${at}${cellText(related)} ${plainText(related.message)}`));
    }
  }
  for (const { finding, reason } of report.suppressed) {
    const place = `${plainText(finding.file)}:${finding.range.start.line + 1}`;
    lines.push(paint('dim', `${place} ignored ${finding.rule}: ${plainText(reason)}`));
  }
  lines.push(summary(report));
  return `${lines.join('\n')}\n`;
}

function cellText({ cell }: Pick<ReportFinding, 'cell'>): string {
  return cell === undefined ? '' : ` (cell ${cell.number}, line ${cell.line})`;
}

/**
 * The line of a finding and carets under its text. The line comes from the disk, where it may be shorter than what was
 * checked, so carets that would stand beyond its end stand at it.
 */
function excerpt({ range }: ReportFinding, line: string | undefined): readonly string[] {
  if (line === undefined || line.trim() === '') return [];
  const from = Math.min(range.start.character, line.length);
  const to = range.end.line === range.start.line ? Math.min(range.end.character, line.length) : line.length;
  const cutStart = from > lineWidth - 20 ? from - 20 : 0;
  // One character for one, so that a caret stands under what it means.
  const shown = line.slice(cutStart, cutStart + lineWidth).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
  const caretCount = Math.max(1, Math.min(to - from, lineWidth - (from - cutStart)));
  const carets = ' '.repeat(from - cutStart) + '^'.repeat(caretCount);
  const number = String(range.start.line + 1);
  return [`  ${number} | ${shown}`, `  ${' '.repeat(number.length)} | ${carets}`];
}

/** Looks up lines of files, each of which is read and cut into lines once. */
function createLineReader(textOf: TextOptions['textOf']): (file: string, line: number) => string | undefined {
  const known = new Map<string, readonly string[]>();
  return (file, line) => {
    const lines = known.get(file) ?? textOf(file)?.split(/\r?\n/) ?? [];
    known.set(file, lines);
    return lines[line];
  };
}

function summary({ counts, projects, notebooks = 0, findings }: CheckReport): string {
  if (projects.length === 0 && notebooks === 0) return 'No plumbline.yaml found.';
  const looked = [
    projects.length > 0 ? counted(projects.length, 'project') : undefined,
    notebooks > 0 ? counted(notebooks, 'notebook') : undefined,
  ].filter((part) => part !== undefined);
  const checked = `${looked.join(' and ')} checked`;
  const ignored = counts.suppressed === 0 ? '' : `, ${counts.suppressed} ignored with a reason`;
  if (findings.length === 0) return `${checked}: no findings${ignored}.`;
  const parts = [
    counts.error > 0 ? counted(counts.error, 'error') : undefined,
    counts.warning > 0 ? counted(counts.warning, 'warning') : undefined,
    counts.info > 0 ? `${counts.info} for information` : undefined,
    counts.hint > 0 ? counted(counts.hint, 'hint') : undefined,
  ].filter((part) => part !== undefined);
  return `${checked}: ${parts.join(', ')}${ignored}.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
