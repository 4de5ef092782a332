/** A small notebook that runs a package, to go on from: what stays of a notebook once its cells are functions. */
import type { PromotionReport } from '../../../../schemas/promotion.ts';

/** Where it lies in the package's folder; it is no part of what is promoted. */
export function starterPath({ package: name }: Pick<PromotionReport, 'package'>): string {
  return `notebooks/${name}.ipynb`;
}

export function starterNotebook({ package: name, notebook }: Pick<PromotionReport, 'package' | 'notebook'>): string {
  const cells = [
    markdown(`# ${name}`, '', `Runs the package \`${name}\`, which was promoted from \`${notebook}\`.`),
    code('import sys', '', '# Needed only as long as the package is not installed.', 'sys.path.insert(0, "../src")'),
    code(
      `from ${name}.config import load`,
      `from ${name}.pipeline import run`,
      '',
      'results = run(load())',
      'results.metrics',
    ),
  ];
  const document = {
    cells: cells.map((cell, index) => ({ id: `cell-${index + 1}`, ...cell })),
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

function markdown(...lines: readonly string[]): object {
  return { cell_type: 'markdown', metadata: {}, source: sourceOf(lines) };
}

function code(...lines: readonly string[]): object {
  return { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: sourceOf(lines) };
}

/** Lines keep their ends, but for the last. */
function sourceOf(lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => (index < lines.length - 1 ? `${line}\n` : line));
}
