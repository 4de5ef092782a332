/** The verdict over the runs of a notebook and its package, with the first divergence and whom to blame. */
import type { ProbeResult, Verification } from '../../../../schemas/promotion.ts';
import type { RunFailure, VerificationPlan } from '../../../../schemas/verificationRun.ts';
import { compareProbes } from './compareProbes.ts';
import type { ComparedRuns } from './compareProbes.ts';
import { sayVerdict } from './sayVerdict.ts';
import type { RunRecord } from './runRecord.ts';

/** What the worker knows besides the runs. */
export type RunCircumstances = Pick<Verification, 'verifiedAt' | 'seed' | 'python' | 'data'>;

/** @returns the whole verification; never `equal` without a comparison */
export function judge(runs: ComparedRuns, circumstances: RunCircumstances): Verification {
  const probes = compareProbes(runs);
  const failure = failureOf(runs);
  const verdict = verdictOf(runs, probes, failure);
  const first = firstDivergence(runs.plan, probes);
  const facts: Omit<Verification, 'sentence'> = {
    kind: 'verification',
    schema: 1,
    verdict,
    ...circumstances,
    missing: [],
    seconds: { notebook: secondsOf(runs.notebook), package: secondsOf(runs.package) },
    peakMemoryBytes: peakOf(runs),
    probes: [...probes],
    firstDivergence: first?.id ?? null,
    failure,
    isolation: runs.notebook.ending.kind === 'ended' ? runs.notebook.ending.outcome.layers : null,
  };
  return { ...facts, sentence: sayVerdict(facts, runs) };
}

/** A verification that ran nothing, because something is missing. */
export function notRun(
  missing: Verification['missing'],
  circumstances: Pick<RunCircumstances, 'verifiedAt' | 'seed' | 'python'>,
): Verification {
  const [first] = missing;
  const more = missing.length > 1 ? ` (and ${missing.length - 1} more)` : '';
  return {
    kind: 'verification',
    schema: 1,
    verdict: 'not-run',
    sentence:
      first === undefined ? 'Nothing was run.' : `Nothing was run: ${first.what} is missing${more}. ${first.next}`,
    ...circumstances,
    missing,
    seconds: null,
    peakMemoryBytes: null,
    data: [],
    probes: [],
    firstDivergence: null,
    failure: null,
    isolation: null,
  };
}

function verdictOf(
  { plan, notebook, again, package: ofPackage }: ComparedRuns,
  probes: readonly ProbeResult[],
  failure: Verification['failure'],
): Verification['verdict'] {
  if ([notebook, again, ofPackage].some((run) => run?.ending.kind === 'timeout')) return 'timeout';
  const of = (verdict: ProbeResult['verdict']): readonly ProbeResult[] =>
    probes.filter((probe) => probe.verdict === verdict);
  if (failure?.in === 'package' || of('differs').length > 0) return 'differs';
  const unsteady = of('not-comparable').filter(({ difference }) => difference?.includes('itself') === true);
  const compared = of('equal').length + of('equal-within-tolerance').length;
  if (unsteady.some(({ kind }) => kind === 'metric' || kind === 'estimator') || unsteady.length > compared) {
    return 'nondeterministic';
  }
  if (failure !== null || plan.left > 0 || compared === 0) return 'partial';
  return of('equal-within-tolerance').length > 0 ? 'equal-within-tolerance' : 'equal';
}

/**
 * The earliest function that got equal values and gave an unequal one; where every difference has an unequal cause that
 * was not looked at, the earliest difference.
 */
export function firstDivergence(plan: VerificationPlan, probes: readonly ProbeResult[]): ProbeResult | undefined {
  const differing = new Set(probes.filter(({ verdict }) => verdict === 'differs').map(({ id }) => id));
  const inputs = new Map(plan.probes.map((probe) => [probe.id, probe.inputs]));
  const found = probes.filter(({ id }) => differing.has(id));
  return found.find(({ id }) => inputs.get(id)?.some((input) => differing.has(input)) !== true) ?? found[0];
}

/** The exception that counts: of the notebook, else of the package. */
function failureOf({ plan, notebook, package: ofPackage }: ComparedRuns): Verification['failure'] {
  const own = failureIn(notebook);
  if (own !== undefined) return { in: 'notebook', message: own.message, at: placeOf(plan, own.failure) };
  const other = ofPackage === undefined ? undefined : failureIn(ofPackage);
  return other === undefined ? null : { in: 'package', message: other.message, at: placeOf(plan, other.failure) };
}

function failureIn({ ending }: RunRecord): { message: string; failure: RunFailure | undefined } | undefined {
  switch (ending.kind) {
    case 'ended': {
      const { failure } = ending.outcome;
      if (failure === null) return undefined;
      return { message: failure.message === '' ? failure.type : `${failure.type}: ${failure.message}`, failure };
    }
    case 'stopped':
      return { message: `The process stopped (${ending.how}).`, failure: undefined };
    case 'timeout':
      return undefined;
  }
}

function placeOf(plan: VerificationPlan, failure: RunFailure | undefined): NonNullable<Verification['failure']>['at'] {
  if (failure?.file !== null && failure?.file !== undefined) {
    const { file, line } = failure.file;
    const entry = plan.entries.find(({ to }) => to.file === file && to.first <= line && line <= to.last);
    return entry?.from ?? null;
  }
  if (failure?.cell === null || failure?.cell === undefined) return null;
  const { cell, line } = failure.cell;
  const known = plan.probes.map(({ from }) => from).find((from) => from?.cell === cell);
  const cellId = known?.cellId ?? plan.cellIds[String(cell)] ?? String(cell);
  return { cell, cellId, first: line, last: line };
}

function secondsOf(run: RunRecord | undefined): number {
  if (run === undefined || run.ending.kind === 'stopped') return 0;
  return run.ending.kind === 'timeout' ? run.ending.seconds : run.ending.outcome.seconds;
}

function peakOf({ notebook, again, package: ofPackage }: ComparedRuns): number | null {
  const peaks = [notebook, again, ofPackage].flatMap((run) =>
    run?.ending.kind === 'ended' ? (run.ending.outcome.peakMemoryBytes ?? []) : [],
  );
  return peaks.length === 0 ? null : Math.max(...peaks);
}
