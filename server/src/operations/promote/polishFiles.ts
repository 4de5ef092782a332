/** The gate of a promotion: unused imports go, every module is formatted, and what is still wrong is listed. */
import type { GeneratedFile, PromotionReport } from '../../../../schemas/promotion.ts';
import type { PythonEdit, PythonFormatter, PythonProblem } from './pythonFormatter.ts';

/** Repairs may make room for more, as when the last use of an import goes with another import. */
const passes = 4;

export interface PolishedFiles {
  readonly files: readonly GeneratedFile[];
  readonly checks: PromotionReport['checks'];
}

/** Files that are no Python stay as they are. */
export function polishFiles(files: readonly GeneratedFile[], formatter: PythonFormatter): PolishedFiles {
  const polished = files.map((file) => (isPython(file.path) ? polishFile(file, formatter) : { file, problems: [] }));
  return {
    files: polished.map(({ file }) => file),
    checks: polished.flatMap(({ file, problems }) =>
      problems.map(({ code, line, message }) => ({ file: file.path, line, code, message })),
    ),
  };
}

export function isPython(path: string): boolean {
  return path.endsWith('.py');
}

function polishFile(
  { path, text }: GeneratedFile,
  formatter: PythonFormatter,
): { readonly file: GeneratedFile; readonly problems: readonly PythonProblem[] } {
  const { text: repaired, problems } = removeUnusedImports(path, text, formatter);
  const formatted = formatter.format(repaired) ?? repaired;
  // Formatting makes no problem; it moves the lines of those that there are.
  return {
    file: { path, text: formatted },
    problems: problems.length === 0 ? [] : problemsOf(path, formatted, formatter),
  };
}

/** What a package offers by its `__init__.py` is imported there and used elsewhere. */
function problemsOf(path: string, text: string, formatter: PythonFormatter): readonly PythonProblem[] {
  const problems = formatter.check(text);
  return path.endsWith('__init__.py') ? problems.filter(({ code }) => code !== 'F401') : problems;
}

/** @returns what is left to say of the text without them */
function removeUnusedImports(
  path: string,
  text: string,
  formatter: PythonFormatter,
): { readonly text: string; readonly problems: readonly PythonProblem[] } {
  let current = text;
  let problems = problemsOf(path, current, formatter);
  for (let pass = 0; pass < passes; pass += 1) {
    const edits = problems.flatMap(({ code, fix }) => (code === 'F401' ? fix : []));
    if (edits.length === 0) break;
    current = applyEdits(current, edits);
    problems = problemsOf(path, current, formatter);
  }
  return { text: current, problems };
}

/** Applies edits from the end on; one that overlaps a later one waits for the next pass. */
function applyEdits(text: string, edits: readonly PythonEdit[]): string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offsetOf = ({ row, column }: PythonEdit['from']) => (starts[row - 1] ?? text.length) + column - 1;
  const placed = edits
    .map((edit) => ({ from: offsetOf(edit.from), to: offsetOf(edit.to), text: edit.text }))
    .toSorted((left, right) => right.from - left.from || right.to - left.to);
  let [result, free] = [text, text.length];
  for (const { from, to, text: replacement } of placed) {
    if (to > free) continue;
    result = result.slice(0, from) + replacement + result.slice(to);
    free = from;
  }
  return result;
}
