import { describe, expect, it } from 'vitest';
import type { PageState } from '../../../webviews/src/host/pageState.ts';
import { nextPageState } from '../../../webviews/src/host/pageState.ts';

const shown: PageState<string> = { state: 'shown', model: 'first', isRefreshing: false, staleBecause: undefined };

describe('nextPageState', () => {
  it('shows a view model when it arrives', () => {
    const next = nextPageState<string>(
      { state: 'loading' },
      { type: 'show', resource: 'file:///a', viewModel: 'first' },
    );
    expect(next).toEqual(shown);
  });

  it('keeps what is shown while something newer is loading', () => {
    expect(nextPageState(shown, { type: 'loading' })).toEqual({ ...shown, isRefreshing: true });
  });

  it('keeps what is shown when it is stale, and says why', () => {
    const next = nextPageState(shown, { type: 'stale', because: 'The server stopped.' });
    expect(next).toEqual({ ...shown, staleBecause: 'The server stopped.' });
  });

  it('does not take a good page away for a failure', () => {
    const next = nextPageState(shown, { type: 'failed', sentence: 'No spec.' });
    expect(next).toEqual({ ...shown, staleBecause: 'No spec.' });
  });

  it('fails when there is nothing to keep', () => {
    const next = nextPageState<string>({ state: 'loading' }, { type: 'stale', because: 'The server stopped.' });
    expect(next).toEqual({ state: 'failed', sentence: 'The server stopped.' });
  });

  it('is no longer stale once a newer view model arrives', () => {
    const stale = nextPageState(shown, { type: 'stale', because: 'The server stopped.' });
    expect(nextPageState(stale, { type: 'show', resource: 'file:///a', viewModel: 'first' })).toEqual(shown);
  });

  it('leaves a failure when loading starts again', () => {
    expect(nextPageState<string>({ state: 'failed', sentence: 'No spec.' }, { type: 'loading' })).toEqual({
      state: 'loading',
    });
  });
});
