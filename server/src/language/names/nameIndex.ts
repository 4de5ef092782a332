/** Every name in a project: what stands at an offset, and where else it stands. */
import { columnUsesOf } from '../../rules/columnUses.ts';
import { oncePer } from '../../rules/oncePer.ts';
import { classUsesOf } from '../../rules/ref/classes.ts';
import type { Project } from '../../spec/project.ts';
import type { SpecFile } from '../../spec/specFile.ts';
import { entityOccurrences } from './entityOccurrences.ts';
import { keyOf } from './name.ts';
import type { Name, Occurrence } from './name.ts';
import { nameInKey, nameInScalar } from './writtenName.ts';

export interface NameIndex {
  /** The occurrence at an offset of a file; its end still belongs to it. */
  at(file: SpecFile, offset: number): Occurrence | undefined;
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
    at: (file, offset) =>
      (byFile.get(file) ?? [])
        .filter(({ start, end }) => start <= offset && offset <= end)
        // An expression with escapes is one place for all its columns: what is exact says more.
        .toSorted((left, right) => left.end - left.start - (right.end - right.start))[0]?.occurrence,
    of: (name) => (byName.get(keyOf(name)) ?? []).toSorted(definitionsFirst),
  };
});

function definitionsFirst(left: Occurrence, right: Occurrence): number {
  return Number(right.isDefinition) - Number(left.isDefinition);
}

/** Columns where they are derived, and wherever a condition, a role or an input names them. */
function* columnOccurrences({ spec }: Project): Generator<Occurrence> {
  const sources = [...(spec.fields.data?.entries ?? [])];
  for (const [dataId, { fields }] of sources) {
    for (const entry of fields.derive?.yaml.entries ?? []) {
      yield { name: { kind: 'column', dataId, id: entry.key }, ...nameInKey(entry), isDefinition: true };
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
function* ruleOccurrences({ files }: Project): Generator<Occurrence> {
  for (const { root, yaml, suppressions } of files) {
    for (const entry of root.fields.rules?.yaml.entries ?? []) {
      yield { name: { kind: 'rule', id: entry.key }, ...nameInKey(entry), isDefinition: false };
    }
    for (const { id, start, end } of suppressions.flatMap(({ rules }) => rules)) {
      const place = yaml.placeAt(start, end);
      yield { name: { kind: 'rule', id }, place, isDefinition: false, rename: () => undefined };
    }
  }
}
