/** Tables and drawings of the Evaluation page as files. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { buildEvaluation, buildMachineRuns } from './support/evaluationFixture.ts';
import { launchBrowser, openPage, outputFolder } from './support/pageUnderTest.ts';

const saved = z.strictObject({ type: z.literal('saveText'), name: z.string(), text: z.string() });

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

async function save(button: string, view = buildEvaluation()): Promise<z.infer<typeof saved>> {
  const opened = await openPage(browser, { page: 'evaluation' });
  try {
    await opened.show(view);
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

  it.each(['roc', 'precision-recall', 'reliability', 'scores', 'gains', 'value-curve'])(
    'gives the numbers of %s so that a program can read each of them',
    async (id) => {
      const { text } = await save(`Save the numbers of ${id} as CSV`);
      const [, ...lines] = text.trim().split('\r\n');
      expect(lines.length).toBeGreaterThan(3);
      for (const line of lines) expect(line).toMatch(/^(-?\d+(\.\d+)?(e-?\d+)?(,|$))+$/);
    },
  );

  it('gives the latencies as numbers of milliseconds', async () => {
    const { text } = await save('Save the numbers of latency-0 as CSV', buildMachineRuns());
    const [head, ...lines] = text.trim().split('\r\n');
    expect(head).toBe('From (ms),To (ms),Queries');
    expect(lines[0]).toMatch(/^0\.5,0\.55,\d+$/);
    for (const line of lines) expect(line).toMatch(/^\d+(\.\d+)?,(\d+(\.\d+)?)?,\d+$/);
  });

  it('gives its drawing with the title and the key that stand beside it', async () => {
    const { name, text } = await save('Save scores as SVG');
    expect(name).toBe('scores.svg');
    const [head = ''] = text.split('<g');
    expect(head.match(/<text[^>]*font-weight="600"[^>]*>[^<]+/)).not.toBeNull();
    expect(text).toContain('>all others</text>');
    expect(text).toContain('stroke-dasharray="4 3"');
  });

  it('says of each number whose curve it is on where two runs are compared', async () => {
    const opened = await openPage(browser, { page: 'evaluation' });
    try {
      await opened.show(buildEvaluation());
      await opened.page.getByRole('combobox', { name: 'Compared with' }).selectOption({ index: 1 });
      await opened.page.getByRole('button', { name: 'Save the numbers of roc as CSV' }).click();
      const { text } = saved.parse(await opened.untilSent('saveText'));
      const lines = text.trim().split('\r\n');
      expect(lines[0]).toBe('Run,Falsely raised,Found');
      expect(new Set(lines.slice(1).map((line) => line.split(',')[0]))).toEqual(new Set(['this run', 'other run']));
      expect(await opened.faults()).toEqual([]);
    } finally {
      await opened.close();
    }
  });

  it('gives its drawing as a PNG that is sharp enough for a slide', async () => {
    const opened = await openPage(browser, { page: 'evaluation' });
    try {
      await opened.show(buildEvaluation());
      await opened.page.getByRole('button', { name: 'Save roc as PNG' }).click();
      const { name, base64 } = await opened.untilSent('savePicture');
      const bytes = Buffer.from(base64, 'base64');
      expect(name).toBe('roc.png');
      expect(bytes.subarray(1, 4).toString()).toBe('PNG');
      // The title stands above the 240 units of the drawing.
      expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([960, 720 + 28 * 3]);
      // A picture of one colour would be far smaller.
      expect(bytes.length).toBeGreaterThan(10_000);
      await mkdir(outputFolder, { recursive: true });
      await writeFile(path.join(outputFolder, name), bytes);
      expect(await opened.faults()).toEqual([]);
    } finally {
      await opened.close();
    }
  });

  it('gives metrics with their slices, intervals and goals as CSV', async () => {
    const { name, text } = await save('Save the numbers of metrics as CSV');
    expect(name).toBe('metrics.csv');
    const lines = text.trim().split('\r\n');
    expect(lines[0]).toBe('Metric,Slice,Rows,Value,Number,Low,High,Target,Limit,State');
    expect(lines).toContain('recall,,20000,0.610,0.61,0.59,0.63,0.70,0.60,Limit held');
    expect(lines).toContain('recall,evening,9000,0.75,0.75,,,,0.60,Limit held');
  });

  it('gives its drawing as an SVG that needs no style sheet', async () => {
    const { name, text } = await save('Save roc as SVG');
    expect(name).toBe('roc.svg');
    expect(text).toContain('xmlns="http://www.w3.org/2000/svg"');
    expect(text).toMatch(/stroke="rgb/);
    expect(text).not.toMatch(/class=|var\(/);
  });
});
