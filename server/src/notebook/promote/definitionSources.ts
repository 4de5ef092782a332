/** The functions and classes of a notebook, with the values of the notebook that they read: these become parameters. */
import type { NotebookAnalysis, StatementId } from '../flow/analysis.ts';
import { descendants, partOf } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import { definitionOf } from './notebookCode.ts';
import type { NamePlace, NotebookCode, StatementCode } from './notebookCode.ts';
import type { Meaning, Names } from './resolveNames.ts';

export interface DefinitionSource {
  readonly statement: StatementId;
  readonly code: StatementCode;
  readonly node: PythonNode;
  readonly kind: 'function' | 'class';
  /** Its name in the package. */
  readonly name: string;
  /** Values of the notebook that it reads, itself or in what it calls. */
  readonly values: ReadonlySet<string>;
  /** Values of the notebook that it binds, by `global`. */
  readonly binds: ReadonlySet<string>;
  /** The parameters for these values; empty where it stands inside functions, and sees them. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Other definitions that it names. */
  readonly needs: ReadonlySet<StatementId>;
  /**
   * Why it cannot stand in a module by itself, and so is written inside each function that uses it, where it sees the
   * values that it reads; undefined when it can.
   */
  readonly nestedBecause: string | undefined;
  /** Why it cannot be converted at all; undefined when it can. */
  readonly obstacle: string | undefined;
}

interface Draft {
  readonly statement: StatementId;
  readonly code: StatementCode;
  readonly node: PythonNode;
  readonly name: string;
  readonly values: Set<string>;
  readonly binds: Set<string>;
  readonly needs: Set<StatementId>;
  nestedBecause: string | undefined;
  obstacle: string | undefined;
}

/** @param whyLeft what speaks against a statement as such */
export function readDefinitions(
  analysis: NotebookAnalysis,
  code: NotebookCode,
  names: Names,
  whyLeft: (code: StatementCode) => string | undefined,
): ReadonlyMap<StatementId, DefinitionSource> {
  const drafts = new Map<StatementId, Draft>();
  for (const source of code.statements) {
    const node = definitionOf(source.node);
    const name = node === undefined ? undefined : packageName(source, node, names);
    if (node === undefined || name === undefined) continue;
    drafts.set(source.statement.id, readOne(analysis, source, node, name, names, whyLeft(source)));
  }
  spread(drafts);
  return new Map([...drafts].map(([id, draft]) => [id, finish(draft)]));
}

/** Undefined for a name that several statements define, which is a value like others. */
function packageName(source: StatementCode, node: PythonNode, names: Names): string | undefined {
  const at = partOf(node, 'name');
  const place = source.names.find(({ start, role }) => start === at?.start && role === 'bind');
  const meaning = place === undefined ? undefined : names.meaningOf(source.statement.at.cell, place);
  return meaning?.kind === 'definition' ? meaning.name : undefined;
}

function readOne(
  analysis: NotebookAnalysis,
  code: StatementCode,
  node: PythonNode,
  name: string,
  names: Names,
  reason: string | undefined,
): Draft {
  const { statement } = code;
  const draft: Draft = {
    statement: statement.id,
    code,
    node,
    name,
    values: new Set(),
    binds: new Set(),
    needs: new Set(),
    nestedBecause: undefined,
    obstacle: reason,
  };
  for (const place of code.names) {
    if (place.role !== 'read') {
      if (place.role !== 'bind' || !place.isLate) continue;
      draft.nestedBecause ??= `It binds \`${place.name}\` of the notebook.`;
      const bound = names.meaningOf(statement.at.cell, place);
      if (bound.kind === 'value') draft.binds.add(bound.name);
      else draft.obstacle ??= `It binds \`${place.name}\`, which is no value.`;
      continue;
    }
    const meaning = names.meaningOf(statement.at.cell, place);
    note(draft, place, meaning);
  }
  const summary = analysis.functions.find((found) => found.statement === statement.id && found.rebinds.length > 0);
  if (summary !== undefined) draft.nestedBecause ??= `It binds \`${summary.rebinds[0] ?? ''}\` of the notebook.`;
  return draft;
}

function note(draft: Draft, place: NamePlace, meaning: Meaning): void {
  switch (meaning.kind) {
    case 'builtin':
    case 'import':
      return;
    case 'missing':
      draft.obstacle ??= `It reads \`${place.name}\`, which no cell defines.`;
      return;
    case 'definition':
      if (meaning.statement !== draft.statement) draft.needs.add(meaning.statement);
      return;
    case 'value':
      draft.values.add(meaning.name);
      if (!place.isLate) draft.nestedBecause ??= `It needs \`${place.name}\` where it is defined.`;
      else if (draft.node.type === 'class_definition') {
        draft.nestedBecause ??= `Its methods read \`${place.name}\` of the notebook.`;
      }
      return;
    default: {
      const never: never = meaning;
      return never;
    }
  }
}

/** What a function calls needs its parameters, too; what cannot be moved cannot be called. */
function spread(drafts: ReadonlyMap<StatementId, Draft>): void {
  for (let changed = true; changed;) {
    changed = false;
    for (const draft of drafts.values()) {
      for (const id of draft.needs) {
        const needed = drafts.get(id);
        if (needed === undefined) continue;
        if (needed.obstacle !== undefined && draft.obstacle === undefined) {
          draft.obstacle = `It needs \`${needed.name}\`, which is left.`;
          changed = true;
        }
        if (needed.nestedBecause !== undefined && draft.nestedBecause === undefined) {
          draft.nestedBecause = `It needs \`${needed.name}\`, which stands inside functions.`;
          changed = true;
        }
        for (const value of needed.binds) draft.binds.add(value);
        for (const value of needed.values) {
          if (draft.values.has(value)) continue;
          draft.values.add(value);
          if (draft.node.type === 'class_definition') {
            draft.nestedBecause ??= `Its methods read \`${value}\` of the notebook.`;
          }
          changed = true;
        }
      }
    }
  }
}

function finish({
  statement,
  code,
  node,
  name,
  values,
  binds,
  needs,
  nestedBecause,
  obstacle,
}: Draft): DefinitionSource {
  const own = namesIn(node, code);
  const parameters = new Map<string, string>();
  for (const value of nestedBecause === undefined ? [...values].sort() : []) {
    let parameter = value;
    while (own.has(parameter)) parameter = `notebook_${parameter}`;
    parameters.set(value, parameter);
  }
  const kind = node.type === 'class_definition' ? 'class' : 'function';
  return { statement, code, node, kind, name, values, binds, parameters, needs, nestedBecause, obstacle };
}

/** Names that are bound inside, which a parameter must not be called. */
function namesIn(node: PythonNode, { parsed }: StatementCode): ReadonlySet<string> {
  const bound = new Set<string>();
  for (const child of descendants(node)) {
    for (const name of parsed.names.scopeOf(child)?.bound ?? []) bound.add(name);
  }
  return bound;
}
