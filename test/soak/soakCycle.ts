/** One turn of the soak: everything that a day of work does to a server, with its faults. */
import { CancellationTokenSource, HoverRequest } from 'vscode-languageserver/node';
import type { RandomStream } from '../../server/src/statistics/seededRandom.ts';
import type { SmallDisk } from './smallDisk.ts';
import type { SoakProject } from './soakProject.ts';
import type { Evaluated, SoakServer } from './soakServer.ts';
import { startSoakServer } from './soakServer.ts';
import type { SoakServerOptions } from './soakServer.ts';

/** What is done in each cycle, in this order. */
export const activities = ['edit', 'evaluate', 'cancel', 'kill', 'fill', 'switch', 'reload'] as const;
export type Activity = (typeof activities)[number];

export interface SoakContext extends SoakServerOptions {
  readonly server: SoakServer;
  readonly disk: SmallDisk;
  readonly random: RandomStream;
  /** What is found in the spec of `main` while nothing is measured. */
  readonly baseline: ReadonlySet<string>;
  /** Adds to what was done of an activity. */
  readonly count: (activity: Activity, times: number) => void;
  /** Says what should not have happened; the soak goes on. */
  readonly blame: (activity: Activity, sentence: string) => void;
  /** The version of the open document. */
  version: number;
}

const edits = 12;

export async function runCycle(context: SoakContext): Promise<void> {
  await edit(context);
  await evaluate(context);
  await cancel(context);
  await killWorker(context);
  if (context.disk.withoutLimit === undefined) await fillDisk(context);
  await switchBranch(context);
  // Without measurements both windows know as little as at the start.
  await context.server.tellChanged(context.project.tidy());
  await reload(context);
}

/** A mistake is typed letter by letter, found, and taken back. */
async function edit(context: SoakContext): Promise<void> {
  const { server, project } = context;
  const { baseline } = context;
  const line = project
    .readSpec()
    .split('\n')
    .findIndex((text) => text.startsWith('phase:'));
  const typed = 'poc'.length;
  for (let letter = 0; letter < edits; letter += 1) {
    await type(context, line, 'phase: '.length + typed + letter, 0, 'x');
    await server.client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: project.specUri },
      position: { line, character: 2 },
    });
  }
  if (!(await server.findings((codes) => codes.has('spec/wrong-value'))).has('spec/wrong-value'))
    context.blame('edit', 'A mistake was not found.');
  await type(context, line, 'phase: '.length + typed, edits, '');
  const after = await server.findings((codes) => isSame(baseline, codes));
  if (!isSame(baseline, after)) context.blame('edit', `${show(baseline)} was found before, ${show(after)} after.`);
  context.count('edit', edits + 1);
}

async function type(context: SoakContext, line: number, from: number, length: number, text: string): Promise<void> {
  context.version += 1;
  const range = { start: { line, character: from }, end: { line, character: from + length } };
  await context.server.client.change(context.project.specUri, context.version, [{ range, text }]);
}

async function evaluate(context: SoakContext): Promise<void> {
  const { server, project } = context;
  const before = project.readRecords();
  const outcome = await server.evaluate();
  expectRecord(context, 'evaluate', outcome);
  expectKept(context, 'evaluate', before);
  context.count('evaluate', 1);
}

/** Somewhere between the first message and the last row. */
async function cancel(context: SoakContext): Promise<void> {
  const { server, project, random } = context;
  const before = project.readRecords();
  const source = new CancellationTokenSource();
  const evaluation = server.evaluate(source);
  const model = await server.untilModelRuns(evaluation);
  await pause(random.nextBelow(200));
  source.cancel();
  const outcome = await evaluation;
  if (outcome.kind === 'failed') context.blame('cancel', outcome.sentence);
  expectKept(context, 'cancel', before);
  if (model !== undefined && outcome.kind === 'cancelled') context.count('cancel', 1);
}

