/** Reads a data contract by its shape: located values where they can be read, one problem where not. */
import { contract } from '../../../schemas/contract/contract.ts';
import type { ContractShape } from '../../../schemas/contract/contract.ts';
import { approvedVersion, contractVersions, nearestVersion } from '../../../schemas/contract/versions.ts';
import type { ContractVersion } from '../../../schemas/contract/versions.ts';
import type { ContractFile } from '../spec/contractFile.ts';
import type { AnyNode, ObjectNode } from '../spec/located.ts';
import { readQuantity } from '../spec/quantity.ts';
import { checkKeys, readField } from '../spec/reader.ts';
import type { Reading } from '../spec/reader.ts';
import { shapeOf } from '../spec/shape.ts';
import type { ObjectShape } from '../spec/shape.ts';
import type { SpecProblem } from '../spec/specProblem.ts';
import { findSuppressions } from '../spec/suppressions.ts';
import type { YamlEntry, YamlMap } from '../yaml/nodes.ts';
import type { Place } from '../yaml/place.ts';
import { createYamlFileParser } from '../yaml/yamlFile.ts';
import type { YamlFile } from '../yaml/yamlFile.ts';
import { findContractProblems } from './contractProblems.ts';
import { findVersionProblem } from './versionProblem.ts';

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
  const shape = contractShape();
  let kept = new Map<YamlEntry, Reading>();
  let last: ContractFile | undefined;

  function read(text: string): ContractFile {
    const yaml = parser.parse(text);
    if (last?.yaml === yaml) return last;
    const fresh = new Map<YamlEntry, Reading>();
    const fields: Record<string, AnyNode> = {};
    const empty = new Map<string, Place>();
    const unreadable = new Set<string>();
    for (const entry of yaml.entries) {
      const field = shape.fields.get(entry.key);
      if (field === undefined) continue;
      if (entry.value === undefined) empty.set(entry.key, entry.keyPlace);
      const reading = kept.get(entry) ?? readField(entry, field, readQuantity, { known: new Map(), fresh: new Map() });
      fresh.set(entry, reading);
      if (reading.node !== undefined) fields[entry.key] = reading.node;
      else if (entry.value !== undefined) unreadable.add(entry.key);
    }
    kept = fresh;
    const map = topLevel(yaml);
    const keys = checkKeys(map, shape.fields, yaml.entries[0]?.keyPlace ?? { ...map.place, end: 0 });
    for (const key of keys.mistyped) unreadable.add(key);
    const root: ObjectNode<ContractShape> = {
      kind: 'object',
      place: map.place,
      keyPlace: undefined,
      path: [],
      yaml: map,
      shape,
      fields,
      empty,
      unreadable,
    };
    last = describe(uri, yaml, root, [...keys.missing, ...[...fresh.values()].flatMap(({ problems }) => problems)]);
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
  const isOlder = apiVersion !== undefined && /^v?[0-2](?:\.|$)/i.test(apiVersion);
  const problems = !yaml.isRead || isOlder ? [] : findContractProblems({ root, version, ofReading });
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

/** The top level as a map whose place is the last section, where new keys go. */
function topLevel(yaml: YamlFile): YamlMap {
  const section = yaml.entries.at(-1)?.keyPlace.section ?? yaml.sections.at(-1) ?? { text: '' };
  const place: Place = { section, start: 0, end: section.text.length };
  return { kind: 'map', flow: false, place, entries: yaml.entries };
}
