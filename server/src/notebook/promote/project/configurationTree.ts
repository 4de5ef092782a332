/** The keys of the configuration as groups in groups. */
import type { ConfigurationValue, PromotionPlan } from '../plan.ts';

export interface ConfigurationGroup {
  /** Dotted; empty for the configuration itself. */
  readonly path: string;
  readonly name: string;
  readonly groups: readonly ConfigurationGroup[];
  readonly values: readonly ConfigurationEntry[];
}

export interface ConfigurationEntry {
  readonly name: string;
  /** Undefined for the seed of a notebook that sets none. */
  readonly value: ConfigurationValue | undefined;
  readonly json: string;
}

const firstGroups = ['paths', 'parameters', 'data', 'features', 'split', 'train', 'evaluate', 'infer', 'explore'];

/** The seed is always there, since `pipeline.run` seeds. Each key stands once, in the order of stages. */
export function configurationTree({ configuration, seed }: PromotionPlan): ConfigurationGroup {
  const byKey = new Map<string, ConfigurationValue>();
  for (const value of configuration) if (!byKey.has(value.key)) byKey.set(value.key, value);
  const root = groupOf(
    '',
    '',
    [...byKey.values()].map((value) => ({ value, words: value.key.split('.') })),
  );
  const groups = root.groups.toSorted((left, right) => rank(left.name) - rank(right.name));
  const seedEntry = root.values.find(({ name }) => name === 'seed');
  const first: ConfigurationEntry = seedEntry ?? { name: 'seed', value: undefined, json: String(seed ?? 0) };
  return { ...root, groups, values: [first, ...root.values.filter((entry) => entry !== seedEntry)] };
}

function rank(name: string): number {
  const index = firstGroups.indexOf(name);
  return index < 0 ? firstGroups.length : index;
}

interface Placed {
  readonly value: ConfigurationValue;
  readonly words: readonly string[];
}

function groupOf(path: string, name: string, placed: readonly Placed[]): ConfigurationGroup {
  const inner = new Map<string, Placed[]>();
  const values: ConfigurationEntry[] = [];
  for (const { value, words } of placed) {
    const [first = '', ...rest] = words;
    if (rest.length === 0) {
      values.push({ name: first, value, json: value.json ?? JSON.stringify(value.value) });
    } else {
      inner.set(first, [...(inner.get(first) ?? []), { value, words: rest }]);
    }
  }
  const groups = [...inner].map(([word, items]) => groupOf(path === '' ? word : `${path}.${word}`, word, items));
  return { path, name, groups, values };
}

/** All groups, inner ones first, the whole last. */
export function groupsInsideOut(group: ConfigurationGroup): readonly ConfigurationGroup[] {
  return [...group.groups.flatMap(groupsInsideOut), group];
}
