/** Facts about drift: what the last comparison of each check said, and whether it still speaks of the check. */
import type { DriftFact, Fact } from '../../../../schemas/facts.ts';
import type { DriftSummary } from '../../../../schemas/driftSummary.ts';
import { checksOf, watchedColumns } from '../../rules/monitorView.ts';
import type { CheckView } from '../../rules/monitorView.ts';
import { readSeconds } from '../../spec/economicsInputs.ts';
import type { Project } from '../../spec/project.ts';
import { counted, listOf, shorten } from '../../spec/words.ts';
import { readDriftFile } from '../../stores/driftFile.ts';
import { findRecord } from '../drift/findRecord.ts';
import { formerIdsOf } from './idsOfNow.ts';
import { mapFact, missingBecause, stampOf } from './world.ts';
import type { FactWorld } from './world.ts';

/** Records hold counts of bars; what is larger is no record of ours. */
export const driftRecordBytes = 20_000_000;
/** Windows that may have ended since a comparison before it is out of date: one is still being filled. */
const windowsAllowed = 2;
const dayMs = 86_400_000;

export function driftFact(world: FactWorld, project: Project, checkId: string): Fact<DriftFact | undefined> {
  const check = checksOf(project.spec).find(({ id }) => id === checkId);
  if (check === undefined) return { state: 'unknown', because: `there is no check ${checkId}` };
  const today = world.clock.now();
  return mapFact(recordFact(world, project, checkId), (record) =>
    record === undefined ? undefined : describeRecord(record, project, check, today),
  );
}

interface FoundRecord {
  readonly uri: string;
  readonly summary: DriftSummary;
}

function recordFact({ files, cache }: FactWorld, project: Project, checkId: string): Fact<FoundRecord | undefined> {
  const ids = formerIdsOf(project).idsOf('check', checkId);
  return cache.get<FoundRecord | undefined>(JSON.stringify(['drift', project.mainUri, ...ids]), async (knownStamp) => {
    const { path, found: resolved } = await findRecord(files, project, checkId);
    const stamp = stampOf([resolved]);
    if (stamp === knownStamp) return 'same';
    const unknown = (because: string) => ({ fact: { state: 'unknown', because }, stamp }) as const;
    if (resolved.kind === 'missing') return { fact: { state: 'known', value: undefined }, stamp };
    if (resolved.kind === 'folder') return unknown(`${path} is a folder`);
    if (resolved.kind === 'outside') return unknown(missingBecause(path, resolved));
    const content = await files.readFile(resolved.uri, driftRecordBytes);
    if (content.kind === 'too-large') return unknown(`${path} is larger than ${driftRecordBytes / 1e6} MB`);
    if (content.kind === 'missing') return { fact: { state: 'known', value: undefined }, stamp };
    if (content.kind === 'failed') return unknown(`${path} cannot be opened`);
    const read = readDriftFile(content.text);
    return read.kind === 'problem'
      ? unknown(`${path} cannot be read because ${read.because}`)
      : { fact: { state: 'known', value: { uri: resolved.uri, summary: read.summary } }, stamp };
  });
}

function describeRecord(
  { uri, summary: { comparedAt, check: record } }: FoundRecord,
  project: Project,
  check: CheckView,
  today: Date,
): DriftFact {
  const { windows, tests, notCompared } = record.result;
  return {
    uri,
    at: comparedAt,
    of: record.watch === undefined ? 'columns' : 'number',
    reference: record.reference,
    current: record.current,
    windows: windows.length,
    rows: windows.reduce((sum, { rows }) => sum + rows, 0),
    tests,
    falseAlarm: record.falseAlarm,
    columns: record.ranking.map(({ column, answer, drifting, judged, sentence, advice, money }) => ({
      name: column,
      answer,
      drifting,
      judged,
      sentence,
      advice: advice ?? undefined,
      money:
        money === null
          ? undefined
          : {
              text: money.text,
              low: money.low,
              high: money.high,
              perYear: money.perYear,
              currency: money.currency,
            },
    })),
    notCompared,
    stale: [...findChanges(record, project, check), ...findAge(comparedAt, check, today)],
  };
}

/** What the check asks for now and the record does not answer. */
function findChanges(record: DriftSummary['check'], project: Project, check: CheckView): readonly string[] {
  const { spec } = project;
  const { idNow } = formerIdsOf(project);
  const { reference, current } = check.node.fields;
  const reasons: string[] = [];
  const other = (was: string, is: string): string => `it is about \`${shorten(was)}\` and the check names \`${is}\``;
  const isOfColumns = record.watch === undefined;
  if (isOfColumns && reference !== undefined && reference.id !== idNow('split', record.reference)) {
    reasons.push(other(record.reference, shorten(reference.id)));
  }
  if (current !== undefined && current.id !== idNow('split', idNow('data', record.current))) {
    reasons.push(other(record.current, shorten(current.id)));
  }
  if (check.node.fields.watch?.value !== 'inputs') return reasons;
  const known = new Set([
    ...record.ranking.map(({ column }) => column),
    ...record.result.notCompared.map(({ column }) => column),
  ]);
  const missing = (watchedColumns(spec, check) ?? []).filter((column) => !known.has(column));
  if (missing.length > 0) {
    const named = listOf(missing.slice(0, 3).map(shorten));
    const more = missing.length > 3 ? ` and ${missing.length - 3} more` : '';
    reasons.push(`it says nothing of ${named}${more}`);
  }
  return reasons;
}

/** A comparison that is older than its windows: what came since was never looked at. */
function findAge(comparedAt: string, { node }: CheckView, today: Date): readonly string[] {
  const window = node.fields.window?.fields;
  const length = window?.every ?? window?.duration;
  const seconds = readSeconds('the window', length?.quantity);
  if (length === undefined || seconds.kind === 'undefined') return [];
  const ageDays = Math.floor((today.getTime() - Date.parse(comparedAt)) / dayMs);
  const windowDays = Math.max(1, seconds.value.toNumber() / 86_400);
  if (!(ageDays > windowsAllowed * windowDays)) return [];
  return [`it is ${counted(ageDays, 'day')} old and a window is ${shorten(length.text)}`];
}
