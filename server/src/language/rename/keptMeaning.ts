/** What an id says besides naming its entry, written out when the id goes; and what else knows the entry by it. */
import { costCategories } from '../../../../schemas/costCategories.ts';
import type { RunFact } from '../../../../schemas/facts.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { insertItem, insertKey } from '../../spec/edits.ts';
import type { TextChange } from '../../spec/edits.ts';
import { recordedKinds } from '../../spec/formerIds.ts';
import type { RecordedKind } from '../../spec/formerIds.ts';
import type { Project } from '../../spec/project.ts';
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
 * Run records are kept as they were written, so the entry says under which id they know it: their values stay those of
 * the metric, model, split or device. Nothing where no record names it.
 */
export function keepFormerId(
  { project, facts }: Pick<ProjectSnapshot, 'project' | 'facts'>,
  name: Name,
): readonly TextChange[] {
  if (name.kind !== 'entity') return [];
  const kind = recordedKinds.find((one) => one === name.entity);
  const node = project.entity(name.entity, name.id)?.node?.yaml;
  const runs = facts.runs('plumbline');
  if (kind === undefined || node?.kind !== 'map' || runs.state !== 'known') return [];
  if (!runs.value.some((run) => isNamedIn(run, kind, name.id))) return [];
  const former = nodeBelow(node, 'renamed_from');
  return [former?.kind === 'list' ? insertItem(former, name.id) : insertKey(node, 'renamed_from', `[${name.id}]`)];
}

function isNamedIn(run: RunFact, kind: RecordedKind, id: string): boolean {
  if (kind !== 'metric') return run[kind] === id;
  return run.values[id] !== undefined || run.undefinedValues?.[id] !== undefined;
}
