/** The outline of a file: its sections, and the entries in them. */
import { topLevelMap } from '../yaml/yamlFile.ts';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import type { MapShape, ObjectShape, Shape } from '../spec/shape.ts';
import type { SpecFile } from '../spec/specFile.ts';
import { shownText } from '../text/shownText.ts';
import type { YamlEntry, YamlMap } from '../yaml/nodes.ts';
import { contractFileOf } from './contract/contractFiles.ts';
import { symbolsInContract } from './contract/contractSymbols.ts';
import { summarize } from './entitySummary.ts';
import { fileOf, rangeIn } from './fileRange.ts';
import { followShapes } from './shapePath.ts';
import { symbolKinds } from './symbolKinds.ts';
import type { Step } from './treePath.ts';

/** @returns sections in file order; below them everything with an id, and the sections between */
export function findSymbols(snapshot: ProjectSnapshot, uri: string): readonly DocumentSymbol[] {
  const contract = contractFileOf(snapshot.project, uri);
  if (contract !== undefined) return symbolsInContract(contract);
  const file = fileOf(snapshot.project, uri);
  return file === undefined ? [] : symbolsIn(snapshot, file, topLevelMap(file.yaml), []);
}

function symbolsIn(
  snapshot: ProjectSnapshot,
  file: SpecFile,
  map: YamlMap,
  above: readonly Step[],
): readonly DocumentSymbol[] {
  return map.entries.flatMap((entry) => {
    const steps: readonly Step[] = [...above, { kind: 'entry', map, entry }];
    const symbol = symbolOf(snapshot, file, entry, steps);
    return symbol === undefined ? [] : [symbol];
  });
}

function symbolOf(
  snapshot: ProjectSnapshot,
  file: SpecFile,
  entry: YamlEntry,
  steps: readonly Step[],
): DocumentSymbol | undefined {
  const { owners, field, shapes } = followShapes(steps);
  const entityKind = owners.find((owner) => owner.kind === 'map')?.defines;
  const isSection = field !== undefined && (steps.length === 1 || holdsEntities(owners, entry));
  if (entityKind === undefined && !isSection) return undefined;
  const whole = file.yaml.rangeOf(entry.place);
  const key = file.yaml.rangeOf(entry.keyPlace);
  if (whole === undefined || key === undefined) return undefined;
  const entity = entityKind === undefined ? undefined : snapshot.project.entity(entityKind, entry.key);
  const detail = entity === undefined ? textOf(entry) : summarize(snapshot, entity);
  return {
    // An empty name is refused by clients.
    name: entry.key.trim() === '' ? '""' : shownText(entry.key),
    ...(detail === '' ? {} : { detail: shownText(detail) }),
    kind: entityKind === undefined ? SymbolKind.Namespace : symbolKinds[entityKind],
    range: rangeIn(file, { start: whole.start, end: Math.max(whole.end, key.end) }),
    selectionRange: rangeIn(file, key),
    children:
      entry.value?.kind === 'map' && shapes.some(mayHoldEntities)
        ? [...symbolsIn(snapshot, file, entry.value, steps)]
        : [],
  };
}

/** Whether a key such as `targets` or `items` holds a map of entities. */
function holdsEntities(owners: readonly (ObjectShape | MapShape)[], { key }: YamlEntry): boolean {
  return owners.some((owner) => {
    const shape = owner.kind === 'object' ? owner.fields.get(key)?.shape : undefined;
    return shape?.kind === 'map' && shape.defines !== undefined;
  });
}

const holders = new WeakMap<Shape, boolean>();

/** Whether anything with an id can stand below a shape; what cannot is not walked, however long the file is. */
function mayHoldEntities(shape: Shape): boolean {
  const known = holders.get(shape);
  if (known !== undefined) return known;
  // A shape that contains itself adds nothing to what is found outside of the circle.
  holders.set(shape, false);
  const holds = searchEntities(shape);
  holders.set(shape, holds);
  return holds;
}

function searchEntities(shape: Shape): boolean {
  switch (shape.kind) {
    case 'object':
      return [...shape.fields.values()].some((field) => mayHoldEntities(field.shape));
    case 'map':
      return shape.defines !== undefined || mayHoldEntities(shape.value);
    case 'union':
      return shape.options.some(mayHoldEntities);
    case 'list':
    case 'choice':
    case 'scalar':
      return false;
  }
}

function textOf({ value }: YamlEntry): string {
  return value?.kind === 'scalar' ? value.text.replace(/\s+/g, ' ').slice(0, 100) : '';
}
