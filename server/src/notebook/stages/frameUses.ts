/** Which statements work on tables, by what the calls returned that their names were bound to. */
import type { ObjectKind } from '../../../../schemas/effects.ts';
import type { Definition, NotebookAnalysis, Statement } from '../flow/analysis.ts';

const tables: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  'frame',
  'series',
  'array',
  'tensor',
  'image',
  'sparse',
  'index',
]);
/** How far a name is followed through what it was made of. */
const deepest = 20;

export interface FrameUses {
  /** Whether a statement reads a table. */
  readsTable(statement: Statement): boolean;
  /** Whether a statement writes into a table, as `df["a"] = …` does. */
  writesTable(statement: Statement): boolean;
}

export function createFrameUses(analysis: NotebookAnalysis): FrameUses {
  const known = new Map<Definition, boolean>();
  const isTable = (definition: Definition, depth: number): boolean => {
    const told = known.get(definition);
    if (told !== undefined || depth > deepest) return told === true;
    known.set(definition, false);
    const made = analysis.statements[definition.statement];
    const result =
      made === undefined ? false : makesTable(analysis, made, definition, (next) => isTable(next, depth + 1));
    known.set(definition, result);
    return result;
  };
  const readsTable = ({ uses }: Statement): boolean =>
    uses.some(
      ({ name, definitions }) => !name.startsWith('$') && definitions.some((definition) => isTable(definition, 0)),
    );
  return {
    readsTable,
    writesTable: ({ uses, definitions }) =>
      definitions.some(
        ({ name, kind, isWritten }) =>
          kind === 'mutate' &&
          isWritten &&
          uses.some((use) => use.name === name && use.definitions.some((definition) => isTable(definition, 0))),
      ),
  };
}

function makesTable(
  analysis: NotebookAnalysis,
  { calls, uses }: Statement,
  { kind, name }: Definition,
  isTable: (definition: Definition) => boolean,
): boolean {
  if (kind !== 'bind') {
    return uses.some((use) => use.name === name && use.definitions.some(isTable));
  }
  const outermost = calls
    .filter(({ through, result }) => through === undefined && result !== undefined)
    .toSorted((left, right) => left.at.start - right.at.start || right.at.end - left.at.end)[0];
  const object = outermost?.result === undefined ? undefined : analysis.object(outermost.result);
  if (object !== undefined && object.kind !== 'unknown') {
    if (object.kind === 'tuple' || object.kind === 'list') {
      return object.holds.some((id) => tables.has(analysis.object(id)?.kind ?? 'unknown'));
    }
    return tables.has(object.kind);
  }
  // A selection of a table, or arithmetic with one.
  return uses.some((use) => !use.name.startsWith('$') && use.definitions.some(isTable));
}
