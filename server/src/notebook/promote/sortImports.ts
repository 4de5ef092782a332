/** Imports in the order of isort, which ruff asks for. */

/**
 * Plain imports come first; of each module, the names under their own name share one line, and each renamed one has its.
 *
 * @param texts statements that import one name each, of one block: all standard library, or all installed
 */
export function sortImports(texts: readonly string[]): readonly string[] {
  const members = new Map<string, string[]>();
  const plain: string[] = [];
  for (const text of texts) {
    const from = /^from (?<module>\S+) import (?<member>.+)$/.exec(text)?.groups;
    if (from?.['module'] === undefined || from['member'] === undefined) plain.push(text);
    else members.set(from['module'], [...(members.get(from['module']) ?? []), from['member']]);
  }
  const joined = [...members]
    .toSorted(([left], [right]) => (left.toLowerCase() < right.toLowerCase() ? -1 : 1))
    .flatMap(([module, names]) => linesOf(names).map((line) => `from ${module} import ${line}`));
  return [...[...new Set(plain)].toSorted(), ...joined];
}

/** The names of one module as lines, each by its first name. */
function linesOf(names: readonly string[]): readonly string[] {
  const [renamed, own] = [new Set<string>(), new Set<string>()];
  for (const name of names) (name.includes(' as ') ? renamed : own).add(name);
  const joined = own.size === 0 ? [] : [[...own].toSorted().join(', ')];
  return [...renamed, ...joined].toSorted();
}
