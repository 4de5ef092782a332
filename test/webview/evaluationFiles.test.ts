/** Tables and drawings of the Evaluation page as files. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { buildEvaluation } from './support/evaluationFixture.ts';
import { launchBrowser, openPage } from './support/pageUnderTest.ts';

const saved = z.strictObject({ type: z.literal('saveText'), name: z.string(), text: z.string() });

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

async function save(button: string): Promise<z.infer<typeof saved>> {
  const opened = await openPage(browser, { page: 'evaluation' });
  try {
    await opened.show(buildEvaluation());
    await opened.page.getByRole('button', { name: button }).click();
    const message = saved.parse(await opened.untilSent('saveText'));
    expect(await opened.faults()).toEqual([]);
    return message;
  } finally {
    await opened.close();
  }
}

describe('a figure of the Evaluation page', () => {
  it('gives all of its numbers as CSV', async () => {
    const { name, text } = await save('Save the numbers of roc as CSV');
    expect(name).toBe('roc.csv');
    const lines = text.split('\r\n');
    expect(lines[0]).toBe('Falsely raised,Found');
    expect(lines.length).toBeGreaterThan(3);
  });

  it('gives its drawing as an SVG that needs no style sheet', async () => {
    const { name, text } = await save('Save roc as SVG');
    expect(name).toBe('roc.svg');
    expect(text).toContain('xmlns="http://www.w3.org/2000/svg"');
    expect(text).toMatch(/stroke="rgb/);
    expect(text).not.toMatch(/class=|var\(/);
  });
});
