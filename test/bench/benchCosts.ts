/** Costs: a bill of a gigabyte, the same costs once it has been read, and the sliders of What if in a browser. */
import { mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { costReport } from '../../schemas/costPanel.ts';
import { costs } from '../support/costModel.ts';
import { launchBrowser, openPage } from '../webview/support/pageUnderTest.ts';
import { makeFocusBill, sumByHand } from './makeFocusBill.ts';
import { runProcess } from './measure.ts';
import type { BenchReport } from './report.ts';

const rows = 1_500_000;
const spec = `plumbline: v1
project: costs-of-a-company
costs:
  currency: USD
  actuals:
    cloud:
      format: focus
      path: "*.csv"
      tags: {project: flight-delays}
      map: {Compute: inference, Storage: storage}
  items:
    inference: {cost: 900 kUSD/month, actual: cloud}
    storage: {cost: 900 kUSD/month, actual: cloud}
`;

export async function benchCosts(report: BenchReport, root: string): Promise<void> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-bench-')));
  const cache = process.env['XDG_CACHE_HOME'];
  // What an earlier bench kept must not answer.
  process.env['XDG_CACHE_HOME'] = path.join(folder, 'cache');
  try {
    await benchBill(report, root, folder);
  } finally {
    if (cache === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = cache;
    rmSync(folder, { recursive: true });
  }
  await benchSliders(report);
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

async function benchBill({ row }: BenchReport, root: string, folder: string): Promise<void> {
  const bill = path.join(folder, 'bill.csv');
  await makeFocusBill(bill, rows);
  writeFileSync(path.join(folder, 'plumbline.yaml'), spec);
  const started = performance.now();
  const byHand = await sumByHand(bill);
  const handMs = performance.now() - started;
  const read = async () => {
    const run = await runProcess(process.execPath, ['dist/cli.cjs', 'cost', folder, '--format', 'json'], root);
    const { costs: view } = costReport.parse(JSON.parse(run.stdout));
    return { run, view };
  };
  const first = await read();
  const size = `${(statSync(bill).size / 1e9).toFixed(2)} GB and ${rows.toLocaleString('en')} charges`;
  row(
    `import of a cloud bill of ${size}, cold`,
    `${seconds(first.run.milliseconds)}; a plain SQL sum of it ${seconds(handMs)}`,
    '≤ 20 s',
    first.run.milliseconds <= 20_000,
  );
  const peak = first.run.peakChildMiB;
  if (peak !== undefined)
    row('resident memory of the worker meanwhile', `${peak.toFixed(0)} MiB`, '≤ 1024 MiB', peak <= 1024);
  const imported = first.view.state === 'costs' ? first.view.imports[0] : undefined;
  const whole = [...byHand.values()].reduce((sum, amount) => sum + Number(amount), 0);
  const plan = first.view.state === 'costs' && first.view.plan.state === 'known' ? first.view.plan : undefined;
  const ours = (plan?.months ?? []).reduce((sum, { actual }) => sum + (actual ?? 0), 0);
  const complete = new Set((plan?.months ?? []).flatMap(({ month, actual }) => (actual === undefined ? [] : [month])));
  const theirs = [...byHand].reduce((sum, [key, amount]) => {
    const [month = '', ...kind] = key.split(' ');
    return complete.has(month) && ['Compute', 'Storage'].includes(kind.join(' ')) ? sum + Number(amount) : sum;
  }, 0);
  row(
    'difference of its complete months from the plain SQL sum',
    `${Math.abs(ours - theirs).toFixed(4)} of ${theirs.toFixed(2)} USD (the whole bill ${imported?.total ?? 'not read'}, ${whole.toFixed(2)} USD by hand)`,
    '≤ 0.01 USD',
    complete.size > 0 && Math.abs(ours - theirs) <= 0.01,
  );
  const again = await read();
  row(
    'the same costs from the stored summary, with the start of the command line and its worker',
    seconds(again.run.milliseconds),
    '≤ 1 s',
    again.run.milliseconds <= 1000 && JSON.stringify(again.view).includes(imported?.total ?? '?'),
  );
}

/** Runs in the page, whose types are not those of the bench. */
const moveSlider = `(async () => {
  const slider = document.querySelector('#slider-volume');
  const number = () => document.querySelector('[aria-live] .tile-number').textContent;
  const taken = [];
  for (let turn = 0; turn < 40; turn += 1) {
    const before = number();
    const start = performance.now();
    slider.value = String(Number(slider.value) + (turn % 2 === 0 ? 1 : -1) * Number(slider.step || 1));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    while (number() === before && performance.now() - start < 1000) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    taken.push(performance.now() - start);
  }
  return taken;
})()`;

/** From a key that moves a slider to the frame with the new numbers. */
async function benchSliders({ row }: BenchReport): Promise<void> {
  const browser = await launchBrowser();
  try {
    const opened = await openPage(browser, { page: 'cost' });
    await opened.show(await costs());
    await opened.page.waitForSelector('#slider-volume');
    const samples = z.array(z.number()).parse(await opened.page.evaluate<unknown>(moveSlider));
    const sorted = samples.toSorted((left, right) => left - right);
    const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
    row('What if: from a slider to the new numbers, p95', `${p95.toFixed(0)} ms`, '≤ 50 ms', p95 <= 50);
    await opened.close();
  } finally {
    await browser.close();
  }
}
