// The folder in which a VS Code server keeps its settings, extensions and logs.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { runTool } from '../process/runTool.ts';
import type { ServerProgram } from './ensureVsCodeServer.ts';
import { serverEnvironment } from './serverEnvironment.ts';
import type { Settings } from './quietSettings.ts';

/** Where an extension comes from: a package, installed as a user would, or a folder, used where it lies. */
export type ExtensionSource = { readonly vsix: string } | { readonly folder: string };

const manifestShape = z.object({ publisher: z.string(), name: z.string(), version: z.string() });

/** Writes the user settings; to be done before the server starts. */
export async function writeSettings(dataFolder: string, settings: Settings): Promise<void> {
  const folder = path.join(dataFolder, 'data/User');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
}

/**
 * Makes extensions part of the server; to be done before it starts.
 *
 * A folder counts as installed, with everything that this implies, such as obeying Workspace Trust, but is used where
 * it lies, so that a rebuild and a reload of the window show a change.
 *
 * @throws {Error} when a folder has no manifest, or a package is refused, with the server's words
 */
export async function installExtensions(
  program: ServerProgram,
  dataFolder: string,
  sources: readonly ExtensionSource[],
): Promise<void> {
  const linked = [];
  for (const source of sources) {
    if ('folder' in source) linked.push(await installedEntry(source.folder));
  }
  const folder = path.join(dataFolder, 'extensions');
  await mkdir(folder, { recursive: true });
  // The list is the server's own; it reads it at every start.
  await writeFile(path.join(folder, 'extensions.json'), JSON.stringify(linked));
  for (const source of sources) {
    if ('folder' in source) continue;
    const args = [
      program.file,
      ...['--install-extension', source.vsix],
      ...['--server-data-dir', dataFolder],
      '--accept-server-license-terms',
    ];
    const output = await runTool(program.node, args, { env: serverEnvironment() });
    // It ends with 0 also when the package was refused.
    if (!/successfully installed/.test(output)) throw new Error(`${source.vsix} was not installed:\n${output}`);
  }
}

/** An extension in the form of the server's list of installed ones. */
async function installedEntry(extensionFolder: string) {
  const text = await readFile(path.join(extensionFolder, 'package.json'), 'utf8');
  const { publisher, name, version } = manifestShape.parse(JSON.parse(text));
  return {
    identifier: { id: `${publisher}.${name}` },
    version,
    location: { $mid: 1, scheme: 'file', path: extensionFolder },
    metadata: { source: 'vsix' },
  };
}
