import { afterEach, describe, expect, it } from 'vitest';
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  HoverRequest,
  InlayHintRequest,
  PrepareRenameRequest,
  RenameRequest,
  SignatureHelpRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import type { Position } from 'vscode-languageserver/node';
import { overviewRequest, projectsRequest, readinessRequest } from '../../schemas/requests.ts';
import { hostileContract, hostileSecret, hostileSpec, hostileTexts } from '../support/hostileSpec.ts';
import { folderUri, specUri, startMemoryServer } from '../support/memoryServer.ts';
import type { MemoryServer } from '../support/memoryServer.ts';
import { shownStrings } from '../support/shownStrings.ts';
import type { ShownString } from '../support/shownStrings.ts';

const contractUri = `${folderUri}/contracts/hostile.odcs.yaml`;
const running: MemoryServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.end();
});

async function start(text: string): Promise<MemoryServer> {
  const server = await startMemoryServer({ disk: { 'contracts/hostile.odcs.yaml': hostileContract(text) } });
  running.push(server);
  await server.open(specUri, hostileSpec(text));
  await server.open(contractUri, hostileContract(text));
  return server;
}

/** The first letter of every key, and the start and the middle of every value. */
function positionsIn(text: string): readonly Position[] {
  return text.split('\n').flatMap((content, line) => {
    const value = content.indexOf(': ') + 2;
    const key = content.search(/\S/);
    return [...new Set([Math.max(0, key), Math.max(0, key) + 2, value, value + 2, content.length])].map(
      (character) => ({ line, character: Math.min(character, content.length) }),
    );
  });
}

/** Whatever the server answers about a document, at all of its places. */
async function answersAbout(server: MemoryServer, uri: string, text: string): Promise<readonly unknown[]> {
  const { connection } = server;
  const document = { textDocument: { uri } };
  const whole = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
  const answers: unknown[] = [
    await server.settle(uri),
    await connection.sendRequest(DocumentSymbolRequest.type, document),
    await connection.sendRequest(DocumentLinkRequest.type, document),
    await connection.sendRequest(CodeLensRequest.type, document),
    await connection.sendRequest(InlayHintRequest.type, { ...document, range: whole }),
    await connection.sendRequest(CodeActionRequest.type, { ...document, range: whole, context: { diagnostics: [] } }),
  ];
  for (const position of positionsIn(text)) {
    const at = { ...document, position };
    answers.push(
      await connection.sendRequest(HoverRequest.type, at),
      await connection.sendRequest(CompletionRequest.type, at),
      await connection.sendRequest(SignatureHelpRequest.type, at),
      // A refusal is shown, too.
      await connection.sendRequest(PrepareRenameRequest.type, at).catch((error: unknown) => String(error)),
    );
    const items = (await connection.sendRequest(CallHierarchyPrepareRequest.type, at)) ?? [];
    answers.push(items);
    for (const item of items) {
      answers.push(await connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item }));
      answers.push(await connection.sendRequest(CallHierarchyOutgoingCallsRequest.type, { item }));
    }
  }
  return answers;
}

async function everythingShown(server: MemoryServer, text: string): Promise<readonly ShownString[]> {
  const { connection } = server;
  const answers = [
    ...(await answersAbout(server, specUri, hostileSpec(text))),
    ...(await answersAbout(server, contractUri, hostileContract(text))),
    await connection.sendRequest(WorkspaceSymbolRequest.type, { query: '' }),
    await connection.sendRequest(projectsRequest.method, {}),
    await connection.sendRequest(overviewRequest.method, { specUri }),
    await connection.sendRequest(readinessRequest.method, { specUri }),
  ];
  return [...new Map(answers.flatMap((answer) => shownStrings(answer)).map((shown) => [shown.text, shown])).values()];
}

/** What is left of Markdown without its code and without what is escaped: here nothing of a user may mean anything. */
function meaningful(markdown: string): string {
  return markdown
    .replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, '')
    .replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
    .replace(/\\[!-/:-@[-`{-~]/g, '');
}

describe('text of users in answers of the server', () => {
  it.each(Object.entries(hostileTexts))('%s is shown as text, and breaks no request', async (_name, text) => {
    const server = await start(text);
    const shown = await everythingShown(server, text);
    // The test looks at something: the text, in whatever form, is in findings and in hovers.
    expect(shown.length).toBeGreaterThan(100);
    expect(server.log).toEqual([]);

    const invisible = /[^\P{Cc}\n\t]|[\u061C\u200B-\u200F\u202A-\u202E\u2066-\u2069]/u;
    expect(shown.filter((one) => invisible.test(one.text))).toEqual([]);
    expect(shown.filter((one) => one.text.includes(hostileSecret))).toEqual([]);

    const markdown = shown
      .filter(({ isMarkdown }) => isMarkdown)
      .map((one) => ({ ...one, left: meaningful(one.text) }));
    expect(markdown.length).toBeGreaterThan(10);
    expect(markdown.filter(({ left }) => /<|!\[|\]\((?!file:|vscode:)|evil\.example|\$\(/.test(left))).toEqual([]);
  });

  it('a name with markup keeps its letters when it is renamed', async () => {
    const text = hostileTexts.HTML;
    const server = await start(text);
    const line = hostileSpec(text)
      .split('\n')
      .findIndex((content) => content === `  ${JSON.stringify(text)}:`);
    const edit = await server.connection.sendRequest(RenameRequest.type, {
      textDocument: { uri: specUri },
      position: { line, character: 4 },
      newName: 'plain',
    });
    expect(JSON.stringify(edit)).toContain('"newText":"plain"');
  });
});
