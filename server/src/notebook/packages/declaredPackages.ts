/** What a project declares to need: names of distributions and their versions, from all files that say so. */
import * as z from 'zod';
import { parseYamlOnce } from '../../yaml/yamlFile.ts';
import { plainValue } from '../effects/plainValue.ts';
import type { DeclaredVersions, DeclaringFile } from './declaredVersions.ts';
import { readDeclaredVersions } from './declaredVersions.ts';
import { normaliseDistribution } from './distributionName.ts';
import { readSpecifier } from './versions.ts';

export interface DeclaredPackages {
  /** By normalised name of the distribution; `python` is the language. */
  readonly versions: DeclaredVersions;
  /** False when a file declares packages in a way that cannot be read, so that what is not listed may be declared. */
  readonly isComplete: boolean;
  /** The file to which a package is best added, by its path as given. */
  readonly file: string;
}

/** Names of files that declare packages, the one to add to first. */
export const declaringFiles: readonly string[] = [
  'pyproject.toml',
  'requirements.txt',
  'environment.yml',
  'environment.yaml',
  'requirements.in',
  'requirements-dev.txt',
  'requirements_dev.txt',
  'dev-requirements.txt',
  'constraints.txt',
  'conda.yml',
  'conda.yaml',
  'uv.lock',
  'poetry.lock',
];

/** Names of files that declare packages in code, or in a way that is not read. */
export const opaqueFiles: readonly string[] = ['setup.py', 'setup.cfg', 'Pipfile', 'Dockerfile'];

/**
 * @param files those that declare, nearest to the notebook first
 * @param hasOpaque whether there are others that are not read
 * @returns undefined when nothing is declared
 */
export function readDeclaredPackages(
  files: readonly DeclaringFile[],
  hasOpaque: boolean,
): DeclaredPackages | undefined {
  // Nearer files win, so they come last.
  const ordered = files.toReversed();
  const versions = new Map(ordered.flatMap(({ path, text }) => [...readCondaFile(path, text)]));
  for (const [name, range] of readDeclaredVersions(ordered)) versions.set(name, range);
  const [file] = files.filter(({ path }) => !path.endsWith('.lock'));
  const named = [...versions.keys()].filter((name) => name !== 'python');
  if (file === undefined || named.length === 0) return undefined;
  const readNames = new Set(files.map(({ path }) => lastName(path)));
  const isComplete = !hasOpaque && files.every(({ text }) => includedFiles(text).every((name) => readNames.has(name)));
  return { versions, isComplete, file: file.path };
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Files that a requirements file takes in by `-r`, and what pyproject.toml leaves to a tool. */
function includedFiles(text: string): readonly string[] {
  const included = [...text.matchAll(/^\s*(?:-r|--requirement)[ =]\s*(\S+)/gm)].map(([, path = '']) => lastName(path));
  return /^\s*dynamic\s*=\s*\[[^\]]*["']dependencies["']/m.test(text) ? [...included, 'dynamic'] : included;
}

const environment = z.object({ dependencies: z.array(z.unknown()) });
const pipPart = z.object({ pip: z.array(z.string()) });

/** Packages of Conda with another name than that of the distribution. */
const condaNames: ReadonlyMap<string, string> = new Map([
  ['pytorch', 'torch'],
  ['pytorch-gpu', 'torch'],
  ['opencv', 'opencv-python'],
  ['py-opencv', 'opencv-python'],
  ['py-xgboost', 'xgboost'],
  ['pytables', 'tables'],
  ['python-graphviz', 'graphviz'],
  ['matplotlib-base', 'matplotlib'],
  ['tensorflow-base', 'tensorflow'],
  ['seaborn-base', 'seaborn'],
]);

/** The packages of an environment of Conda: `pandas=1.5`, `python>=3.9`, and those of pip below `pip:`. */
function readCondaFile(path: string, text: string): DeclaredVersions {
  if (!/\.ya?ml$/.test(path)) return new Map();
  const entry = parseYamlOnce(text).entries.find(({ key }) => key === 'dependencies');
  const parsed = environment.safeParse({ dependencies: plainValue(entry?.value) ?? [] });
  const items = parsed.data?.dependencies ?? [];
  const pip = items.flatMap((item) => pipPart.safeParse(item).data?.pip ?? []);
  const conda = items.flatMap((item) => (typeof item === 'string' ? [item] : []));
  return new Map([
    ...conda.flatMap(readCondaLine),
    ...readDeclaredVersions([{ path: 'requirements.txt', text: pip.join('\n') }]),
  ]);
}

function readCondaLine(line: string): readonly (readonly [string, ReturnType<typeof readSpecifier>])[] {
  const groups = /^(?:[\w-]+::)?(?<name>[A-Za-z][\w.-]*)\s*(?<rest>.*)$/u.exec(line.trim())?.groups;
  const name = groups?.['name'];
  if (name === undefined) return [];
  const rest = groups?.['rest'] ?? '';
  // One sign of equality leaves what follows the version open: `1.5` is any 1.5; a second part names the build.
  const [version = ''] = rest.replace(/^=(?!=)/, '').split('=');
  const specifier = /^=(?!=)/.test(rest) && version !== '' ? `==${version.replace(/\.\*$/, '')}.*` : rest;
  const normalised = normaliseDistribution(name);
  return [[condaNames.get(normalised) ?? normalised, readSpecifier(specifier)]];
}
