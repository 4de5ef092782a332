import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { copyExample } from '../support/exampleCopy.ts';
import type { TestRepository } from '../support/gitRepository.ts';
import { seededMistakes } from '../support/seededMistakes.ts';
import { connectTestClient } from '../support/testClient.ts';
import type { TestClient } from '../support/testClient.ts';

const bundle = path.resolve(import.meta.dirname, '../../dist/server.cjs');
const parent = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-seeded-')));

let repository: TestRepository;
let child: ChildProcess;
let client: TestClient;

beforeAll(async () => {
  repository = await copyExample(path.join(parent, 'flight-delays'));
  const server = spawn(process.execPath, [bundle, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child = server;
  client = await connectTestClient({
    input: server.stdout,
    output: server.stdin,
    folderUris: [repository.uriOf('').replace(/\/$/, '')],
    options: { isTrusted: true },
  });
});

afterAll(async () => {
  const exited = once(child, 'exit');
  await client.end();
  await exited;
  rmSync(parent, { recursive: true, force: true });
});

/**
 * Pulls as a client does, again whenever something new is known, until a rule underlines a text of the file.
 *
 * @returns every text that it underlines then
 */
async function untilUnderlined(rule: string, at: string, document: TextDocument): Promise<readonly string[]> {
  for (;;) {
    // Asked for before the pull, so that no news between the two are missed.
    const news = client.nextRefresh();
    const findings = (await client.diagnose(document.uri)).filter(({ code }) => code === rule);
    const underlined = findings.map(({ range }) => document.getText(range));
    if (underlined.includes(at)) return underlined;
    await news;
  }
}

describe('a mistake in the example', () => {
  it.each(seededMistakes)('is found by $rule at $at', async ({ rule, file, before, after, at }) => {
    const text = readFileSync(path.join(repository.root, file), 'utf8').replace(before, () => after);
    const document = TextDocument.create(repository.uriOf(file), 'plumbline', 1, text);
    await client.open(document.uri, text);
    try {
      expect(await untilUnderlined(rule, at, document)).toContain(at);
    } finally {
      await client.close(document.uri);
    }
  });
});
