/** A project: the files of one spec, joined, with every id and every reference known. */
import type { EntityKind } from '../../../schemas/scalars.ts';
import type { SpecShape } from '../../../schemas/spec.ts';
import type { MetricShape } from '../../../schemas/spec/metrics.ts';
import { findDamage } from '../yaml/damage.ts';
import type { Place } from '../yaml/place.ts';
import { findObject } from './contractFile.ts';
import type { ContractFile, ContractObject, ProjectFile } from './contractFile.ts';
import type { AnyNode, ObjectNode, ReferenceNode } from './located.ts';
import type { Reading } from './reader.ts';
import { observeProperties, recordRead } from './reads.ts';
import { emptySpec } from './specFile.ts';
import type { SpecFile } from './specFile.ts';

/** Something with an id. */
export interface Entity {
  readonly kind: EntityKind;
  readonly id: string;
  /** Where the id is defined. */
  readonly keyPlace: Place;
  /** Undefined when the id has no value, or one that could not be read. */
  readonly node: AnyNode | undefined;
}

/** The same key with two values, in two files of a project. */
export interface Repetition {
  readonly key: string;
  readonly first: Place;
  readonly second: Place;
}

/** A contract that a data source names, and the object of it that is meant. */
export interface SourceContract {
  readonly file: ContractFile;
  /** Undefined when the contract describes no such object. */
  readonly object: ContractObject | undefined;
}

/** The contracts of a project. */
export interface ProjectContracts {
  /** Those in the folders of the project, and those that its sources name, by address. */
  readonly files: readonly ContractFile[];
  /** What a path of a contract in a spec leads to; undefined for one that leads to nothing. */
  readonly addressOf: (path: string, fromUri: string) => string | undefined;
}

export interface Project {
  /** `plumbline.yaml` first, then the parts by name; none when a contract is checked alone. */
  readonly files: readonly SpecFile[];
  /** Data contracts, by address. */
  readonly contracts: readonly ContractFile[];
  /** All files as one spec. */
  readonly spec: ObjectNode<SpecShape>;
  readonly references: readonly ReferenceNode[];
  readonly scalars: readonly AnyNode[];
  /** The same references and scalars by the sections that hold them; one that was not edited keeps its reading. */
  readonly readings: readonly Reading[];
  readonly repetitions: readonly Repetition[];
  /** One metric that can be read: whoever asks here looks at this one alone, and not at all that are in the spec. */
  metric(id: string): ObjectNode<MetricShape> | undefined;
  entity(kind: EntityKind, id: string): Entity | undefined;
  /** In file order. */
  entities(kind: EntityKind): readonly Entity[];
  /** False when the section that defines a kind could not be read, so that an id that is not there says nothing. */
  knowsAll(kind: EntityKind): boolean;
  /** The file and offsets of a place; undefined for a place of another project or of an older version. */
  locate(place: Place): { readonly file: ProjectFile; readonly start: number; readonly end: number } | undefined;
  /** The contract that a data source names; undefined when it names none that is there. */
  contractOf(dataId: string): SourceContract | undefined;
  /** The address of the first file. */
  readonly mainUri: string;
  /** The address of the file that holds a place; undefined for a place of another project or of an older version. */
  uriOf(place: Place): string | undefined;
  /** What a recorded read of a project's parts (`spec/reads.ts`) would give now. */
  readNow(name: string): unknown;
}

/**
 * Joins the files of a project.
 *
 * @param files a project without `plumbline.yaml` is read from its parts alone; none when a contract stands alone
 */
