/** docs/truth.md says what is so: how far our numbers are from those of the trusted tools. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeTruthPage } from '../../../scripts/docs/truthTable.ts';
import { compareEvaluation, relativeDifference } from '../../python/evaluationComparisons.ts';
import { readEvaluationFixture } from '../../python/evaluationFixture.ts';
import { comparePeers, cramerVonMisesProbability } from '../../python/peerComparisons.ts';

const compared = compareEvaluation(readEvaluationFixture());

describe('the truth table', () => {
  it('is what `npm run docs:truth` makes', () => {
    const file = path.join(import.meta.dirname, '../../../docs/truth.md');
    expect(readFileSync(file, 'utf8')).toBe(writeTruthPage());
  });

  it('compares numbers that are equal to one part in a billion', () => {
    const far = compared.filter(
      ({ ours, theirs }) => ours !== undefined && theirs !== null && relativeDifference(ours, theirs) > 1e-9,
    );
    expect(far).toEqual([]);
  });

  it('has a number of ours wherever the tool has one that is not 0', () => {
    const missing = compared.filter(({ ours, theirs }) => ours === undefined && theirs !== null && theirs !== 0);
    expect(missing).toEqual([]);
  });

  it('tells a number that is a little off', () => {
    expect(relativeDifference(1 + 2e-9, 1)).toBeGreaterThan(1e-9);
  });

  it('compares numbers of the other parts that are equal to one part in a billion', () => {
    const far = comparePeers().filter(({ what, ours, theirs, floor }) => {
      if (ours === undefined || theirs === null) return (ours === undefined) !== (theirs === null);
      return !(relativeDifference(ours, theirs, floor) <= (what === cramerVonMisesProbability ? 1e-6 : 1e-9));
    });
    expect(far).toEqual([]);
  });
});
