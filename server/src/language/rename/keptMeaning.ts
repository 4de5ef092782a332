/** What an id says besides naming its entry, written out when the id goes. */
import { costCategories } from '../../../../schemas/costCategories.ts';
import type { Project } from '../../spec/project.ts';
import { insertKey } from '../../spec/edits.ts';
import type { TextChange } from '../../spec/edits.ts';
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
