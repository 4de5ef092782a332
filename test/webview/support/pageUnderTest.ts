/** A built page in a real browser, with a fake editor around it: the document and the policy are those of the host. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import * as z from 'zod';
import { panelHtml } from '../../../extension/src/panels/panelHtml.ts';
import type { HostMessage, PageMessage, PanelState } from '../../../schemas/panelMessages.ts';
import { pageMessage, panelState } from '../../../schemas/panelMessages.ts';
import { chromiumLaunchOptions, ensureChromium } from '../../../scripts/chromium.ts';
import type { ThemeName } from './themes.ts';
import { readTheme, reducedMotionClass } from './themes.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Where the build puts the pages. */
export const builtPages = path.join(root, 'dist/webviews');

/** Where pictures are kept for people to look at. */
export const outputFolder = path.join(root, 'test/output/webview');

/** Far longer than anything on a page takes, so that a failure is told before the test itself runs out of time. */
const longestWaitMs = 45_000;

const origin = 'http://page.test';
const nonce = 'bm9uY2Ugb2YgdGhlIHRlc3Q';

declare global {
  /** What the fake editor lets a test see of the page; only there, inside the browser. */
  var plumblineTest: {
    readonly sent: readonly { readonly type: string }[];
    readonly kept: {
      readonly page: {
        readonly memory: { readonly unfolded: Readonly<Record<string, boolean>> };
        readonly scrollTop: number;
      };
    };
    readonly violations: readonly string[];
    readonly scrollTop: number;
  };
}

export interface PageOptions {
  readonly page: 'overview' | 'promotion' | 'evaluation' | 'runs' | 'drift' | 'cost';
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What an earlier life of the page kept. */
  readonly state?: PanelState;
  readonly reducedMotion?: boolean;
  /** English text → text of the page. */
  readonly texts?: Readonly<Record<string, string>>;
}

export interface PageUnderTest {
  readonly page: Page;
  /** Sends a message as the host does; it need not be a valid one. */
  readonly send: (message: unknown) => Promise<void>;
  readonly show: (viewModel: unknown) => Promise<void>;
  /** What the page has sent so far, parsed: an invalid message fails the test. */
  readonly sent: () => Promise<readonly PageMessage[]>;
  /** Resolves with the first message of a type, as soon as it is there. */
  readonly untilSent: <Type extends PageMessage['type']>(type: Type) => Promise<Extract<PageMessage, { type: Type }>>;
  /** What the page keeps for its next life. */
  readonly kept: () => Promise<PanelState>;
  /** Saves a picture of the whole page for people to look at. */
  readonly picture: (name: string) => Promise<void>;
  /** Policy violations, errors that nobody caught, and requests to anywhere else. Empty on a good page. */
  readonly faults: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch(chromiumLaunchOptions(await ensureChromium()));
}

/** What VS Code does to a page before its script runs: the message API, the theme, and a style sheet of its own. */
function fakeEditor(theme: ThemeName, state: PanelState | undefined, reducedMotion: boolean): string {
  const { bodyClass, variables } = readTheme(theme);
  const classes = reducedMotion ? `${bodyClass} ${reducedMotionClass}` : bodyClass;
  return `(() => {
    const sent = [];
    let kept = ${JSON.stringify(state)};
    globalThis.plumblineTest = { sent, get kept() { return kept; }, violations: [], get scrollTop() { return scrollY; } };
    document.addEventListener('securitypolicyviolation', (event) => {
      plumblineTest.violations.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample);
    });
    let isTaken = false;
    globalThis.acquireVsCodeApi = () => {
      if (isTaken) throw new Error('acquireVsCodeApi was called twice.');
      isTaken = true;
      return {
        postMessage: (message) => sent.push(structuredClone(message)),
        getState: () => kept,
        setState: (next) => { kept = structuredClone(next); return next; },
      };
    };
    const variables = ${JSON.stringify(variables)};
    document.addEventListener('readystatechange', () => {
      if (document.readyState !== 'interactive') return;
      for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
      document.body.className = ${JSON.stringify(classes)};
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('body { padding: 0 20px; color: var(--vscode-editor-foreground); background: var(--vscode-editor-background); }');
      document.adoptedStyleSheets = [sheet, ...document.adoptedStyleSheets];
    });
  })()`;
}

export async function openPage(browser: Browser, options: PageOptions): Promise<PageUnderTest> {
  const { page: name, theme = 'dark', width = 1400, height = 900, state, reducedMotion = false, texts } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(longestWaitMs);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  await page.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    if (url.origin !== origin) {
      faults.push(`request: ${url.href}`);
      await route.abort();
    } else if (url.pathname === '/') {
      const asset = (file: string): string => `${origin}/${file}`;
      const [scriptUri, styleUri] = [asset(`${name}.js`), asset(`${name}.css`)];
      const document = { cspSource: origin, nonce, scriptUri, styleUri, title: 'Overview', language: 'en' };
      const body = panelHtml({ ...document, texts });
      await route.fulfill({ contentType: 'text/html; charset=utf-8', body });
    } else if (url.pathname === '/favicon.ico') {
      await route.fulfill({ status: 204 });
    } else {
      const contentType = url.pathname.endsWith('.css') ? 'text/css' : 'text/javascript';
      await route.fulfill({
        contentType,
        body: readFileSync(path.join(builtPages, path.posix.basename(url.pathname))),
      });
    }
  });
  await page.addInitScript(fakeEditor(theme, state, reducedMotion));
  await page.goto(`${origin}/`);

  const read = async <Value>(expression: string, shape: z.ZodType<Value>): Promise<Value> =>
    shape.parse(await page.evaluate<unknown>(expression));
  const send = async (message: unknown): Promise<void> => {
    // Listeners are called in the order in which they were added: when ours is called, the page has had its turn.
    await page.evaluate(`new Promise((resolve) => {
      window.addEventListener('message', () => resolve(), { once: true });
      window.postMessage(${JSON.stringify(message)}, '*');
    })`);
  };
  const sent = () => read('plumblineTest.sent', z.array(pageMessage));

  const opened: PageUnderTest = {
    page,
    send,
    show: (viewModel) =>
      send({
        type: 'show',
        resource: 'file:///projects/flight-delays/plumbline.yaml',
        viewModel,
      } satisfies HostMessage),
    sent,
    untilSent: async (type) => {
      // A function and not a string: a string would be evaluated by the page, which its policy forbids.
      await page.waitForFunction((wanted) => plumblineTest.sent.some((message) => message.type === wanted), type);
      const found = (await sent()).find(
        (message): message is Extract<PageMessage, { type: typeof type }> => message.type === type,
      );
      if (found === undefined) throw new Error(`The page sent no ${type}.`);
      return found;
    },
    kept: () => read('plumblineTest.kept', panelState),
    picture: async (pictureName) => {
      await page.screenshot({ path: path.join(outputFolder, `${pictureName}.png`), fullPage: true });
    },
    faults: async () => [...faults, ...(await read('plumblineTest.violations', z.array(z.string())))],
    close: () => context.close(),
  };
  await opened.untilSent('ready');
  return opened;
}
