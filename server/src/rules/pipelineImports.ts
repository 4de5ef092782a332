/** Imports of Python files, found in their text: which modules a file names, and whether it reaches one of them. */

/** `from ..package.module import name, other`, or `import package.module` with no names. */
export interface PythonImport {
  /** Dots before the module: 0 for an absolute import. */
  readonly level: number;
  readonly module: readonly string[];
  readonly names: readonly string[];
}

/** Strings of every kind, then comments: what in a text is no code. */
const noCode = /("""|''')(?:[^\\]|\\[^])*?(?:\1|$)|"(?:[^"\\\n]|\\[^])*(?:"|$)|'(?:[^'\\\n]|\\[^])*(?:'|$)|#[^\n]*/g;

/**
 * The import statements of a Python file, wherever they stand. Text that is no Python gives few or none.
 *
 * @returns in the order of the file; an import of several modules gives one entry for each
 */
export function findImports(text: string): readonly PythonImport[] {
  const code = text.replace(noCode, (part) => (part.startsWith('#') ? '' : '""')).replace(/\\\r?\n/g, ' ');
  const statement =
    /(?:^|[;:\n])[ \t]*(?:from[ \t]+(\.*)[ \t]*([\w.]*)[ \t]+import[ \t]*(\([^)]*\)?|[^;\n]*)|import[ \t]+([\w.][^;\n]*))/g;
  return [...code.matchAll(statement)].flatMap(([, dots, module, names, modules]): PythonImport[] =>
    modules === undefined
      ? [{ level: dots?.length ?? 0, module: partsOf(module ?? ''), names: namesOf(names ?? '') }]
      : namesOf(modules).map((name) => ({ level: 0, module: partsOf(name), names: [] })),
  );
}

/** The names of a list, without parentheses and `as`. */
function namesOf(list: string): readonly string[] {
  return list
    .replace(/[()]/g, ' ')
    .split(',')
    .map((name) => name.trim().split(/\s+/, 1)[0] ?? '')
    .filter((name) => name !== '');
}

function partsOf(module: string): readonly string[] {
  return module.split('.').filter((part) => part !== '');
}

/** A path without its ending, in parts; that of a package when it is its `__init__.py`. */
function modulePath(path: string): readonly string[] {
  const parts = path
    .replace(/\.pyi?$/, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  return parts.at(-1) === '__init__' ? parts.slice(0, -1) : parts;
}

/** The modules that an import may name, most specific last: `a.b` and, when names are imported, `a.b.name`. */
function candidatesOf({ module, names }: PythonImport): readonly (readonly string[])[] {
  return [module, ...names.map((name) => [...module, name])];
}

/** The folder of a file, `level` − 1 folders up, in parts; undefined when that leaves the top. */
function folderOf(file: string, level: number): readonly string[] | undefined {
  const folder = file
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .slice(0, -1);
  return level - 1 > folder.length ? undefined : folder.slice(0, folder.length - (level - 1));
}

/**
 * Whether an import in a file names a module, or something inside of it.
 *
 * Absolute names are compared with the end of the path, because nothing says from which folders Python imports.
 *
 * @param file path of the file with the import
 * @param target path of the module or package
 */
export function namesModule(statement: PythonImport, file: string, target: string): boolean {
  const wanted = modulePath(target);
  return candidatesOf(statement).some((candidate) => {
    if (statement.level > 0) {
      const folder = folderOf(file, statement.level);
      return folder !== undefined && isPrefix(wanted, [...folder, ...candidate]);
    }
    return candidate.some((_, end) => {
      const module = candidate.slice(0, end + 1);
      return module.every((part, index) => wanted[wanted.length - module.length + index] === part);
    });
  });
}

function isPrefix(prefix: readonly string[], parts: readonly string[]): boolean {
  return prefix.length > 0 && prefix.every((part, index) => parts[index] === part);
}

/** Paths at which the modules of an import may lie in the same project. */
export function localPaths(statement: PythonImport, file: string): readonly string[] {
  const folder = folderOf(file, Math.max(1, statement.level));
  if (folder === undefined) return [];
  return candidatesOf(statement).flatMap((candidate) => {
    const [first] = candidate;
    if (first === undefined) return [];
    // An absolute name begins at the folder of that name above the file, or beside the file.
    const above = statement.level > 0 ? -1 : folder.lastIndexOf(first);
    const base = above === -1 ? folder : folder.slice(0, above);
    return [`${[...base, ...candidate].join('/')}.py`];
  });
}
