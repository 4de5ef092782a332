/** References inside a contract: `object.column`, or by stable names `/schema/<id>/properties/<id>`. */
import { columnsOfObject, objectsOf } from '../spec/contractFile.ts';
import type { ContractColumn, ContractFile, ContractObject } from '../spec/contractFile.ts';
import { nearest } from '../spec/nearest.ts';

export type ReferenceTarget =
  | { readonly kind: 'column'; readonly object: ContractObject; readonly column: ContractColumn }
  /** It leads to another file, or to an object that this one does not describe. */
  | { readonly kind: 'elsewhere' }
  /** `known` are the references that would lead somewhere. */
  | { readonly kind: 'nothing'; readonly known: readonly string[] };

/** What a reference of a relationship or of a service level leads to. */
export function findReferenceTarget(root: ContractFile['root'], reference: string): ReferenceTarget {
  if (reference.includes('#') || reference.includes('://')) return { kind: 'elsewhere' };
  const isPath = reference.includes('/');
  const steps = isPath ? stepsOfPath(reference) : reference.split('.');
  const [objectName, ...columnNames] = steps ?? [];
  const isCalled = ({ fields }: ContractObject | ContractColumn, name: string | undefined): boolean =>
    name !== undefined &&
    (isPath ? fields.id?.text === name || fields.name?.text === name : fields.name?.text === name);
  const objects = objectsOf({ root });
  const object = objects.find((candidate) => isCalled(candidate, objectName));
  if (object === undefined) {
    const names = objects.flatMap(({ fields }) => fields.name?.text ?? []);
    const isSlip = objectName !== undefined && nearest(objectName, names) !== undefined;
    return isSlip ? { kind: 'nothing', known: isPath ? [] : knownReferences(root) } : { kind: 'elsewhere' };
  }
  let columns = columnsOfObject(object);
  let found: ContractColumn | undefined;
  for (const name of columnNames) {
    found = columns.find((column) => isCalled(column, name)) ?? findJoined(columns, name);
    columns = found?.fields.properties?.items ?? [];
    if (found === undefined) break;
  }
  if (found !== undefined) return { kind: 'column', object, column: found };
  return { kind: 'nothing', known: isPath ? [] : knownReferences(root) };
}

/** A part of a column under the short name that joins the two by `_`. */
function findJoined(columns: readonly ContractColumn[], name: string): ContractColumn | undefined {
  for (const column of columns) {
    const prefix = `${column.fields.name?.text ?? ''}_`;
    const parts = column.fields.properties?.items ?? [];
    if (parts.length === 0 || !name.startsWith(prefix)) continue;
    const rest = name.slice(prefix.length);
    const found = parts.find(({ fields }) => fields.name?.text === rest) ?? findJoined(parts, rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every `object.column` of a contract, in file order. */
export function knownReferences(root: ContractFile['root']): readonly string[] {
  return objectsOf({ root }).flatMap((object) =>
    columnsOfObject(object).map(({ fields }) => `${object.fields.name?.text ?? ''}.${fields.name?.text ?? ''}`),
  );
}

/** `/schema/a/properties/b/properties/c` → a, b, c; undefined for another form. */
function stepsOfPath(reference: string): readonly string[] | undefined {
  const parts = reference.replace(/^\//, '').split('/');
  const names = parts.filter((_, index) => index % 2 === 1);
  const isRegular = parts.every((part, index) => index % 2 === 1 || part === (index === 0 ? 'schema' : 'properties'));
  return isRegular && parts.length % 2 === 0 ? names : undefined;
}
