/** Opens the history of all recorded runs of a project. */
import { openPanelCommand } from './openPanelCommand.ts';

export const openRuns = openPanelCommand('plumbline.runs.open', (panels, specUri) => {
  panels.openRuns(specUri);
});
