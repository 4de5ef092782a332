/** The user's settings, pulled from the client and given to the check. */
import { DidChangeConfigurationNotification } from 'vscode-languageserver/node';
import type { Connection } from 'vscode-languageserver/node';
import { readSettings } from '../../../schemas/settings.ts';
import type { Settings } from '../../../schemas/settings.ts';
import type { ClientAbilities } from './clientAbilities.ts';
import type { Engine } from './host.ts';
import type { SettingsReader } from './session.ts';

/**
 * Pulls settings once the client is ready, and again after each change.
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

  async function pull(): Promise<Settings> {
    if (!abilities.hasConfiguration) return defaults;
    try {
      const value: unknown = await connection.workspace.getConfiguration('plumbline');
      const { settings, problems } = readSettings(value);
      for (const problem of problems) connection.console.warn(problem);
      engine.workspace.useSeverities(new Map(Object.entries(settings.rules)));
      return settings;
    } catch (error) {
      connection.console.warn(`The client did not give its settings: ${String(error)}`);
      return defaults;
    }
  }

  const listeners = new Set<() => void>();
  connection.onDidChangeConfiguration(() => {
    current = pull();
    void current.then(() => {
      for (const listener of listeners) listener();
    });
  });
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
    checksWorkspace: async () => (await current).diagnostics.workspace,
  };
}
