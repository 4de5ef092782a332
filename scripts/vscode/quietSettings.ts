// User settings of a VS Code that should show our extension and nothing else.

/** The four kinds of theme, by the names that VS Code gives to its own. */
export const themes = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  'high-contrast-dark': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
} as const;

export type Theme = keyof typeof themes;

/** A setting's name → its value, as in VS Code's `settings.json`. */
export type Settings = Readonly<Record<string, unknown>>;

/** No welcome page, no chat, no tips, no network: what a person opens this for is in front. */
export const quietSettings: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  // In a browser, VS Code would save by itself what someone only tries.
  'files.autoSave': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'telemetry.telemetryLevel': 'off',
  'git.openRepositoryInParentFolders': 'always',
};

/** The quiet settings in a theme. */
export function themedSettings(theme: Theme): Settings {
  return { ...quietSettings, 'workbench.colorTheme': themes[theme] };
}
