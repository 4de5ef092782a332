/** Ids that entries had before they were renamed: records of runs are kept as they were written, and still say them. */
import type { Project } from './project.ts';

/** Kinds of entries that the record of a run names. */
export const recordedKinds = ['metric', 'model', 'split', 'target'] as const;
export type RecordedKind = (typeof recordedKinds)[number];

export interface FormerIds {
  /** The id that an entry has now; the given one when nobody renamed it, or an entry has it again. */
  readonly idNow: (kind: RecordedKind, id: string) => string;
  /** The same for the keys of a record; where both ids have a value, that of the id of now is kept. */
  readonly keysNow: <Value>(kind: RecordedKind, values: Readonly<Record<string, Value>>) => Record<string, Value>;
}

/** Reads `renamed_from` of a project; of two entries that claim an id, the first in the file has it. */
export function readFormerIds(project: Project): FormerIds {
  const { metrics, models, splits, deployment } = project.spec.fields;
  const sections = {
    metric: metrics,
    model: models,
    split: splits,
    target: deployment?.fields.targets,
  } as const satisfies Record<RecordedKind, unknown>;
  const now = new Map<string, string>();
  for (const kind of recordedKinds) {
    for (const [id, { fields }] of sections[kind]?.entries ?? []) {
      for (const { text: former } of fields.renamed_from?.items ?? []) {
        const key = keyOf(kind, former);
        if (project.entity(kind, former) === undefined && !now.has(key)) now.set(key, id);
      }
    }
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
  };
}

function keyOf(kind: RecordedKind, id: string): string {
  return `${kind} ${id}`;
}
