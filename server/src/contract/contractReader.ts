/** Reads a data contract by its shape: located values where they can be read, one problem where not. */
import { contract } from '../../../schemas/contract/contract.ts';
import type { ContractShape } from '../../../schemas/contract/contract.ts';
import { approvedVersion, contractVersions, nearestVersion } from '../../../schemas/contract/versions.ts';
import type { ContractVersion } from '../../../schemas/contract/versions.ts';
import type { ContractFile } from '../spec/contractFile.ts';
import type { ObjectNode } from '../spec/located.ts';
import { readQuantity } from '../spec/quantity.ts';
import { shapeOf } from '../spec/shape.ts';
import type { ObjectShape } from '../spec/shape.ts';
import type { SpecProblem } from '../spec/specProblem.ts';
import { findSuppressions } from '../spec/suppressions.ts';
import { createTopLevelReader } from '../spec/topLevel.ts';
import { createYamlFileParser } from '../yaml/yamlFile.ts';
import type { YamlFile } from '../yaml/yamlFile.ts';
import { findContractProblems } from './contractProblems.ts';
import { findVersionProblem, isOfOlderForm } from './versionProblem.ts';

/** Reads the versions of one file; sections that did not change are not read again. */
export interface ContractFileReader {
  read(text: string): ContractFile;
}

/** The shape of a whole contract, in the newest version. */
export function contractShape(): ObjectShape {
  const shape = shapeOf(contract);
  if (shape.kind !== 'object') throw new TypeError('A contract is an object.');
  return shape;
}

export function createContractFileReader(uri: string): ContractFileReader {
  const parser = createYamlFileParser();
  const topLevel = createTopLevelReader<ContractShape>(contractShape(), readQuantity);
  let last: ContractFile | undefined;

  function read(text: string): ContractFile {
    const yaml = parser.parse(text);
    if (last?.yaml === yaml) return last;
    const { root, keys, readings } = topLevel.read(yaml);
    last = describe(uri, yaml, root, [...keys.missing, ...readings.flatMap(({ problems }) => problems)]);
    return last;
  }

  return { read };
}

function describe(
  uri: string,
  yaml: YamlFile,
  root: ObjectNode<ContractShape>,
  ofReading: readonly SpecProblem[],
): ContractFile {
  const apiVersion = root.fields.apiVersion?.text;
  const known = contractVersions.find((version) => version === apiVersion);
  const version: ContractVersion = known ?? (apiVersion === undefined ? approvedVersion : nearestVersion(apiVersion));
  const versionProblem = findVersionProblem(root, version);
  // A file of an older generation has another structure throughout: one finding says all there is to say.
  const problems = !yaml.isRead || isOfOlderForm(root) ? [] : findContractProblems({ root, version, ofReading });
  return {
    uri,
    yaml,
    root,
    version,
    apiVersion,
    suppressions: findSuppressions(yaml),
    hasUnknownVersion: false,
    problems: versionProblem === undefined ? problems : [versionProblem, ...problems],
  };
}
