/** The user's settings, pulled from the client per folder, and given to the check. */
import { DidChangeConfigurationNotification } from 'vscode-languageserver/node';
import type { Connection } from 'vscode-languageserver/node';
import { hintCategory } from '../../../schemas/marginHints.ts';
import { readSettings } from '../../../schemas/settings.ts';
import type { Settings } from '../../../schemas/settings.ts';
import type { RuleSeverities } from '../operations/specWorkspace.ts';
import type { ClientAbilities } from './clientAbilities.ts';
import type { Engine } from './host.ts';
import type { SettingsReader } from './session.ts';

/**
 * Pulls settings once the client is ready, and again after each change: those of the window, and those of each folder.
 *
 * @param isReady resolves when the client may be asked
 */
export function followSettings(
  connection: Connection,
  abilities: ClientAbilities,
  engine: Engine,
  isReady: Promise<void>,
): SettingsReader {
  const defaults = readSettings({}).settings;
  let current: Promise<Settings> = isReady.then(pull);

  /** @returns the settings of the window */
  async function pull(): Promise<Settings> {
    if (!abilities.hasConfiguration) return defaults;
    try {
      const folderUris = engine.folderUris();
      const section = 'plumbline';
      const values: readonly unknown[] = await connection.workspace.getConfiguration([
        { section },
        ...folderUris.map((scopeUri) => ({ scopeUri, section })),
      ]);
      const readings = values.map(readSettings);
      for (const problem of new Set(readings.flatMap(({ problems }) => problems))) connection.console.warn(problem);
      const [ofWindow = defaults, ...ofFolders] = readings.map(({ settings }) => settings);
      const severitiesOf = severitiesByFolder(ofWindow, folderUris, ofFolders);
      engine.workspace.useSeverities(severitiesOf);
      engine.notebooks.useSeverities(severitiesOf);
      return ofWindow;
    } catch (error) {
      connection.console.warn(`The client did not give its settings: ${String(error)}`);
      return defaults;
    }
  }

  const listeners = new Set<() => void>();
  function reread(): void {
    current = pull();
    void current.then(() => {
      for (const listener of listeners) listener();
    });
  }
  connection.onDidChangeConfiguration(reread);
  if (abilities.hasConfiguration) {
    void isReady
      .then(() => connection.client.register(DidChangeConfigurationNotification.type, { section: 'plumbline' }))
      .catch((error: unknown) => connection.console.warn(`The client does not tell of settings: ${String(error)}`));
  }
  return {
    onChange: (listener) => void listeners.add(listener),
    ready: async () => {
      await current;
    },
    reread,
    verification: async () => (await current).verification,
    checksWorkspace: async () => (await current).diagnostics.workspace,
    hintCategories: async () => {
      const { inlayHints } = await current;
      return new Set(inlayHints.enabled ? hintCategory.options.filter((category) => inlayHints[category]) : []);
    },
    showsCodeLenses: async () => (await current).codeLens.enabled,
    checksContractForm: async () => {
      const { validate } = (await current).contracts;
      return validate === 'auto' ? undefined : validate === 'on';
    },
  };
}

/** Severities of a project: those of the innermost folder that holds its main file, else those of the window. */
function severitiesByFolder(
  ofWindow: Settings,
  folderUris: readonly string[],
  ofFolders: readonly Settings[],
): (mainUri: string) => RuleSeverities {
  const toMap = ({ rules }: Settings): RuleSeverities => new Map(Object.entries(rules));
  const general = toMap(ofWindow);
  const innermostFirst = folderUris
    .map((uri, at) => ({ prefix: `${uri.replace(/\/$/, '')}/`, severities: toMap(ofFolders[at] ?? ofWindow) }))
    .toSorted((left, right) => right.prefix.length - left.prefix.length);
  return (mainUri) => innermostFirst.find(({ prefix }) => mainUri.startsWith(prefix))?.severities ?? general;
}
