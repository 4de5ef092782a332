/** Values of slices that nothing is held against, side by side, for a person at a terminal. */
import type { EvaluatedPairing } from '../../../schemas/evaluationReport.ts';
import { plainText } from '../text/plainText.ts';

/** Slices side by side, and in all; the JSON has the rest. */
const across = 4;
const mostTold = 12;
const mostLetters = 14;

/** One block of lines for each column whose values make slices; empty where the metrics have goals. */
export function sliceTable(
  metrics: EvaluatedPairing['metrics'],
  paint: (code: string, text: string) => string,
): readonly string[] {
  const free = metrics.filter(({ target, limit }) => target === null && limit === null);
  const ids = [...new Set(free.flatMap(({ slices }) => slices.map(({ id }) => id)))].filter((id) => id.includes('/'));
  return [...Map.groupBy(ids, (id) => id.slice(0, id.indexOf('/')))].flatMap(([by, all]) => {
    const told = all.slice(0, mostTold);
    const blocks = Array.from({ length: Math.ceil(told.length / across) }, (_, block) =>
      blockOf(free, by, told.slice(block * across, (block + 1) * across), paint),
    );
    const rest = all.length - told.length;
    return [...blocks.flat(), ...(rest === 0 ? [] : [`    and ${rest} slices more; --format json has them`])];
  });
}

function blockOf(
  metrics: EvaluatedPairing['metrics'],
  by: string,
  ids: readonly string[],
  paint: (code: string, text: string) => string,
): readonly string[] {
  const rows = [
    { name: `by ${by}`, cells: ids.map((id) => id.slice(by.length + 1)) },
    {
      name: '  rows',
      cells: ids.map((id) => {
        const slice = metrics.flatMap(({ slices }) => slices).find((one) => one.id === id);
        return (slice?.rows ?? 0).toLocaleString('en');
      }),
    },
    ...metrics.map(({ id: name, slices }) => ({
      name: `  ${name}`,
      cells: ids.map((id) => {
        const slice = slices.find((one) => one.id === id);
        return slice?.value.state === 'known' ? (slice.text ?? String(slice.value.value)) : 'undefined';
      }),
    })),
  ].map(({ name, cells }) => ({ name: plainText(name), cells: cells.map((cell) => shorten(plainText(cell))) }));
  const first = Math.max(...rows.map(({ name }) => name.length));
  const widths = ids.map((_, at) => Math.max(...rows.map(({ cells }) => cells[at]?.length ?? 0)));
  return rows.map(({ name, cells }, at) => {
    const line = `  ${name.padEnd(first)}  ${cells.map((cell, place) => cell.padStart(widths[place] ?? 0)).join('  ')}`;
    return at === 0 ? paint('1', line) : line;
  });
}

function shorten(text: string): string {
  return text.length > mostLetters ? `${text.slice(0, mostLetters - 1)}…` : text;
}
