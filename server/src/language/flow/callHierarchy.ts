/** From data to money, and back, as a call hierarchy: what flows into a thing, and what it flows into. */
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  Range,
} from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { entityNouns } from '../../rules/ref.ts';
import { shownText } from '../../text/shownText.ts';
import type { Place } from '../../yaml/place.ts';
import { summarize } from '../entitySummary.ts';
import { fileOf, locationOf, projectFileOf } from '../fileRange.ts';
import { nameIndexOf } from '../names/nameIndex.ts';
import { symbolKinds } from '../symbolKinds.ts';
import { flowGraphOf, flowKeyOf } from './flowGraph.ts';
import type { FlowEdge, FlowName, FlowNode } from './flowGraph.ts';

/** The thing at an offset: an id or a column where it is defined or named, or the key of a section. */
export function prepareCallHierarchy(
  snapshot: ProjectSnapshot,
  uri: string,
  offset: number,
): CallHierarchyItem | undefined {
  const { project } = snapshot;
  const file = projectFileOf(project, uri);
  if (file === undefined) return undefined;
  const named = nameIndexOf(project).at(file, offset)[0]?.name;
  const section = fileOf(project, uri)?.yaml.entries.find(({ keyPlace }) => {
    const at = file.yaml.rangeOf(keyPlace);
    return at !== undefined && at.start <= offset && offset <= at.end;
  });
  const name: FlowName | undefined =
    named?.kind === 'entity' || named?.kind === 'column'
      ? named
      : section === undefined
        ? undefined
        : { kind: 'section', id: section.key };
  const node = name === undefined ? undefined : flowGraphOf(project).node(flowKeyOf(name));
  return node === undefined ? undefined : itemOf(snapshot, node);
}

/** @param key the `data` of an item; one of an older state of the spec gives no calls */
export function findIncoming(snapshot: ProjectSnapshot, key: string): readonly CallHierarchyIncomingCall[] {
  const edges = flowGraphOf(snapshot.project).into(key);
  return gather(edges, ({ from }) => from).flatMap(({ node, places }) => {
    const from = itemOf(snapshot, node);
    return from === undefined ? [] : [{ from, fromRanges: rangesIn(snapshot, from, places) }];
  });
}

/** @param key the `data` of an item; one of an older state of the spec gives no calls */
export function findOutgoing(snapshot: ProjectSnapshot, key: string): readonly CallHierarchyOutgoingCall[] {
  const graph = flowGraphOf(snapshot.project);
  const own = graph.node(key);
  const caller = own === undefined ? undefined : itemOf(snapshot, own);
  if (caller === undefined) return [];
  return gather(graph.outOf(key), ({ to }) => to).flatMap(({ node, places }) => {
    const to = itemOf(snapshot, node);
    return to === undefined ? [] : [{ to, fromRanges: rangesIn(snapshot, caller, places) }];
  });
}

interface Gathered {
  readonly node: FlowNode;
  readonly places: readonly Place[];
}

/** One entry for each thing at the other end, with every place that says so. */
function gather(edges: readonly FlowEdge[], otherEnd: (edge: FlowEdge) => FlowNode): readonly Gathered[] {
  const byNode = Map.groupBy(edges, otherEnd);
  return [...byNode].map(([node, list]) => ({ node, places: list.map(({ place }) => place) }));
}

/** Ranges must lie in the file of the caller; what stands in another part is shown at the caller's name. */
function rangesIn({ project }: ProjectSnapshot, caller: CallHierarchyItem, places: readonly Place[]): Range[] {
  const own = places.flatMap((place) => {
    const location = locationOf(project, place);
    return location?.uri === caller.uri ? [location.range] : [];
  });
  return own.length === 0 ? [caller.selectionRange] : own;
}

function itemOf(snapshot: ProjectSnapshot, { name, place, whole }: FlowNode): CallHierarchyItem | undefined {
  const { project } = snapshot;
  const [key, entry] = [locationOf(project, place), whole === undefined ? undefined : locationOf(project, whole)];
  if (key === undefined) return undefined;
  const isBelow = entry?.uri === key.uri;
  return {
    name: shownText(name.id),
    kind: kindOf(name),
    detail: shownText(detailOf(snapshot, name)),
    uri: key.uri,
    range: isBelow ? { start: key.range.start, end: entry.range.end } : key.range,
    selectionRange: key.range,
    data: flowKeyOf(name),
  };
}

function kindOf(name: FlowName): SymbolKind {
  switch (name.kind) {
    case 'entity':
      return symbolKinds[name.entity];
    case 'column':
      return SymbolKind.Variable;
    case 'section':
      return SymbolKind.Namespace;
  }
}

function detailOf(snapshot: ProjectSnapshot, name: FlowName): string {
  switch (name.kind) {
    case 'entity': {
      const entity = snapshot.project.entity(name.entity, name.id);
      const summary = entity === undefined ? '' : summarize(snapshot, entity);
      return summary === '' ? entityNouns[name.entity] : `${entityNouns[name.entity]} · ${summary}`;
    }
    case 'column':
      return `column of ${name.dataId}`;
    case 'section':
      return name.id === 'economics' ? 'money' : 'section';
  }
}
