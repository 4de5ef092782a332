import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

/** The two complete specs of the language reference: all sections on a table, and a small one on images. */
export const referenceSpecs = ['reference-flights', 'reference-digits'] as const;

export function readReferenceSpec(name: (typeof referenceSpecs)[number]): string {
  const file = path.join(import.meta.dirname, `../../fixtures/specs/${name}.plumbline.yaml`);
  return readFileSync(file, 'utf8');
}

export function parseReferenceSpec(name: (typeof referenceSpecs)[number]): unknown {
  return parse(readReferenceSpec(name));
}
