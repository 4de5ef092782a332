import { describe, expect, it } from 'vitest';
import { matchesFilter } from '../../../webviews/src/ui/matchesFilter.ts';

describe('matchesFilter', () => {
  it('lets everything through when it is empty', () => {
    expect(matchesFilter('  ', 'recall')).toBe(true);
  });

  it('looks in every text and ignores case', () => {
    expect(matchesFilter('LATE', 'recall', 'share of late flights')).toBe(true);
  });

  it('refuses what contains it nowhere', () => {
    expect(matchesFilter('power', 'recall', 'late')).toBe(false);
  });
});
