/** Classes that a spec names, which must be those of their label. */
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { LabelShape } from '../../../../schemas/spec/labels.ts';
import { backgroundClass, detectionTasks } from '../../../../schemas/tasks.ts';
import { replaceText, scalarText } from '../../spec/edits.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { nearest } from '../../spec/nearest.ts';
import { listOf, shorten } from '../../spec/words.ts';
import type { Place } from '../../yaml/place.ts';
import { labelOfModel, taskOfModel } from '../metricView.ts';
import type { Finding } from '../rule.ts';

type LabelNode = ObjectNode<LabelShape>;

/** A place that names a class of a label. */
export interface ClassUse {
  readonly name: string;
  readonly place: Place;
  /** Labels of which one must have the class. */
  readonly labels: readonly LabelNode[];
}

/** Every place of a spec that names a class whose label can be told. */
export function* classUsesOf(spec: ObjectNode<SpecShape>): Generator<ClassUse> {
  const labels = [...(spec.fields.labels?.entries.values() ?? [])];
  for (const label of labels) yield* useOf(label.fields.positive, [label]);
  for (const { fields } of spec.fields.metrics?.entries.values() ?? []) {
    yield* useOf(fields.class, only(labelOfModel(spec, fields.model?.id)));
  }
  for (const [id, { fields }] of spec.fields.models?.entries ?? []) {
    const own = only(labelOfModel(spec, id));
    yield* useOf(fields.decision?.fields.class, own);
    for (const output of fields.outputs?.entries.values() ?? []) {
      for (const name of output.fields.classes?.items ?? []) {
        if (!isNothing(name.text, taskOfModel(spec, id), own)) yield* useOf(name, own);
      }
    }
  }
  for (const [id, { fields }] of spec.fields.data?.entries ?? []) {
    const own = labels.filter((label) => label.fields.of?.id === id);
    for (const scenario of fields.scenarios?.entries.values() ?? []) {
      for (const { key, keyPlace } of scenario.fields.min_rows?.yaml.entries ?? []) {
        yield* useOf({ text: key, place: keyPlace }, own);
      }
    }
  }
}

/** Models of things have a class for there being nothing, which no label has. */
function isNothing(name: string, task: string | undefined, labels: readonly LabelNode[]): boolean {
  const isOfThings = detectionTasks.some((one) => one === task);
  return isOfThings && name === backgroundClass && !labels.some((label) => classNames(label)?.includes(name) === true);
}

function only<Node>(node: Node | undefined): readonly Node[] {
  return node === undefined ? [] : [node];
}

function* useOf(
  scalar: { readonly text: string; readonly place: Place } | undefined,
  labels: readonly LabelNode[],
): Generator<ClassUse> {
  if (scalar !== undefined && labels.length > 0) yield { name: scalar.text, place: scalar.place, labels };
}

/** The names of a label's classes; undefined while they cannot be read. */
function classNames({ fields }: LabelNode): readonly string[] | undefined {
  const { classes } = fields;
  if (classes === undefined) return undefined;
  if (classes.kind === 'list') return classes.items.map(({ text }) => text);
  return classes.yaml.entries.map(({ key }) => key);
}

export function* unknownClasses(spec: ObjectNode<SpecShape>): Generator<Finding> {
  for (const { name, place, labels } of classUsesOf(spec)) {
    const known: string[] = [];
    let isKnown = true;
    for (const label of labels) {
      const names = classNames(label);
      if (names === undefined) isKnown = false;
      else known.push(...names);
    }
    if (!isKnown || known.includes(name)) continue;
    const meant = nearest(name, known);
    const shown = known.length > 8 ? 'choose one of the completion list' : `there is ${listOf(known)}`;
    yield {
      place,
      message: `The label has no class \`${shorten(name)}\`: ${meant === undefined ? `${shown}.` : `did you mean \`${meant}\`?`}`,
      fixes:
        meant === undefined
          ? []
          : [{ title: `Change to \`${meant}\``, changes: [replaceText(place, scalarText(meant))], isPreferred: true }],
    };
  }
}
