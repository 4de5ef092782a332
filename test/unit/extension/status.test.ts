import { describe, expect, it } from 'vitest';
import { renderStatus, type StatusInput } from '../../../extension/src/status.ts';
import { l10n } from './fakeContext.ts';

const quiet: StatusInput = { lifecycle: { kind: 'running', client: {} }, server: { kind: 'idle' }, isTrusted: true };

describe('the status item', () => {
  it.each<[string, Partial<StatusInput>, string, string, boolean]>([
    ['all is well', {}, '$(pass) Plumbline', 'information', false],
    ['the workspace is not trusted', { isTrusted: false }, '$(shield) Plumbline', 'information', false],
    ['the server works', { server: { kind: 'working', text: 'Profiling flights' } }, 'Plumbline', 'information', true],
    ['the server has a problem', { server: { kind: 'problem', sentence: 'No git.' } }, 'Plumbline', 'warning', false],
    ['the server starts', { lifecycle: { kind: 'starting' } }, 'Plumbline', 'information', true],
    ['the server was stopped', { lifecycle: { kind: 'stopped' } }, 'Plumbline', 'warning', false],
    ['the server crashed once', { lifecycle: { kind: 'failed', reason: 'crashed' } }, 'Plumbline', 'warning', true],
    [
      'the server keeps crashing',
      { lifecycle: { kind: 'failed', reason: 'keeps-crashing' } },
      'Plumbline',
      'error',
      false,
    ],
    [
      'the server does not start',
      { lifecycle: { kind: 'failed', reason: 'did-not-start' } },
      'Plumbline',
      'error',
      false,
    ],
  ])('when %s', (_when, change, text, severity, isBusy) => {
    const look = renderStatus({ ...quiet, ...change }, l10n);
    expect({ text: look.text, severity: look.severity, isBusy: look.isBusy }).toEqual({ text, severity, isBusy });
    expect(look.detail.length).toBeGreaterThan(0);
    expect(look.detail.length).toBeLessThanOrEqual(60);
  });

  it('shows what the server says in its own words', () => {
    const server = { kind: 'problem', sentence: 'Git is not installed, so approvals are not checked.' } as const;
    expect(renderStatus({ ...quiet, server }, l10n).detail).toBe(server.sentence);
  });

  it('does not show what a server said that is gone', () => {
    const server = { kind: 'working', text: 'Profiling flights' } as const;
    expect(renderStatus({ ...quiet, lifecycle: { kind: 'stopped' }, server }, l10n).detail).not.toContain('Profiling');
  });
});
