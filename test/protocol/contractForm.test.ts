import { afterEach, describe, expect, it } from 'vitest';
import { DidChangeConfigurationNotification } from 'vscode-languageserver/node';
import { contractText } from '../support/contractFixture.ts';
import { folderUri, startMemoryServer } from '../support/memoryServer.ts';
import type { MemoryServer } from '../support/memoryServer.ts';

const uri = `${folderUri}/flights.odcs.yaml`;

/** A kind that does not exist, a key that readers pass over in silence, and a password. */
const faulty = contractText(
  'servers:\n  - {server: store, type: postgres, host: "postgres://me:Sesame42@host", port: many, database: d, schema: s}\nschema:\n  - name: flights\n    properties:\n      - {name: delay, isNullable: false}\n',
).replace('kind: DataContract', 'kind: DataContrct');

const running: MemoryServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.end();
});

async function start(isYamlValidated: boolean, validate: () => string): Promise<MemoryServer> {
  const server = await startMemoryServer({
    options: { isYamlValidated },
    settings: () => ({ contracts: { validate: validate() } }),
  });
  running.push(server);
  await server.open(uri, faulty, 'yaml');
  return server;
}

const rulesOf = async (server: MemoryServer): Promise<readonly unknown[]> => [
  ...new Set((await server.diagnose(uri)).map(({ code }) => code)),
];

describe('the form of data contracts', () => {
  it.each([
    ['auto', false, true],
    ['auto', true, false],
    ['on', true, true],
    ['off', false, false],
  ])('with %s, and a YAML extension: %s, is checked: %s', async (validate, isYamlValidated, isChecked) => {
    const rules = await rulesOf(await start(isYamlValidated, () => validate));
    expect(rules.includes('contract/invalid')).toBe(isChecked);
  });

  it('may be checked by others, what only Plumbline knows is said all the same', async () => {
    const rules = await rulesOf(await start(true, () => 'auto'));
    expect(rules).toContain('contract/ignored-key');
    expect(rules).toContain('data/secret');
  });

  it('is checked as soon as the setting says so', async () => {
    let validate = 'off';
    const server = await start(false, () => validate);
    const before = await server.settle(uri);
    validate = 'on';
    const refreshed = server.nextRefresh();
    await server.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    await refreshed;
    const after = await server.pull(uri, before.resultId);
    expect(JSON.stringify(after)).toContain('contract/invalid');
  });
});