export function assembleProject(files: readonly SpecFile[], contracts: ProjectContracts = noContracts): Project {
  const ordered = files.toSorted(
    (left, right) => Number(right.isMain) - Number(left.isMain) || compareText(left.uri, right.uri),
  );
  const repetitions: Repetition[] = [];
  const [first = emptySpec(), ...rest] = ordered.map((file) => file.root);
  const spec = rest.reduce((joined, root) => joinObjects(joined, root, repetitions, sharedKeys), first);
  const entities = collectEntities(spec);
  const readings = ordered.flatMap((file) => file.readings);
  const locate: Project['locate'] = (place) => {
    for (const file of [...ordered, ...contracts.files]) {
      const range = file.yaml.rangeOf(place);
      if (range !== undefined) return { file, ...range };
    }
    return undefined;
  };
  const observed = observeSpec(spec);
  const metric = (id: string) => spec.fields.metrics?.entries.get(id);
  const contractOf = (dataId: string): SourceContract | undefined => {
    recordRead('contracts', contracts);
    const reference = observed.fields.data?.entries.get(dataId)?.fields.contract;
    const fromUri = reference === undefined ? undefined : locate(reference.place)?.file.uri;
    if (reference === undefined || fromUri === undefined) return undefined;
    const [path = '', object] = reference.text.split('#', 2);
    const uri = contracts.addressOf(path, fromUri);
    const file = contracts.files.find((candidate) => candidate.uri === uri);
    return file === undefined ? undefined : { file, object: findObject(file, object) };
  };
  // Sections of the spec are recorded one by one; all else changes with every edit.
  const readWhole = <Value>(value: Value): Value => {
    recordRead('project', files);
    return value;
  };
  return {
    get files() {
      return readWhole(ordered);
    },
    get contracts() {
      recordRead('contracts', contracts);
      return contracts.files;
    },
    contractOf,
    spec: observed,
    get references() {
      return readWhole(ordered.flatMap((file) => file.references));
    },
    get scalars() {
      return readWhole(ordered.flatMap((file) => file.scalars));
    },
    get readings() {
      return readWhole(readings);
    },
    get repetitions() {
      return readWhole(repetitions);
    },
    metric: (id) => {
      const node = metric(id);
      recordRead(`${metricRead}${id}`, node);
      return node;
    },
    entity: (kind, id) => readWhole(entities.get(kind)?.get(id)),
    entities: (kind) => readWhole([...(entities.get(kind)?.values() ?? [])]),
    knowsAll: (kind) =>
      readWhole(
        ordered.every(({ root, yaml, hasUnknownVersion }) => {
          if (!yaml.isRead || hasUnknownVersion || root.unreadable.has(sectionOf[kind])) return false;
          // A mistake elsewhere leaves the section whole, unless it stands in what is no section at all.
          return findDamage(yaml).every(
            ({ key }) => key !== undefined && key !== sectionOf[kind] && root.shape.fields.has(key),
          );
        }),
      ),
    locate: (place) => readWhole(locate(place)),
    mainUri: ordered[0]?.uri ?? contracts.files[0]?.uri ?? '',
    // A section stays in its file.
    uriOf: (place) => locate(place)?.file.uri,
    readNow: (name) => {
      if (name === 'project') return files;
      if (name === 'contracts') return contracts;
      if (name === 'spec') return spec.fields;
      if (name.startsWith(metricRead)) return metric(name.slice(metricRead.length));
      return (spec.fields as Readonly<Record<string, unknown>>)[name.slice('spec.'.length)];
    },
  };
}

/** Begins the name of the read of a single metric. */
const metricRead = 'metric ';

const noContracts: ProjectContracts = { files: [], addressOf: () => undefined };

/** The spec as rules see it: which of its sections are looked at is recorded. */
function observeSpec(spec: ObjectNode<SpecShape>): ObjectNode<SpecShape> {
  const fields = observeProperties('spec', spec.fields);
  const whole = <Value>(value: Value): Value => {
    recordRead('spec', spec.fields);
    return value;
  };
  const { kind, shape, path } = spec;
  return {
    kind,
    shape,
    path,
    fields,
    get place() {
      return whole(spec.place);
    },
    get keyPlace() {
      return whole(spec.keyPlace);
    },
    get yaml() {
      return whole(spec.yaml);
    },
    get empty() {
      return whole(spec.empty);
    },
    get unreadable() {
      return whole(spec.unreadable);
    },
  };
}

/** Keys that every file of a project repeats. */
const sharedKeys: ReadonlySet<string> = new Set(['plumbline', 'project']);

