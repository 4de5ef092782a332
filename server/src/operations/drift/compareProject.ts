/** Compares what the checks of a spec watch with what is normal, and keeps a record of each comparison. */
import type { DriftResult } from '../../../../schemas/driftJob.ts';
import type { ComparedCheck, DriftReport, FailedCheck, WatchedCheck } from '../../../../schemas/driftReport.ts';
import { rankColumns } from '../../drift/comparison/rankColumns.ts';
import type { JobOptions, JobRunner } from '../../jobs/jobRunner.ts';
import { checksOf } from '../../rules/monitorView.ts';
import type { CheckView } from '../../rules/monitorView.ts';
import { decimal } from '../../spec/decimal.ts';
import type { Known } from '../../spec/known.ts';
import type { Project } from '../../spec/project.ts';
import { formatMoney } from '../../spec/quantityFormat.ts';
import { queueCsv } from '../../report/queueCsv.ts';
import { jsonText } from '../../text/jsonText.ts';
import { createLocations } from '../overview/locations.ts';
import type { Clock, WorkspaceFiles } from '../ports.ts';
import type { DriftWishes } from './driftWishes.ts';
import { recordPath } from './findRecord.ts';
import { followColumns } from './followColumns.ts';
import type { FoundSoFar } from './followColumns.ts';
import { isAboutScores, planCheck, type PlannedCheck } from './planCheck.ts';
import { isAboutAnswers, planAnswers, type AnswersPlan } from './planAnswers.ts';
import { watchAnswered } from './watchAnswered.ts';
import { trimRecord } from './trimRecord.ts';
import { sayUnreadable } from './unreadableKeys.ts';
import { watchCondition } from './watchCondition.ts';
import { prevalenceMoneyOf, type PrevalenceMoney } from './prevalenceMoney.ts';

export interface DriftPorts {
  readonly files: WorkspaceFiles;
  readonly jobs: JobRunner;
  readonly clock: Clock;
  /** Version of Plumbline. */
  readonly version: string;
  /** What a file is called. */
  readonly nameOf: (uri: string) => string;
  /** A variable of the environment; absent where connections to engines are not read. */
  readonly readEnvironment?: ((name: string) => string | undefined) | undefined;
  /** Writes a file that is not there yet, by its path from the spec, or from the working directory. */
  readonly writeQueue?: ((path: string, text: string) => Promise<QueueWriting>) | undefined;
  /** Writes a file beside a spec, whole or not at all; absent where nothing may be written. @throws the system's error */
  readonly writeBeside?: ((mainUri: string, path: string, text: string) => Promise<void>) | undefined;
}

/** What became of a queue: one that is there may hold labels, and outside of the folder of the spec none is written. */
export type QueueWriting = 'written' | 'there' | 'outside';

export type DriftOutcome =
  | { readonly kind: 'done'; readonly report: DriftReport }
  /** Nothing could be compared: one sentence. */
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'cancelled' };

/** Both jobs that compare report alike. */
export type CompareOptions = JobOptions<'compareDrift'> &
  JobOptions<'comparePictures'> & {
    /** Called after each pass over some columns, with all that were compared until then. */
    readonly onFound?: (found: FoundSoFar) => void;
  };

/** What a check came to. */
export type CheckOutcome = ComparedCheck | WatchedCheck | FailedCheck;

export type DriftOptions = CompareOptions &
  JobOptions<'countHolding'> &
  JobOptions<'watchAnswers'> & {
    /** Called when a check is done, and its record written. */
    readonly onChecked?: (check: CheckOutcome) => void;
  };

/** @param checkId only this check */
export async function compareProject(
  project: Project,
  { checkId, ...wishes }: DriftWishes & { readonly checkId?: string | undefined },
  ports: DriftPorts,
  options: DriftOptions = {},
): Promise<DriftOutcome> {
  const all = checksOf(project.spec);
  const wanted = all.filter(({ id }) => checkId === undefined || id === checkId);
  if (wanted.length === 0) return { kind: 'failed', sentence: sayNone(all, checkId) };
  const checks: DriftReport['checks'] = [];
  const answered = createAnswered(project, wanted, wishes, ports, options);
  const notCompared: { id: string; because: string }[] = [];
  for (const check of wanted) {
    const watch = check.node.fields.watch?.value;
    if (watch === undefined) {
      notCompared.push({ id: check.id, because: 'it does not say what is watched' });
      continue;
    }
    const compared = await lookAt(project, check, wishes, answered, ports, options);
    if (compared === 'cancelled') return { kind: 'cancelled' };
    checks.push(compared);
    if (compared.state !== 'failed') await writeRecord(project, compared, ports);
    options.onChecked?.(compared);
  }
  return { kind: 'done', report: reportOf(project, checks, notCompared, ports) };
}

