/** docs/reliability.md, from what a soak has measured. */
import type { Activity } from './soakCycle.ts';
import { activities } from './soakCycle.ts';
import type { Trend } from './judgeTrend.ts';

export interface SoakResult {
  readonly minutes: number;
  readonly cycles: number;
  /** Of activities that could not be done: one sentence why. */
  readonly notDone: ReadonlyMap<Activity, string>;
  readonly done: ReadonlyMap<Activity, number>;
  readonly blamed: ReadonlyMap<Activity, readonly string[]>;
  /** What was measured after each cycle, with its unit, and how it is judged. */
  readonly trends: readonly { readonly what: string; readonly unit: string; readonly trend: Trend }[];
  /** Such as `linux-x64, Node 24.1.0, 2 cores`. */
  readonly machine: string;
}

const meanings: Readonly<Record<Activity, readonly [what: string, expected: string]>> = {
  edit: ['letters typed into the spec, each with a hover', 'the mistake is found, and gone when it is taken back'],
  evaluate: ['evaluations of a model over 500 images', 'a run record, whole, and all earlier ones unchanged'],
  cancel: ['evaluations cancelled while the model runs', 'no record, nothing half written'],
  kill: ['processes of a model ended by force', 'one sentence or a record, and the next evaluation works'],
  fill: ['evaluations on a full disk', 'one sentence, no record lost or cut, and the next evaluation works'],
  switch: ['switches of the git branch', 'the findings of that branch'],
  reload: ['windows opened anew on the same folder', 'the same findings, and an orderly end'],
};

/** The whole page. */
export function writeReliabilityPage(result: SoakResult): string {
  const failures = [...result.blamed].flatMap(([activity, sentences]) =>
    sentences.map((sentence) => `- ${activity}: ${sentence}`),
  );
  return `# Reliability

Written by \`npm run soak\`, which runs the bundled language server for ten minutes on the example \`digits\`: it edits, evaluates, cancels, kills, fills the disk, switches branches and opens windows, over and over.
\`npm run soak -- --minutes 1\` is shorter, and writes no page.

The last run took ${result.minutes.toFixed(1)} minutes and ${result.cycles} cycles on ${result.machine}.

| times | what | what must come of it | failures |
| ---: | --- | --- | ---: |
${activities.map((activity) => activityRow(activity, result)).join('\n')}

After each cycle memory and handles are read from the system, and judged over the second half of the run, when caches are full.
The growth is that of the slope (Theil and Sen) over that half; it is flat when it is at most a tenth of the level.

| of the language server | level | growth over the second half | flat |
| --- | ---: | ---: | --- |
${result.trends.map(trendRow).join('\n')}
${failures.length === 0 ? '' : `\n## Failures\n\n${failures.join('\n')}\n`}`;
}

function activityRow(activity: Activity, { done, notDone, blamed }: SoakResult): string {
  const [what, expected] = meanings[activity];
  const because = notDone.get(activity);
  return because === undefined
    ? `| ${done.get(activity) ?? 0} | ${what} | ${expected} | ${blamed.get(activity)?.length ?? 0} |`
    : `| 0 | ${what} | not done: ${because} | |`;
}

function trendRow({ what, unit, trend }: SoakResult['trends'][number]): string {
  const amount = (value: number) => `${value.toFixed(1)}${unit}`;
  return `| ${what} | ${amount(trend.level)} | ${amount(trend.growth)} | ${trend.isFlat ? 'yes' : 'no'} |`;
}
