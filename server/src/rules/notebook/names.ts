/** Rules about names: defined nowhere, defined too late, imported for nothing. */
import type { NameUse, NotebookAnalysis } from '../../notebook/flow/analysis.ts';
import type { CellRange } from '../../notebook/read/notebook.ts';
import { isPredefined, isPython2Builtin } from '../../notebook/names/predefinedNames.ts';
import { importsOf, starImportOf } from '../../notebook/names/imports.ts';
import { readNames } from '../../notebook/names/readNames.ts';
import { nodesOfType } from '../../notebook/syntax/nodeIndex.ts';
import { nearest } from '../../spec/nearest.ts';
import { listOf } from '../../spec/words.ts';
import { firstLineOf } from './cellLines.ts';
import type { NotebookContext, NotebookFinding, NotebookRule } from './notebookRule.ts';

export const nameRules: readonly NotebookRule[] = [
  {
    id: 'notebook/undefined-name',
    severity: 'W/E/E',
    finds: 'a name that no cell defines',
    why: 'The notebook ends with a `NameError` when it is run from the top. Most often the cell that defined the name was deleted or renamed, and the kernel still remembered it.',
    hasFix: true,
    *check(context) {
      const { analysis } = context;
      if (analysis === undefined || bindsUnseen(context)) return;
      const defined = definedNames(analysis);
      const missing = missingUses(context, analysis).filter(({ name }) => !defined.has(name));
      for (const [name, uses] of Map.groupBy(missing, (use) => use.name)) {
        const byPlace = new Map(uses.map(({ at }) => [`${at.cell}:${at.start}`, at]));
        const places = [...byPlace.values()].toSorted(comparePlaces);
        const meant = nearest(name, defined);
        const times = places.length === 1 ? '' : `, which is used ${places.length} times`;
        const advice = meant === undefined ? 'define it, or import it.' : `did you mean \`${meant}\`?`;
        const changes = places.map((at) => ({ at, newText: meant ?? '' }));
        yield {
          at: places[0],
          message: `No cell defines \`${name}\`${times}: ${advice}`,
          fixes: meant === undefined ? [] : [{ title: `Change to \`${meant}\``, changes }],
        };
      }
    },
  },
  {
    id: 'notebook/used-before-defined',
    severity: 'I/W/W',
    finds: 'a name that only a later cell defines',
    why: 'The notebook was run in another order than it stands, so it fails for whoever runs it from the top. Move the cell that defines the name up.',
    *check(context) {
      const { analysis } = context;
      if (analysis === undefined || bindsUnseen(context)) return;
      const told = new Set<string>();
      const definitions = firstDefinitions(analysis);
      const late = [...missingUses(context, analysis), ...lateUses(analysis)];
      for (const { name, at } of late.toSorted((left, right) => comparePlaces(left.at, right.at))) {
        const later = definitions.get(name);
        if (later === undefined || !isBefore(at, later) || told.has(name)) continue;
        told.add(name);
        const where = later.cell === at.cell ? 'further down in this cell' : `in cell ${later.cell + 1}`;
        yield {
          at,
          message: `\`${name}\` is defined only ${where}: move its definition above this line.`,
          related: [{ at: later, message: `defines \`${name}\`` }],
        };
      }
    },
  },
  {
    id: 'notebook/order-changes-result',
    severity: 'I/W/W',
    finds: 'counts that say another order than the file, where that changes the results',
    why: 'The stored outputs come from the order in which the cells were run; running the notebook from the top gives others. Put the cells into the order that is meant, and run them all.',
    *check({ analysis, notebook }) {
      const names = analysis?.order.differingNames.filter((name) => !name.startsWith('$')) ?? [];
      const [first] = names;
      if (analysis === undefined || first === undefined) return;
      const uses = analysis.statements.flatMap((statement) => statement.uses).filter((use) => use.isWritten);
      const use = uses.find(({ name }) => name === first);
      const shown = names.slice(0, 3);
      const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
      yield {
        at: use?.at ?? firstLineOf(notebook, 0),
        message: `Run in the order of its counts, this notebook gives other values of ${listOf(shown)}${more} than from top to bottom: reorder the cells, and run them all.`,
      };
    },
  },
  {
    id: 'notebook/star-import',
    severity: 'I/I/I',
    finds: 'an import of everything that a module has',
    why: 'Nobody can tell where a name comes from, later imports replace names unseen, and a promoted package needs each name. Import what is used by name.',
    *check({ pythonCells }) {
      for (const { cell, tree } of pythonCells) {
        for (const node of nodesOfType(tree, 'import_from_statement')) {
          const module = starImportOf(tree, node);
          if (module === undefined) continue;
          const at = { cell: cell.index, start: node.start, end: node.end };
          yield { at, message: `This imports everything from \`${module}\`: import the names that are used.` };
        }
      }
    },
  },
  {
    id: 'notebook/unused-import',
    severity: 'H/H/H',
    finds: 'an import that no cell uses',
    why: 'It takes time at every start, and asks for a package that is not needed. Remove it.',
    *check(context) {
      yield* unusedImports(context);
    },
  },
];

