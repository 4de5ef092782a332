/** The project that cells are promoted to as it is written: formatted and checked by ruff. */
import { polishFiles } from '../../server/src/operations/promote/polishFiles.ts';
import type { PythonFormatter } from '../../server/src/operations/promote/pythonFormatter.ts';
import { loadRuffFormatter } from '../../server/src/platform/ruffFormatter.ts';
import type { PythonParser } from '../../server/src/notebook/syntax/pythonParser.ts';
import type { Notebook } from '../../server/src/notebook/read/notebook.ts';
import { promotePackage } from './promotedPackage.ts';
import type { PromotedPackage } from './promotedPackage.ts';

export interface PolishedPackage {
  readonly promotion: PromotedPackage['promotion'];
  /** The text of a module; empty when there is none. */
  readonly module: (name: string) => string;
  /** What ruff still says, as `infer.py F811 Redefinition of …`. */
  readonly problems: readonly string[];
}

export async function loadRuff(): Promise<PythonFormatter> {
  const loaded = await loadRuffFormatter();
  if (loaded === undefined) throw new Error('ruff is not installed.');
  return loaded;
}

export function polishPackage(
  parser: PythonParser,
  ruff: PythonFormatter,
  cells: readonly string[] | Notebook,
): PolishedPackage {
  const { promotion } = promotePackage(parser, cells);
  const { files, checks } = polishFiles(promotion.files, ruff);
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return {
    promotion,
    module: (name) => texts.get(`src/promoted/${name}.py`) ?? '',
    problems: checks.map(({ file, code, message }) => `${file.replace(/^.*\//, '')} ${code} ${message}`),
  };
}
