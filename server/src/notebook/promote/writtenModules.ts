/** Modules that cells of a notebook write by `%%writefile name.py`: those that are imported become modules of the package. */
import type { NotebookAnalysis } from '../flow/analysis.ts';
import { importsOf } from '../names/imports.ts';
import type { PythonParser } from '../syntax/pythonParser.ts';
import { descendants, namedChildren, partOf, textOf } from '../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../syntax/pythonTree.ts';
import type { PlannedImport } from './plan.ts';
import { applyEdits } from './textEdits.ts';
import type { TextEdit } from './textEdits.ts';

export interface WrittenModule {
  /** Name in the package. */
  readonly name: string;
  readonly text: string;
  /** Modules that it imports, those of the package left out. */
  readonly imports: readonly string[];
}

export interface WrittenModules {
  readonly modules: readonly WrittenModule[];
  /** Cells that write files → why the package does not have them; undefined for those that it has. */
  readonly cells: ReadonlyMap<number, string | undefined>;
  /** The same imports, those of written modules from the package. */
  readonly place: (imports: readonly PlannedImport[]) => readonly PlannedImport[];
}

/** Modules that every package has for itself. */
const taken: ReadonlySet<string> = new Set(
  'common data features split train evaluate explore figures pipeline config infer state artifacts __main__ __init__'.split(
    ' ',
  ),
);

interface WrittenText {
  readonly cells: readonly number[];
  readonly text: string;
}

/** @param imports those that kept statements need */
export function planWrittenModules(
  analysis: NotebookAnalysis,
  imports: readonly PlannedImport[],
  parser: PythonParser,
): WrittenModules {
  const { texts, others } = findWritten(analysis);
  const nameOf = (module: string): string => (taken.has(module) ? `notebook_${module}` : module);
  const used = new Set<string>();
  const modules: WrittenModule[] = [];
  const open = imports.map(({ module }) => module);
  for (let module = open.pop(); module !== undefined; module = open.pop()) {
    const found = texts.get(module);
    if (found === undefined || used.has(module)) continue;
    used.add(module);
    const tree = parser.parse(found.text);
    const imported = [...descendants(tree.root)].flatMap((node) => importsOf(tree, node)).map((each) => each.module);
    open.push(...imported);
    const edits = [...descendants(tree.root)].flatMap((node) => relativeEdits(tree, node, texts, nameOf));
    modules.push({
      name: nameOf(module),
      text: applyEdits(found.text, 0, found.text.length, edits),
      imports: imported.filter((each) => !texts.has(each)),
    });
  }
  return {
    modules: modules.toSorted((left, right) => (left.name < right.name ? -1 : 1)),
    cells: new Map([
      ...others,
      ...[...texts].flatMap(([module, { cells }]) =>
        cells.map((cell) => [cell, used.has(module) ? undefined : whyUnused(module)] as const),
      ),
    ]),
    place: (all) =>
      all.map((planned) => (texts.has(planned.module) ? placeImport(planned, nameOf(planned.module)) : planned)),
  };
}

function whyUnused(module: string): string {
  return `It writes ${module}.py, which nothing that is kept imports.`;
}

/** What each cell writes; a cell with `-a` adds to what is there, another one replaces it. */
function findWritten({ magics, notebook }: NotebookAnalysis): {
  readonly texts: ReadonlyMap<string, WrittenText>;
  readonly others: ReadonlyMap<number, string>;
} {
  const texts = new Map<string, WrittenText>();
  const others = new Map<number, string>();
  for (const { kind, name, argument, at } of magics) {
    if (kind !== 'cell' || (name !== 'writefile' && name !== 'file')) continue;
    const [, addition, quoted] = /^(-a\s+)?(.*)$/.exec(argument.trim()) ?? [];
    const path = (quoted ?? '').trim().replace(/^["']|["']$/g, '');
    const module = /^(?:\.\/)?(?<module>[A-Za-z_]\w*)\.py$/.exec(path)?.groups?.['module'];
    if (module === undefined) {
      const told = path === '' ? 'a file without a name' : `${path}, which is no module beside the notebook`;
      others.set(at.cell, `It writes ${told}.`);
      continue;
    }
    const text =
      notebook.cells[at.cell]?.text
        .slice(at.end)
        .replace(/^\r?\n/, '')
        .trimEnd() ?? '';
    const before = addition === undefined ? undefined : texts.get(module);
    texts.set(module, {
      cells: [...(texts.get(module)?.cells ?? []), at.cell],
      text: `${before === undefined ? '' : before.text}${text}\n`,
    });
  }
  return { texts, others };
}

/** `import a as b` and `from a import b`, from the package. */
function placeImport(planned: PlannedImport, name: string): PlannedImport {
  const { text, module, binds } = planned;
  const from = /^from \S+ (?<rest>import .+)$/.exec(text)?.groups?.['rest'];
  const relative = `.${name}`;
  if (from !== undefined) return { ...planned, module: relative, text: `from ${relative} ${from}` };
  const as = name === binds ? '' : ` as ${binds}`;
  return module === binds || text.includes(' as ')
    ? { ...planned, module: relative, text: `from . import ${name}${as}` }
    : planned;
}

/** Written modules import each other from the package, too. */
function relativeEdits(
  tree: PythonTree,
  node: PythonNode,
  texts: ReadonlyMap<string, unknown>,
  nameOf: (module: string) => string,
): readonly TextEdit[] {
  if (node.type === 'import_from_statement') {
    const module = partOf(node, 'module_name');
    const name = module === undefined ? '' : textOf(tree, module);
    return module !== undefined && texts.has(name)
      ? [{ start: module.start, end: module.end, text: `.${nameOf(name)}` }]
      : [];
  }
  const [only, ...others] = node.type === 'import_statement' ? namedChildren(node) : [];
  const name = only === undefined ? '' : textOf(tree, only);
  if (others.length > 0 || !texts.has(name)) return [];
  const as = nameOf(name) === name ? '' : ` as ${name}`;
  return [{ start: node.start, end: node.end, text: `from . import ${nameOf(name)}${as}` }];
}
