/**
 * What flows into what: data into columns, columns into splits and models, models into metrics, metrics into business
 * metrics, and those into money.
 *
 * Every reference of a spec is an edge from what is named to the entry that names it; `drives` and `part_of` name what
 * comes after. The entries of the change log move nothing.
 */
import { columnUsesOf } from '../../rules/columnUses.ts';
import { oncePer } from '../../rules/oncePer.ts';
import type { Project } from '../../spec/project.ts';
import type { Place } from '../../yaml/place.ts';
import { entityOccurrences } from '../names/entityOccurrences.ts';
import { keyOf } from '../names/name.ts';
import type { Name } from '../names/name.ts';
import { entityKinds } from '../symbolKinds.ts';

export type FlowName = Extract<Name, { kind: 'entity' | 'column' }> | { readonly kind: 'section'; readonly id: string };

export interface FlowNode {
  readonly name: FlowName;
  /** Where it is defined; for a column of the data, where it is named first. */
  readonly place: Place;
  /** The whole entry; undefined for a column of the data. */
  readonly whole: Place | undefined;
}

export interface FlowEdge {
  readonly from: FlowNode;
  readonly to: FlowNode;
  /** Where the spec says so. */
  readonly place: Place;
}

export interface FlowGraph {
  /** @param key of a name, by `flowKeyOf` */
  node(key: string): FlowNode | undefined;
  /** What flows into a node, in file order. */
  into(key: string): readonly FlowEdge[];
  /** What it flows into. */
  outOf(key: string): readonly FlowEdge[];
}

/** Equal for two names of one thing. */
export function flowKeyOf(name: FlowName): string {
  return name.kind === 'section' ? JSON.stringify([name.kind, name.id]) : keyOf(name);
}

/** The graph of a project, made once per state of it. */
export const flowGraphOf: (project: Project) => FlowGraph = oncePer((project: Project): FlowGraph => {
  const builder = new Builder(project);
  builder.addReferences();
  builder.addColumns();
  builder.addMoney();
  const { edges, nodes } = builder;
  const byTarget = Map.groupBy(edges, ({ to }) => flowKeyOf(to.name));
  const bySource = Map.groupBy(edges, ({ from }) => flowKeyOf(from.name));
  return {
    node: (key) => nodes.get(key),
    into: (key) => byTarget.get(key) ?? [],
    outOf: (key) => bySource.get(key) ?? [],
  };
});

/** Sections that say nothing about what flows. */
const silentSections: ReadonlySet<string> = new Set(['changes', 'approvals', 'rules', 'team']);

interface Holder {
  readonly node: FlowNode;
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

class Builder {
  readonly nodes = new Map<string, FlowNode>();
  readonly edges: FlowEdge[] = [];
  private readonly project: Project;
  private readonly holders: readonly Holder[];

  constructor(project: Project) {
    this.project = project;
    for (const kind of entityKinds) {
      for (const { id, keyPlace, node } of project.entities(kind)) {
        this.addNode({ kind: 'entity', entity: kind, id }, keyPlace, node?.place ?? keyPlace);
      }
    }
    for (const [dataId, { fields }] of project.spec.fields.data?.entries ?? []) {
      for (const { key: id, keyPlace, value } of fields.derive?.yaml.entries ?? []) {
        this.addNode({ kind: 'column', dataId, id }, keyPlace, value?.place ?? keyPlace);
      }
    }
    for (const file of project.files) {
      for (const { key: id, keyPlace, place } of file.yaml.entries) {
        if (!silentSections.has(id)) this.addNode({ kind: 'section', id }, keyPlace, place);
      }
    }
    this.holders = [...this.nodes.values()].flatMap((node) => {
      const at = node.whole === undefined ? undefined : project.locate(node.whole);
      return at === undefined ? [] : [{ node, uri: at.file.uri, start: at.start, end: at.end }];
    });
  }

  private addNode(name: FlowName, place: Place, whole: Place | undefined): FlowNode {
    const key = flowKeyOf(name);
    const node = this.nodes.get(key) ?? { name, place, whole };
    this.nodes.set(key, node);
    return node;
  }

  /** The smallest entry that holds a place. */
  private holderOf(place: Place): FlowNode | undefined {
    const at = this.project.locate(place);
    if (at === undefined) return undefined;
    let best: Holder | undefined;
    for (const holder of this.holders) {
      if (holder.uri !== at.file.uri || at.start < holder.start || holder.end < at.end) continue;
      if (best === undefined || holder.end - holder.start < best.end - best.start) best = holder;
    }
    return best?.node;
  }

  private connect(from: FlowNode | undefined, to: FlowNode | undefined, place: Place): void {
    if (from === undefined || to === undefined || from === to) return;
    this.edges.push({ from, to, place });
  }

  addReferences(): void {
    const forward = Map.groupBy(
      this.project.references.filter(({ path }) => path.at(-1) === 'drives' || path.at(-1) === 'part_of'),
      ({ place }) => place.section,
    );
    const isForward = ({ section, start, end }: Place): boolean =>
      (forward.get(section) ?? []).some(({ place }) => place.start <= start && end <= place.end);
    for (const { name, place, isDefinition } of entityOccurrences(this.project)) {
      if (isDefinition || name.kind !== 'entity') continue;
      const [named, holder] = [this.nodes.get(flowKeyOf(name)), this.holderOf(place)];
      if (isForward(place)) this.connect(holder, named, place);
      else this.connect(named, holder, place);
    }
  }

  addColumns(): void {
    const { fields } = this.project.spec;
    const fed = new Set<FlowNode>();
    for (const node of [...this.nodes.values()]) {
      if (node.name.kind !== 'column') continue;
      this.connect(this.nodes.get(flowKeyOf(dataName(node.name.dataId))), node, node.place);
      fed.add(node);
    }
    for (const { dataId, name: id, place } of columnUsesOf(this.project.spec)) {
      const column = this.addNode({ kind: 'column', dataId, id }, place, undefined);
      const holder = this.holderOf(place);
      if (!fed.has(column)) this.connect(this.nodes.get(flowKeyOf(dataName(dataId))), column, column.place);
      fed.add(column);
      // A source that speaks of its own columns is where they come from, and not what they flow into.
      if (holder?.name.kind !== 'entity' || holder.name.entity !== 'data') this.connect(column, holder, place);
    }
    for (const [id, label] of fields.labels?.entries ?? []) {
      const dataId = label.fields.of?.id;
      const role = dataId === undefined ? undefined : fields.data?.entries.get(dataId)?.fields.roles?.fields.label;
      if (dataId === undefined || role === undefined) continue;
      const column = this.nodes.get(flowKeyOf({ kind: 'column', dataId, id: role.text }));
      this.connect(column, this.nodes.get(flowKeyOf({ kind: 'entity', entity: 'label', id })), role.place);
    }
  }

  /** Business metrics that are counted in money. */
  addMoney(): void {
    const money = this.nodes.get(flowKeyOf({ kind: 'section', id: 'economics' }));
    for (const [id, { fields }] of this.project.spec.fields.metrics?.entries ?? []) {
      if (fields.definition?.text !== 'economics') continue;
      this.connect(this.nodes.get(flowKeyOf({ kind: 'entity', entity: 'metric', id })), money, fields.definition.place);
    }
  }
}

function dataName(id: string): FlowName {
  return { kind: 'entity', entity: 'data', id };
}
