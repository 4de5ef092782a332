/** Names inside a contract: objects and columns that occur twice, relationships that lead nowhere. */
import { columnsOfObject, objectsOf } from '../spec/contractFile.ts';
import type { ContractColumn, ContractObject } from '../spec/contractFile.ts';
import type { AnyNode, ScalarNode } from '../spec/located.ts';
import { nearest } from '../spec/nearest.ts';
import { replaceText } from '../spec/edits.ts';
import type { SpecProblem } from '../spec/specProblem.ts';
import { shorten } from '../spec/words.ts';
import { headOf, invalid } from './problem.ts';
import type { Reading } from './problem.ts';
import { findReferenceTarget } from './references.ts';

export function* findNameProblems({ root }: Reading): Generator<SpecProblem> {
  const objects = objectsOf({ root });
  yield* findRepeated(objects, 'object');
  for (const object of objects) {
    yield* findRepeatedColumns(columnsOfObject(object));
    for (const relationship of object.fields.relationships?.items ?? []) {
      const { from, to } = relationship.fields;
      yield* findDangling(root, from);
      yield* findDangling(root, to);
      const [left, right] = [lengthOf(from), lengthOf(to)];
      if (left === undefined || right === undefined || left === right) continue;
      const place = to?.place ?? headOf(relationship);
      yield invalid(
        place,
        `\`from\` and \`to\` pair columns one by one, and have ${left} and ${right}: make them equally long.`,
      );
    }
    for (const column of columnsOfObject(object)) {
      for (const { fields } of column.fields.relationships?.items ?? []) yield* findDangling(root, fields.to);
    }
  }
}

type Named = ContractObject | ContractColumn;

function* findRepeatedColumns(columns: readonly ContractColumn[]): Generator<SpecProblem> {
  yield* findRepeated(columns, 'column');
  for (const column of columns) yield* findRepeatedColumns(column.fields.properties?.items ?? []);
}

function* findRepeated(named: readonly Named[], what: string): Generator<SpecProblem> {
  const seen = new Set<string>();
  for (const { fields } of named) {
    const { name } = fields;
    if (name === undefined) continue;
    if (seen.has(name.text)) {
      yield invalid(
        name.place,
        `There is another ${what} \`${shorten(name.text)}\` above: rename or remove one of the two.`,
      );
    }
    seen.add(name.text);
  }
}

/** How many columns an end of a relationship names; 0 for one that is no list; undefined when it cannot be read. */
function lengthOf(end: AnyNode | undefined): number | undefined {
  if (end === undefined) return undefined;
  return end.kind === 'list' ? end.items.length : 0;
}

function* findDangling(root: Reading['root'], end: AnyNode | undefined): Generator<SpecProblem> {
  const ends = end === undefined ? [] : end.kind === 'list' ? end.items : [end];
  for (const node of ends) {
    if (isScalar(node)) yield* findDanglingOne(root, node);
  }
}

function isScalar(node: unknown): node is ScalarNode<string> {
  return typeof node === 'object' && node !== null && 'kind' in node && node.kind === 'scalar';
}

function* findDanglingOne(root: Reading['root'], { text, place }: ScalarNode<string>): Generator<SpecProblem> {
  const target = findReferenceTarget(root, text);
  if (target.kind !== 'nothing') return;
  const meant = nearest(text, target.known);
  yield invalid(
    place,
    `\`${shorten(text)}\` is no column of this contract: ${meant === undefined ? 'name one as `object.column`.' : `did you mean \`${meant}\`?`}`,
    meant === undefined
      ? []
      : [{ title: `Change to \`${meant}\``, changes: [replaceText(place, meant)], isPreferred: true }],
  );
}
