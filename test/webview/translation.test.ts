/** Every text of a page goes through the bundle of translations: with one of marked texts, none is left unmarked. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { pageTexts } from '../../schemas/pageTexts.ts';
import { bill, costs, run, withBill, work } from '../support/costModel.ts';
import { repository } from '../support/manifest.ts';
import { buildCheck, buildDrift, buildNothingCompared, buildWatched, performance } from './support/driftFixture.ts';
import {
  buildComparedRuns,
  buildEvaluation,
  buildFlawedRun,
  buildMachineRuns,
  buildNothingEvaluated,
} from './support/evaluationFixture.ts';
import { buildOverview } from './support/overviewFixture.ts';
import { buildPromotion } from './support/promotionPageFixture.ts';
import { usePanel } from './support/panelBrowser.ts';
import type { PageUnderTest } from './support/pageUnderTest.ts';
import { unfoldAll } from './support/unfoldAll.ts';

/** `{0} of {1} rows` → `⟦{0} of {1} rows⟧`. */
const marked = Object.fromEntries(
  Object.keys(pageTexts.parse(JSON.parse(readFileSync(path.join(repository, 'l10n/bundle.l10n.json'), 'utf8')))).map(
    (text) => [text, `⟦${text}⟧`],
  ),
);

/** Texts that the page shows or speaks, runs of markup as one, without blanks around. */
async function textsIn({ page }: PageUnderTest): Promise<readonly string[]> {
  const found = await page.evaluate<unknown>(`(() => {
    const spoken = ['aria-label', 'title', 'placeholder', 'alt', 'data-label'];
    const elements = [...document.querySelectorAll('body *:not(script, style)')];
    // A sentence with names between back quotes is cut where these stand, into parts that belong together.
    const parts = ['BDI', 'CODE'];
    const isSentence = (element) => [...(element?.children ?? [])].some((child) => child.nodeName === 'CODE');
    const isPart = (element) =>
      parts.includes(element.nodeName) &&
      (isSentence(element.parentElement) || (element.parentElement?.nodeName === 'CODE' && isPart(element.parentElement)));
    const ownNodes = (element) =>
      [...element.childNodes].filter(
        (node) => node.nodeType === Node.TEXT_NODE || (isSentence(element) && parts.includes(node.nodeName)),
      );
    return elements.flatMap((element) => [
      ...spoken.map((name) => element.getAttribute(name) ?? ''),
      // Values stand in nodes of their own, between those of the text that holds them.
      isPart(element) ? '' : ownNodes(element).map((node) => node.textContent).join(''),
    ]);
  })()`);
  return z
    .array(z.string())
    .parse(found)
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => /\p{L}{2}/u.test(text));
}

/** All texts of a view model. */
function textsOfModel(model: unknown): readonly string[] {
  // What stands between back quotes is shown as code, in an element of its own, and so is each line of a file.
  if (typeof model === 'string')
    return [model, ...model.split(/[`\n]/)].map((text) => text.replace(/\s+/g, ' ').trim());
  return typeof model === 'object' && model !== null ? Object.values(model).flatMap(textsOfModel) : [];
}

/** Names of formats, the same in every language. */
const names = ['CSV', 'FOCUS'];

/** Texts that neither went through the bundle nor came from the server. */
async function untranslated(opened: PageUnderTest, model: unknown): Promise<readonly string[]> {
  const fromServer = [...names, ...textsOfModel(model)].toSorted((left, right) => right.length - left.length);
  const texts = new Set(await textsIn(opened));
  return [...texts].filter((text) => {
    const outside = text.replace(/⟦[^⟦⟧]*(?:⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧/gu, ' ');
    const rest = fromServer.reduce((left, value) => (value === '' ? left : left.replaceAll(value, ' ')), outside);
    return /\p{L}{2}/u.test(rest);
  });
}

describe('texts of the Overview page', () => {
  const openPanel = usePanel('overview');

  it('all go through the bundle', async () => {
    const opened = await openPanel({ texts: marked });
    const model = buildOverview();
    await opened.show(model);
    expect(await untranslated(opened, model)).toEqual([]);
  });
});

describe('texts of the Cost page', () => {
  const openPanel = usePanel('cost');

  it('all go through the bundle', async () => {
    const opened = await openPanel({ texts: marked });
    const model = await costs(withBill, {
      actuals: { bill },
      work,
      runs: [run('large', 9000, 0.72, 0.36), run('small', 1000, 0.69, 0.34)],
    });
    await opened.show(model);
    expect(await untranslated(opened, model)).toEqual([]);
  });
});

describe('texts of the Drift page', () => {
  const openPanel = usePanel('drift');

  it('all go through the bundle, unfolded, while it compares, and before anything was compared', async () => {
    const changed = [{ window: 4, name: 'a b', why: 'c d' }];
    const progress = { compared: 2, total: 50, stopped: null };
    const check = buildCheck({ performance: [...performance], parts: [{ heading: 'e f', lines: ['g h'] }], changed });
    const windows = check.windows.map((window, index) => (index < 2 ? { ...window, because: 'i j' } : window));
    const columns = check.columns.map((column) => ({ ...column, canMonitor: true }));
    const opened = await openPanel({ texts: marked });
    const models = [
      buildDrift([{ ...check, windows, columns }], true, [buildWatched()]),
      buildDrift([buildCheck({ id: 'weeks', progress }), check], true, [], true),
      buildDrift([buildCheck({ progress: { ...progress, stopped: 'k l' } })], false),
      buildNothingCompared(true),
    ];
    for (const model of models) {
      await opened.show(model);
      await unfoldAll(opened);
      expect(await untranslated(opened, model)).toEqual([]);
    }
  });
});

describe('texts of the Evaluation page', () => {
  const openPanel = usePanel('evaluation');

  it('all go through the bundle, unfolded, for one run, two runs, those of a machine, and before anything was run', async () => {
    const opened = await openPanel({ texts: marked });
    const models = [
      buildEvaluation(),
      buildComparedRuns(),
      buildMachineRuns(),
      buildFlawedRun(),
      buildNothingEvaluated(true),
    ];
    for (const model of models) {
      await opened.show(model);
      await unfoldAll(opened);
      expect(await untranslated(opened, model)).toEqual([]);
    }
  });
});

describe('texts of the Promotion page', () => {
  const openPanel = usePanel('promotion');

  it('all go through the bundle', async () => {
    const opened = await openPanel({ texts: marked });
    const model = buildPromotion();
    await opened.show(model);
    await unfoldAll(opened);
    expect(await untranslated(opened, model)).toEqual([]);
  });
});
