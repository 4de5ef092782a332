/** The classes of the labels in question. */
import type { Project } from '../spec/project.ts';
import type { YamlNode } from '../yaml/nodes.ts';
import type { Place } from '../yaml/place.ts';
import type { Step } from './treePath.ts';
import { keysOf, valueOf } from './treePath.ts';
import { textBelow } from './yamlValues.ts';

export interface KnownClass {
  readonly name: string;
  readonly labelId: string;
  readonly place: Place;
  /** The value of the label column that means this class, when it differs from the name. */
  readonly value: string | undefined;
}

/** Classes that a place may name: those of the label in question, else of every label of the project. */
export function classesInQuestion(project: Project, steps: readonly Step[]): readonly KnownClass[] {
  const ids = project.entities('label').map(({ id }) => id);
  const named = labelsNamed(project, steps).filter((id) => ids.includes(id));
  return (named.length > 0 ? named : ids).flatMap((id) => classesOfLabel(project, id));
}

function labelsNamed(project: Project, steps: readonly Step[]): readonly string[] {
  const [section, id] = keysOf(steps);
  if (section === 'labels' && id !== undefined) return [id];
  if (section === 'data' && id !== undefined) return labelsOfSource(project, id);
  return steps
    .map(valueOf)
    .toReversed()
    .flatMap((node) => namedBy(project, node));
}

function namedBy(project: Project, node: YamlNode | undefined): readonly string[] {
  const label = textBelow(node, 'label') ?? textBelow(node, 'labels');
  const model = textBelow(node, 'model');
  const ofModel = model === undefined ? undefined : project.spec.fields.models?.entries.get(model)?.fields.label?.id;
  return [label, ofModel].filter((id) => id !== undefined);
}

function labelsOfSource(project: Project, dataId: string): readonly string[] {
  return [...(project.spec.fields.labels?.entries ?? [])]
    .filter(([, label]) => label.fields.of?.id === dataId)
    .map(([id]) => id);
}

/** The classes of one label, in the order of the spec. */
export function classesOfLabel(project: Project, labelId: string): readonly KnownClass[] {
  const classes = project.spec.fields.labels?.entries.get(labelId)?.fields.classes;
  if (classes === undefined) return [];
  if (classes.kind === 'list') {
    return classes.items.map(({ text, place }) => ({ name: text, labelId, place, value: undefined }));
  }
  return [...classes.entries].map(([name, value]) => ({
    name,
    labelId,
    place: value.keyPlace ?? value.place,
    value: value.text,
  }));
}
