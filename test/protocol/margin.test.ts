import { afterEach, describe, expect, it } from 'vitest';
import {
  CodeLensRefreshRequest,
  CodeLensRequest,
  DidChangeConfigurationNotification,
  InlayHintRefreshRequest,
  InlayHintRequest,
  InlayHintResolveRequest,
} from 'vscode-languageserver/node';
import type { InlayHint } from 'vscode-languageserver/node';
import { proposeSpecRequest } from '../../schemas/requests.ts';
import { moneySpec } from '../support/moneySpec.ts';
import { folderUri, specUri, startMemoryServer } from '../support/memoryServer.ts';
import type { MemoryServer, MemoryServerOptions } from '../support/memoryServer.ts';
import { standardCapabilities } from '../support/testClient.ts';

const running: MemoryServer[] = [];

const lazy = {
  ...standardCapabilities,
  workspace: {
    ...standardCapabilities.workspace,
    inlayHint: { refreshSupport: true },
    codeLens: { refreshSupport: true },
  },
  textDocument: {
    ...standardCapabilities.textDocument,
    inlayHint: { resolveSupport: { properties: ['label.tooltip', 'label.location'] } },
  },
};

async function start(options?: MemoryServerOptions): Promise<MemoryServer> {
  const server = await startMemoryServer(options);
  running.push(server);
  await server.open(specUri, moneySpec);
  return server;
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.end();
});

const whole = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

async function hintsOf({ connection }: MemoryServer): Promise<readonly InlayHint[]> {
  return (await connection.sendRequest(InlayHintRequest.type, { textDocument: { uri: specUri }, range: whole })) ?? [];
}

const isValue = (hint: InlayHint): boolean => JSON.stringify(hint.label).includes('≈ 2.72 MUSD/year');

describe('notes in the margin', () => {
  it('are explained when the client asks', async () => {
    const server = await start({ capabilities: lazy });
    const hint = (await hintsOf(server)).find(isValue);
    expect(JSON.stringify(hint)).not.toContain('tooltip');
    if (hint === undefined) throw new Error('There is no hint of the value.');
    const resolved = await server.connection.sendRequest(InlayHintResolveRequest.type, hint);
    expect(JSON.stringify(resolved)).toContain('Formula 2, saved per year');
  });

  it('come with their explanations for a client that cannot ask', async () => {
    const hint = (await hintsOf(await start())).find(isValue);
    expect(JSON.stringify(hint)).toContain('Formula 2, saved per year');
  });

  it('are given back as they are when their data is not ours', async () => {
    const { connection } = await start({ capabilities: lazy });
    const strange = { position: { line: 0, character: 0 }, label: 'x', data: { uri: 5 } };
    expect(await connection.sendRequest(InlayHintResolveRequest.type, strange)).toEqual(strange);
  });

  it('follow the settings', async () => {
    let settings: unknown = {};
    const server = await start({ settings: () => settings });
    expect((await hintsOf(server)).some(isValue)).toBe(true);
    settings = { inlayHints: { money: false }, codeLens: { enabled: false } };
    const refreshed = server.nextRefresh();
    await server.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    await refreshed;
    expect((await hintsOf(server)).some(isValue)).toBe(false);
    const lenses = await server.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: specUri } });
    expect(lenses).toEqual([]);
  });

  it('are asked for again when something new is known', async () => {
    const server = await start({ capabilities: lazy });
    const hints = Promise.withResolvers<undefined>();
    const lenses = Promise.withResolvers<undefined>();
    server.connection.onRequest(InlayHintRefreshRequest.type, () => {
      hints.resolve(undefined);
    });
    server.connection.onRequest(CodeLensRefreshRequest.type, () => {
      lenses.resolve(undefined);
    });
    await server.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    await Promise.all([hints.promise, lenses.promise]);
  });
});

describe('links above entries', () => {
  it('offer to profile data only in a trusted workspace', async () => {
    const titles = async (isTrusted: boolean) => {
      const { connection } = await start({ options: { isTrusted } });
      const lenses = await connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: specUri } });
      return lenses?.map(({ command }) => command?.title);
    };
    expect(await titles(true)).toEqual(['Profile', 'Evaluate', '1.06 MUSD once · 348 kUSD/year', 'Costs', 'Overview']);
    expect(await titles(false)).toEqual(['1.06 MUSD once · 348 kUSD/year', 'Costs', 'Overview']);
  });
});

describe('a proposed spec', () => {
  const propose = (server: MemoryServer, uri: string) =>
    server.connection.sendRequest<unknown>(proposeSpecRequest.method, { folderUri: uri });

  it('speaks of what lies in the folder, and is not written', async () => {
    const server = await start({ disk: { 'other/flights.csv': 'a,b\n1,2\n' } });
    const answer = proposeSpecRequest.result.parse(await propose(server, `${folderUri}/other`));
    if (answer.kind !== 'done') throw new Error('There is no proposal.');
    expect(answer.value.text).toContain('path: flights.csv');
    expect(answer.value.blanks).toBeGreaterThan(5);
    expect(server.files.reads).not.toContain(`${folderUri}/other/plumbline.yaml`);
  });
});
