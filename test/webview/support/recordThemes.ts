/**
 * Records what a real VS Code gives to a webview in each theme: `npx node test/webview/support/recordThemes.ts`.
 *
 * Run it after a new version of VS Code; the recorded files are what the pages' tests are drawn with.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withVsCodePage } from '../../../scripts/vscode/withVsCodePage.ts';
import type { RecordedTheme } from './themes.ts';
import { reducedMotionClass, themeFile, themeNames } from './themes.ts';

const manifest = {
  publisher: 'plumbline-test',
  name: 'blank-panel',
  version: '0.0.1',
  engines: { vscode: '^1.101.0' },
  main: './main.js',
  activationEvents: ['onStartupFinished'],
};

const source = `
const vscode = require('vscode');
exports.activate = () => {
  vscode.window.createWebviewPanel('blank', 'Blank', vscode.ViewColumn.One, {}).webview.html = '<p id="here">here</p>';
};
`;

/** Icon glyphs are no colours, and are most of what VS Code gives. */
const isRecorded = (name: string): boolean => !name.startsWith('--vscode-icon-');

const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-themes-'));
try {
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(path.join(folder, 'main.js'), source);
  for (const theme of themeNames) {
    const options = { folder, theme, trusted: true, width: 1200, height: 800, extension: { folder } };
    const recorded = await withVsCodePage(options, async (workbench): Promise<RecordedTheme> => {
      const frame = workbench.panelFrame();
      await frame.locator('#here').waitFor();
      const style = (await frame.locator('html').getAttribute('style')) ?? '';
      const classes = (await frame.locator('body').getAttribute('class')) ?? '';
      const variables = [...style.matchAll(/(--[\w-]+):\s*([^;]+);/gu)]
        .map(([, name, value]): [string, string] => [name ?? '', (value ?? '').trim()])
        .filter(([name]) => isRecorded(name))
        .sort(([first], [second]) => (first < second ? -1 : 1));
      // Less motion is a choice of the test, not of the theme.
      const bodyClass = classes
        .split(' ')
        .filter((name) => name !== reducedMotionClass)
        .join(' ');
      return { bodyClass, variables: Object.fromEntries(variables) };
    });
    await writeFile(themeFile(theme), JSON.stringify(recorded, null, 2) + '\n');
  }
} finally {
  await rm(folder, { recursive: true });
}
