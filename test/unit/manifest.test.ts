import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { commandIds } from '../../extension/src/commands/commandIds.ts';
import { commandTable } from '../../extension/src/commands/commandTable.ts';
import { contractGlob, isOurFile, specGlob } from '../../extension/src/server/documentSelector.ts';
import { serverReleases, vsCodeVersion } from '../../scripts/vscode/serverReleases.ts';
import { settings, settingsThatRestart, severitySetting } from '../../schemas/settings.ts';
import { readManifest, readManifestMessages, readManifestText, repository } from '../support/manifest.ts';

const manifest = readManifest();
const messages = readManifestMessages();
const { contributes } = manifest;
const properties = contributes.configuration.properties;

const contributedCommands = contributes.commands.map(({ command }) => command);

/** Leaves of nested defaults by their full name: `worker.memory` → 2048. A map without entries is a leaf. */
function flatten(value: unknown, prefix: string): [string, unknown][] {
  const record = z.record(z.string(), z.unknown()).safeParse(value);
  if (!record.success || Object.keys(record.data).length === 0) return [[prefix, value]];
  return Object.entries(record.data).flatMap(([key, inner]) => flatten(inner, `${prefix}.${key}`));
}

describe('commands of the manifest', () => {
  it('are exactly those that the extension registers', () => {
    expect(contributedCommands.toSorted()).toEqual(commandIds.toSorted());
    expect(contributedCommands.toSorted()).toEqual(commandTable.map(({ id }) => id).toSorted());
  });

  it('are named plumbline.<area>.<verb>', () => {
    for (const command of contributedCommands) expect(command).toMatch(/^plumbline\.[a-z]+\.[a-z]+$/);
  });

  it('are the only ones of ours that menus and the walkthrough name', () => {
    const inMenus = Object.values(contributes.menus).flatMap((entries) => entries.map(({ command }) => command));
    const inWalkthrough = Object.values(messages).flatMap((text) =>
      [...text.matchAll(/\(command:([\w.]+)\)/g)].map(([, command]) => command),
    );
    // Of the editor's own: the list of findings, and the way to the folder of one's own project.
    const known = [...contributedCommands, 'workbench.actions.view.problems', 'vscode.openFolder'];
    expect(inWalkthrough.length).toBeGreaterThan(0);
    expect(known).toEqual(expect.arrayContaining([...inMenus, ...inWalkthrough]));
  });

  it('that execute something are disabled in Restricted Mode, where the code refuses them too', () => {
    const refused = commandTable.filter(({ whenUntrusted }) => whenUntrusted !== 'runs').map(({ id }) => id);
    const disabled = contributes.commands
      .filter(({ enablement }) => enablement?.includes('isWorkspaceTrusted') === true)
      .map(({ command }) => command);
    expect(refused.length).toBeGreaterThan(0);
    expect(disabled.toSorted()).toEqual(refused.toSorted());
  });

  it('that cannot apply are hidden in the palette by conditions that somebody sets', () => {
    const ours = new Set(['plumbline.server', 'plumbline.hasSpec']);
    const conditions = [
      ...Object.values(contributes.menus).flat(),
      ...contributes.commands.map(({ enablement }) => ({ when: enablement })),
    ].flatMap(({ when }) => (when ?? '').match(/plumbline\.\w+/g) ?? []);
    expect(conditions.length).toBeGreaterThan(0);
    expect(new Set(conditions)).toEqual(ours);
    const code = readFileSync(path.join(repository, 'extension/src/compose.ts'), 'utf8');
    for (const key of ours) expect(code).toContain(`setContext('${key}'`);
  });
});

