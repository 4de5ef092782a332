/** Keys of a check that cannot be read: without them something else would be compared, and nobody would know. */
import type { CheckView } from '../../rules/monitorView.ts';
import type { Project } from '../../spec/project.ts';
import type { YamlMap } from '../../yaml/nodes.ts';
import { createLocations } from '../overview/locations.ts';
import type { DriftWishes } from './driftWishes.ts';

/** Keys that say who is told, not what is compared. */
const beside = new Set(['owner', 'action']);
const wishOf: Readonly<Record<string, keyof DriftWishes | undefined>> = {
  against: 'against',
  columns: 'columns',
  false_alarm: 'falseAlarm',
  method: 'methods',
  window: 'chunks',
  every: 'chunks',
  duration: 'chunks',
  rows: 'chunks',
  incomplete: 'incomplete',
  min_rows: 'leastRows',
  block: 'block',
};

/** @returns one sentence with their places, for those that the command line does not override; undefined where there are none */
export function sayUnreadable(project: Project, { id, node }: CheckView, wishes: DriftWishes): string | undefined {
  const { window } = node.fields;
  const found = [node, ...(window === undefined ? [] : [window])].flatMap(({ unreadable, yaml }) =>
    [...unreadable]
      .filter((key) => !beside.has(key) && !isOverridden(key, wishes))
      .map((key) => describeKey(project, yaml, key)),
  );
  if (found.length === 0) return undefined;
  return `The check ${id} is not compared, because ${found.join(' and ')} cannot be read; plumbline check says what may stand there.`;
}

function isOverridden(key: string, wishes: DriftWishes): boolean {
  const wish = wishOf[key];
  return wish !== undefined && wishes[wish] !== undefined;
}

function describeKey(project: Project, { entries }: YamlMap, key: string): string {
  const entry = entries.find((one) => one.key === key);
  if (entry === undefined) return `\`${key}\``;
  const { label, range } = createLocations(project).of(entry.value?.place ?? entry.keyPlace);
  const text = entry.value?.kind === 'scalar' ? `${key}: ${entry.value.text}` : key;
  return `\`${text}\` (${label}:${range.start.character + 1})`;
}
