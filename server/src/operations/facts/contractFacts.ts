/** Facts about the contracts that data sources name. */
import type { ContractFact, Fact } from '../../../../schemas/facts.ts';
import type { ColumnKind } from '../../../../schemas/profile.ts';
import { readContract } from '../../contract/readContract.ts';
import type { Project } from '../../spec/project.ts';
import { dataSourceOf } from './tableRequests.ts';
import { missingBecause, stampOf, uriOf } from './world.ts';
import type { FactWorld } from './world.ts';

const contractBytes = 4_000_000;

export function contractFact(world: FactWorld, project: Project, dataId: string): Fact<ContractFact> {
  const node = dataSourceOf(project.spec, dataId);
  const contract = node?.fields.contract;
  if (node === undefined || contract === undefined) {
    return { state: 'unknown', because: `${dataId} names no contract` };
  }
  return readReference(world, contract.text, uriOf(project, node.place));
}

function readReference({ files, cache }: FactWorld, reference: string, uri: string): Fact<ContractFact> {
  const [path = '', object] = reference.split('#', 2);
  return cache.get<ContractFact>(JSON.stringify(['contract', uri, reference]), async (knownStamp) => {
    const resolved = await files.resolve(path, uri);
    const stamp = stampOf([resolved]);
    if (stamp === knownStamp) return 'same';
    const unknown = (because: string) => ({ fact: { state: 'unknown', because }, stamp }) as const;
    if (resolved.kind !== 'file') return unknown(missingBecause(path, resolved));
    const content = await files.readFile(resolved.uri, contractBytes);
    if (content.kind !== 'content') return unknown(`the contract ${path} cannot be read`);
    const { objects } = readContract(resolved.uri, content.text);
    const schema = objects.find(({ name }) => object === undefined || name === object);
    if (schema === undefined) return unknown(`the contract ${path} has no object ${object ?? ''}`.trim());
    const value: ContractFact = {
      uri: resolved.uri,
      columns: schema.columns.map((column) => ({
        name: column.name,
        kind: kindOfLogical(column.logicalType),
        type: column.physicalType ?? column.logicalType ?? 'not stated',
        isRequired: column.isRequired,
        isUnique: column.isUnique,
      })),
      checks: schema.checks.map(({ name, column }) => ({ name, column })),
    };
    return { fact: { state: 'known', value }, stamp };
  });
}

/** The kind that a logical type of ODCS stands for. */
function kindOfLogical(type: string | undefined): ColumnKind {
  switch (type) {
    case 'integer':
      return 'integer';
    case 'number':
      return 'float';
    case 'boolean':
    case 'date':
    case 'timestamp':
    case 'time':
      return type;
    case 'string':
      return 'text';
    default:
      return 'opaque';
  }
}
