/** Gets the libraries of a Trino server from the registry of Java packages, once. */
import { cp, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../../scripts/cacheFolder.ts';
import { runTool } from '../../scripts/process/runTool.ts';

/** The last release that runs on Java 17, which is what distributions still bring. */
export const trinoVersion = '435';
const oldestJava = 17;
const newestJava = 21;

export type Trino =
  | { readonly kind: 'there'; readonly folder: string }
  /** One sentence. */
  | { readonly kind: 'absent'; readonly because: string };

/** @returns the folder with `server/` and `plugin/memory/` */
export async function ensureTrino(say: (line: string) => void): Promise<Trino> {
  const java = await javaMajor();
  if (java === undefined || java < oldestJava || java > newestJava) {
    const found = java === undefined ? 'there is none' : `this one is ${java}`;
    return {
      kind: 'absent',
      because: `Trino ${trinoVersion} needs Java ${oldestJava} to ${newestJava}, and ${found}.`,
    };
  }
  const folder = path.join(cacheFolder(), `trino-${trinoVersion}`);
  if (await exists(folder)) return { kind: 'there', folder };
  const fresh = `${folder}.${process.pid}`;
  say(`Getting the libraries of Trino ${trinoVersion}, about 120 MB.`);
  try {
    await mkdir(fresh, { recursive: true });
    await cp(path.join(import.meta.dirname, 'pom.xml'), path.join(fresh, 'pom.xml'));
    await copyLibraries(fresh, 'server', 'server');
    await copyLibraries(fresh, 'memory', 'plugin/memory');
    // What the project's own build adds: the name of the plug-in's class.
    const services = path.join(fresh, 'plugin/memory/services/META-INF/services');
    await mkdir(services, { recursive: true });
    await writeFile(path.join(services, 'io.trino.spi.Plugin'), 'io.trino.plugin.memory.MemoryPlugin\n');
    await rename(fresh, folder);
    return { kind: 'there', folder };
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { kind: 'absent', because: `the libraries of Trino ${trinoVersion} cannot be had: ${first}` };
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function copyLibraries(folder: string, profile: string, target: string): Promise<void> {
  await runTool(
    'mvn',
    [
      '--batch-mode',
      '--quiet',
      '-P',
      profile,
      `-Dtrino=${trinoVersion}`,
      'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${path.join(folder, target)}`,
    ],
    { cwd: folder },
  );
}

async function javaMajor(): Promise<number | undefined> {
  try {
    const said = await runTool('java', ['-version']);
    const major = /version "(\d+)/.exec(said)?.[1];
    return major === undefined ? undefined : Number(major);
  } catch {
    return undefined;
  }
}

async function exists(location: string): Promise<boolean> {
  return stat(location).then(
    () => true,
    () => false,
  );
}
