import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type { HostMessage } from '../../../schemas/panelMessages.ts';
import type { SessionPorts } from '../../../extension/src/panels/panelSession.ts';
import { createPanelSession } from '../../../extension/src/panels/panelSession.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } };
const model = { metrics: [{ uri: 'file:///projects/plumbline.yaml' }] };

const result = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done'), value: z.object({ metrics: z.array(z.unknown()) }) }),
  z.strictObject({ kind: z.literal('refused'), sentence: z.string() }),
  z.strictObject({ kind: z.literal('failed'), sentence: z.string() }),
  z.strictObject({ kind: z.literal('cancelled') }),
]);

/** A session whose requests are answered by hand, in order. */
function startSession(overrides: Partial<SessionPorts> = {}) {
  const posted: HostMessage[] = [];
  const opened: string[] = [];
  const profiled: string[] = [];
  const intents: string[] = [];
  const warnings: string[] = [];
  const errors: string[] = [];
  const requests: (PromiseWithResolvers<unknown> & { signal: AbortSignal })[] = [];
  const session = createPanelSession(
    { resource: 'file:///projects/plumbline.yaml', result, timeoutMs: 30_000 },
    {
      post: (message) => posted.push(message),
      request: (signal) => {
        const request = { ...Promise.withResolvers<unknown>(), signal };
        requests.push(request);
        return request.promise;
      },
      openLocation: (uri) => Promise.resolve(void opened.push(uri)),
      runProfile: (dataId) => Promise.resolve(void profiled.push(dataId)),
      applyWhatIf: (change) => Promise.resolve(void intents.push(`what if ${JSON.stringify(change)}`)),
      exportCosts: (format) => Promise.resolve(void intents.push(`export ${format}`)),
      applyThreshold: (model, threshold) => Promise.resolve(void intents.push(`threshold ${model} ${threshold}`)),
      evaluate: () => Promise.resolve(void intents.push('evaluate')),
      compareDrift: () => Promise.resolve(void intents.push('compare')),
      cancelDrift: () => Promise.resolve(void intents.push('cancel')),
      addMonitor: (wanted) => Promise.resolve(void intents.push(`monitor ${JSON.stringify(wanted)}`)),
      acceptReference: ({ check, windows }) =>
        Promise.resolve(void intents.push(`accept ${check} ${windows?.join() ?? 'all'}`)),
      moveStatement: ({ statement, stage }) => Promise.resolve(void intents.push(`${statement} ${String(stage)}`)),
      promote: () => Promise.resolve(void intents.push('promote')),
      verify: () => Promise.resolve(void intents.push('verify')),
      compareRuns: (first, second) => Promise.resolve(void intents.push(`compare ${first} ${second}`)),
      showRuns: ({ run, other }) => Promise.resolve(void intents.push(`show ${run} ${String(other)}`)),
      showErrors: (wish) => Promise.resolve(void intents.push(`errors ${JSON.stringify(wish)}`)),
      savePicture: (name, base64) => Promise.resolve(void intents.push(`save ${name} ${base64}`)),
      saveText: (name, text) => Promise.resolve(void intents.push(`save ${name} ${text}`)),
      showProblems: () => Promise.resolve(),
      manageTrust: () => Promise.resolve(),
      log: { warn: (sentence) => warnings.push(sentence), error: (sentence) => errors.push(sentence) },
      ...overrides,
    },
  );
  return { session, posted, opened, profiled, intents, warnings, errors, requests };
}

const done = { kind: 'done', value: model };
const show = { type: 'show', resource: 'file:///projects/plumbline.yaml', viewModel: model };

