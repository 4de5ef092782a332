/** ruff as WebAssembly, beside a bundle, else in the installed packages: 10 MB that load with the first promotion. */
import * as z from 'zod';
import type { PythonFormatter, PythonProblem } from '../operations/promote/pythonFormatter.ts';

/**
 * Text is formatted so that every Python that is still supported reads it: for later ones the formatter would drop
 * parentheses and change quotes that earlier ones need.
 */
const formatTarget = 'py310';
/** Text is read as the newest Python does, so that new syntax in a notebook is no error. */
const checkTarget = 'py314';
/** Width of lines in the package, whose `pyproject.toml` says the same. */
const lineLength = 100;

const place = z.object({ row: z.int(), column: z.int() });
const diagnostics = z.array(
  z.object({
    code: z.string().nullable(),
    message: z.string(),
    start_location: place,
    fix: z
      .object({
        edits: z.array(z.object({ location: place, end_location: place, content: z.string().nullable() })),
      })
      .nullable(),
  }),
);

/**
 * Compiles the module, which takes about 50 ms.
 *
 * @returns undefined where the module is not there or cannot be compiled: promotion works without
 */
export async function loadRuffFormatter(): Promise<PythonFormatter | undefined> {
  try {
    const { PositionEncoding, Workspace } = await import('@astral-sh/ruff-wasm-nodejs');
    const open = (target: string) =>
      new Workspace(
        { 'target-version': target, 'line-length': lineLength, lint: { select: ['E9', 'F'] } },
        PositionEncoding.Utf16,
      );
    const [formatting, checking] = [open(formatTarget), open(checkTarget)];
    return {
      name: `ruff ${Workspace.version()}`,
      format: (text) => {
        try {
          return formatting.format(text);
        } catch {
          // It throws for text that does not parse, and the check says where that is.
          return undefined;
        }
      },
      check: (text) => readProblems(checking.check(text)),
    };
  } catch {
    return undefined;
  }
}

function readProblems(given: unknown): readonly PythonProblem[] {
  return diagnostics
    .parse(given)
    .map(({ code, message, start_location: { row }, fix }) => ({
      code: code ?? 'invalid-syntax',
      message,
      line: row,
      fix: (fix?.edits ?? []).map(({ location, end_location: to, content }) => ({
        from: location,
        to,
        text: content ?? '',
      })),
    }))
    .toSorted((left, right) => left.line - right.line);
}