function sayNone(all: readonly CheckView[], checkId: string | undefined): string {
  if (checkId === undefined || all.length === 0) {
    return 'The spec watches nothing; add `monitoring` with a check of inputs, or compare two files with --reference and --current.';
  }
  return `There is no check ${checkId} in the spec; it names ${all.map(({ id }) => id).join(', ')}.`;
}

function lookAt(
  project: Project,
  check: CheckView,
  wishes: DriftWishes,
  answered: (check: CheckView) => Promise<CheckOutcome | 'cancelled'>,
  ports: DriftPorts,
  options: DriftOptions,
): Promise<CheckOutcome | 'cancelled'> {
  const unreadable = sayUnreadable(project, check, wishes);
  if (unreadable !== undefined) return Promise.resolve({ state: 'failed', id: check.id, sentence: unreadable });
  const watch = check.node.fields.watch?.value;
  if (watch === 'inputs' || isAboutScores(check)) return compareCheck(project, check, wishes, ports, options);
  if (isAboutAnswers(check)) return answered(check);
  return watchCondition(project, check, wishes, placeOf(project, check, ports), ports, options);
}

function placeOf(project: Project, check: CheckView, { nameOf }: Pick<DriftPorts, 'nameOf'>) {
  const { uri, range } = createLocations(project).of(check.keyPlace);
  return { file: nameOf(uri), range };
}

/** Looks at the answers of a model for all of its checks when the first of them is asked for. */
function createAnswered(
  project: Project,
  checks: readonly CheckView[],
  wishes: DriftWishes,
  ports: DriftPorts,
  options: DriftOptions,
): (check: CheckView) => Promise<CheckOutcome | 'cancelled'> {
  const outcomes = new Map<string, CheckOutcome>();
  const asked = checks.filter((check) => isAboutAnswers(check) && !isAboutScores(check));
  const plan = async (check: CheckView): Promise<readonly AnswersPlan[]> => {
    const planned = await planAnswers(project, check, wishes, ports.files);
    if (!('sentence' in planned)) return [planned];
    outcomes.set(check.id, { state: 'failed', id: check.id, sentence: planned.sentence });
    return [];
  };
  const plans = Promise.all(asked.map(plan));
  return async (check) => {
    const all = (await plans).flat();
    const modelId = all.find((one) => one.check.id === check.id)?.modelId;
    if (modelId !== undefined && !outcomes.has(check.id)) {
      const ofModel = all.filter((one) => one.modelId === modelId);
      const found = await watchAnswered(ofModel, wishes, (one) => placeOf(project, one, ports), ports, options);
      if (found === 'cancelled') return 'cancelled';
      for (const outcome of found) outcomes.set(outcome.id, outcome);
    }
    const outcome = outcomes.get(check.id);
    if (outcome === undefined) throw new RangeError(`The check ${check.id} has no outcome.`);
    return outcome;
  };
}

async function compareCheck(
  project: Project,
  check: CheckView,
  wishes: DriftWishes,
  ports: DriftPorts,
  options: CompareOptions,
): Promise<ComparedCheck | FailedCheck | 'cancelled'> {
  const plan = await planCheck(project, check, wishes, ports);
  if ('sentence' in plan) return { state: 'failed', id: check.id, sentence: plan.sentence };
  const money = prevalenceMoneyOf(project.spec, check.node.fields.model?.id);
  return comparePlanned(plan, placeOf(project, check, ports), ports, options, money);
}

