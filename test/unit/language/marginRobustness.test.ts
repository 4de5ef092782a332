import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hintData } from '../../../schemas/marginHints.ts';
import type { HintCategory } from '../../../schemas/marginHints.ts';
import { findCodeLenses } from '../../../server/src/language/codeLenses.ts';
import { findHover } from '../../../server/src/language/hover/hover.ts';
import { findInlayHints, resolveInlayHint } from '../../../server/src/language/inlayHints.ts';
import { fixture, mainUri } from '../../support/languageFixture.ts';
import { moneySpec } from '../../support/moneySpec.ts';
import { factsFrom } from '../../support/ruleFixture.ts';

const all: ReadonlySet<HintCategory> = new Set(['money', 'measured', 'counts']);
const everything = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };

const run = (value: number) => ({
  measured: { value, unit: '', low: value, high: value },
  at: 'not a time',
  reference: 'run:a',
  uri: undefined,
  stale: [],
  slices: {},
});

/** A slip: some characters of the spec are replaced by others. */
const slip = fc.record({
  at: fc.nat(moneySpec.length),
  length: fc.nat(12),
  text: fc.constantFrom('', '0', '-', '1e60', '0.0', ' ', '\n', ': ', '{', '}', 'EUR', '%', '9'.repeat(40), 'recall'),
});

describe('the margin of a spec with slips', () => {
  it('never fails, and stays inside the text', () => {
    fc.assert(
      fc.property(fc.array(slip, { maxLength: 3 }), fc.double(), (slips, measured) => {
        const text = slips.reduce(
          (before, { at, length, text: inserted }) => before.slice(0, at) + inserted + before.slice(at + length),
          moneySpec,
        );
        const facts = factsFrom({ measurements: { recall: [run(measured)], precision: [run(measured)] } });
        const { snapshot } = fixture(text, facts);
        const lines = text.split('\n');
        for (const hint of findInlayHints(snapshot, mainUri, everything, { categories: all, isResolved: true })) {
          expect(hint.position.character).toBeLessThanOrEqual(lines[hint.position.line]?.length ?? -1);
          expect(resolveInlayHint(snapshot, hint, hintData.parse(hint.data))).toEqual(hint);
        }
        findCodeLenses(snapshot, mainUri, { isTrusted: true });
        const at = text.indexOf('target');
        if (at !== -1) findHover(snapshot, mainUri, at, { rulePages: 'vscode://rules' });
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
