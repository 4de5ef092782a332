/** The versions of packages that a project declares: requirements files, pyproject.toml, and lock files. */
import { parse } from 'smol-toml';
import * as z from 'zod';
import { normaliseDistribution } from './distributionName.ts';
import type { VersionRange } from './versions.ts';
import { exactly, readSpecifier } from './versions.ts';

/**
 * Normalised name of a distribution → the versions that may be in use. `python` is the language; `pandas[excel]` says
 * that pandas is declared with that extra.
 */
export type DeclaredVersions = ReadonlyMap<string, VersionRange>;

export interface DeclaringFile {
  readonly path: string;
  readonly text: string;
}

const none: DeclaredVersions = new Map();

/**
 * What the files of a project declare together. Locked versions win over declared ones, since they are in use.
 *
 * @param files any files; those that declare nothing, and those that cannot be read, add nothing
 */
export function readDeclaredVersions(files: readonly DeclaringFile[]): DeclaredVersions {
  const all = files.map(readFile);
  const isLocked = (range: VersionRange): boolean => range.source === 'locked';
  const entries = all.flatMap((versions) => [...versions]);
  return new Map([
    ...entries.filter(([, range]) => !isLocked(range)),
    ...entries.filter(([, range]) => isLocked(range)),
  ]);
}

function readFile({ path, text }: DeclaringFile): DeclaredVersions {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (name === 'pyproject.toml') return readPyproject(text);
  if (name === 'uv.lock' || name === 'poetry.lock') return readLock(text);
  return /^(?:requirements|constraints).*\.(?:txt|in)$/u.test(name) ? readRequirements(text) : none;
}

/** @param text of a requirements file of pip; options, addresses and local paths declare no version */
export function readRequirements(text: string): DeclaredVersions {
  const lines = text.replace(/\\\r?\n/gu, ' ').split(/\r?\n/u);
  return new Map(
    lines.flatMap((line) => readRequirement(line.replace(/(?:^|\s)#.*$/u, '').replace(/\s--hash.*$/u, ''))),
  );
}

/** `pandas[excel]>=2,<3; python_version > "3.8"` → its name and range; empty for what is no such line. */
function readRequirement(line: string): readonly (readonly [string, VersionRange])[] {
  const groups = /^\s*(?<name>[A-Za-z\d][\w.-]*)\s*(?:\[(?<extras>[^\]]*)\])?\s*(?<rest>[^;]*)/u.exec(line)?.groups;
  const name = groups?.['name'];
  const rest = (groups?.['rest'] ?? '').trim().replace(/^\((?<inside>.*)\)$/u, '$<inside>');
  if (name === undefined || !/^(?:$|[=<>!~@])/u.test(rest)) return [];
  return withExtras(name, rest.startsWith('@') ? '' : rest, (groups?.['extras'] ?? '').split(','));
}

function withExtras(
  name: string,
  specifier: string,
  extras: readonly string[],
): readonly (readonly [string, VersionRange])[] {
  const key = normaliseDistribution(name);
  const range = readSpecifier(specifier);
  const named = extras.map((extra) => normaliseDistribution(extra.trim())).filter((extra) => extra !== '');
  return [key, ...named.map((extra) => `${key}[${extra}]`)].map((each) => [each, range] as const);
}

const texts = z.array(z.string()).catch([]);
const groupsOfTexts = z.record(z.string(), texts).catch({});
/** Poetry: a specifier, or a table with one and with extras. */
const poetryPackages = z
  .record(
    z.string(),
    z
      .union([
        z.string().transform((version): { version: string; extras: string[] } => ({ version, extras: [] })),
        z.object({ version: z.string(), extras: texts.default([]) }),
      ])
      .catch({ version: '', extras: [] }),
  )
  .catch({});

const pyprojectShape = z.object({
  project: z
    .object({
      'requires-python': z.string().optional().catch(undefined),
      dependencies: texts.default([]),
      'optional-dependencies': groupsOfTexts.default({}),
    })
    .optional()
    .catch(undefined),
  'dependency-groups': z.record(z.string(), z.array(z.unknown())).catch({}).default({}),
  tool: z
    .object({
      poetry: z
        .object({
          dependencies: poetryPackages.default({}),
          'dev-dependencies': poetryPackages.default({}),
          group: z
            .record(z.string(), z.object({ dependencies: poetryPackages.default({}) }))
            .catch({})
            .default({}),
        })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/** @param text of a pyproject.toml, with dependencies by PEP 621 and PEP 735, or as Poetry writes them */
export function readPyproject(text: string): DeclaredVersions {
  const parsed = pyprojectShape.safeParse(parseToml(text)).data;
  if (parsed === undefined) return none;
  const { project, tool } = parsed;
  const groups = Object.values(parsed['dependency-groups']).flat();
  const requirements = [
    ...(project?.dependencies ?? []),
    ...Object.values(project?.['optional-dependencies'] ?? {}).flat(),
    ...groups.filter((item): item is string => typeof item === 'string'),
  ];
  const poetry = [
    ...Object.entries(tool?.poetry?.dependencies ?? {}),
    ...Object.entries(tool?.poetry?.['dev-dependencies'] ?? {}),
    ...Object.values(tool?.poetry?.group ?? {}).flatMap((group) => Object.entries(group.dependencies)),
  ];
  const python = project?.['requires-python'];
  return new Map([
    ...(python === undefined ? [] : [['python', readSpecifier(python)] as const]),
    ...poetry.flatMap(([name, { version, extras }]) => withExtras(name, version, extras)),
    ...requirements.flatMap(readRequirement),
  ]);
}

const lockShape = z.object({
  package: z.array(z.object({ name: z.string(), version: z.string().optional().catch(undefined) })).catch([]),
});

/** @param text of a uv.lock or poetry.lock: of a package that is locked twice, the last version counts */
export function readLock(text: string): DeclaredVersions {
  const packages = lockShape.safeParse(parseToml(text)).data?.package ?? [];
  return new Map(
    packages.flatMap(({ name, version }) =>
      version === undefined ? [] : [[normaliseDistribution(name), exactly(version, 'locked')] as const],
    ),
  );
}

/** Undefined when it is no TOML: another tool says so, and nothing is declared. */
function parseToml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
