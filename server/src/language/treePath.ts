/** The way from the top of a file to an offset, through maps and lists. */
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from '../yaml/nodes.ts';
import type { Place } from '../yaml/place.ts';
import { topLevelMap } from '../yaml/yamlFile.ts';
import type { YamlFile } from '../yaml/yamlFile.ts';

/** One level: an entry of a map or an item of a list. */
export type Step =
  | { readonly kind: 'entry'; readonly map: YamlMap; readonly entry: YamlEntry }
  | { readonly kind: 'item'; readonly list: YamlList; readonly item: YamlNode };

export interface TreePath {
  /** From the top level down; the last one holds the offset. Never empty. */
  readonly steps: readonly [Step, ...Step[]];
  /** Whether the offset touches the key of the last step, its scalar, or something between. */
  readonly at: 'key' | 'scalar' | 'between';
}

/** The value of a step. */
export function valueOf(step: Step): YamlNode | undefined {
  return step.kind === 'entry' ? step.entry.value : step.item;
}

/** The scalar that the last step holds. */
export function scalarOf(path: TreePath): YamlScalar | undefined {
  const last = path.steps.at(-1);
  const value = last === undefined ? undefined : valueOf(last);
  return value?.kind === 'scalar' ? value : undefined;
}

/** Keys (and `undefined` for items of lists) from the top. */
export function keysOf(steps: readonly Step[]): readonly (string | undefined)[] {
  return steps.map((step) => (step.kind === 'entry' ? step.entry.key : undefined));
}

/** The way to an offset; undefined when it lies in no entry. The end of a word still belongs to it. */
export function pathAt(file: YamlFile, offset: number): TreePath | undefined {
  const touches = (place: Place): boolean => {
    const range = file.rangeOf(place);
    return range !== undefined && range.start <= offset && offset <= range.end;
  };
  return descendMap(topLevelMap(file), touches);
}

type Touches = (place: Place) => boolean;

function descendMap(map: YamlMap, touches: Touches): TreePath | undefined {
  for (const entry of map.entries) {
    const step: Step = { kind: 'entry', map, entry };
    if (touches(entry.keyPlace)) return { steps: [step], at: 'key' };
    const below = entry.value === undefined ? undefined : descendNode(entry.value, step, touches);
    if (below !== undefined) return below;
    if (touches(entry.place)) return { steps: [step], at: 'between' };
  }
  return undefined;
}

function descendNode(node: YamlNode, step: Step, touches: Touches): TreePath | undefined {
  if (!touches(node.place)) return undefined;
  switch (node.kind) {
    case 'scalar':
      return { steps: [step], at: 'scalar' };
    case 'map':
      return below(step, descendMap(node, touches));
    case 'list':
      for (const item of node.items) {
        const found = descendNode(item, { kind: 'item', list: node, item }, touches);
        if (found !== undefined) return below(step, found);
      }
      return { steps: [step], at: 'between' };
  }
}

function below(step: Step, path: TreePath | undefined): TreePath {
  return path === undefined ? { steps: [step], at: 'between' } : { ...path, steps: [step, ...path.steps] };
}
