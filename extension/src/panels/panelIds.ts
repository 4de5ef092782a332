/** The names of all panels: what activation registers, without loading what they show. */
export const panelIds = ['overview', 'evaluation', 'runs', 'drift', 'cost', 'promotion'] as const;

export type PanelId = (typeof panelIds)[number];

/** Type of the webview of a panel, in the manifest's activation events and in the state that VS Code keeps. */
export function viewTypeOf(id: PanelId): `plumbline.${PanelId}` {
  return `plumbline.${id}`;
}
