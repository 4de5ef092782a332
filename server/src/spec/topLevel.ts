/** Reads the top level of the versions of one file; what did not change is not read again. */
import type { YamlEntry } from '../yaml/nodes.ts';
import type { Place } from '../yaml/place.ts';
import { topLevelMap } from '../yaml/yamlFile.ts';
import type { YamlFile } from '../yaml/yamlFile.ts';
import type { AnyNode, ObjectNode } from './located.ts';
import type { QuantityReading } from './quantity.ts';
import { checkKeys, readField } from './reader.ts';
import type { KeyCheck, Reading } from './reader.ts';
import type { ObjectShape } from './shape.ts';

export interface TopLevel<Shape> {
  readonly root: ObjectNode<Shape>;
  /** What the file says about its keys, whatever their values are. */
  readonly keys: KeyCheck;
  /** Of every key that the shape has, in file order. */
  readonly readings: readonly Reading[];
}

export interface TopLevelReader<Shape> {
  read(yaml: YamlFile): TopLevel<Shape>;
  /** A reader of its own that begins with what this one has of the last version. */
  fork(): TopLevelReader<Shape>;
}

/** What has been read of the last version of a file. */
interface Memory {
  readonly entries: ReadonlyMap<YamlEntry, Reading>;
  /** Of the entries below each key. */
  readonly below: ReadonlyMap<string, ReadonlyMap<YamlEntry, Reading>>;
}

/** @param shape the shape of `Shape` */
export function createTopLevelReader<Shape>(
  shape: ObjectShape,
  readQuantity: (text: string) => QuantityReading,
  known: Memory = { entries: new Map(), below: new Map() },
): TopLevelReader<Shape> {
  let memory = known;
  const read = (yaml: YamlFile): TopLevel<Shape> => {
    const fresh = new Map<YamlEntry, Reading>();
    const freshBelow = new Map<string, ReadonlyMap<YamlEntry, Reading>>();
    const fields: Record<string, AnyNode> = {};
    const empty = new Map<string, Place>();
    const unreadable = new Set<string>();
    for (const entry of yaml.entries) {
      const field = shape.fields.get(entry.key);
      if (field === undefined) continue;
      if (entry.value === undefined) empty.set(entry.key, entry.keyPlace);
      const knownBelow = memory.below.get(entry.key) ?? new Map<YamlEntry, Reading>();
      let reading = memory.entries.get(entry);
      if (reading === undefined) {
        const below = new Map<YamlEntry, Reading>();
        reading = readField(entry, field, readQuantity, { known: knownBelow, fresh: below });
        freshBelow.set(entry.key, below);
      } else {
        freshBelow.set(entry.key, knownBelow);
      }
      fresh.set(entry, reading);
      if (reading.node !== undefined) fields[entry.key] = reading.node;
      else if (entry.value !== undefined) unreadable.add(entry.key);
    }
    memory = { entries: fresh, below: freshBelow };
    const map = topLevelMap(yaml);
    const keys = checkKeys(map, shape.fields, yaml.entries[0]?.keyPlace ?? { ...map.place, end: 0 });
    for (const key of keys.mistyped) unreadable.add(key);
    const root: ObjectNode<Shape> = {
      kind: 'object',
      place: map.place,
      keyPlace: undefined,
      path: [],
      yaml: map,
      shape,
      // The shape was made of the same schema as the type, key by key.
      fields: fields as ObjectNode<Shape>['fields'],
      empty,
      unreadable,
    };
    return { root, keys, readings: [...fresh.values()] };
  };
  return { read, fork: () => createTopLevelReader(shape, readQuantity, memory) };
}
