/** Contracts for tests: written in short, read as a file of a project. */
import { createContractFileReader } from '../../server/src/contract/contractReader.ts';
import type { ContractFile } from '../../server/src/spec/contractFile.ts';

export const contractUri = 'file:///fixture/flights.odcs.yaml';

export function readContractFile(text: string, uri = contractUri): ContractFile {
  return createContractFileReader(uri).read(text);
}

/** A contract with everything that every version needs, and what is given besides. */
export function contractText(rest: string, apiVersion = 'v3.1.0'): string {
  return `apiVersion: ${apiVersion}\nkind: DataContract\nid: flights\nversion: 1.0.0\nstatus: active\n${rest}`;
}

/** A contract with one object and these lines about its only column `delay`, each indented by itself. */
export function columnText(lines: readonly string[], apiVersion?: string): string {
  const column = lines.map((line) => `        ${line}\n`).join('');
  return contractText(`schema:\n  - name: flights\n    properties:\n      - name: delay\n${column}`, apiVersion);
}

/** Findings as `rule "underlined text"`, in file order. */
export function problemsOf(text: string): readonly string[] {
  const file = readContractFile(text);
  return file.problems
    .map(({ code, place }) => ({ code, range: file.yaml.rangeOf(place) ?? { start: -1, end: -1 } }))
    .toSorted((left, right) => left.range.start - right.range.start)
    .map(({ code, range }) => `${code} ${JSON.stringify(text.slice(range.start, range.end))}`);
}
