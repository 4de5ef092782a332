/** What each statement reads, binds and names, in the names of the package. */
import type { Definition, NameUse, NotebookAnalysis, Statement, StatementId } from '../flow/analysis.ts';
import type { DefinitionSource } from './definitionSources.ts';
import type { NamePlace, NotebookCode, StatementCode } from './notebookCode.ts';
import { descendants, partOf } from '../syntax/pythonTree.ts';
import { importText } from './importSources.ts';
import type { ImportSource } from './importSources.ts';
import type { Names } from './resolveNames.ts';
import { isPattern, unpacksLiteral } from './unpacking.ts';
import type { ValueRead } from './wireFunctions.ts';

export interface StatementFacts {
  /** Values of the notebook that it reads, itself and in the functions that it names. */
  readonly reads: readonly ValueRead[];
  /** Values that change unseen under other names of theirs. */
  readonly aliases: readonly ValueRead[];
  readonly binds: readonly string[];
  /** Values that it assigns one by one; those of loops and of tuples are left out. */
  readonly assigns: readonly string[];
  /** Functions and classes that it names, where it names them. */
  readonly definitions: readonly { readonly place: NamePlace; readonly source: DefinitionSource }[];
  /** What it uses of libraries: the name in the package, and where it comes from. */
  readonly imports: ReadonlyMap<string, readonly ImportSource[]>;
  /** Names that it reads where a checker of Python sees them: not only in strings. */
  readonly plain: ReadonlySet<string>;
  /** The imports that it makes itself, as they are written in the package. */
  readonly imported: readonly string[];
  /** The same as they are in the notebook, with the names that they get. */
  readonly importSources: readonly (readonly [ImportSource, string])[];
  /** Names that nothing defines. */
  readonly missing: readonly string[];
  /** Names that are called otherwise in the package. */
  readonly renames: readonly { readonly place: NamePlace; readonly name: string }[];
}

/** @param isHidden whether a place is not written in the package, as what stands around a metric in a `print` */
export function readStatementFacts(
  code: StatementCode,
  names: Names,
  definitions: ReadonlyMap<StatementId, DefinitionSource>,
  isHidden: (cell: number, start: number) => boolean,
): StatementFacts {
  const { statement } = code;
  // What a function reads when it is called is told where it is called.
  const isDefinition = definitions.has(statement.id);
  const cell = statement.at.cell;
  const reads = new Map<string, Definition[]>();
  const binds = new Set<string>();
  const named: { place: NamePlace; source: DefinitionSource }[] = [];
  const imports = new Map<string, readonly ImportSource[]>();
  const plain = new Set<string>();
  const importSources: (readonly [ImportSource, string])[] = [];
  const missing = new Set<string>();
  const renames: { place: NamePlace; name: string }[] = [];
  const uses = usesByPlace(statement);
  const read = (name: string, found: readonly Definition[]): void => {
    reads.set(name, [...new Set([...(reads.get(name) ?? []), ...found])]);
  };
  for (const place of code.names) {
    if (isHidden(cell, place.start)) continue;
    const meaning = names.meaningOf(cell, place);
    if (meaning.kind !== 'builtin' && meaning.kind !== 'missing') {
      if (meaning.name !== place.name) renames.push({ place, name: meaning.name });
      if (place.role === 'read' && !place.isInString) plain.add(meaning.name);
    }
    switch (meaning.kind) {
      case 'builtin':
        break;
      case 'missing':
        if (place.role === 'read') missing.add(place.name);
        break;
      case 'import':
        if (place.role === 'bind') {
          importSources.push(...meaning.sources.map((source) => [source, meaning.name] as const));
        }
        if (place.role === 'read')
          imports.set(meaning.name, [...(imports.get(meaning.name) ?? []), ...meaning.sources]);
        break;
      case 'definition': {
        const source = definitions.get(meaning.statement);
        if (source === undefined || place.role !== 'read') break;
        named.push({ place, source });
        for (const value of source.values) read(value, definitionsOf(statement, value, names, source, definitions));
        break;
      }
      case 'value':
        if (place.role === 'bind') {
          // What a function binds by `global` is bound when it is called.
          if (!(isDefinition && place.isLate)) binds.add(meaning.name);
        }
        // `x += 1` and `df["a"] = 1` read what they change.
        else if ((place.role === 'read' || place.role === 'delete') && !(isDefinition && place.isLate)) {
          const found = (uses.get(place.start) ?? []).filter((use) => use.name === place.name);
          read(
            meaning.name,
            found.flatMap((use) => use.definitions),
          );
        }
        break;
      default: {
        const never: never = meaning;
        throw new Error(String(never));
      }
    }
  }
  return {
    reads: [...reads].map(([name, found]) => ({ name, definitions: found })),
    aliases: statement.uses
      .filter(({ isWritten, name }) => !isWritten && !name.startsWith('$'))
      .flatMap((use) => {
        const meaning = names.meaningOfUse(use);
        return meaning.kind === 'value' ? [{ name: meaning.name, definitions: use.definitions }] : [];
      }),
    binds: [...binds],
    assigns: isDefinition ? [] : assignedNames(code, names),
    definitions: named,
    imports,
    plain,
    imported: importSources.map(([source, name]) => importText(source, name)),
    importSources,
    missing: [...missing],
    renames,
  };
}

