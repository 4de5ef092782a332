/** What a selection grows to: a part of an expression, the text, its quotes, the entry, the map, the section, the file. */
import type { SelectionRange } from 'vscode-languageserver-types';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import { partsOf } from '../spec/expression.ts';
import type { Expression } from '../spec/expression.ts';
import type { ProjectFile } from '../spec/contractFile.ts';
import type { AnyNode } from '../spec/located.ts';
import type { YamlScalar } from '../yaml/nodes.ts';
import type { Place } from '../yaml/place.ts';
import { fileOf, projectFileOf, rangeIn } from './fileRange.ts';
import { nameInKey, textPlace } from './names/writtenName.ts';
import { pathAt, scalarOf, valueOf } from './treePath.ts';
import type { TreePath } from './treePath.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The smallest range at an offset with all that hold it; undefined for a file that is no part of the project. */
export function findSelectionRange(
  { project }: ProjectSnapshot,
  uri: string,
  offset: number,
): SelectionRange | undefined {
  const file = projectFileOf(project, uri);
  if (file === undefined) return undefined;
  const whole: Span = { start: 0, end: file.yaml.text.length };
  const path = pathAt(file.yaml, offset);
  const scalars = fileOf(project, uri)?.scalars ?? [];
  const places = path === undefined ? [] : placesOf(file, scalars, path, offset);
  const spans = places.flatMap((place) => file.yaml.rangeOf(place) ?? []);
  const growing = [...spans, whole]
    .filter(({ start, end }) => start <= offset && offset <= end)
    .toSorted((left, right) => left.end - left.start - (right.end - right.start))
    .filter(isGrowing);
  return growing.reduceRight<SelectionRange | undefined>(
    (parent, span) => ({ range: rangeIn(file, span), ...(parent === undefined ? {} : { parent }) }),
    undefined,
  );
}

/** Whether a span holds all of the one before it, and more. */
function isGrowing({ start, end }: Span, index: number, all: readonly Span[]): boolean {
  const before = all[index - 1];
  if (before === undefined) return true;
  return start <= before.start && before.end <= end && end - start > before.end - before.start;
}

/** @param scalars what the file's scalars mean; none for a contract, which has no expressions */
function placesOf(file: ProjectFile, scalars: readonly AnyNode[], path: TreePath, offset: number): readonly Place[] {
  const scalar = scalarOf(path);
  const places: Place[] =
    scalar === undefined || path.at !== 'scalar' ? [] : placesInScalar(file, scalars, scalar, offset);
  for (const step of path.steps) {
    const value = valueOf(step);
    if (value !== undefined) places.push(value.place);
    if (value !== undefined && value.kind !== 'scalar' && value.flow) places.push(insideBrackets(value.place));
    if (step.kind === 'entry') places.push(step.entry.place);
  }
  const last = path.steps.at(-1);
  if (path.at === 'key' && last?.kind === 'entry') places.push(nameInKey(last.entry).place, last.entry.keyPlace);
  return places;
}

function insideBrackets(place: Place): Place {
  return { ...place, start: Math.min(place.start + 1, place.end), end: Math.max(place.start + 1, place.end - 1) };
}

function placesInScalar(file: ProjectFile, scalars: readonly AnyNode[], scalar: YamlScalar, offset: number): Place[] {
  const inner = textPlace(scalar);
  const node = scalars.find((candidate) => candidate.yaml === scalar);
  const { textStart } = scalar;
  if (node?.kind !== 'expression' || textStart === undefined) return [inner, scalar.place];
  const at = file.yaml.offsetIn(scalar.place.section, offset) - textStart;
  const parts = chainAt(node.expression, at).map(({ start, end }) => ({
    ...inner,
    start: textStart + start,
    end: textStart + end,
  }));
  return [...parts, inner, scalar.place];
}

/** The parts of an expression that hold an offset, from the whole down. */
function chainAt(expression: Expression, at: number): readonly Expression[] {
  if (at < expression.start || expression.end < at) return [];
  const below = partsOf(expression).map((part) => chainAt(part, at));
  return [expression, ...(below.find((chain) => chain.length > 0) ?? [])];
}
