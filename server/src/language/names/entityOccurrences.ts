/** Where ids are defined and named, in every file of a project. */
import type { EntityKind } from '../../../../schemas/scalars.ts';
import { columnsOf, parseExpression } from '../../spec/expression.ts';
import type { AnyNode, ReferenceNode } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import type { YamlEntry } from '../../yaml/nodes.ts';
import type { Occurrence } from './name.ts';
import { nameInExpression, nameInKey, nameInScalar } from './writtenName.ts';
import type { WrittenName } from './writtenName.ts';

const evidencePrefix = 'split:';
const formulaPrefix = /^expr:\s*/;

/** Every id, in its definitions and its uses; an id that two files define has two definitions. */
export function* entityOccurrences(project: Project): Generator<Occurrence> {
  for (const file of project.files) yield* inKeys(project, file.root);
  for (const reference of project.references) yield* inReference(project, reference);
  for (const node of project.scalars) yield* inText(project, node);
}

function* inKeys(project: Project, node: AnyNode): Generator<Occurrence> {
  if (node.kind === 'object') {
    for (const child of childrenOf(node)) yield* inKeys(project, child);
  } else if (node.kind === 'map') {
    for (const entry of node.yaml.entries) {
      const kind = node.shape.defines ?? roleOf(project, node, entry);
      if (kind !== undefined) yield occurrence(kind, entry.key, nameInKey(entry), node.shape.defines !== undefined);
    }
    for (const child of node.entries.values()) {
      if (child.kind === 'object' || child.kind === 'map') yield* inKeys(project, child);
    }
  }
}

function childrenOf(node: Extract<AnyNode, { kind: 'object' }>): readonly AnyNode[] {
  return Object.values(node.fields as Readonly<Record<string, AnyNode>>);
}

/** Keys of `approvals` name the roles of `team`. */
function roleOf(
  project: Project,
  { shape }: Extract<AnyNode, { kind: 'map' }>,
  { key }: YamlEntry,
): EntityKind | undefined {
  return shape.keys === 'role' && project.entity('role', key) !== undefined ? 'role' : undefined;
}

function* inReference(
  project: Project,
  { id, isWord, otherwise, refersTo, yaml }: ReferenceNode,
): Generator<Occurrence> {
  if (isWord || yaml.kind !== 'scalar') return;
  const known = refersTo.find((kind) => project.entity(kind, id) !== undefined);
  // What may be a path or any text is the name of a thing only when there is such a thing.
  const kind = known ?? (otherwise === undefined ? refersTo[0] : undefined);
  if (kind !== undefined) yield occurrence(kind, id, nameInScalar(yaml), false);
}

/** `split:` in evidence, and metrics in the formula of a business metric. */
function* inText(project: Project, node: AnyNode): Generator<Occurrence> {
  if (node.kind !== 'scalar' || node.yaml.kind !== 'scalar') return;
  const { text, yaml } = node;
  if (node.meaning === 'evidence' && text.startsWith(evidencePrefix)) {
    yield occurrence('split', text.slice(evidencePrefix.length), nameInScalar(yaml, evidencePrefix), false);
  }
  const prefix = node.meaning === 'formula' ? formulaPrefix.exec(text)?.[0] : undefined;
  if (prefix === undefined) return;
  const reading = parseExpression(text.slice(prefix.length));
  if (reading.kind === 'problem') return;
  for (const use of columnsOf(reading.root)) {
    if (project.entity('metric', use.name) === undefined) continue;
    yield occurrence('metric', use.name, nameInExpression(yaml, use, prefix.length), false);
  }
}

function occurrence(entity: EntityKind, id: string, written: WrittenName, isDefinition: boolean): Occurrence {
  return { name: { kind: 'entity', entity, id }, ...written, isDefinition };
}