function assignedNames({ node, names: places, statement }: StatementCode, names: Names): readonly string[] {
  if (node === undefined) return [];
  const starts = new Set(
    [...descendants(node)]
      .filter(({ type }) => type === 'assignment' || type === 'named_expression' || type === 'as_pattern_target')
      .flatMap((child) => {
        const target = partOf(child, 'left') ?? partOf(child, 'name') ?? child.children[0];
        if (target === undefined || !isPattern(target)) return target ?? [];
        return unpacksLiteral(child) ? target.children : [];
      })
      .filter(({ type }) => type === 'identifier')
      .map(({ start }) => start),
  );
  const found = places.filter(({ start, role, isLate }) => role === 'bind' && !isLate && starts.has(start));
  const meanings = found.map((place) => names.meaningOf(statement.at.cell, place));
  return [...new Set(meanings.flatMap((meaning) => (meaning.kind === 'value' ? meaning.name : [])))];
}

function usesByPlace({ uses, lateUses }: Statement): ReadonlyMap<number, readonly NameUse[]> {
  return Map.groupBy(
    [...uses, ...lateUses].filter(({ isWritten }) => isWritten),
    ({ at }) => at.start,
  );
}

/** The definitions of a value that reach a statement through a function that it calls. */
function definitionsOf(
  statement: Statement,
  value: string,
  names: Names,
  called: DefinitionSource,
  sources: ReadonlyMap<StatementId, DefinitionSource>,
): readonly Definition[] {
  const isMeant = (use: NameUse): boolean => {
    const meaning = names.meaningOfUse(use);
    return meaning.kind === 'value' && meaning.name === value;
  };
  const found = statement.uses.filter(isMeant).flatMap(({ definitions }) => definitions);
  if (found.length > 0) return found;
  // Where it is only handed on, nobody saw it being called: it reads what was there last. And what stands as the
  // default of a parameter is read where the function is defined, which no call tells.
  const before = [...withNeeds(called, sources)]
    .flatMap(({ code }) => [...code.statement.uses, ...code.statement.lateUses])
    .filter(isMeant)
    .flatMap(({ definitions }) => definitions)
    .filter((definition) => definition.statement < statement.id);
  const last = Math.max(...before.map((definition) => definition.statement));
  return before.filter((definition) => definition.statement === last);
}

/** A definition and all that it names, itself or through others. */
function withNeeds(
  definition: DefinitionSource,
  sources: ReadonlyMap<StatementId, DefinitionSource>,
): ReadonlySet<DefinitionSource> {
  const found = new Set([definition]);
  // What is added while the set is walked is walked, too.
  for (const { needs } of found) {
    for (const id of needs) {
      const needed = sources.get(id);
      if (needed !== undefined) found.add(needed);
    }
  }
  return found;
}

export interface Facts {
  of(statement: StatementCode): StatementFacts;
}

/** Facts are read once for each statement. */
export function createFacts(
  names: Names,
  definitions: ReadonlyMap<StatementId, DefinitionSource>,
  isHidden: (cell: number, start: number) => boolean,
): Facts {
  const known = new Map<StatementId, StatementFacts>();
  return {
    of: (code) => {
      const facts = known.get(code.statement.id) ?? readStatementFacts(code, names, definitions, isHidden);
      known.set(code.statement.id, facts);
      return facts;
    },
  };
}

/** Statements that are kept, but cannot be converted, or need what cannot be; each with its reason. */
export function findLeft(
  analysis: NotebookAnalysis,
  code: NotebookCode,
  kept: ReadonlySet<StatementId>,
  facts: Facts,
  whyLeft: (code: StatementCode) => string | undefined,
): ReadonlyMap<StatementId, string> {
  const left = new Map<StatementId, string>();
  const bound = new Set<string>();
  // In effective order, so that what is left takes along all that comes after it.
  for (const source of code.statements) {
    const { id } = source.statement;
    if (!kept.has(id)) continue;
    const found = facts.of(source);
    const reason = whyLeft(source) ?? whyBroken(analysis, found, left) ?? whyUnbound(found, bound);
    if (reason !== undefined) left.set(id, reason);
    else
      for (const name of [...found.binds, ...found.definitions.flatMap(({ source: { binds } }) => [...binds])])
        bound.add(name);
  }
  return left;
}

function whyBroken(
  { statements, notebook }: NotebookAnalysis,
  { missing, definitions, reads }: StatementFacts,
  left: ReadonlyMap<StatementId, string>,
): string | undefined {
  const [unknown] = missing;
  if (unknown !== undefined) return `No cell defines \`${unknown}\`.`;
  const obstacle = definitions.find(({ source }) => source.obstacle !== undefined)?.source;
  if (obstacle?.obstacle !== undefined) return `It uses \`${obstacle.name}\`, which is left: ${obstacle.obstacle}`;
  for (const { name, definitions: makers } of reads) {
    const certain = makers.filter(({ kind }) => kind !== 'maybe-mutate' && kind !== 'delete');
    const [first] = certain;
    if (first === undefined || !certain.every(({ statement }) => left.has(statement))) continue;
    const cell = statements[first.statement]?.at.cell ?? 0;
    const shown = notebook.cells[cell] === undefined ? '' : ` in cell ${cell + 1}`;
    return `It needs \`${name}\`, whose definition${shown} is left.`;
  }
  return undefined;
}

/** What a function reads that is called, and nothing has defined yet. */
function whyUnbound({ reads, binds }: StatementFacts, bound: ReadonlySet<string>): string | undefined {
  const missing = reads.find(
    ({ name, definitions }) => definitions.length === 0 && !bound.has(name) && !binds.includes(name),
  );
  return missing === undefined ? undefined : `It needs \`${missing.name}\`, which is not defined by then.`;
}
