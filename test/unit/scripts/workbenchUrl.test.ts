import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { workbenchUrl } from '../../../scripts/vscode/workbenchUrl.ts';

const server = { origin: 'http://127.0.0.1:4000', token: 'secret' };
const folder = '/home/a b/ä+ö&c';

function payloadOf(address: string): Record<string, string> {
  const payload = new URL(address).searchParams.get('payload') ?? '[]';
  return Object.fromEntries(z.array(z.tuple([z.string(), z.string()])).parse(JSON.parse(payload)));
}

describe('workbenchUrl', () => {
  it('names the folder and the token, whatever characters the path has', () => {
    const { searchParams } = new URL(workbenchUrl(server, { folder }));
    expect(Object.fromEntries(searchParams)).toEqual({ tkn: 'secret', folder });
  });

  it('writes spaces so that VS Code reads them', () => {
    expect(workbenchUrl(server, { folder })).not.toContain('+');
  });

  it('opens a file by its remote address', () => {
    const { openFile } = payloadOf(workbenchUrl(server, { folder, openFile: `${folder}/plumbline.yaml` }));
    expect(decodeURI(openFile ?? '')).toBe(`vscode-remote://127.0.0.1:4000${folder}/plumbline.yaml`);
  });

  it('hands a test run its module', () => {
    const address = workbenchUrl(server, {
      folder,
      tests: { extensionDevelopmentPath: '/x', extensionTestsPath: '/y.cjs' },
    });
    expect(payloadOf(address)).toMatchObject({
      extensionDevelopmentPath: 'vscode-remote://127.0.0.1:4000/x',
      extensionTestsPath: 'vscode-remote://127.0.0.1:4000/y.cjs',
    });
  });
});
