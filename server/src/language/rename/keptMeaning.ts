/** What an id says besides naming its entry, written out when the id goes; and what else knows the entry by it. */
import { costCategories } from '../../../../schemas/costCategories.ts';
import type { RunFact } from '../../../../schemas/facts.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { insertItem, insertKey, replaceText } from '../../spec/edits.ts';
import type { TextChange } from '../../spec/edits.ts';
import { recordedKinds } from '../../spec/formerIds.ts';
import type { RecordedKind } from '../../spec/formerIds.ts';
import type { Project } from '../../spec/project.ts';
import type { YamlNode } from '../../yaml/nodes.ts';
import { nodeBelow } from '../yamlValues.ts';
import type { Name } from '../names/name.ts';

const splitRoles: readonly string[] = ['train', 'validation', 'test', 'calibration', 'production'];
const categories: readonly string[] = costCategories.map(({ name }) => name);

/**
 * A split whose id is `train`, `test` and the like has that role, and a cost item has the category of its id: under
 * another id the entry must say so itself.
 */
export function keepMeaning(project: Project, name: Name): readonly TextChange[] {
  if (name.kind !== 'entity') return [];
  const node = project.entity(name.entity, name.id)?.node?.yaml;
  if (node?.kind !== 'map') return [];
  switch (name.entity) {
    case 'split':
      return splitRoles.includes(name.id) && nodeBelow(node, 'role') === undefined
        ? [insertKey(node, 'role', name.id)]
        : [];
    case 'item':
      return categories.includes(name.id) && nodeBelow(node, 'category') === undefined
        ? [insertKey(node, 'category', name.id)]
        : [];
    case 'metric':
    case 'data':
    case 'label':
    case 'model':
    case 'target':
    case 'baseline':
    case 'check':
    case 'actual':
    case 'role':
      return [];
  }
}

/**
 * Records are kept as they were written, so the entry says under which id they know it: what they say stays said of the
 * metric, model, split, device, data source or check. Nothing where no record names it.
 *
 * @param next the id that it gets: when it had that before, the two change places
 */
export function keepFormerId(
  { project, facts }: Pick<ProjectSnapshot, 'project' | 'facts'>,
  name: Name,
  next: string,
): readonly TextChange[] {
  if (name.kind !== 'entity') return [];
  const kind = recordedKinds.find((one) => one === name.entity);
  const node = project.entity(name.entity, name.id)?.node?.yaml;
  if (kind === undefined || node?.kind !== 'map') return [];
  const former = nodeBelow(node, 'renamed_from');
  const again = former?.kind === 'list' ? former.items.find((item) => textOf(item) === next) : undefined;
  if (again !== undefined) return [replaceText(again.place, name.id)];
  const runs = facts.runs('plumbline');
  const isKnown =
    (runs.state === 'known' && runs.value.some((run) => isNamedIn(run, kind, name.id))) ||
    isNamedInDrift({ project, facts }, kind, name.id);
  if (!isKnown) return [];
  return [former?.kind === 'list' ? insertItem(former, name.id) : insertKey(node, 'renamed_from', `[${name.id}]`)];
}

function isNamedIn(run: RunFact, kind: RecordedKind, id: string): boolean {
  switch (kind) {
    case 'metric':
      return run.values[id] !== undefined || run.undefinedValues?.[id] !== undefined;
    case 'data':
      return run.data?.id === id;
    case 'check':
      return false;
    case 'model':
    case 'split':
    case 'target':
      return run[kind] === id;
  }
}

/** The record of a check lies under its id, and names what was compared with what. */
function isNamedInDrift(
  { project, facts }: Pick<ProjectSnapshot, 'project' | 'facts'>,
  kind: RecordedKind,
  id: string,
): boolean {
  const recordOf = (check: string) => {
    const fact = facts.drift(check);
    return fact.state === 'known' ? fact.value : undefined;
  };
  if (kind === 'check') return recordOf(id) !== undefined;
  if (kind !== 'split' && kind !== 'data') return false;
  return project.entities('check').some((check) => {
    const record = recordOf(check.id);
    return record !== undefined && (record.reference === id || record.current === id);
  });
}

function textOf(node: YamlNode): string | undefined {
  return node.kind === 'scalar' ? node.text : undefined;
}
