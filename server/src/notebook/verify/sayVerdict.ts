/** A verdict in one sentence, with what to do next. */
import type { ProbeResult, Verification } from '../../../../schemas/promotion.ts';
import { list } from './compare/comparison.ts';
import { countOf } from './compare/showObserved.ts';
import type { ComparedRuns } from './compareProbes.ts';

export function sayVerdict(facts: Omit<Verification, 'sentence'>, runs: ComparedRuns): string {
  const { probes, verdict } = facts;
  const equal = probes.filter((probe) => probe.verdict === 'equal' || probe.verdict === 'equal-within-tolerance');
  const rest = sayRest(probes);
  switch (verdict) {
    case 'equal':
      return `The package computes what the notebook computes: ${countOf(equal.length, 'value')} compared, all equal${rest}.`;
    case 'equal-within-tolerance': {
      const close = probes.filter((probe) => probe.verdict === 'equal-within-tolerance').map(({ name }) => name);
      return `The package computes what the notebook computes: ${countOf(equal.length, 'value')} compared, ${list(close)} equal within tolerance and the rest exactly${rest}.`;
    }
    case 'differs':
      return sayDifference(facts, equal.length);
    case 'nondeterministic': {
      const unsteady = probes.filter(({ verdict: each }) => each === 'not-comparable').map(({ name }) => name);
      return `The notebook does not repeat itself: ${list(unsteady)} differ between two runs with one seed, so they prove nothing; give the models a seed (\`random_state\`) and verify again.`;
    }
    case 'timeout':
      return sayTimeout(runs);
    case 'partial':
      return sayPartial(facts, runs, equal.length);
    case 'not-run':
      return 'Nothing was run.';
  }
}

/** What was not compared, as the end of a sentence. */
function sayRest(probes: readonly ProbeResult[]): string {
  const silent = probes.filter(({ verdict }) => verdict === 'silent').length;
  const unsteady = probes.filter(({ verdict }) => verdict === 'not-comparable').map(({ name }) => name);
  const parts = [
    ...(unsteady.length > 0 ? [`${list(unsteady)} cannot be compared`] : []),
    ...(silent > 0 ? [`${countOf(silent, 'value')} never came up`] : []),
  ];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

function sayDifference({ probes, firstDivergence, failure }: Omit<Verification, 'sentence'>, equal: number): string {
  const first = probes.find(({ id }) => id === firstDivergence);
  if (failure?.in === 'package' && first === undefined) {
    const at = failure.at === null ? '' : ` in the code of cell ${failure.at.cell + 1}`;
    return `The package fails${at}, and the notebook does not: ${withStop(failure.message)} ${countOf(equal, 'value')} before it are equal.`;
  }
  if (first === undefined) return 'The package differs from the notebook.';
  const blamed = first.function === null ? '' : ` of \`${first.function}\``;
  const cell = first.from === null ? '' : `, from cell ${first.from.cell + 1}`;
  return `The package differs first at \`${first.name}\`${blamed}${cell}: ${withStop(first.difference ?? 'it differs')} ${countOf(equal, 'value')} compared are equal.`;
}

function sayTimeout({ notebook, again, package: ofPackage }: ComparedRuns): string {
  const [run, what] = [
    [notebook, 'The notebook'],
    [again, 'The second run of the notebook'],
    [ofPackage, 'The package'],
  ].find((pair): pair is [NonNullable<typeof notebook>, string] => {
    const [candidate] = pair;
    return typeof candidate === 'object' && candidate.ending.kind === 'timeout';
  }) ?? [notebook, 'A run'];
  const seconds = run.ending.kind === 'timeout' ? Math.round(run.ending.seconds) : 0;
  return `${what} did not end within ${countOf(seconds, 'second')}; verify with less data.`;
}

function sayPartial(
  { failure, probes }: Omit<Verification, 'sentence'>,
  { plan }: ComparedRuns,
  equal: number,
): string {
  const compared =
    equal === 0
      ? 'Nothing could be compared'
      : `${countOf(equal, 'value')} compared ${equal === 1 ? 'is' : 'are'} equal`;
  if (failure !== null) {
    const at = failure.at === null ? '' : ` in cell ${failure.at.cell + 1}`;
    return `The notebook itself fails${at} (${failure.message}); ${compared.toLowerCase()} up to there; repair the cell and verify again.`;
  }
  if (plan.left > 0) {
    const left = `${countOf(plan.left, 'statement')} could not be converted and ${plan.left === 1 ? 'was' : 'were'} left`;
    return `${compared}${sayRest(probes)}, but ${left}; the report says which.`;
  }
  return `${compared}: the package gives back no value that the notebook has, too; look at its stages in the report.`;
}

function withStop(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