/** Runs the job of a plan and ranks what it found. */
export async function comparePlanned(
  { id, reference, current, request, queueFile, embedding, notes: ofSpec = [] }: PlannedCheck,
  place: Pick<ComparedCheck, 'file' | 'range'>,
  { jobs, clock, writeQueue }: Pick<DriftPorts, 'jobs' | 'clock' | 'writeQueue'>,
  options: CompareOptions,
  money?: Known<PrevalenceMoney>,
): Promise<ComparedCheck | FailedCheck | 'cancelled'> {
  const startedAt = clock.now().getTime();
  const family = { falseAlarm: request.falseAlarm ?? 0.05, correction: request.correction ?? 'benjamini-hochberg' };
  const describe = (result: DriftResult): ComparedCheck => ({
    state: 'compared',
    id,
    reference,
    current,
    ...(request.against === undefined || request.against.kind === 'fixed' ? {} : { against: request.against }),
    ...place,
    ...family,
    seconds: (clock.now().getTime() - startedAt) / 1000,
    moneyBecause: sayMoney(money, request),
    ranking: rankColumns(result, money?.kind === 'known' ? valueChangeOf(money.value) : undefined),
    result,
  });
  const follow = followColumns(id, family, describe);
  const jobOptions: JobOptions<'compareDrift'> & JobOptions<'comparePictures'> = {
    ...options,
    onProgress: (progress) => {
      options.onProgress?.(progress);
      if (progress.found !== undefined) options.onFound?.(follow(progress.found));
    },
  };
  const outcome = hasImages(request)
    ? await jobs.run(
        'comparePictures',
        { drift: request, ...(embedding === undefined ? {} : { embedding }) },
        jobOptions,
      )
    : await jobs.run('compareDrift', request, jobOptions);
  if (outcome.kind === 'cancelled') return 'cancelled';
  if (outcome.kind === 'failed') return { state: 'failed', id, sentence: outcome.sentence };
  const { answers, queue: picked, ...result } = outcome.value;
  const isQueued = picked !== undefined && queueFile !== undefined && writeQueue !== undefined;
  const writing = isQueued ? await writeQueue(queueFile, queueCsv(picked)) : 'written';
  if (writing !== 'written') return { state: 'failed', id, sentence: sayNotWritten(writing, queueFile ?? '') };
  const withAnswers = answers === undefined || 'sentence' in answers ? {} : { answers };
  const unanswered = answers !== undefined && 'sentence' in answers ? [answers.sentence] : [];
  const notes = [...result.notes, ...ofSpec, ...unanswered];
  return {
    ...describe({ ...result, notes }),
    ...withAnswers,
    ...(isQueued ? { queue: { file: queueFile, rows: picked.rows.length } } : {}),
  };
}

function sayNotWritten(writing: Exclude<QueueWriting, 'written'>, file: string): string {
  return writing === 'there'
    ? `${file} is there already, perhaps with labels in it; move it away before new rows are picked.`
    : `${file} lies outside of the folder of the spec, where nothing is written; name a file below it as \`queue\`.`;
}

function hasImages({ reference, current }: PlannedCheck['request']): boolean {
  return [reference, current].some((side) => side.kind === 'rows' && side.source.images !== undefined);
}

function sayMoney(
  money: Known<PrevalenceMoney> | undefined,
  { reference, truth }: PlannedCheck['request'],
): string | null {
  if (money === undefined) return null;
  if (money.kind === 'undefined') return `What drift costs is not known because ${money.because}.`;
  if (truth === undefined && reference.kind === 'profile') return sayNotKept(reference);
  return truth === undefined
    ? 'What drift costs is not known because the label of the reference names no positive class.'
    : 'Money is estimated: each column alone, by the share of positives that its values had in the reference, with recall and false alarms as the goals state them, if the window stayed as it is for a year.';
}

function sayNotKept({ label, profile }: Extract<PlannedCheck['request']['reference'], { kind: 'profile' }>): string {
  const kept = profile.positives?.condition;
  return kept === undefined
    ? `What drift costs is not known because the profile ${label} does not count rows of the positive class apart; make it again from the spec, with plumbline profile and --of, where a label names its positive class.`
    : `What drift costs is not known because the profile ${label} takes rows with ${kept} as positive and the label now says otherwise; make it again.`;
}

function valueChangeOf({ currency, perYear }: PrevalenceMoney) {
  const write = (amount: number): string => `${amount > 0 ? '+' : ''}${formatMoney(decimal(amount), currency, 'year')}`;
  return ({ change, half }: { readonly change: number; readonly half: number }) => {
    const [amount, margin] = [change * perYear, half * Math.abs(perYear)];
    return {
      text: write(amount),
      low: write(amount - margin),
      high: write(amount + margin),
      perYear: amount,
      currency,
    };
  };
}

async function writeRecord(
  { mainUri }: Project,
  check: ComparedCheck | WatchedCheck,
  ports: DriftPorts,
): Promise<void> {
  const record = {
    plumblineDrift: 1,
    madeBy: ports.version,
    comparedAt: ports.clock.now().toISOString(),
    check: check.state === 'compared' ? trimRecord(check) : check,
  };
  // One file for each check: the latest comparison is the one that counts, and git keeps the earlier ones.
  await ports.writeBeside?.(mainUri, recordPath(check.id), jsonText(record));
}

function reportOf(
  project: Project,
  checks: DriftReport['checks'],
  notCompared: DriftReport['notCompared'],
  { clock, version, nameOf }: DriftPorts,
): DriftReport {
  return {
    kind: 'drift',
    schema: 1,
    version,
    comparedAt: clock.now().toISOString(),
    spec: nameOf(project.mainUri),
    project: project.spec.fields.project?.text ?? null,
    checks,
    notCompared,
  };
}
