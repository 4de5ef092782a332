/** One line about an entity, for completion lists, symbols and hovers. */
import type { EntityKind } from '../../../schemas/scalars.ts';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import type { Entity } from '../spec/project.ts';
import { counted } from '../spec/words.ts';
import type { YamlNode } from '../yaml/nodes.ts';
import { nodeBelow, textBelow } from './yamlValues.ts';

/** What an entity is, in the words of its own entry; plain text, empty when it says nothing yet. */
export function summarize({ facts }: ProjectSnapshot, entity: Pick<Entity, 'kind' | 'id' | 'node'>): string {
  const node = entity.node?.yaml;
  const parts = partsOf(entity.kind, node);
  if (entity.kind === 'data') {
    const table = facts.table(entity.id);
    if (table.state === 'known') parts.push(sizeOf(table.value.rows, table.value.columns.length));
  } else if (entity.kind === 'split') {
    const split = facts.split(entity.id);
    if (split.state === 'known') parts.push(counted(split.value.rows, 'row'));
  }
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

function sizeOf(rows: number | undefined, columns: number): string {
  const width = counted(columns, 'column');
  return rows === undefined ? width : `${counted(rows, 'row')}, ${width}`;
}

function partsOf(kind: EntityKind, node: YamlNode | undefined): (string | undefined)[] {
  const text = (...keys: readonly string[]): string | undefined => textBelow(node, ...keys);
  const named = (name: string, ...keys: readonly string[]): string | undefined => {
    const value = text(...keys);
    return value === undefined ? undefined : `${name} ${value}`;
  };
  switch (kind) {
    case 'metric':
      return [
        text('metric') ?? text('definition') ?? text('kind'),
        named('of', 'model'),
        named('on', 'split') ?? named('on', 'on'),
        named('target', 'target'),
        named('limit', 'limit'),
      ];
    case 'data':
      return [text('modality'), text('path') ?? text('table')];
    case 'split':
      return [named('of', 'of'), text('where') ?? text('period') ?? text('path'), text('fraction')];
    case 'label':
      return [text('task'), named('of', 'of'), text('definition')];
    case 'model':
      return [text('task'), named('smaller form of', 'compressed_from'), text('path')];
    case 'target':
      return [text('kind'), named('runs', 'model'), text('hardware')];
    case 'baseline':
      return [text('description'), text('rule')];
    case 'check':
      return [named('watches', 'watch'), named('of', 'model') ?? text('metric'), text('action')];
    case 'actual':
      return [text('format'), text('path')];
    case 'item':
      return [text('category'), text('cost') ?? costRange(node), text('hours'), named('at', 'rate'), text('none')];
    case 'role':
      return [text() ?? text('name'), text('email')];
  }
}

function costRange(node: YamlNode | undefined): string | undefined {
  if (nodeBelow(node, 'cost') === undefined) return undefined;
  const [low, high] = [textBelow(node, 'cost', 'low'), textBelow(node, 'cost', 'high')];
  return low === undefined || high === undefined ? undefined : `${low} to ${high}`;
}
