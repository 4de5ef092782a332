// The command `npm run screenshot`: lets people look at the example in VS Code without opening it.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { abortOnInterrupt } from '../process/abortOnInterrupt.ts';
import { themes } from '../vscode/quietSettings.ts';
import type { Theme } from '../vscode/quietSettings.ts';
import { withVsCodePage } from '../vscode/withVsCodePage.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { chooseScenes } from './scenes.ts';
import type { Scene } from './scenes.ts';

const root = path.resolve(import.meta.dirname, '../..');
const themeNames = Object.keys(themes).filter(isTheme);

/**
 * Takes a picture of each scene in each theme; `dist/` must have been built.
 *
 * @param args names of scenes (all when there is none), `--theme NAME` (or `all`), `--folder DIR` to open another
 *   project, `--out DIR`, `--width N`, `--height N`, `--restricted` for Restricted Mode
 * @returns the exit code: 0
 * @throws {Error} on a name that is none, or when a scene cannot be reached
 */
export async function runScreenshot(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      theme: { type: 'string', default: 'dark' },
      folder: { type: 'string', default: path.join(root, 'examples/flight-delays') },
      out: { type: 'string', default: path.join(root, 'test/output/screenshots') },
      width: { type: 'string', default: '1280' },
      height: { type: 'string', default: '800' },
      restricted: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const scenes = chooseScenes(positionals);
  const folder = path.resolve(values.folder);
  const signal = abortOnInterrupt();
  await mkdir(values.out, { recursive: true });
  for (const theme of chooseThemes(values.theme)) {
    await withVsCodePage(
      {
        folder,
        openFile: path.join(folder, 'plumbline.yaml'),
        theme,
        trusted: !values.restricted,
        width: Number(values.width),
        height: Number(values.height),
        // A blinking cursor would never be still.
        // Nor does a picture say who wrote the line under the cursor.
        settings: {
          'editor.cursorBlinking': 'solid',
          'git.blame.statusBarItem.enabled': false,
          // What a terminal draws can be read by a scene, and no start file of a shell adds to it.
          'terminal.integrated.gpuAcceleration': 'off',
          'terminal.integrated.shellIntegration.enabled': false,
          'terminal.integrated.profiles.linux': { plain: { path: 'bash', args: ['--norc'] } },
          'terminal.integrated.defaultProfile.linux': 'plain',
        },
        signal,
        say,
      },
      async (workbench) => {
        for (const scene of scenes) {
          const file = path.join(values.out, `${scene.name}-${theme}.png`);
          await takePicture(workbench, scene, file);
          say(path.relative(process.cwd(), file));
          await workbench.closeAll();
          await workbench.openFile('plumbline.yaml');
        }
      },
    );
  }
  return 0;
}

async function takePicture(workbench: Workbench, scene: Scene, file: string): Promise<void> {
  try {
    await scene.act(workbench);
    await workbench.untilStill();
  } catch (error) {
    const failure = file.replace(/\.png$/, '-failed.png');
    await workbench.page.screenshot({ path: failure });
    throw new Error(`The scene ${scene.name} was not reached; ${failure} shows how far it came.`, { cause: error });
  }
  await workbench.page.screenshot({ path: file });
}

function chooseThemes(name: string): readonly Theme[] {
  if (name === 'all') return themeNames;
  if (!isTheme(name)) throw new Error(`There is no theme ${name}; there are all, ${themeNames.join(', ')}.`);
  return [name];
}

function isTheme(name: string): name is Theme {
  return Object.hasOwn(themes, name);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
