/** Which columns of a value are needed later. */
export interface Need {
  /** Whether all columns are, but for the names; else the names alone are. */
  readonly isAll: boolean;
  readonly names: ReadonlySet<string>;
}

export const everything: Need = { isAll: true, names: new Set() };

export function onlyColumns(names: Iterable<string>): Need {
  return { isAll: false, names: new Set(names) };
}

export function joinNeeds(left: Need, right: Need): Need {
  if (left.isAll && right.isAll) {
    return { isAll: true, names: new Set([...left.names].filter((name) => right.names.has(name))) };
  }
  if (!left.isAll && !right.isAll) return onlyColumns([...left.names, ...right.names]);
  const [all, some] = left.isAll ? [left, right] : [right, left];
  return { isAll: true, names: new Set([...all.names].filter((name) => !some.names.has(name))) };
}

/** A need without some columns, which are made where this stands, or dropped. */
export function withoutColumns({ isAll, names }: Need, made: Iterable<string>): Need {
  const without = new Set(names);
  for (const name of made) {
    if (isAll) without.add(name);
    else without.delete(name);
  }
  return { isAll, names: without };
}

export function isNeeded({ isAll, names }: Need, column: string): boolean {
  return names.has(column) !== isAll;
}

/** Names as they were before they were changed. */
export function renameColumns({ isAll, names }: Need, newToOld: ReadonlyMap<string, string>): Need {
  return { isAll, names: new Set([...names].map((name) => newToOld.get(name) ?? name)) };
}
