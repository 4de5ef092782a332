/** Paths of a spec as links that open the file. */
import type { DocumentLink } from 'vscode-languageserver-types';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import type { AnyNode } from '../spec/located.ts';
import { fileOf, rangeIn } from './fileRange.ts';
import type { LanguageFiles } from './languageFiles.ts';

/** Paths that are looked at in one file, so that a huge spec cannot ask for a file each line. */
const linkLimit = 500;

/** Links to files that exist inside the workspace. */
export async function findDocumentLinks(
  snapshot: ProjectSnapshot,
  uri: string,
  files: LanguageFiles,
): Promise<readonly DocumentLink[]> {
  const file = fileOf(snapshot.project, uri);
  if (file === undefined) return [];
  const nodes = file.scalars.filter((node) => pathOf(node) !== undefined).slice(0, linkLimit);
  const links = await Promise.all(
    nodes.map(async (node): Promise<readonly DocumentLink[]> => {
      const resolved = await files.resolve(pathOf(node) ?? '', uri);
      const span = file.yaml.rangeOf(node.place);
      return resolved.kind === 'file' && span !== undefined
        ? [{ range: rangeIn(file, span), target: resolved.uri }]
        : [];
    }),
  );
  return links.flat();
}

/** The path that a scalar names; undefined for patterns and everything else. */
function pathOf(node: AnyNode): string | undefined {
  if (node.kind !== 'scalar') return undefined;
  switch (node.meaning) {
    case 'path':
      return node.text;
    case 'glob':
      return /[*?[{]/.test(node.text) ? undefined : node.text;
    case 'part':
      return node.text.split('#', 1)[0];
    default:
      return undefined;
  }
}
