/** Lines of a generated file, each knowing the statement of the notebook that it comes from. */
import type { StatementId } from '../flow/analysis.ts';

export interface GeneratedLine {
  readonly text: string;
  readonly statement: StatementId | undefined;
  /** Name of the function that it is in; undefined outside functions. */
  readonly function: string | undefined;
}

export interface GeneratedModule {
  /** Without ending, such as `features`. */
  readonly name: string;
  readonly lines: readonly GeneratedLine[];
}

/** Lines that no statement stands behind. */
export function plainLines(text: string, inFunction?: string): readonly GeneratedLine[] {
  return text.split('\n').map((line) => ({ text: line, statement: undefined, function: inFunction }));
}

/** At most two blank lines follow each other, none begins or ends the file, and none carries blanks. */
export function settleLines(lines: readonly GeneratedLine[]): readonly GeneratedLine[] {
  const settled: GeneratedLine[] = [];
  let blanks = 2;
  for (const line of lines) {
    const isBlank = line.text === '';
    blanks = isBlank ? blanks + 1 : 0;
    if (blanks <= 2) settled.push(line);
  }
  while (settled.at(-1)?.text === '') settled.pop();
  return settled;
}

export function textOfLines(lines: readonly GeneratedLine[]): string {
  return lines.map(({ text }) => `${text}\n`).join('');
}