/** The top-level key below which the ids of a kind are defined. */
const sectionOf: Readonly<Record<EntityKind, keyof SpecShape>> = {
  metric: 'metrics',
  data: 'data',
  split: 'splits',
  label: 'labels',
  model: 'models',
  target: 'deployment',
  baseline: 'baseline',
  check: 'monitoring',
  actual: 'costs',
  item: 'costs',
  role: 'team',
};

const none: ReadonlySet<string> = new Set();

type MapNode = Extract<AnyNode, { kind: 'map' }>;

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function joinObjects<T>(
  left: ObjectNode<T>,
  right: ObjectNode<T>,
  repetitions: Repetition[],
  shared: ReadonlySet<string> = none,
): ObjectNode<T> {
  const fields: Record<string, AnyNode> = { ...(left.fields as Record<string, AnyNode>) };
  for (const [key, node] of Object.entries(right.fields as Record<string, AnyNode>)) {
    const other = fields[key];
    if (other === undefined) fields[key] = node;
    else if (!shared.has(key)) fields[key] = joinNodes(key, other, node, repetitions);
  }
  return {
    ...left,
    fields: fields as ObjectNode<T>['fields'],
    empty: new Map([...right.empty, ...left.empty]),
    unreadable: left.unreadable.union(right.unreadable),
  };
}

function joinNodes(key: string, left: AnyNode, right: AnyNode, repetitions: Repetition[]): AnyNode {
  if (left.kind === 'object' && right.kind === 'object') return joinObjects(left, right, repetitions);
  if (left.kind === 'map' && right.kind === 'map') {
    const entries = new Map<string, AnyNode>(left.entries);
    for (const [id, node] of right.entries) {
      const other = entries.get(id);
      if (other === undefined) entries.set(id, node);
      else repetitions.push({ key: id, first: placeOfKey(other), second: placeOfKey(node) });
    }
    return {
      ...left,
      entries,
      empty: new Map([...right.empty, ...left.empty]),
      unreadable: left.unreadable.union(right.unreadable),
    };
  }
  repetitions.push({ key, first: placeOfKey(left), second: placeOfKey(right) });
  return left;
}

function placeOfKey(node: AnyNode): Place {
  return node.keyPlace ?? node.place;
}

/** Every map that defines ids gives entities; ids without a readable value count, so that naming them is no mistake. */
function collectEntities(spec: ObjectNode<SpecShape>): Map<EntityKind, Map<string, Entity>> {
  const entities = new Map<EntityKind, Map<string, Entity>>();
  for (const map of definingMapsIn(spec)) {
    const kind = map.shape.defines;
    if (kind === undefined) continue;
    const known = entities.get(kind) ?? new Map<string, Entity>();
    entities.set(kind, known);
    for (const [id, node] of map.entries) {
      known.set(id, { kind, id, keyPlace: placeOfKey(node), node });
    }
    for (const [id, keyPlace] of map.empty) if (!known.has(id)) known.set(id, { kind, id, keyPlace, node: undefined });
    for (const entry of map.yaml.entries) {
      if (map.unreadable.has(entry.key) && !known.has(entry.key)) {
        known.set(entry.key, { kind, id: entry.key, keyPlace: entry.keyPlace, node: undefined });
      }
    }
  }
  return entities;
}

const keptMaps = new WeakMap<AnyNode, readonly MapNode[]>();

/** The maps that define ids, from a node on downwards. A node never changes, so what stands after an edit is kept. */
function definingMapsIn(node: AnyNode): readonly MapNode[] {
  if (node.kind !== 'object' && node.kind !== 'map') return [];
  const kept = keptMaps.get(node);
  if (kept !== undefined) return kept;
  const children = node.kind === 'map' ? node.entries.values() : Object.values(node.fields as Record<string, AnyNode>);
  const found: MapNode[] = node.kind === 'map' && node.shape.defines !== undefined ? [node] : [];
  for (const child of children) found.push(...definingMapsIn(child));
  keptMaps.set(node, found);
  return found;
}