describe('settings of the manifest', () => {
  it('have the names and defaults that the code reads', () => {
    const declared = Object.fromEntries(Object.entries(properties).map(([name, { default: value }]) => [name, value]));
    expect(declared).toEqual(Object.fromEntries(flatten(settings.parse({}), 'plumbline')));
  });

  it('have types that the code accepts, and only those', () => {
    const samples: Readonly<Record<string, unknown>> = { string: 'x', boolean: false, integer: 512, object: {} };
    for (const [name, { type, enum: words, minimum, maximum }] of Object.entries(properties)) {
      const nest = (value: unknown) =>
        name
          .split('.')
          .slice(1)
          .reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
      const accepts = (value: unknown) => settings.safeParse(nest(value)).success;
      for (const word of words ?? [samples[type]]) expect(accepts(word), `${name}: ${String(word)}`).toBe(true);
      expect(accepts(['no setting is a list']), name).toBe(false);
      if (words !== undefined) expect(accepts('no such word'), name).toBe(false);
      if (minimum !== undefined) expect([accepts(minimum), accepts(minimum - 1)], name).toEqual([true, false]);
      if (maximum !== undefined) expect([accepts(maximum), accepts(maximum + 1)], name).toEqual([true, false]);
    }
  });

  it('offer the severities that the code knows', () => {
    expect(properties['plumbline.rules']?.additionalProperties?.enum).toEqual(severitySetting.options);
  });

  it('that decide what is executed, or with how much, are ignored until the workspace is trusted', () => {
    const starting = Object.keys(properties).filter((name) =>
      settingsThatRestart.some((section) => name.startsWith(`plumbline.${section}.`)),
    );
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.toSorted()).toEqual(starting.toSorted());
  });
});

describe('the oldest VS Code', () => {
  const minor = (version: string): number => Number(/\d+\.(\d+)/.exec(version)?.[1]);
  const supported = minor(manifest.engines.vscode);

  it('is the one whose interface the code is compiled against', () => {
    expect(minor(manifest.devDependencies['@types/vscode'] ?? '')).toBe(supported);
  });

  it('is tested as far back as npm has servers, on the Node that it runs on', () => {
    const tested = minor(vsCodeVersion(serverReleases.oldest));
    // 1.101 and 1.102 were never published to npm.
    expect([supported, tested, serverReleases.oldest.nodeMajor]).toEqual([101, 103, 22]);
  });
});

describe('activation', () => {
  it('happens for projects, revived panels and rule pages, and for nothing else', () => {
    expect(manifest.activationEvents).toEqual([
      'workspaceContains:**/plumbline.yaml',
      'workspaceContains:**/*.plumbline.yaml',
      'onWebviewPanel:plumbline.overview',
      'onWebviewPanel:plumbline.evaluation',
      'onWebviewPanel:plumbline.runs',
      'onWebviewPanel:plumbline.drift',
      'onWebviewPanel:plumbline.cost',
      'onWebviewPanel:plumbline.promotion',
      'onUri',
    ]);
  });

  it('looks for the same files that the language claims and the client sends', () => {
    const language = contributes.languages.find(({ id }) => id === 'plumbline');
    const names = [...(language?.filenames ?? []), ...(language?.extensions ?? []).map((end) => `*${end}`)];
    expect(`**/{${names.join(',')}}`).toBe(specGlob);
    for (const name of names) expect(isOurFile(`/project/${name.replace('*', 'costs')}`)).toBe(true);
    expect(isOurFile(`/project/${contractGlob.replace('**/*', 'flights')}`)).toBe(true);
    expect(isOurFile('/project/dvc.yaml')).toBe(false);
  });
});

describe('trust', () => {
  it('is declared as limited, for untrusted and for virtual workspaces', () => {
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
    expect(manifest.capabilities.virtualWorkspaces.supported).toBe('limited');
  });
});

describe('texts of the manifest', () => {
  const keys = [...readManifestText().matchAll(/"%([\w.-]+)%"/g)].flatMap(([, key]) => key ?? []);

  it('exist for every key', () => {
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(messages[key], key).toBeTruthy();
  });

  it('are all used', () => {
    expect(Object.keys(messages).filter((key) => !keys.includes(key))).toEqual([]);
  });
});

describe('files of the manifest', () => {
  const files = [
    manifest.icon,
    ...contributes.languages.flatMap(({ configuration, icon }) => [configuration, icon.light, icon.dark]),
    ...contributes.grammars.map((grammar) => grammar.path),
    ...contributes.snippets.map((snippets) => snippets.path),
    ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
  ];

  it.each(files)('%s exists', (file) => {
    expect(existsSync(path.join(repository, file))).toBe(true);
  });

  it('draw the walkthrough in the colours of the theme alone', () => {
    for (const { media } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      const svg = readFileSync(path.join(repository, media.svg), 'utf8');
      const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]+)"/g)].flatMap(([, colour]) => colour ?? []);
      expect(colours.length).toBeGreaterThan(0);
      for (const colour of colours) expect(colour, media.svg).toMatch(/^(?:none|var\(--vscode-.+\))$/);
    }
  });
});