/** The process that holds the model is ended by force, and the next evaluation has another one. */
async function killWorker(context: SoakContext): Promise<void> {
  const { server, project, random } = context;
  const before = project.readRecords();
  const evaluation = server.evaluate();
  const model = await server.untilModelRuns(evaluation);
  await pause(random.nextBelow(100));
  const wasKilled = model !== undefined && kill(model);
  const outcome = await evaluation;
  if (wasKilled && outcome.kind === 'failed' && !/^[A-Z].*\.$/s.test(outcome.sentence)) {
    context.blame('kill', `“${outcome.sentence}” is no sentence.`);
  }
  expectKept(context, 'kill', before);
  if (wasKilled) context.count('kill', 1);
  expectRecord(context, 'kill', await server.evaluate());
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
    return false;
  }
}

async function fillDisk(context: SoakContext): Promise<void> {
  const { server, project, disk } = context;
  const before = project.readRecords();
  const spec = project.readSpec();
  disk.fill();
  const outcome = await server.evaluate();
  // Whether the answers or the record no longer fit, what was measured is told with the reason.
  if (outcome.kind !== 'failed' || !outcome.sentence.includes('disk is full')) {
    context.blame('fill', `An evaluation on a full disk gave ${JSON.stringify(outcome)}.`);
  }
  disk.free();
  expectKept(context, 'fill', before);
  if (project.readSpec() !== spec) context.blame('fill', 'The spec is another one.');
  expectRecord(context, 'fill', await server.evaluate());
  context.count('fill', 1);
}

async function switchBranch(context: SoakContext): Promise<void> {
  const { server, project } = context;
  for (const [branch, hasMistake] of [
    ['strict', true],
    ['main', false],
  ] as const) {
    const changed = project.switchTo(branch);
    // An editor reads a file anew when it changes below an open document.
    await server.client.close(project.specUri);
    await server.client.open(project.specUri, project.readSpec());
    context.version = 1;
    await server.tellChanged(changed);
    const rule = 'metric/limit-beyond-target';
    const found = (await server.findings((codes) => codes.has(rule) === hasMistake)).has(rule);
    if (found !== hasMistake) context.blame('switch', `On ${branch} the mistake was ${found ? '' : 'not '}found.`);
  }
  context.count('switch', 2);
}

/** A second window on the same folder finds what the first one finds, and goes. */
async function reload(context: SoakContext): Promise<void> {
  const { baseline } = context;
  const second = await startSoakServer(context);
  for (const server of [context.server, second]) {
    const found = await server.findings((codes) => isSame(baseline, codes));
    if (!isSame(baseline, found)) context.blame('reload', `${show(baseline)} became ${show(found)}.`);
  }
  await second.end();
  context.count('reload', 1);
}

function expectRecord(context: SoakContext, activity: Activity, outcome: Evaluated): void {
  if (outcome.kind !== 'done' || outcome.runUris.length === 0) {
    context.blame(activity, `An evaluation ended as ${JSON.stringify(outcome)}.`);
    return;
  }
  const records = context.project.readRecords();
  const lost = outcome.runUris.filter((uri) => (records.get(uri) ?? 'broken') === 'broken');
  if (lost.length > 0) context.blame(activity, `The record ${lost.join(', ')} is missing or broken.`);
}

/** Nothing that was written before is lost or changed, and nothing half-written lies about. */
function expectKept(context: SoakContext, activity: Activity, before: SoakRecords): void {
  const now = context.project.readRecords();
  const lost = [...before].filter(([uri, hash]) => now.get(uri) !== hash).map(([uri]) => uri);
  if (lost.length > 0) context.blame(activity, `Lost or changed: ${lost.join(', ')}.`);
  if ([...now.values()].includes('broken')) context.blame(activity, 'A record is half written.');
  const leftovers = context.project.findLeftovers();
  if (leftovers.length > 0) context.blame(activity, `Left behind: ${leftovers.join(', ')}.`);
}

type SoakRecords = ReturnType<SoakProject['readRecords']>;

function isSame(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size === right.size && left.isSubsetOf(right);
}

function show(codes: ReadonlySet<string>): string {
  return codes.size === 0 ? 'nothing' : [...codes].sort().join(', ');
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
