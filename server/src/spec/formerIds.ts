/** Ids that entries had before they were renamed: records are kept as they were written, and still say them. */
import type { YamlMap } from '../yaml/nodes.ts';
import type { Place } from '../yaml/place.ts';
import type { Project } from './project.ts';

/** Kinds of entries that the record of a run or of drift names. */
export const recordedKinds = ['metric', 'model', 'split', 'target', 'data', 'check'] as const;
export type RecordedKind = (typeof recordedKinds)[number];

export interface FormerIds {
  /** The id that an entry has now; the given one when nobody renamed it, or an entry has it again. */
  readonly idNow: (kind: RecordedKind, id: string) => string;
  /** The same for the keys of a record; where both ids have a value, that of the id of now is kept. */
  readonly keysNow: <Value>(kind: RecordedKind, values: Readonly<Record<string, Value>>) => Record<string, Value>;
  /** The ids under which records know an entry: that of now, then those that it had, the latest first. */
  readonly idsOf: (kind: RecordedKind, id: string) => readonly string[];
}

/** An id of `renamed_from`, as it stands in the file. */
export interface StatedFormerId {
  readonly kind: RecordedKind;
  readonly id: string;
  readonly place: Place;
  /** The entry that says it had this id. */
  readonly owner: string;
  readonly entry: YamlMap;
}

/** What all `renamed_from` of a project say, in file order within each kind. */
export function statedFormerIds(project: Project): readonly StatedFormerId[] {
  const { metrics, models, splits, deployment, data, monitoring } = project.spec.fields;
  const sections = {
    metric: metrics,
    model: models,
    split: splits,
    target: deployment?.fields.targets,
    data,
    check: monitoring?.fields.checks,
  } as const satisfies Record<RecordedKind, unknown>;
  return recordedKinds.flatMap((kind) =>
    [...(sections[kind]?.entries ?? [])].flatMap(([owner, { fields, yaml }]) =>
      (fields.renamed_from?.items ?? []).map(({ text, place }) => ({ kind, id: text, place, owner, entry: yaml })),
    ),
  );
}

/** Reads `renamed_from` of a project; of two entries that claim an id, the first in the file has it. */
export function readFormerIds(project: Project): FormerIds {
  const now = new Map<string, string>();
  for (const { kind, id, owner } of statedFormerIds(project)) {
    const key = keyOf(kind, id);
    if (project.entity(kind, id) === undefined && !now.has(key)) now.set(key, owner);
  }
  const idNow = (kind: RecordedKind, id: string): string => now.get(keyOf(kind, id)) ?? id;
  return {
    idNow,
    keysNow: (kind, values) =>
      Object.fromEntries(
        Object.entries(values).flatMap(([id, value]) => {
          const today = idNow(kind, id);
          return today !== id && Object.hasOwn(values, today) ? [] : [[today, value]];
        }),
      ),
    idsOf: (kind, id) => [
      id,
      ...[...now]
        .filter(([key, owner]) => owner === id && key.startsWith(`${kind} `))
        .map(([key]) => key.slice(kind.length + 1))
        .reverse(),
    ],
  };
}

function keyOf(kind: RecordedKind, id: string): string {
  return `${kind} ${id}`;
}
