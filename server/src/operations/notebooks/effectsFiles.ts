/** The files in which projects describe calls: which there are, and what is wrong in them. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { NotebookSnapshot } from '../../rules/notebook/notebookSnapshot.ts';
import { checkProjectEffects } from '../../rules/notebook/projectEffectsRule.ts';
import type { FileLookups } from './fileLookups.ts';
import { folderOf } from './nearbyPaths.ts';
import type { NotebookSetting } from './surroundedCheck.ts';

const effectsPath = '.plumbline/effects.yaml';

export function isEffectsUri(uri: string): boolean {
  return uri.endsWith(`/${effectsPath}`);
}

/**
 * Files that hold for some notebooks: those in their folders, and in the folders above.
 *
 * @returns addresses, sorted, each once
 */
export async function findEffectsFiles(notebooks: readonly string[], lookups: FileLookups): Promise<readonly string[]> {
  const found = new Set<string>();
  const seen = new Set<string>();
  for (const uri of notebooks) {
    for (let folder = folderOf(uri); !seen.has(folder); folder = folderOf(folder)) {
      seen.add(folder);
      const file = await lookups.resolve(effectsPath, folder);
      if (file.kind === 'file') found.add(file.uri);
      if (file.kind === 'outside') break;
    }
  }
  return [...found].toSorted();
}

/** @returns undefined when the file is gone */
export async function snapshotEffectsFile(
  uri: string,
  lookups: FileLookups,
  setting: NotebookSetting,
): Promise<NotebookSnapshot | undefined> {
  const text = await lookups.text(uri);
  if (text === undefined) return undefined;
  const document = TextDocument.create(uri, 'yaml', 0, text);
  const findings = checkProjectEffects(uri, text, setting).map((finding) => ({ ...finding, cell: undefined }));
  return {
    uri,
    findings,
    suppressed: [],
    failures: [],
    positionsOf: (other) => (other === uri ? document : undefined),
    textOf: (other) => (other === uri ? text : undefined),
    key: JSON.stringify([
      lookups.version(),
      findings.map(({ severity, start, end, message }) => [severity, start, end, message]),
    ]),
  };
}
