import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTool } from '../../../scripts/process/runTool.ts';

const repository = path.resolve(import.meta.dirname, '../../..');
const loader = pathToFileURL(path.join(repository, 'server/src/inference/importOnnxRuntime.ts')).href;
const model = path.join(repository, 'examples/digits/models/digit.onnx');

let home = '';
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'plumbline-home-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

describe('ONNX Runtime as it is loaded', () => {
  it('leaves nothing behind that its telemetry would write', async () => {
    // A process of its own: the runtime looks once, when it is loaded.
    const script = `
      const { importOnnxRuntime } = await import(${JSON.stringify(loader)});
      const { InferenceSession } = await importOnnxRuntime();
      const session = await InferenceSession.create(${JSON.stringify(model)});
      console.log(session.inputNames.join());`;
    const environment = { ...process.env };
    delete environment['ORT_DISABLE_TELEMETRY'];
    const printed = await runTool(process.execPath, ['--input-type=module', '-e', script], {
      cwd: repository,
      env: {
        ...environment,
        HOME: home,
        XDG_CACHE_HOME: home,
        XDG_DATA_HOME: home,
        TMPDIR: home,
        TEMP: home,
        TMP: home,
      },
    });
    expect(printed.trim()).toBe('pixels');
    expect(readdirSync(home, { recursive: true })).toEqual([]);
  });
});
