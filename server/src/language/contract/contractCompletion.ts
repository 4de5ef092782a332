/** Completion in a data contract: keys and words of its version, references, and the columns of the table. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { contractVersions } from '../../../../schemas/contract/versions.ts';
import { knownReferences } from '../../contract/references.ts';
import type { ContractFile } from '../../spec/contractFile.ts';
import { columnsOfObject, objectsOf } from '../../spec/contractFile.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { columnsOfSource } from '../columns.ts';
import type { CompletionContext } from '../completion/context.ts';
import type { Cursor } from '../completion/cursor.ts';
import { suggestKeys } from '../completion/keys.ts';
import { valueText } from '../completion/suggestion.ts';
import type { Suggestion, SuggestionList } from '../completion/suggestion.ts';
import { suggestValues } from '../completion/values.ts';
import type { LanguageFiles } from '../languageFiles.ts';
import { likeliest } from '../shapePath.ts';
import { keysOf } from '../treePath.ts';
import { sourcesOfObject } from './contractFiles.ts';
import { followContract, shapeIn } from './contractShapes.ts';
import { isNameOfPart, partsAt } from './nestedParts.ts';

/** What can be typed at a cursor of a contract. */
export async function suggestInContract(
  snapshot: ProjectSnapshot,
  contract: ContractFile,
  files: LanguageFiles,
  offset: number,
  cursor: Cursor,
): Promise<SuggestionList> {
  const above = cursor.at === 'key' ? cursor.steps.slice(0, -1) : cursor.steps;
  const path = followContract(above);
  const shapes = path.shapes.map((shape) => shapeIn(shape, contract.version));
  // A contract has every key of its own, as the main file of a spec has.
  const file = { ...contract, isMain: true };
  const context: CompletionContext = { snapshot, file, files, offset, cursor, shapes: { ...path, shapes } };
  const last = cursor.steps.at(-1);
  if (cursor.at === 'key' && last?.kind === 'entry') {
    const maps = shapes.filter((shape) => shape.kind === 'object' || shape.kind === 'map');
    const owners = likeliest(maps, last.map);
    if (owners.length > 0) return suggestKeys(context, last.map, owners);
  }
  const names = namesAt(snapshot, contract, cursor).map((name) => valueOf(name, cursor));
  const known = await suggestValues(context, shapes);
  const others = known.suggestions.filter(({ label }) => !names.some((name) => name.label === label));
  return { ...known, suggestions: [...names, ...others] };
}

function valueOf(name: string, cursor: Cursor): Suggestion {
  return { label: name, kind: CompletionItemKind.Field, insert: valueText(name, cursor) };
}

/** Names that only this contract, or its table, knows. */
function namesAt(snapshot: ProjectSnapshot, contract: ContractFile, cursor: Cursor): readonly string[] {
  const keys = keysOf(cursor.steps);
  const key = keys.findLast((candidate) => candidate !== undefined);
  if (keys.length === 1 && key === 'apiVersion') return contractVersions.toReversed();
  const isRelationship = keys.includes('relationships') && (key === 'to' || key === 'from');
  if (isRelationship || key === 'slaDefaultElement' || (key === 'element' && keys[0] === 'slaProperties')) {
    return knownReferences(contract.root);
  }
  if (keys[0] !== 'schema') return [];
  const object = objectAt(contract, cursor);
  const described =
    object === undefined ? [] : columnsOfObject(object).flatMap(({ fields }) => fields.name?.text ?? []);
  if (key === 'properties' && keys.includes('arguments')) return described;
  if (!isNameOfPart(keys) || object === undefined) return [];
  const sources = sourcesOfObject(snapshot.project, object);
  const parts = partsAt(snapshot, sources, cursor.steps);
  if (parts !== undefined) return parts.map(({ name }) => name);
  if (keys.filter((candidate) => candidate !== undefined).length > 'schema.properties.name'.split('.').length)
    return [];
  return sources
    .flatMap((id) => columnsOfSource(snapshot, id).columns.map(({ name }) => name))
    .filter((name) => !described.includes(name));
}

/** The object in which the cursor stands. */
function objectAt(contract: ContractFile, { start }: Cursor) {
  return objectsOf(contract).find((object) => {
    const range = contract.yaml.rangeOf(object.place);
    return range !== undefined && range.start <= start && start <= range.end;
  });
}
