/** Which file of a project is a contract, and which tables its objects describe. */
import type { ContractFile, ContractObject } from '../../spec/contractFile.ts';
import type { Project } from '../../spec/project.ts';

export function contractFileOf(project: Project, uri: string): ContractFile | undefined {
  return project.contracts.find((contract) => contract.uri === uri);
}

/** Sources of the project that an object of a contract describes, in spec order. */
export function sourcesOfObject(project: Project, object: ContractObject): readonly string[] {
  const ids = [...(project.spec.fields.data?.entries.keys() ?? [])];
  return ids.filter((id) => project.contractOf(id)?.object === object);
}
