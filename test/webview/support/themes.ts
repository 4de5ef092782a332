/** The editor's four kinds of theme, with every variable that VS Code gives to a page in them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const recordedTheme = z.strictObject({
  /** Classes of the page's body. */
  bodyClass: z.string(),
  /** Name of a CSS variable → its value. */
  variables: z.record(z.string().startsWith('--'), z.string()),
});

export type RecordedTheme = z.infer<typeof recordedTheme>;

export const themeNames = ['light', 'dark', 'high-contrast-dark', 'high-contrast-light'] as const;
export type ThemeName = (typeof themeNames)[number];

/** Class that the editor gives to the body when its user wants less motion. */
export const reducedMotionClass = 'vscode-reduce-motion';

export function themeFile(name: ThemeName): string {
  return path.resolve(import.meta.dirname, `../themes/${name}.json`);
}

/** A theme as recordThemes.ts saw it in a real VS Code. */
export function readTheme(name: ThemeName): RecordedTheme {
  return recordedTheme.parse(JSON.parse(readFileSync(themeFile(name), 'utf8')));
}
