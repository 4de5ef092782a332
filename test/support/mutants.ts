/**
 * Notebooks that are right, and what makes each of them wrong: `test/fixtures/notebooks/mutants/<family>.py` with a list of
 * mutants beside it, `<family>.json`. Unit tests require that rules find each mutant and stay silent on the original;
 * `npm test -- python` runs both and proves that they differ.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Notebook } from '../../server/src/notebook/read/notebook.ts';
import { readPercent } from '../../server/src/notebook/read/readPercent.ts';

const folder = path.resolve(import.meta.dirname, '../fixtures/notebooks/mutants');

/** How running shows that the mutant is another program; expressions are Python, with what the last cell leaves. */
const proof = z.union([
  z.strictObject({ holds: z.string().meta({ description: 'Is true of the mutant and not of the original.' }) }),
  z.strictObject({ differs: z.string().meta({ description: 'Has another value in the mutant.' }) }),
  z.strictObject({ raises: z.string().meta({ description: 'The error that the mutant ends with.' }) }),
]);

const mutant = z.strictObject({
  name: z.string(),
  rule: z.string().meta({ description: 'The rule that finds it.' }),
  edits: z
    .array(z.strictObject({ find: z.string(), replace: z.string() }))
    .meta({ description: 'Texts of the original that occur once, and what stands in their place.' }),
  order: z.array(z.int()).optional().meta({
    description: 'Numbers of the code cells, from 0, in the order in which they were run; else in file order.',
  }),
  proof,
});

export type Proof = z.infer<typeof proof>;

/** A notebook as somebody left it: its cells, and the order in which they were run. */
export interface RunNotebook {
  readonly text: string;
  /** Numbers of code cells. */
  readonly order: readonly number[] | undefined;
}

export interface Mutant {
  readonly family: string;
  readonly name: string;
  readonly rule: string;
  readonly original: RunNotebook;
  readonly mutated: RunNotebook;
  readonly proof: Proof;
}

export interface MutantFamily {
  readonly name: string;
  readonly original: RunNotebook;
  readonly mutants: readonly Mutant[];
}

/** @throws when the text that a mutant replaces does not occur once */
export function loadMutants(): readonly MutantFamily[] {
  const families = readdirSync(folder).filter((entry) => entry.endsWith('.py'));
  return families.toSorted().map((entry) => {
    const name = entry.slice(0, -'.py'.length);
    const original = { text: readFileSync(path.join(folder, entry), 'utf8'), order: undefined };
    const listed = z.array(mutant).parse(JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')));
    const mutants = listed.map(({ edits, order, ...rest }): Mutant => {
      const text = edits.reduce(
        (changed, { find, replace }) => replaceOnce(changed, find, replace, name),
        original.text,
      );
      return { ...rest, family: name, original, mutated: { text, order } };
    });
    return { name, original, mutants };
  });
}

function replaceOnce(text: string, find: string, replacement: string, name: string): string {
  const [before = '', after, ...more] = text.split(find);
  if (after === undefined || more.length > 0) throw new Error(`${name}.py does not hold once: ${find}`);
  return before + replacement + after;
}

/** The notebook with the counts that its order gives. */
export function notebookOfRun({ text, order }: RunNotebook): Notebook {
  const { notebook } = readPercent('file:///fixture/notebook.py', text);
  let number = -1;
  const cells = notebook.cells.map((cell) => {
    if (cell.kind !== 'code') return cell;
    number += 1;
    const place = order === undefined ? number : order.indexOf(number);
    return { ...cell, count: place < 0 ? undefined : place + 1 };
  });
  return { ...notebook, kind: 'ipynb', cells };
}

/** The texts of the code cells in the order in which they were run. */
export function cellsInOrder(run: RunNotebook): readonly string[] {
  const texts = notebookOfRun(run).cells.flatMap((cell) => (cell.kind === 'code' ? [cell.text] : []));
  return run.order === undefined ? texts : run.order.flatMap((number) => texts[number] ?? []);
}