/** Whether names may come from where nobody looks: another notebook that `%run` names, or a store. */
function bindsUnseen({ pythonCells }: NotebookContext): boolean {
  return pythonCells.some(({ magics }) => magics.some(({ name }) => ['run', 'load', 'store'].includes(name)));
}

function definedNames({ statements }: NotebookAnalysis): ReadonlySet<string> {
  return new Set(statements.flatMap(({ definitions }) => definitions).map(({ name }) => name));
}

/** Uses as written that nothing reaches, in statements that are run; not in text that is hardly Python. */
function missingUses({ pythonCells }: NotebookContext, { statements }: NotebookAnalysis): readonly NameUse[] {
  const unclear = pythonCells.filter(({ form }) => form === 'broken' || form === 'prose').map(({ cell }) => cell);
  const unclearCells = new Set(unclear.map(({ index }) => index));
  // Such text may define any name that is in it.
  const unclearWords = new Set(unclear.flatMap(({ text }) => text.match(/[\p{L}\p{N}_]+/gu) ?? []));
  const isUnclear = ({ name, at }: NameUse): boolean => unclearCells.has(at.cell) || unclearWords.has(name);
  return statements
    .flatMap(({ uses, lateUses: late, isOpaque }) => (isOpaque ? [] : [...uses, ...late]))
    .filter(({ name, isWritten, isUncertain, definitions }) => {
      const isKnown = name.startsWith('$') || isPredefined(name) || isPython2Builtin(name) || name === '__file__';
      return isWritten && !isUncertain && definitions.length === 0 && !isKnown;
    })
    .filter((use) => !isUnclear(use));
}

/** Uses whose every definition stands below them in the file, as the effective order has moved it up. */
function lateUses({ statements, order }: NotebookAnalysis): readonly NameUse[] {
  if (order.kind !== 'moved' && order.kind !== 'count') return [];
  return statements
    .flatMap(({ uses }) => uses)
    .filter(({ name, isWritten, at, definitions }) => {
      const isLate = definitions.length > 0 && definitions.every((definition) => isBefore(at, definition.at));
      return isWritten && !name.startsWith('$') && isLate;
    });
}

/** Where each name is defined first, in the order of the file. */
function firstDefinitions({ statements }: NotebookAnalysis): ReadonlyMap<string, CellRange> {
  const first = new Map<string, CellRange>();
  for (const { name, at, isWritten } of statements.flatMap(({ definitions }) => definitions)) {
    const known = first.get(name);
    if (isWritten && (known === undefined || isBefore(at, known))) first.set(name, at);
  }
  return first;
}

function isBefore(left: CellRange, right: CellRange): boolean {
  return comparePlaces(left, right) < 0;
}

function comparePlaces(left: CellRange, right: CellRange): number {
  return left.cell - right.cell || left.start - right.start;
}

function* unusedImports({ pythonCells }: NotebookContext): Generator<NotebookFinding> {
  const tables = pythonCells.map((cell) => ({ ...cell, occurrences: readNames(cell.tree).occurrences }));
  // What cannot be read may use anything.
  if (pythonCells.some(({ form }) => form === 'broken')) return;
  const read = new Set([
    ...tables.flatMap(({ occurrences }) => occurrences.filter(({ role }) => role === 'read').map(({ name }) => name)),
    ...pythonCells.flatMap(({ magics }) => magics.flatMap((magic) => magic.reads)),
  ]);
  for (const { cell, tree } of tables) {
    for (const node of nodesOfType(tree, 'import_statement', 'import_from_statement')) {
      for (const { name, place, qualified } of importsOf(tree, node)) {
        // `from module import name as name` says that others are to find it here; some libraries work by being imported.
        if (read.has(name) || name.startsWith('_') || sideEffects.has(qualified)) continue;
        const at = { cell: cell.index, start: place.start, end: place.end };
        yield { at, message: `\`${name}\` is imported, and no cell uses it: remove it.`, tag: 'unnecessary' };
      }
    }
  }
}

/** Modules that do their work when they are imported. */
const sideEffects: ReadonlySet<string> = new Set([
  'sklearn.experimental.enable_halving_search_cv',
  'sklearn.experimental.enable_hist_gradient_boosting',
  'sklearn.experimental.enable_iterative_imputer',
  'mpl_toolkits.mplot3d.Axes3D',
  'seaborn',
  'readline',
]);
