/** The conversion report of a promotion as a page: what became of every statement, what was decided, what is left. */
import type { CellLines, FileState, PromotedStatement, PromotionReport } from '../../../schemas/promotion.ts';
import { plainText } from '../text/plainText.ts';
import { code as markdownCode, markdownText, sentenceText } from './markdown.ts';

export function promotionMarkdown(report: PromotionReport): string {
  const { counts } = report;
  const blocks = [
    `# Promotion of ${markdownCode(report.notebook)}`,
    `Package ${markdownCode(report.package)}, made by Plumbline ${plainText(report.version)}: ${promotionCounts(counts)}.`,
    ...section('Left as it is', outcomeTable(report, 'left')),
    ...section('Findings that the package keeps', findingsTable(report)),
    ...section('Decisions', list(report.decisions)),
    ...section('Checks', checksTable(report)),
    ...section('Functions', functionsTable(report)),
    ...section('Converted', outcomeTable(report, 'converted')),
    ...section('Dropped', outcomeTable(report, 'dropped')),
    ...section('Dependencies', dependenciesTable(report)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** `12 statements converted, 3 dropped, 1 left as it is` */
export function promotionCounts({ converted, dropped, left }: PromotionReport['counts']): string {
  const statements = converted === 1 ? 'statement' : 'statements';
  return `${converted} ${statements} converted, ${dropped} dropped, ${left} left as ${left === 1 ? 'it is' : 'they are'}`;
}

/** `cell 12, lines 3–5`; cells count from 1, as people count them. */
export function cellWords({ cell, first, last }: CellLines): string {
  return `cell ${cell + 1}, ${first === last ? `line ${first}` : `lines ${first}–${last}`}`;
}

function section(title: string, body: string | undefined): readonly string[] {
  return body === undefined ? [] : [`## ${title}`, body];
}

function outcomeTable({ statements }: PromotionReport, outcome: PromotedStatement['outcome']): string | undefined {
  const isConverted = outcome === 'converted';
  const rows = statements
    .filter((statement) => statement.outcome === outcome)
    .map((statement) => [
      cellWords(statement.at),
      markdownCode(statement.text),
      isConverted ? placeOf(statement) : sentenceText(statement.reason ?? ''),
    ]);
  return table(['From', 'Statement', isConverted ? 'Goes to' : 'Why'], rows);
}

function placeOf({ function: name, to }: PromotedStatement): string {
  const place = to === null ? '' : `${markdownCode(to.file)} line ${to.first}`;
  return [name === null ? '' : markdownCode(name), place].filter((part) => part !== '').join(', ');
}

function findingsTable({ findings }: PromotionReport): string | undefined {
  const rows = findings.map(({ rule, message, at, to }) => [
    markdownCode(rule),
    markdownText(message),
    cellWords(at),
    to === null ? '' : `${markdownCode(to.file)} line ${to.first}`,
  ]);
  return table(['Rule', 'Finding', 'From', 'In the package'], rows);
}

/** What becomes of a file, in words. */
export function fileStateWords(state: FileState): string {
  switch (state) {
    case 'create':
      return 'new';
    case 'update':
      return 'generated again';
    case 'unchanged':
      return 'as it was';
    case 'merged':
      return 'your edits and the changes of the notebook, merged';
    case 'conflict':
      return 'left as it was: your edits and the notebook contradict each other';
    case 'kept':
      return 'as you left it: you deleted it, or edited it and the notebook gives it no more';
    case 'removed':
      return 'removed: the notebook gives it no more';
    case 'overwritten':
      return 'generated again over your edits';
  }
}

function checksTable({ checks }: PromotionReport): string | undefined {
  const rows = checks.map(({ file, line, code, message }) => [
    `${markdownCode(file)} line ${line}`,
    markdownCode(code),
    markdownText(message),
  ]);
  return table(['Where', 'Code', 'Problem'], rows);
}

function functionsTable({ functions }: PromotionReport): string | undefined {
  const names = (values: readonly string[]) => values.map(markdownCode).join(', ');
  const rows = functions.map(({ name, module, inputs, outputs }) => [
    markdownCode(`${module}.${name}`),
    names(inputs),
    names(outputs),
  ]);
  return table(['Function', 'Takes', 'Gives'], rows);
}

function dependenciesTable({ dependencies }: PromotionReport): string | undefined {
  const rows = dependencies.map(({ distribution, imports, version, isVerified }) => [
    markdownCode(distribution),
    imports.map(markdownCode).join(', '),
    markdownText(version ?? 'not known'),
    isVerified ? 'yes' : 'no, guessed from the import',
  ]);
  return table(['Distribution', 'Imports', 'Version', 'Name is known'], rows);
}

function list(sentences: readonly string[]): string | undefined {
  return sentences.length === 0 ? undefined : sentences.map((sentence) => `- ${sentenceText(sentence)}`).join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string | undefined {
  if (rows.length === 0) return undefined;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