describe('a panel session', () => {
  it('sends nothing before the page is ready', () => {
    const { session, posted, requests } = startSession();
    session.refresh();
    expect(posted).toEqual([]);
    expect(requests).toHaveLength(0);
  });

  it('answers ready with loading and then the whole view model', async () => {
    const { session, posted, requests } = startSession();
    const ready = session.receive({ type: 'ready' });
    requests[0]?.resolve(done);
    await ready;
    expect(posted).toEqual([{ type: 'loading' }, show]);
  });

  it('says why when the server refuses', async () => {
    const { session, posted, requests } = startSession();
    const ready = session.receive({ type: 'ready' });
    requests[0]?.resolve({ kind: 'refused', sentence: 'There is no spec here; create one.' });
    await ready;
    expect(posted.at(-1)).toEqual({ type: 'failed', sentence: 'There is no spec here; create one.' });
  });

  it('calls a shown page stale when a later request fails', async () => {
    const { session, posted, requests } = startSession();
    const ready = session.receive({ type: 'ready' });
    requests[0]?.resolve(done);
    await ready;
    const refresh = session.receive({ type: 'refresh' });
    requests[1]?.reject(new Error('The language server is not running.'));
    await refresh;
    expect(posted.at(-1)).toEqual({ type: 'stale', because: 'The language server is not running.' });
  });

  it('refuses to show an answer of another shape, and logs where it differs', async () => {
    const { session, posted, requests, errors } = startSession();
    const ready = session.receive({ type: 'ready' });
    requests[0]?.resolve({ kind: 'done', value: { metrics: 'many' } });
    await ready;
    expect(posted.at(-1)?.type).toBe('failed');
    expect(errors.join(' ')).toContain('value.metrics');
  });

  it('asks once more, and only once, for all changes during a request', async () => {
    const { session, posted, requests } = startSession();
    const ready = session.receive({ type: 'ready' });
    session.refresh();
    session.refresh();
    session.refresh();
    expect(requests).toHaveLength(1);
    requests[0]?.resolve(done);
    await vi.waitFor(() => expect(requests).toHaveLength(2));
    requests[1]?.resolve(done);
    await ready;
    expect(requests).toHaveLength(2);
    expect(posted.filter((message) => message.type === 'show')).toHaveLength(2);
  });

  it('shows a page that comes back what it showed before, and asks again', async () => {
    const { session, posted, requests } = startSession();
    const ready = session.receive({ type: 'ready' });
    requests[0]?.resolve(done);
    await ready;
    session.hide();
    const again = session.receive({ type: 'ready' });
    expect(posted.slice(2)).toEqual([show, { type: 'loading' }]);
    requests[1]?.resolve(done);
    await again;
    expect(posted).toHaveLength(5);
  });

  it('asks nothing for a hidden page', async () => {
    const { session, requests } = startSession();
    const ready = session.receive({ type: 'ready' });
    requests[0]?.resolve(done);
    await ready;
    session.hide();
    session.refresh();
    expect(requests).toHaveLength(1);
  });

  it('opens a place that the view model names', async () => {
    const { session, opened, requests } = startSession();
    const ready = session.receive({ type: 'ready' });
    requests[0]?.resolve(done);
    await ready;
    await session.receive({ type: 'openLocation', uri: 'file:///projects/plumbline.yaml', range });
    expect(opened).toEqual(['file:///projects/plumbline.yaml']);
  });

  it('opens nothing that the view model does not name', async () => {
    const { session, opened, warnings, requests } = startSession();
    const ready = session.receive({ type: 'ready' });
    requests[0]?.resolve(done);
    await ready;
    await session.receive({ type: 'openLocation', uri: 'file:///etc/passwd', range });
    expect(opened).toEqual([]);
    expect(warnings).toHaveLength(1);
  });

  it.each([
    ['an unknown type', { type: 'runCommand', command: 'rm' }],
    ['a missing field', { type: 'runProfile' }],
    ['an extra field', { type: 'ready', more: true }],
    ['no object', 'ready'],
    ['nothing', undefined],
  ])('logs and drops a message with %s', async (_name, message) => {
    const { session, posted, profiled, warnings, requests } = startSession();
    await session.receive(message);
    expect(warnings).toHaveLength(1);
    expect([posted.length, profiled.length, requests.length]).toEqual([0, 0, 0]);
  });

  it('tells a page which runs to look at as soon as it listens, and once', () => {
    const { session, posted } = startSession();
    session.lookAtRuns({ run: 'newer', other: 'older' });
    expect(posted).toEqual([]);
    void session.receive({ type: 'ready' });
    const told = { type: 'lookAtRuns', run: 'newer', other: 'older' };
    expect(posted).toEqual([told, { type: 'loading' }]);
    session.hide();
    void session.receive({ type: 'ready' });
    session.lookAtRuns({ run: 'third', other: null });
    expect(posted.filter(({ type }) => type === 'lookAtRuns')).toEqual([told, { ...told, run: 'third', other: null }]);
  });

  it('passes on which runs a page wants to see, and drops a name that is a path', async () => {
    const { session, intents, warnings } = startSession();
    await session.receive({ type: 'showRuns', run: 'newer', other: 'older' });
    await session.receive({ type: 'showRuns', run: '../../secrets', other: null });
    expect(intents).toEqual(['show newer older']);
    expect(warnings).toHaveLength(1);
  });

  it('passes on which column shall be watched, and drops a wish of another form', async () => {
    const { session, intents, warnings } = startSession();
    await session.receive({ type: 'addMonitor', wanted: { check: 'inputs', column: 'hour' } });
    await session.receive({ type: 'addMonitor', wanted: null });
    await session.receive({ type: 'addMonitor', wanted: { check: 'inputs', column: '' } });
    await session.receive({ type: 'addMonitor' });
    expect(intents).toEqual(['monitor {"check":"inputs","column":"hour"}', 'monitor null']);
    expect(warnings).toHaveLength(2);
  });

  it('passes on which windows become the reference, and that a comparison shall stop', async () => {
    const { session, intents, warnings } = startSession();
    await session.receive({ type: 'acceptReference', check: 'months', windows: null });
    await session.receive({ type: 'acceptReference', check: 'months', windows: ['2001-04', '2001-05'] });
    await session.receive({ type: 'cancelDrift' });
    await session.receive({ type: 'acceptReference', check: 'months', windows: [] });
    expect(intents).toEqual(['accept months all', 'accept months 2001-04,2001-05', 'cancel']);
    expect(warnings).toHaveLength(1);
  });

  it('passes on what a page asks of a promotion, and asks again once a statement is moved', async () => {
    const { session, intents, requests } = startSession();
    const ready = session.receive({ type: 'ready' });
    requests[0]?.resolve(done);
    await ready;
    await session.receive({ type: 'promote' });
    await session.receive({ type: 'verify' });
    const moved = session.receive({ type: 'moveStatement', statement: 'a:1', stage: 'train' });
    await vi.waitFor(() => expect(requests).toHaveLength(2));
    requests[1]?.resolve(done);
    await moved;
    await session.receive({ type: 'moveStatement', statement: 'a:1', stage: 'elsewhere' });
    expect(intents).toEqual(['promote', 'verify', 'a:1 train']);
  });

  it('logs an intent that fails and stays up', async () => {
    const { session, errors, requests } = startSession({ runProfile: () => Promise.reject(new Error('No worker.')) });
    await session.receive({ type: 'runProfile', dataId: 'flights' });
    expect(errors.join(' ')).toContain('No worker.');
    void session.receive({ type: 'ready' });
    expect(requests).toHaveLength(1);
  });

  it('gives the request up and sends nothing once it is disposed', async () => {
    const { session, posted, requests } = startSession();
    const ready = session.receive({ type: 'ready' });
    session.dispose();
    expect(requests[0]?.signal.aborted).toBe(true);
    requests[0]?.resolve(done);
    await ready;
    expect(posted).toEqual([{ type: 'loading' }]);
  });
});

describe('a panel session whose server never answers', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('gives up after the time limit, cancels the request and says so', async () => {
    const { session, posted, requests } = startSession();
    const ready = session.receive({ type: 'ready' });
    await vi.advanceTimersByTimeAsync(30_000);
    await ready;
    expect(requests[0]?.signal.aborted).toBe(true);
    expect(posted.at(-1)).toEqual({
      type: 'failed',
      sentence: 'The server did not answer within 30 seconds; refresh to try again.',
    });
  });
});
