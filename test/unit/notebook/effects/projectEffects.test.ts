/** `.plumbline/effects.yaml`. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProjectEffects } from '../../../../server/src/notebook/effects/projectEffects.ts';

/** The underlined text of each problem, with its message. */
function problemsOf(text: string): readonly (readonly [string, string])[] {
  return readProjectEffects(text).problems.map(({ start, end, message }) => [text.slice(start, end), message]);
}

describe('readProjectEffects', () => {
  it('reads what a call does', () => {
    const { file, problems } = readProjectEffects('mylib.clean:\n  mutates: none\n  rows: same\n');
    expect(problems).toEqual([]);
    expect(file.calls['mylib.clean']).toMatchObject({ mutates: [], rows: 'same' });
  });

  it('takes an entry with a kind for a class', () => {
    const { file } = readProjectEffects('mylib.Scaler: {kind: transformer, role: reducer}');
    expect(file.classes['mylib.Scaler']).toMatchObject({ kind: 'transformer', role: 'reducer' });
  });

  it('takes train for fit', () => {
    expect(readProjectEffects('Model.train: {mutates: self, role: train}').file.calls['Model.train']?.role).toBe('fit');
  });

  it('has no entries when it is empty', () => {
    expect(readProjectEffects('')).toMatchObject({ file: { calls: {} }, problems: [] });
  });

  it('suggests the key that was meant', () => {
    const [[where, message] = ['', '']] = problemsOf('mylib.clean: {mutate: none}');
    expect(where).toBe('{mutate: none}');
    expect(message).toContain('did you mean `mutates`?');
  });

  it('lists the words that are allowed', () => {
    const [[where, message] = ['', '']] = problemsOf('mylib.clean:\n  stage: cleaning\n');
    expect(where).toBe('cleaning');
    expect(message).toContain('`features`');
  });

  it('says what a key is for when its value cannot be read', () => {
    const [[where, message] = ['', '']] = problemsOf('mylib.clean:\n  seed: 3\n');
    expect(where).toBe('3');
    expect(message).toContain('the parameter that takes a seed');
  });

  it('keeps the other entries when one is wrong', () => {
    const { file, problems } = readProjectEffects('a.b: {rows: sideways}\nc.d: {rows: part}\n');
    expect(Object.keys(file.calls)).toEqual(['c.d']);
    expect(problems).toHaveLength(1);
  });

  it('refuses an entry that says nothing', () => {
    expect(problemsOf('mylib.clean:\n')[0]?.[1]).toContain('write what it does');
  });

  it('refuses a key that is no name', () => {
    expect(problemsOf('"my lib.clean()": {rows: same}')[0]?.[1]).toContain('no name of a call');
  });

  it('points at broken YAML', () => {
    expect(problemsOf('a.b: {rows: [same\n').length).toBeGreaterThan(0);
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      'a.b',
      'constructor',
      '__proto__',
      ': ',
      '{',
      '}',
      '[',
      ']',
      '&x ',
      '*x',
      'rows',
      'mutates',
      '\n',
      '  ',
      '- ',
      '"',
      'when',
      'then',
      'kind',
      'frame',
    );
    fc.assert(fc.property(fc.array(piece), (pieces) => Array.isArray(readProjectEffects(pieces.join('')).problems)));
  });
});
