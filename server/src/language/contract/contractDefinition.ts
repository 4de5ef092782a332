/** Where a reference inside a data contract leads. */
import type { LocationLink } from 'vscode-languageserver-types';
import { findReferenceTarget } from '../../contract/references.ts';
import { columnsOfObject, objectsOf } from '../../spec/contractFile.ts';
import type { ContractColumn, ContractFile } from '../../spec/contractFile.ts';
import type { Place } from '../../yaml/place.ts';
import { rangeIn } from '../fileRange.ts';
import { keysOf, pathAt, scalarOf } from '../treePath.ts';

/** The column that a relationship, a service level, or a check over several columns names. */
export function definitionInContract(contract: ContractFile, offset: number): readonly LocationLink[] {
  const path = contract.yaml.isRead ? pathAt(contract.yaml, offset) : undefined;
  const scalar = path?.at === 'scalar' ? scalarOf(path) : undefined;
  if (path === undefined || scalar === undefined) return [];
  const keys = keysOf(path.steps).filter((key) => key !== undefined);
  const key = keys.at(-1) ?? '';
  const isReference =
    (keys.includes('relationships') && (key === 'to' || key === 'from')) ||
    key === 'slaDefaultElement' ||
    (key === 'element' && keys[0] === 'slaProperties');
  const column = isReference
    ? columnOfReference(contract, scalar.text)
    : key === 'properties' && keys.includes('arguments')
      ? columnBeside(contract, scalar.place, scalar.text)
      : undefined;
  const target = column === undefined ? undefined : contract.yaml.rangeOf(column.fields.name?.place ?? column.place);
  const origin = contract.yaml.rangeOf(scalar.place);
  if (target === undefined || origin === undefined) return [];
  const range = rangeIn(contract, target);
  return [
    {
      targetUri: contract.uri,
      targetRange: range,
      targetSelectionRange: range,
      originSelectionRange: rangeIn(contract, origin),
    },
  ];
}

function columnOfReference(contract: ContractFile, reference: string): ContractColumn | undefined {
  const target = findReferenceTarget(contract.root, reference);
  return target.kind === 'column' ? target.column : undefined;
}

/** A column of the object in which a place lies. */
function columnBeside(contract: ContractFile, place: Place, name: string): ContractColumn | undefined {
  const at = contract.yaml.rangeOf(place);
  const object = objectsOf(contract).find((candidate) => {
    const range = contract.yaml.rangeOf(candidate.place);
    return at !== undefined && range !== undefined && range.start <= at.start && at.end <= range.end;
  });
  return object === undefined ? undefined : columnsOfObject(object).find(({ fields }) => fields.name?.text === name);
}
