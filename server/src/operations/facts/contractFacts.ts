/** Facts about the contracts that data sources name, as they stand in the project: open documents count. */
import type { ContractFact, Fact } from '../../../../schemas/facts.ts';
import type { ColumnKind } from '../../../../schemas/profile.ts';
import { columnsOfObject } from '../../spec/contractFile.ts';
import type { ContractCheck, ContractColumn, ContractObject } from '../../spec/contractFile.ts';
import type { Project } from '../../spec/project.ts';
import { dataSourceOf } from './tableRequests.ts';

export function contractFact(project: Project, dataId: string): Fact<ContractFact> {
  const reference = dataSourceOf(project.spec, dataId)?.fields.contract;
  if (reference === undefined) return { state: 'unknown', because: `${dataId} names no contract` };
  const [path = '', name = ''] = reference.text.split('#', 2);
  const contract = project.contractOf(dataId);
  if (contract === undefined) return { state: 'unknown', because: `the contract ${path} cannot be read` };
  const { file, object } = contract;
  if (object === undefined) {
    return { state: 'unknown', because: `the contract ${path} has no object ${name}`.trim() };
  }
  const columns = columnsOfObject(object);
  const value: ContractFact = {
    uri: file.uri,
    columns: columns.flatMap(describeColumn),
    checks: [
      ...checksOf(object, undefined),
      ...columns.flatMap((column) => checksOf(column, column.fields.name?.text)),
    ],
  };
  return { state: 'known', value };
}

/** Nothing for a column whose name is still being typed. */
function describeColumn({ fields }: ContractColumn): ContractFact['columns'] {
  const name = fields.name?.text;
  if (name === undefined) return [];
  const logicalType = fields.logicalType?.value;
  return [
    {
      name,
      kind: kindOfLogical(logicalType),
      type: fields.physicalType?.text ?? logicalType ?? 'not stated',
      isRequired: fields.required?.value === true,
      isUnique: fields.unique?.value === true || fields.primaryKey?.value === true,
    },
  ];
}

function checksOf(owner: ContractObject | ContractColumn, column: string | undefined): ContractFact['checks'] {
  return (owner.fields.quality?.items ?? []).map((check) => ({ name: nameOf(check), column }));
}

/** Its name, else what it counts, else its text; `rule` is the older name of `metric`. */
function nameOf({ fields }: ContractCheck): string {
  return fields.name?.text ?? fields.metric?.value ?? fields.rule?.text ?? fields.description?.text ?? 'check';
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
