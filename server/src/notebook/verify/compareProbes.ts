/** Holds what the package has at each probe against what the notebook has, and the notebook against itself. */
import type { ProbeResult } from '../../../../schemas/promotion.ts';
import type { Observed, Probe, VerificationPlan } from '../../../../schemas/verificationRun.ts';
import type { ReadBlob } from './compare/columnValues.ts';
import { compareObserved } from './compare/compareObserved.ts';
import type { CompareOptions } from './compare/compareObserved.ts';
import type { Comparison } from './compare/comparison.ts';
import { different, joinComparisons } from './compare/comparison.ts';
import { showNumber, showObserved } from './compare/showObserved.ts';
import { tolerances } from './compare/tolerance.ts';
import { valuesOf } from './runRecord.ts';
import type { RunRecord } from './runRecord.ts';

export interface ComparedRuns {
  readonly plan: VerificationPlan;
  readonly notebook: RunRecord;
  /** The notebook once more; undefined when there was no time or no need. */
  readonly again: RunRecord | undefined;
  readonly package: RunRecord | undefined;
  readonly readBlob: ReadBlob;
}

export function compareProbes({
  plan,
  notebook,
  again,
  package: ofPackage,
  readBlob,
}: ComparedRuns): readonly ProbeResult[] {
  const [own, repeated] = [valuesOf(notebook), again === undefined ? undefined : valuesOf(again)];
  const others = ofPackage === undefined ? new Map<string, readonly Observed[]>() : valuesOf(ofPackage);
  const hasEnded = ofPackage?.ending.kind === 'ended' && ofPackage.ending.outcome.failure === null;
  return plan.probes.map((probe) => {
    const values = own.get(probe.id) ?? [];
    const inPackage = others.get(probe.id) ?? [];
    const [first, other] = [values.at(-1), inPackage.at(-1)];
    const base = {
      id: probe.id,
      name: probe.name,
      kind: kindOf(probe, first ?? other),
      notebook: first === undefined ? null : showObserved(first),
      package: other === undefined ? null : showObserved(other),
      function: probe.function,
      from: probe.from,
      to: probe.to,
    };
    if (first === undefined || other === undefined) {
      // A function that ends without giving what it promised is a difference; one that never ran says nothing.
      const isLost = first !== undefined && hasEnded && probe.role !== 'output';
      return isLost
        ? { ...base, verdict: 'differs', difference: lostSentence(probe) }
        : { ...base, verdict: 'silent', difference: null };
    }
    const options = optionsFor(probe, plan.isDeep, readBlob);
    const itself = repeated?.get(probe.id);
    const drift = itself === undefined ? undefined : compareAll(values, itself, options);
    if (drift?.kind === 'differs') {
      const difference = `The notebook differs from itself when it is run again: the package’s ${drift.difference}.`;
      return { ...base, verdict: 'not-comparable', difference: difference.replace('the package’s', 'it') };
    }
    return { ...base, ...verdictOf(probe, compareAll(values, inPackage, options)) };
  });
}

function lostSentence({ role, name }: Probe): string {
  return role === 'file' ? `The package does not write \`${name}\`.` : `The package does not report \`${name}\`.`;
}

/** In a loop the notebook sees a value many times; a package that reports it once reports the last. */
function compareAll(
  notebook: readonly Observed[],
  inPackage: readonly Observed[],
  options: CompareOptions,
): Comparison {
  const [last, other] = [notebook.at(-1), inPackage.at(-1)];
  if (last === undefined || other === undefined) return different('is missing');
  if (inPackage.length === 1) return compareObserved(last, other, options);
  if (notebook.length !== inPackage.length)
    return different(`is computed ${inPackage.length} times instead of ${notebook.length}`);
  return joinComparisons(
    notebook.map((value, index) => {
      const counterpart = inPackage[index];
      return counterpart === undefined ? different('is missing') : compareObserved(value, counterpart, options);
    }),
  );
}

function optionsFor(probe: Probe, isDeep: boolean, readBlob: ReadBlob): CompareOptions {
  const fitted = isDeep ? tolerances.deep : tolerances.fitted;
  const isMetric = probe.role === 'metric';
  return { readBlob, fitted, values: isMetric || probe.isPrediction ? fitted : tolerances.values, isLenient: isMetric };
}

function verdictOf({ name }: Probe, comparison: Comparison): Pick<ProbeResult, 'verdict' | 'difference'> {
  switch (comparison.kind) {
    case 'equal':
      return { verdict: 'equal', difference: null };
    case 'close':
      return {
        verdict: 'equal-within-tolerance',
        difference: `Numbers lie up to ${showNumber(comparison.largest)} apart.`,
      };
    case 'differs':
      return { verdict: 'differs', difference: `\`${name}\` of the package ${comparison.difference}.` };
    case 'opaque':
      return { verdict: 'not-comparable', difference: 'This is nothing whose values can be looked at.' };
  }
}

function kindOf({ role }: Probe, value: Observed | undefined): ProbeResult['kind'] {
  if (role === 'metric') return 'metric';
  if (role === 'file') return 'file';
  if (value === undefined) return 'other';
  switch (value.kind) {
    case 'object':
    case 'opaque':
      return 'other';
    default:
      return value.kind;
  }
}
