/** `node scripts/drift/simulateVerdicts.ts [repetitions] [table]`: writes the tables of docs/drift-methods.md anew. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createRandomStream } from '../../server/src/statistics/seededRandom.ts';
import {
  countShare,
  describePopulation,
  drawDays,
  drawPair,
  rivalAlarms,
  rivalScores,
  saysDrift,
  saysDriftOfDays,
  simulatedKinds,
  type SimulatedDays,
  type SimulatedKind,
} from './simulation.ts';

const seed = 20261121;
const page = path.join(import.meta.dirname, '../../docs/drift-methods.md');
const referenceRows = 5000;
const falseAlarm = 0.05;
const windows = [50, 100, 200, 500, 2000, 10_000, 1_000_000];
const powerWindows = [50, 100, 200, 500, 2000];

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const counted = (rows: number): string => rows.toLocaleString('en-US');

/** The reference is as large as the window when that is larger. */
function rowsFor(current: number): { readonly reference: number; readonly current: number } {
  return { reference: Math.max(referenceRows, current), current };
}

function falseAlarmTable(repetitions: number): readonly string[] {
  const random = createRandomStream(seed);
  const rivals = Object.keys(rivalAlarms);
  const rows = windows.map((window) => {
    const ours = simulatedKinds.map((kind) => {
      const population = describePopulation(kind);
      return countShare(repetitions, (seedOfRun) =>
        saysDrift(drawPair(random, population, rowsFor(window), false), seedOfRun),
      );
    });
    const theirs = rivals.map((rival) => {
      const says = rivalAlarms[rival];
      const population = describePopulation('normal');
      return countShare(
        Math.min(repetitions, 300),
        () => says?.(drawPair(random, population, rowsFor(window), false)) ?? false,
      );
    });
    return `| ${[counted(window), ...ours.map(percent), ...theirs.map(percent)].join(' | ')} |`;
  });
  return [
    `| rows of the window | ${[...simulatedKinds, ...rivals.map((rival) => `${rival}, normal`)].join(' | ')} |`,
    `|${'---:|'.repeat(1 + simulatedKinds.length + rivals.length)}`,
    ...rows,
  ];
}

function powerTable(repetitions: number): readonly string[] {
  const random = createRandomStream(seed + 1);
  const rivals = Object.entries(rivalScores);
  const rows = simulatedKinds.flatMap((kind) => powerWindows.map((window) => describePower(kind, window)));
  function describePower(kind: SimulatedKind, window: number): string {
    const population = describePopulation(kind);
    const draw = (hasMoved: boolean) => drawPair(random, population, rowsFor(window), hasMoved);
    const still = Array.from({ length: 2 * repetitions }, () => draw(false));
    const moved = Array.from({ length: repetitions }, () => draw(true));
    const ours = countShare(repetitions, (place) => {
      const pair = moved[place];
      return pair !== undefined && saysDrift(pair, place);
    });
    const theirs = rivals.map(([, score]) => {
      const chance = still.map((pair) => score(pair)).sort((a, b) => a - b);
      const bar = chance[Math.ceil((1 - falseAlarm) * chance.length) - 1] ?? 0;
      return moved.filter((pair) => score(pair) > bar).length / repetitions;
    });
    return `| ${[kind, counted(window), percent(ours), ...theirs.map(percent)].join(' | ')} |`;
  }
  return [
    `| column | rows of the window | Plumbline | ${rivals.map(([name]) => name).join(' | ')} |`,
    `|---|${'---:|'.repeat(2 + rivals.length)}`,
    ...rows,
  ];
}

const oneDay: SimulatedDays = {
  reference: 30,
  current: 1,
  rowsPerDay: 500,
  apart: 0.3,
  carried: 0,
  daysPerBlock: 1,
};
const week = { ...oneDay, reference: 91, current: 7 };

/** What is simulated, and how long a block is. */
const simulatedDays: readonly (readonly [string, string, SimulatedDays])[] = [
  ['days that are not alike', 'a day of 30', { ...oneDay, apart: 0 }],
  ['days that lie 0.1 apart', 'a day of 30', { ...oneDay, apart: 0.1 }],
  ['days that lie 0.3 apart', 'a day of 30', oneDay],
  ['days that lie 0.3 apart', 'a week of 13, by day', week],
  ['and each is like the day before', 'a week of 13, by day', { ...week, carried: 0.6 }],
  ['and each is like the day before', 'a week of 13, by week', { ...week, carried: 0.6, daysPerBlock: 7 }],
  [
    'and each is like the day before',
    '4 weeks of 13, by week',
    { ...week, current: 28, carried: 0.6, daysPerBlock: 7 },
  ],
  [
    'hours, each like the hour before',
    'a day of 5, by hour',
    { ...oneDay, reference: 120, current: 24, rowsPerDay: 100, carried: 0.9 },
  ],
];

function alikeTable(repetitions: number): readonly string[] {
  const kinds: readonly SimulatedKind[] = ['normal', 'categorical'];
  const rows = simulatedDays.map(([what, window, days]) => {
    const shares = kinds.flatMap((kind) =>
      [0, 0.4].flatMap((shift) =>
        [false, true].map((knowsBlocks) => {
          const random = createRandomStream(7);
          return percent(
            countShare(repetitions, () => saysDriftOfDays(drawDays(random, kind, days, shift), days, knowsBlocks)),
          );
        }),
      ),
    );
    return `| ${[what, window, ...shares].join(' | ')} |`;
  });
  const heads = kinds.flatMap((kind) => [
    `${kind}, no change`,
    'with `block`',
    `${kind}, moved by 0.4`,
    'with `block`',
  ]);
  return [`| rows | window | ${heads.join(' | ')} |`, `|---|---|${'---:|'.repeat(heads.length)}`, ...rows];
}

function replaceBetween(text: string, name: string, lines: readonly string[]): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no place for ${name}.`);
  return `${text.slice(0, from + start.length)}\n\n${lines.join('\n')}\n\n${text.slice(to)}`;
}

const repetitions = Number(process.argv[2] ?? 2000);
const tables = {
  'false alarms': () => falseAlarmTable(repetitions),
  power: () => powerTable(Math.ceil(repetitions / 2)),
  alike: () => alikeTable(Math.ceil(repetitions / 10)),
};
let text = await readFile(page, 'utf8');
for (const [name, draw] of Object.entries(tables)) {
  if (process.argv[3] === undefined || process.argv[3] === name) text = replaceBetween(text, name, draw());
}
await writeFile(page, text);
