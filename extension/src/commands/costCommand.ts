/** Opens what a project costs and returns. */
import { openPanelCommand } from './openPanelCommand.ts';

export const openCosts = openPanelCommand('plumbline.cost.open', (panels, specUri) => {
  panels.openCosts(specUri);
});
