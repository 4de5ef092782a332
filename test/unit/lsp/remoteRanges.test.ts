import { describe, expect, it } from 'vitest';
import { withRemoteFiles } from '../../../server/src/lsp/remoteFiles.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

const remoteUri = 'vscode-vfs://github/owner/repository/models/m.onnx';
const localUri = 'file:///work/models/m.onnx';
const bytes = Uint8Array.of(0, 1, 2, 3, 255, 254);

function filesWith(sizeBytes = bytes.length) {
  const asked: { uri: string; maxBytes: number }[] = [];
  const files = withRemoteFiles({
    local: memoryWorkspace(new Map([[localUri, bytes]])),
    folderUris: () => ['vscode-vfs://github/owner/repository'],
    remote: {
      readFile: (params) => {
        asked.push(params);
        if (params.uri !== remoteUri) return Promise.resolve({ kind: 'missing' });
        return Promise.resolve(
          sizeBytes > params.maxBytes
            ? { kind: 'too-large', sizeBytes }
            : { kind: 'content', base64: Buffer.from(bytes).toString('base64'), modifiedMs: 1 },
        );
      },
      readFolder: () => Promise.resolve({ kind: 'missing' }),
    },
  });
  return { files, asked };
}

describe('a stretch of a file', () => {
  it('on the disk is read there', async () => {
    const { files, asked } = filesWith();
    expect(await files.readRange(localUri, 1, 2)).toEqual({ kind: 'content', bytes: Buffer.from([1, 2]) });
    expect(asked).toEqual([]);
  });

  it('of a virtual workspace begins where it was asked for, and may reach to the end', async () => {
    const { files } = filesWith();
    expect(await files.readRange(remoteUri, 4, 1)).toEqual({ kind: 'content', bytes: Buffer.from([255, 254]) });
    expect(await files.readRange(remoteUri, 99, 1)).toEqual({ kind: 'content', bytes: Buffer.from([]) });
  });

  it('of a large file of a virtual workspace is not read, since the file would come whole', async () => {
    const { files } = filesWith(2_000_000_000);
    expect(await files.readRange(remoteUri, 0, 16)).toEqual({ kind: 'too-large', sizeBytes: 2_000_000_000 });
  });

  it('of a file that is not there is missing', async () => {
    const { files } = filesWith();
    expect(await files.readRange(`${remoteUri}.gone`, 0, 16)).toEqual({ kind: 'missing' });
  });
});
