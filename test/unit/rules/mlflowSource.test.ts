import { describe, expect, it } from 'vitest';
import type { RunFact } from '../../../schemas/facts.ts';
import { whyNotInMlflow } from '../../../server/src/rules/mlflowSource.ts';
import { createSpecFileReader } from '../../../server/src/spec/specFile.ts';

/** The fix for an experiment that the store has under another name. */
function fixFor(written: string, known: string) {
  const text = `metrics:\n  recall: {source: {mlflow: {experiment: ${written}, key: recall}}}\n`;
  const source = createSpecFileReader('file:///plumbline.yaml').read(text).root.fields.metrics?.entries.get('recall');
  const { experiment, key } = source?.fields.source?.fields.mlflow?.fields ?? {};
  if (experiment === undefined || key === undefined) throw new TypeError('The spec names no experiment.');
  const run: RunFact = {
    store: 'mlflow',
    id: 'a',
    at: '2026-01-01T00:00:00Z',
    uri: undefined,
    model: undefined,
    split: undefined,
    target: undefined,
    commit: undefined,
    values: {},
    params: {},
    experiment: known,
  };
  return whyNotInMlflow([run], { experiment, key, head: 'It is not measured:' }).fixes?.[0]?.changes[0]?.newText;
}

describe('the fix for the name of an MLflow experiment', () => {
  it.each([
    ['late-fligt', 'late-flight', 'late-flight'],
    ['yess', 'yes', '"yes"'],
    ['nul', 'null', '"null"'],
    ['first try', 'first try -', 'first try -'],
    ['"first: tr"', 'first: try', '"first: try"'],
    ['"2026"', '2027', '"2027"'],
  ])('of %s to %s writes %s, which YAML reads as this text', (written, known, expected) => {
    expect(fixFor(written, known)).toBe(expected);
  });
});
