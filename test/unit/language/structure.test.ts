import { describe, expect, it } from 'vitest';
import type { SelectionRange } from 'vscode-languageserver-types';
import { findFoldingRanges } from '../../../server/src/language/foldingRanges.ts';
import { findSelectionRange } from '../../../server/src/language/selectionRanges.ts';
import { fixture, textIn } from '../../support/languageFixture.ts';

describe('folding', () => {
  const folds = (lines: readonly string[]): readonly string[] => {
    const { snapshot, uri } = fixture(lines.join('\n'));
    return findFoldingRanges(snapshot, uri).map(
      ({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind === undefined ? '' : ` ${kind}`}`,
    );
  };

  it('folds sections and entries to their last lines', () => {
    expect(
      folds(['metrics:', '  a:', '    kind: model', '    limit: 1', '', '  b: {kind: model}', '', 'data: {}', '']),
    ).toEqual(['0-5', '1-3']);
  });

  it('folds flow maps over lines and leaves a closing bracket in sight', () => {
    expect(
      folds(['metrics:', '  a: {', '    kind: model,', '    slices: {x: {where: "a > 1",', '      limit: 1}}', '  }']),
    ).toEqual(['0-4', '1-4', '3-4']);
  });

  it('folds items of lists and texts over lines', () => {
    expect(folds(['changes:', '  - metric: a', '    field: limit', 'description: |', '  one', '  two', ''])).toEqual([
      '0-2',
      '1-2',
      '3-5',
    ]);
  });

  it('folds runs of comments, and no hash inside a text', () => {
    expect(
      folds(['# one', '# two', 'description: "a', '  # b', '  # c"', '# three', '', '# four', 'phase: poc # five']),
    ).toEqual(['0-1 comment', '2-4']);
  });

  it('folds what can be read of a broken file', () => {
    expect(
      folds(['metrics:', '  a:', '    kind: model', '    limit: [1, 2', 'data:', '  b:', '    path: x']),
    ).toContain('4-6');
  });
});

describe('growing selections', () => {
  const grow = (text: string): readonly string[] => {
    const given = fixture(text);
    const texts: string[] = [];
    let at: SelectionRange | undefined = findSelectionRange(given.snapshot, given.uri, given.offset);
    for (; at !== undefined; at = at.parent) texts.push(textIn(given, given.uri, at.range));
    return texts;
  };

  it('go from a column through the expression to the text, its quotes, the entry and the section', () => {
    expect(grow('splits:\n  test: {of: a, where: "hour >= 1$08 and late"}\nphase: poc\n')).toEqual([
      '18',
      'hour >= 18',
      'hour >= 18 and late',
      '"hour >= 18 and late"',
      'where: "hour >= 18 and late"',
      'of: a, where: "hour >= 18 and late"',
      '{of: a, where: "hour >= 18 and late"}',
      'test: {of: a, where: "hour >= 18 and late"}',
      'splits:\n  test: {of: a, where: "hour >= 18 and late"}',
      'splits:\n  test: {of: a, where: "hour >= 18 and late"}\nphase: poc\n',
    ]);
  });

  it('go from a key to its entry', () => {
    expect(grow('"pha$0se": poc\nproject: a\n').slice(0, 3)).toEqual(['phase', '"phase"', '"phase": poc']);
  });

  it('are the whole file where nothing stands', () => {
    expect(grow('phase: poc\n\n$0\n')).toEqual(['phase: poc\n\n\n']);
    expect(grow('$0')).toEqual(['']);
  });
});
