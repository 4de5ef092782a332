/** The settings that the extension itself reads; the server pulls the others. */
import { workspace, type ConfigurationChangeEvent, type LogOutputChannel } from 'vscode';
import { readSettings, settingsThatRestart, type Settings } from '../../../schemas/settings.ts';

/** Reads the settings of the window; a value that does not fit is named in the log and replaced by its default. */
export function readConfiguration(log: LogOutputChannel): Settings {
  const { settings, problems } = readSettings(workspace.getConfiguration().get<unknown>('plumbline'));
  for (const problem of problems) log.warn(problem);
  return settings;
}

/** Whether a change touches what only a fresh server honours. */
export function needsRestart(change: ConfigurationChangeEvent): boolean {
  return settingsThatRestart.some((section) => change.affectsConfiguration(`plumbline.${section}`));
}
