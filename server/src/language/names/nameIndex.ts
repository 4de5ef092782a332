/** Every name in a project: what stands at an offset, and where else it stands. */
import { columnUsesOf } from '../../rules/columnUses.ts';
import { oncePer } from '../../rules/oncePer.ts';
import { classUsesOf } from '../../rules/ref/classes.ts';
import type { Project } from '../../spec/project.ts';
import { columnsOfObject } from '../../spec/contractFile.ts';
import type { ProjectFile } from '../../spec/contractFile.ts';
import { entityOccurrences } from './entityOccurrences.ts';
import { keyOf } from './name.ts';
import type { Name, Occurrence } from './name.ts';
import { nameInKey, nameInScalar } from './writtenName.ts';

export interface NameIndex {
  /**
   * What stands at an offset of a file; its end still belongs to it. Several things only where one text names them all:
   * the column of a contract that serves two sources.
   */
  at(file: ProjectFile, offset: number): readonly Occurrence[];
  /** Definitions first, then uses, each in file order. */
  of(name: Name): readonly Occurrence[];
}

/** The index of a project, made once per state of it. */
export const nameIndexOf: (project: Project) => NameIndex = oncePer((project: Project): NameIndex => {
  const occurrences = [
    ...entityOccurrences(project),
    ...columnOccurrences(project),
    ...classOccurrences(project),
    ...ruleOccurrences(project),
  ];
  const byName = Map.groupBy(occurrences, ({ name }) => keyOf(name));
  const spans = occurrences.flatMap((occurrence) => {
    const at = project.locate(occurrence.place);
    return at === undefined ? [] : [{ occurrence, ...at }];
  });
  const byFile = Map.groupBy(spans, ({ file }) => file);
  return {
    at: (file, offset) => {
      const here = (byFile.get(file) ?? []).filter(({ start, end }) => start <= offset && offset <= end);
      // An expression with escapes is one place for all its columns: what is exact says more.
      const [first, ...rest] = here.toSorted((left, right) => left.end - left.start - (right.end - right.start));
      if (first === undefined) return [];
      const isSame = ({ occurrence }: typeof first): boolean =>
        occurrence.isDefinition === first.occurrence.isDefinition && occurrence.name.id === first.occurrence.name.id;
      return [
        first,
        ...rest.filter((other) => other.start === first.start && other.end === first.end && isSame(other)),
      ].map(({ occurrence }) => occurrence);
    },
    of: (name) => (byName.get(keyOf(name)) ?? []).toSorted(definitionsFirst),
  };
});

function definitionsFirst(left: Occurrence, right: Occurrence): number {
  return Number(right.isDefinition) - Number(left.isDefinition);
}

/** Columns where they are derived, where a contract describes them, and wherever a condition, a role or an input names them. */
function* columnOccurrences(project: Project): Generator<Occurrence> {
  const { spec } = project;
  const sources = [...(spec.fields.data?.entries ?? [])];
  for (const [dataId, { fields }] of sources) {
    for (const entry of fields.derive?.yaml.entries ?? []) {
      yield { name: { kind: 'column', dataId, id: entry.key }, ...nameInKey(entry), isDefinition: true };
    }
  }
  for (const [dataId] of sources) {
    const described = project.contractOf(dataId)?.object;
    for (const { fields } of described === undefined ? [] : columnsOfObject(described)) {
      if (fields.name?.yaml.kind !== 'scalar') continue;
      const name: Name = { kind: 'column', dataId, id: fields.name.text };
      yield { name, ...nameInScalar(fields.name.yaml), isDefinition: true };
    }
  }
  for (const { dataId, name: id, place, rename } of columnUsesOf(spec)) {
    yield { name: { kind: 'column', dataId, id }, place, rename, isDefinition: false };
  }
  // What no model may read is said without a source: it speaks of every source that derives such a column.
  for (const node of spec.fields.constraints?.fields.forbidden_inputs?.items ?? []) {
    if (node.yaml.kind !== 'scalar') continue;
    const owners = sources.filter(([, { fields }]) => fields.derive?.entries.has(node.text) === true);
    for (const [dataId] of owners) {
      const name: Name = { kind: 'column', dataId, id: node.text };
      yield { name, ...nameInScalar(node.yaml), isDefinition: false };
    }
  }
}

function* classOccurrences({ spec }: Project): Generator<Occurrence> {
  const ids = new Map<object, string>();
  for (const [labelId, label] of spec.fields.labels?.entries ?? []) {
    ids.set(label, labelId);
    const { classes } = label.fields;
    if (classes?.kind === 'map') {
      for (const entry of classes.yaml.entries) {
        yield { name: { kind: 'class', labelId, id: entry.key }, ...nameInKey(entry), isDefinition: true };
      }
    }
    for (const item of classes?.kind === 'list' ? classes.items : []) {
      if (item.yaml.kind !== 'scalar') continue;
      yield { name: { kind: 'class', labelId, id: item.text }, ...nameInScalar(item.yaml), isDefinition: true };
    }
  }
  for (const { name: id, place, labels } of classUsesOf(spec)) {
    for (const label of labels) {
      const labelId = ids.get(label);
      if (labelId === undefined) continue;
      yield { name: { kind: 'class', labelId, id }, place, isDefinition: false, rename: () => undefined };
    }
  }
}

/** Rules in the section `rules`, and in comments that silence them. */
function* ruleOccurrences({ files, contracts }: Project): Generator<Occurrence> {
  for (const { root } of files) {
    for (const entry of root.fields.rules?.yaml.entries ?? []) {
      yield { name: { kind: 'rule', id: entry.key }, ...nameInKey(entry), isDefinition: false };
    }
  }
  for (const { yaml, suppressions } of [...files, ...contracts]) {
    for (const { id, start, end } of suppressions.flatMap(({ rules }) => rules)) {
      const place = yaml.placeAt(start, end);
      yield { name: { kind: 'rule', id }, place, isDefinition: false, rename: () => undefined };
    }
  }
}
