/** Paths that a spec names: where they stand, which rule answers for them, whether they lead anywhere. */
import type { PathFact } from '../../../../schemas/facts.ts';
import type { AnyNode } from '../../spec/located.ts';
import { shorten } from '../../spec/words.ts';
import type { Place } from '../../yaml/place.ts';
import { perEntry } from '../perEntry.ts';
import type { Finding, RuleContext } from '../rule.ts';

export interface NamedPath {
  /** Relative to the file in which it stands; a pattern may hold wildcards. */
  readonly path: string;
  readonly place: Place;
  /** Whether nothing says so when it is missing but `ref/unresolved`. */
  readonly mustExist: boolean;
}

/** Every path of a project, in file order; texts that may be a path or a sentence count when they look like a path. */
export function* pathsOf(context: RuleContext): Generator<NamedPath> {
  for (const { node, path } of candidates(context.project)) {
    if (!isId(node, context)) yield { path, place: node.place, mustExist: isOwn(node, context) };
  }
  for (const { key, keyPlace } of context.spec.fields.pipeline?.fields.notebooks?.yaml.entries ?? []) {
    yield { path: key, place: keyPlace, mustExist: true };
  }
}

/** What is a path by its form and its key. */
const candidates = perEntry(({ scalars }) =>
  scalars.flatMap((node) => {
    const path = pathIn(node);
    return path === undefined ? [] : [{ node, path }];
  }),
);

/** Whether what looks like a path names something of the spec. */
function isId(node: AnyNode, { project }: RuleContext): boolean {
  if (node.kind !== 'reference') return false;
  return node.refersTo.some((kind) => project.entity(kind, node.id) !== undefined);
}

function pathIn(node: AnyNode): string | undefined {
  if (node.kind === 'reference') {
    const mayBePath = node.otherwise === 'path' || node.otherwise === 'glob';
    return mayBePath && !node.isWord && looksLikePath(node.id) ? node.id : undefined;
  }
  if (node.kind !== 'scalar') return undefined;
  switch (node.meaning) {
    case 'path':
    case 'glob': {
      const mayBeText = node.shape.kind === 'scalar' && node.shape.otherwise === 'text';
      return mayBeText && !looksLikePath(node.text) ? undefined : node.text;
    }
    case 'part':
      return node.text.split('#', 1)[0];
    case 'evidence':
      return /^(?:file|dvc):(?<path>[^#]+)/.exec(node.text)?.groups?.['path'];
    default:
      return undefined;
  }
}

/** Whether text that may be a sentence is a path: no blanks, and a slash or an ending. */
export function looksLikePath(text: string): boolean {
  return /^[^\s]+$/.test(text) && (/[/\\*]/.test(text) || /\.[A-Za-z]\w{0,9}$/.test(text));
}

/** Whether no other rule answers for a path that leads nowhere. */
function isOwn({ path }: AnyNode, { spec, facts, project }: RuleContext): boolean {
  const [section, id, key] = path;
  // `model/file-missing` and `data/version-unresolved` say it; a split's pattern counts from its source.
  if ((section === 'models' || section === 'splits') && key === 'path') return false;
  if (section === 'data' && key === 'version') return false;
  // A queue is written when rows are first picked.
  if (section === 'labels' && path.at(-1) === 'queue') return false;
  if (section !== 'data' || key !== 'path' || typeof id !== 'string') return true;
  // What DVC pins may not be pulled yet; its own file is what must be there.
  const dvc = spec.fields.data?.entries.get(id)?.fields.version?.fields.dvc;
  const pin = dvc === undefined ? undefined : facts.path(dvc.text, project.uriOf(dvc.place) ?? '');
  return !(pin?.state === 'known' && pin.value.kind === 'file');
}

/** What is known of a path; undefined while nothing is. */
function findPath({ facts, know, project }: RuleContext, { path, place }: NamedPath): PathFact | undefined {
  return know(facts.path(path, project.uriOf(place) ?? ''));
}

export function* missingPaths(context: RuleContext): Generator<Finding> {
  for (const named of pathsOf(context)) {
    if (!named.mustExist || isAbsolute(named.path) || findPath(context, named)?.kind !== 'missing') continue;
    const what = /[*?[{]/.test(named.path) ? 'No file matches' : 'There is no file or folder';
    yield {
      place: named.place,
      message: `${what} \`${shorten(named.path)}\`: correct the path, which counts from the folder of this file, or add it.`,
    };
  }
}

/** Forms of paths that leave every workspace: from the root, from home, with a drive, with an address. */
function isAbsolute(path: string): boolean {
  return /^(?:[/\\~]|[A-Za-z]:[/\\]|[a-z][a-z0-9+.-]{1,20}:\/\/)/i.test(path);
}

export function* outsidePaths(context: RuleContext): Generator<Finding> {
  for (const named of pathsOf(context)) {
    const shown = shorten(named.path);
    if (isAbsolute(named.path)) {
      const message = `\`${shown}\` is not a path inside the workspace: write one that counts from the folder of this file.`;
      yield { place: named.place, message };
    } else if (findPath(context, named)?.kind === 'outside') {
      const message = `\`${shown}\` leads out of the workspace, by \`..\` or by a link: nothing there is read, so move it inside.`;
      yield { place: named.place, message };
    }
  }
}
