/** Where a file lies that a notebook names, seen from the project that it is promoted to. */

export interface Relocation {
  /** As it stands in `params.yaml`: relative to the project's folder, an address, or absolute when nothing else is known. */
  readonly path: string;
  /** What was decided, when it is not the path that the notebook names. */
  readonly decision: string | undefined;
}

export interface PathSurroundings {
  /** The notebook's path from the project's folder, with forward slashes. */
  readonly notebook: string;
  /** Files that are there, as paths from the project's folder; empty when nobody looked. */
  readonly knownFiles: readonly string[];
}

/** A file that is read. Kept as it is when it is an address, and when nothing better is known. */
export function relocateRead(path: string, { notebook, knownFiles }: PathSurroundings): Relocation {
  if (isAddress(path)) return { path, decision: undefined };
  const ending = /[/\\]$/.test(path) ? '/' : '';
  const base = baseName(path);
  const known = knownFiles
    .filter((file) => baseName(file) === base)
    .toSorted((left, right) => left.length - right.length || (left < right ? -1 : 1));
  if (isAbsolute(path)) {
    const [nearest] = known;
    return nearest === undefined
      ? { path, decision: `TODO: \`${path}\` exists on one machine alone, and no file \`${base}\` was found.` }
      : { path: nearest, decision: `\`${path}\` is taken to be \`${nearest}\`.` };
  }
  const joined = joinPaths(folderOf(notebook), path);
  const [nearest] = known;
  if (nearest === undefined || knownFiles.includes(joined)) return { path: `${joined}${ending}`, decision: undefined };
  return { path: nearest, decision: `\`${path}\` is not there; it is taken to be \`${nearest}\`.` };
}

/** A file that is written first: it belongs to the project. */
export function relocateWritten(path: string): Relocation {
  if (isAddress(path)) return { path, decision: undefined };
  const ending = /[/\\]$/.test(path) ? '/' : '';
  if (!isAbsolute(path)) {
    const inside = joinPaths('', path).replace(/^(?:\.\.\/)+/, '');
    const isMoved = inside !== joinPaths('', path);
    return {
      path: `${inside}${ending}`,
      decision: isMoved ? `\`${path}\` is written to \`${inside}\` in the project.` : undefined,
    };
  }
  const folder = /\.(?:pkl|pickle|joblib|h5|hdf5|keras|pt|pth|onnx|model|sav|cbm|ubj)$/i.test(path)
    ? 'models'
    : 'reports';
  const inside = `${folder}/${baseName(path)}${ending}`;
  return { path: inside, decision: `\`${path}\` is written to \`${inside}\` in the project.` };
}

export function isAddress(path: string): boolean {
  return /^[a-z][a-z\d+.-]+:\/\//i.test(path) && !/^file:/i.test(path);
}

export function isAbsolute(path: string): boolean {
  return /^(?:[/\\~]|[A-Za-z]:[\\/]|file:)/.test(path);
}

export function baseName(path: string): string {
  return /[^/\\]+(?=[/\\]*$)/.exec(path)?.[0] ?? '';
}

export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** `../notebooks` and `../data/a.csv` → `../data/a.csv` */
export function joinPaths(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/') || '.';
}
