/** Which data sources a place of a spec speaks of, so that its columns and classes are theirs. */
import type { Project } from '../spec/project.ts';
import type { YamlNode } from '../yaml/nodes.ts';
import type { Step } from './treePath.ts';
import { keysOf, valueOf } from './treePath.ts';
import { textBelow } from './yamlValues.ts';

/**
 * Ids of the data sources in question, most likely first.
 *
 * Read from what stands around the place, then from what that names; when nothing says, every source is in question.
 */
export function dataInQuestion(project: Project, steps: readonly Step[]): readonly string[] {
  const [section, id] = keysOf(steps);
  // Below a check or an entry of a nested map the entry itself may name a source, nearest first.
  const own = steps
    .map(valueOf)
    .toReversed()
    .flatMap((node) => namedBy(project, node));
  const found = section === 'data' && id !== undefined ? [id] : own;
  const known = [...new Set(found)].filter((dataId) => project.entity('data', dataId) !== undefined);
  return known.length > 0 ? known : project.entities('data').map((entity) => entity.id);
}

/** The sources that an entry names by `of`, or through its split, label, model or metric. */
function namedBy(project: Project, node: YamlNode | undefined): readonly string[] {
  if (node?.kind !== 'map') return [];
  const via = (key: string, find: (id: string) => readonly string[]): readonly string[] => {
    const named = textBelow(node, key);
    return named === undefined ? [] : find(named);
  };
  return [
    ...via('of', (id) => [id]),
    ...via('split', (id) => ofSplit(project, id)),
    ...via('label', (id) => ofLabel(project, id)),
    ...via('labels', (id) => ofLabel(project, id)),
    ...via('trained_on', (id) => ofSplit(project, id)),
    ...via('reference', (id) => ofSplit(project, id)),
    ...via('model', (id) => ofModel(project, id, new Set())),
    ...via('compressed_from', (id) => ofModel(project, id, new Set())),
  ];
}

function ofSplit(project: Project, id: string): readonly string[] {
  const source = project.spec.fields.splits?.entries.get(id)?.fields.of?.id;
  return source === undefined ? [] : [source];
}

function ofLabel(project: Project, id: string): readonly string[] {
  const source = project.spec.fields.labels?.entries.get(id)?.fields.of?.id;
  return source === undefined ? [] : [source];
}

function ofModel(project: Project, id: string, seen: ReadonlySet<string>): readonly string[] {
  const model = project.spec.fields.models?.entries.get(id)?.fields;
  if (model === undefined || seen.has(id)) return [];
  const { label, trained_on: trainedOn, compressed_from: original } = model;
  return [
    ...(label === undefined ? [] : ofLabel(project, label.id)),
    ...(trainedOn === undefined ? [] : ofSplit(project, trainedOn.id)),
    ...(original === undefined ? [] : ofModel(project, original.id, new Set([...seen, id]))),
  ];
}
