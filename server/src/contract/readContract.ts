/** Reads data contracts in the Open Data Contract Standard (`*.odcs.yaml`): objects, columns and checks, with places. */
import { entryOf } from '../yaml/nodes.ts';
import type { YamlMap, YamlNode } from '../yaml/nodes.ts';
import type { Place } from '../yaml/place.ts';
import { createYamlFileParser } from '../yaml/yamlFile.ts';
import type { YamlFile } from '../yaml/yamlFile.ts';

export interface Contract {
  readonly uri: string;
  readonly yaml: YamlFile;
  /** As written, such as `v3.1.0`; undefined when the file does not say. */
  readonly apiVersion: string | undefined;
  readonly objects: readonly ContractObject[];
}

/** One table (or topic, or file) of a contract. */
export interface ContractObject {
  readonly name: string;
  readonly place: Place;
  readonly description: string | undefined;
  readonly columns: readonly ContractColumn[];
  readonly checks: readonly ContractCheck[];
}

export interface ContractColumn {
  readonly name: string;
  readonly place: Place;
  readonly description: string | undefined;
  /** string, date, timestamp, time, number, integer, object, array or boolean; undefined when not stated. */
  readonly logicalType: string | undefined;
  readonly physicalType: string | undefined;
  readonly isRequired: boolean;
  readonly isUnique: boolean;
  /** Such as `personal`; undefined when not stated. */
  readonly classification: string | undefined;
}

/** A quality check: its name, else its metric, else its text. */
export interface ContractCheck {
  readonly name: string;
  readonly column: string | undefined;
  readonly place: Place;
}

/** Reads a contract as far as it can be read; what has another form is left out. Never throws. */
export function readContract(uri: string, text: string): Contract {
  const yaml = createYamlFileParser().parse(text);
  const value = (key: string): YamlNode | undefined => yaml.entries.findLast((entry) => entry.key === key)?.value;
  return {
    uri,
    yaml,
    apiVersion: textOf(value('apiVersion')),
    objects: mapsIn(value('schema')).map(readObject),
  };
}

function readObject(map: YamlMap): ContractObject {
  const properties = mapsIn(valueOf(map, 'properties'));
  const columns = properties.map(readColumn);
  const columnChecks = properties.flatMap((property) => readChecks(property, textOf(valueOf(property, 'name'))));
  return {
    name: textOf(valueOf(map, 'name')) ?? '',
    place: (valueOf(map, 'name') ?? map).place,
    description: textOf(valueOf(map, 'description')),
    columns,
    checks: [...readChecks(map, undefined), ...columnChecks],
  };
}

function readColumn(map: YamlMap): ContractColumn {
  return {
    name: textOf(valueOf(map, 'name')) ?? '',
    place: (valueOf(map, 'name') ?? map).place,
    description: textOf(valueOf(map, 'description')),
    logicalType: textOf(valueOf(map, 'logicalType')),
    physicalType: textOf(valueOf(map, 'physicalType')),
    isRequired: textOf(valueOf(map, 'required')) === 'true',
    isUnique: textOf(valueOf(map, 'unique')) === 'true' || textOf(valueOf(map, 'primaryKey')) === 'true',
    classification: textOf(valueOf(map, 'classification')),
  };
}

function readChecks(map: YamlMap, column: string | undefined): readonly ContractCheck[] {
  return mapsIn(valueOf(map, 'quality')).map((check) => {
    // `rule` is the older name of `metric`.
    const named = ['name', 'metric', 'rule', 'description'].map((key) => textOf(valueOf(check, key)));
    return { name: named.find((text) => text !== undefined) ?? 'check', column, place: check.place };
  });
}

function valueOf(map: YamlMap, key: string): YamlNode | undefined {
  return entryOf(map, key)?.value;
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.text : undefined;
}

function mapsIn(node: YamlNode | undefined): readonly YamlMap[] {
  return node?.kind === 'list' ? node.items.filter((item) => item.kind === 'map') : [];
}
