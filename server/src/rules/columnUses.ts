/** Every place of a spec that names a column, with the source that must have it. */
import type { SpecShape } from '../../../schemas/spec.ts';
import { columnsOf } from '../spec/expression.ts';
import { printExpression } from '../spec/expressionPrint.ts';
import { replaceText, scalarText } from '../spec/edits.ts';
import type { TextChange } from '../spec/edits.ts';
import type { ExpressionNode, ObjectNode } from '../spec/located.ts';
import type { Place } from '../yaml/place.ts';
import { within } from '../yaml/place.ts';
import { sourceOfModel, sourceOfSplit } from './sources.ts';

export interface ColumnUse {
  readonly dataId: string;
  readonly name: string;
  readonly place: Place;
  /** The change to another column; undefined where the text is escaped, so that no part of it can be replaced. */
  readonly rename: (name: string) => TextChange | undefined;
}

/** The source that a use belongs to; undefined when nothing says. */
type Owner = string | undefined;

type Scalar = { readonly text: string; readonly place: Place } | undefined;

/** All uses of columns whose source can be told. */
export function* columnUsesOf(spec: ObjectNode<SpecShape>): Generator<ColumnUse> {
  yield* usesInData(spec);
  for (const split of spec.fields.splits?.entries.values() ?? []) {
    yield* inExpression(split.fields.of?.id, split.fields.where);
  }
  for (const [id, model] of spec.fields.models?.entries ?? []) {
    const owner = sourceOfModel(spec, id);
    for (const input of model.fields.inputs?.entries.values() ?? []) {
      yield* inScalar(owner, input.fields.column);
      for (const column of input.fields.columns?.items ?? []) yield* inScalar(owner, column);
    }
  }
  for (const metric of spec.fields.metrics?.entries.values() ?? []) {
    const owner = sourceOfSplit(spec, metric.fields.split?.id);
    for (const slice of metric.fields.slices?.entries.values() ?? []) {
      yield* inExpression(owner, slice.fields.where);
      yield* inScalar(owner, slice.fields.by);
    }
  }
  for (const baseline of spec.fields.baseline?.entries.values() ?? []) {
    yield* inExpression(sourceOfSplit(spec, baseline.fields.split?.id), baseline.fields.rule);
  }
  for (const check of spec.fields.monitoring?.fields.checks?.entries.values() ?? []) {
    const owner = check.fields.of?.id ?? sourceOfModel(spec, check.fields.model?.id);
    yield* inExpression(owner, check.fields.expect);
    for (const column of check.fields.columns?.items ?? []) yield* inScalar(owner, column);
  }
}

function* usesInData(spec: ObjectNode<SpecShape>): Generator<ColumnUse> {
  for (const [id, { fields }] of spec.fields.data?.entries ?? []) {
    for (const derivation of fields.derive?.entries.values() ?? []) yield* inExpression(id, derivation);
    const roles = fields.roles?.fields;
    const group = roles?.group;
    const named = [roles?.label, roles?.time, roles?.weight, roles?.id, ...(roles?.after?.items ?? [])];
    for (const column of named) yield* inScalar(id, column);
    yield* inScalar(id, group?.kind === 'object' ? group.fields.column : group);
    for (const scenario of fields.scenarios?.entries.values() ?? []) yield* inExpression(id, scenario.fields.where);
    for (const column of fields.privacy?.fields.fields?.items ?? []) yield* inScalar(id, column);
    for (const { key, keyPlace } of fields.quality_duties?.yaml.entries ?? []) {
      yield* inScalar(id, { text: key, place: keyPlace });
    }
  }
}

function* inScalar(dataId: Owner, scalar: Scalar): Generator<ColumnUse> {
  if (dataId === undefined || scalar === undefined) return;
  const { text, place } = scalar;
  yield { dataId, name: text, place, rename: (name) => replaceText(place, scalarText(name)) };
}

function* inExpression(dataId: Owner, node: ExpressionNode | undefined): Generator<ColumnUse> {
  if (dataId === undefined || node === undefined) return;
  for (const { name, start, end } of columnsOf(node.expression)) {
    const place = placeInExpression(node, start, end);
    yield { dataId, name, place, rename: (other) => renameInExpression(node, place, other) };
  }
}

/** The part of an expression between two offsets of its text; the whole of it where the text is escaped. */
export function placeInExpression({ place, text, textStart }: ExpressionNode, start: number, end: number): Place {
  if (textStart === undefined) return place;
  return within({ ...place, start: textStart, end: textStart + text.length }, start, end);
}

function renameInExpression(node: ExpressionNode, place: Place, name: string): TextChange | undefined {
  const written = printExpression({ kind: 'column', name, start: 0, end: 0 });
  // Quotes of the expression would end those of YAML.
  const isSafe = node.textStart !== undefined && /^\w+$/.test(written);
  return isSafe ? replaceText(place, written) : undefined;
}
