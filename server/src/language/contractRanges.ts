/** Where the objects and columns of a contract stand, in its file on disk. */
import type { Location, Range } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { readContract } from '../contract/readContract.ts';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import type { Place } from '../yaml/place.ts';
import type { LanguageFiles } from './languageFiles.ts';

/** Contracts are small; a larger file is none. */
const contractBytes = 4_000_000;

export interface ContractRanges {
  readonly objects: readonly {
    readonly name: string;
    readonly range: Range;
    readonly columns: readonly { readonly name: string; readonly range: Range }[];
  }[];
}

/** @returns undefined when the file cannot be read */
export async function readContractRanges(files: LanguageFiles, uri: string): Promise<ContractRanges | undefined> {
  const content = await files.readFile(uri, contractBytes);
  if (content.kind !== 'content') return undefined;
  const contract = readContract(uri, content.text);
  const document = TextDocument.create(uri, 'yaml', 0, content.text);
  const rangeOf = (place: Place): Range => {
    const span = contract.yaml.rangeOf(place) ?? { start: 0, end: 0 };
    return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
  };
  return {
    objects: contract.objects.map(({ name, place, columns }) => ({
      name,
      range: rangeOf(place),
      columns: columns.map((column) => ({ name: column.name, range: rangeOf(column.place) })),
    })),
  };
}

/** The place where the contract of a source describes a column; undefined when it has none, or nothing is known. */
export async function findContractColumn(
  { project, facts }: ProjectSnapshot,
  dataId: string,
  name: string,
  files: LanguageFiles,
): Promise<Location | undefined> {
  const contract = facts.contract(dataId);
  if (contract.state !== 'known') return undefined;
  const reference = project.spec.fields.data?.entries.get(dataId)?.fields.contract?.text;
  const object = reference?.split('#', 2)[1];
  const { uri } = contract.value;
  const ranges = await readContractRanges(files, uri);
  const range = ranges?.objects
    .filter((candidate) => object === undefined || candidate.name === object)
    .flatMap(({ columns }) => columns)
    .find((column) => column.name === name)?.range;
  return range === undefined ? undefined : { uri, range };
}
