// The soak: a server at work for minutes, in cycles, with its memory and handles read after each.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { abortOnInterrupt } from '../../scripts/process/abortOnInterrupt.ts';
import { createRandomStream } from '../../server/src/statistics/seededRandom.ts';
import { judgeTrend } from './judgeTrend.ts';
import { readFigures } from './processFigures.ts';
import type { ProcessFigures } from './processFigures.ts';
import { writeReliabilityPage } from './reliabilityPage.ts';
import type { SoakResult } from './reliabilityPage.ts';
import { makeSmallDisk } from './smallDisk.ts';
import { runCycle } from './soakCycle.ts';
import type { Activity, SoakContext } from './soakCycle.ts';
import { makeSoakProject } from './soakProject.ts';
import { startSoakServer } from './soakServer.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Minutes of a whole soak, whose page is kept. */
const wholeMinutes = 10;

/** Enough for the example, its history and the records of one cycle. */
const diskMegabytes = 64;

/** Growth over the second half, as a share of the level, that counts as flat. */
const flatShare = 0.1;

/** Fewer cycles tell nothing. */
const leastCycles = 6;

interface Measurement extends ProcessFigures {
  readonly temporaryFiles: number;
}

/**
 * @param args `--minutes N`; ten when absent, and only then the page is written
 * @returns the exit code: 0 when nothing was lost and everything is flat, 1 otherwise
 */
export async function runSoak(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { minutes: { type: 'string' } } });
  const minutes = values.minutes === undefined ? wholeMinutes : Number(values.minutes);
  if (!(minutes > 0)) throw new Error('--minutes takes a number above 0.');
  if (!existsSync(path.join(root, 'dist/server.cjs'))) throw new Error('Run `npm run build` first.');
  const signal = abortOnInterrupt();
  const result = await soak(minutes, signal);
  signal.throwIfAborted();
  const page = writeReliabilityPage(result);
  say(page);
  if (minutes >= wholeMinutes) writeFileSync(path.join(root, 'docs/reliability.md'), page);
  const failures = [...result.blamed.values()].flat().length;
  const isFlat = result.trends.every(({ trend }) => trend.isFlat);
  say(`${failures} failures; memory and handles are ${isFlat ? 'flat' : 'not flat'}.`);
  return failures === 0 && isFlat ? 0 : 1;
}

async function soak(minutes: number, signal: AbortSignal): Promise<SoakResult> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-soak-')));
  const temporaryFolder = path.join(folder, 'temporary');
  mkdirSync(temporaryFolder);
  const disk = makeSmallDisk(path.join(folder, 'disk'), diskMegabytes);
  const project = makeSoakProject(root, path.join(folder, 'disk/digits'));
  const options = { root, project, temporaryFolder };
  const server = await startSoakServer(options);
  try {
    const done = new Map<Activity, number>();
    const blamed = new Map<Activity, string[]>();
    const context: SoakContext = {
      ...options,
      server,
      disk,
      random: createRandomStream(1),
      // Never satisfied, so that it waits until the last fact has come.
      baseline: await server.findings(() => false),
      count: (activity, times) => void done.set(activity, (done.get(activity) ?? 0) + times),
      blame: (activity, sentence) => {
        say(`  ${activity}: ${sentence}`);
        blamed.set(activity, [...(blamed.get(activity) ?? []), sentence]);
      },
      version: 1,
    };
    const measured: Measurement[] = [];
    const start = performance.now();
    const elapsed = () => (performance.now() - start) / 60_000;
    while (!signal.aborted && (elapsed() < minutes || measured.length < leastCycles)) {
      await runCycle(context);
      measured.push({ ...readFigures(server.pid), temporaryFiles: readdirSync(temporaryFolder).length });
      say(`${elapsed().toFixed(1)} min, cycle ${measured.length}: ${JSON.stringify(measured.at(-1))}`);
    }
    await server.end();
    return {
      minutes: elapsed(),
      cycles: measured.length,
      notDone: new Map(disk.withoutLimit === undefined ? [] : [['fill', disk.withoutLimit] as const]),
      done,
      blamed,
      trends: [
        trendOf('memory', ' MiB', measured, ({ memoryMiB }) => memoryMiB),
        trendOf('open files, sockets and pipes', '', measured, ({ handles }) => handles),
        trendOf('processes that it has started and that run', '', measured, ({ children }) => children),
        trendOf('files and folders in its temporary folder', '', measured, ({ temporaryFiles }) => temporaryFiles),
      ],
      machine: `${process.platform}-${process.arch}, Node ${process.versions.node}, ${availableParallelism()} cores`,
    };
  } finally {
    server.kill();
    disk.remove();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function trendOf(
  what: string,
  unit: string,
  measured: readonly Measurement[],
  read: (one: Measurement) => number,
): SoakResult['trends'][number] {
  return { what, unit, trend: judgeTrend(measured.map(read), flatShare) };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
