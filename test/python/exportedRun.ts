/** A run that Plumbline exports must be one that MLflow itself reads, finds and lists. */
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { RunRecord } from '../../schemas/run.ts';
import { writeFoldersWhole } from '../../server/src/platform/writeFoldersWhole.ts';
import { writeMlflowRun } from '../../server/src/stores/mlflowRunFiles.ts';
import { runTool } from '../../scripts/process/runTool.ts';
import type { ComparedStores } from './mlflowStores.ts';
import { preparePython } from './preparePython.ts';

const root = path.join(import.meta.dirname, '../..');

const record: RunRecord = {
  kind: 'run',
  schema: 1,
  plumbline: '1.2.3',
  startedAt: '2026-11-02T09:31:00.000Z',
  endedAt: '2026-11-02T09:31:20.000Z',
  command: 'plumbline evaluate --model delay',
  project: 'late flights: "a test" — ünïcode',
  model: { id: 'delay', path: 'models/delay.onnx', sha256: 'a'.repeat(64), sizeBytes: 5 },
  split: { id: 'test', rows: 518_831 },
  git: { commit: 'b'.repeat(40), isDirty: true },
  params: { threshold: 0.19 },
  values: {
    recall: {
      state: 'known',
      value: 0.585,
      unit: '',
      low: 0.582,
      high: 0.588,
      slices: {
        'origins/ATL': { state: 'known', value: 0.5, unit: '' },
        'odd: <name>/../x': { state: 'known', value: 0.25, unit: '' },
        empty: { state: 'undefined', because: 'there is no row' },
      },
    },
    loss: { state: 'known', value: 1e-9, unit: '' },
    auc: { state: 'undefined', because: 'only class 1 occurs' },
  },
};

const expected = {
  experiment: record.project,
  name: '2026-11-02T0931Z-delay-3f2a91c0',
  status: 'FINISHED',
  started: Date.parse(record.startedAt),
  metrics: {
    recall: 0.585,
    'recall.low': 0.582,
    'recall.high': 0.588,
    'slices/recall/origins/ATL': 0.5,
    'slices/recall/odd_ _name_/_/x': 0.25,
    loss: 1e-9,
  },
  params: {
    model: 'delay',
    'model.path': 'models/delay.onnx',
    'model.sha256': 'a'.repeat(64),
    split: 'test',
    rows: '518831',
    threshold: '0.19',
  },
  commit: 'b'.repeat(40),
  undefined: 'only class 1 occurs',
  history: 1,
  artifact: 'run',
};

/** Exports a run into an empty folder and asks the pinned MLflow for everything in it. */
export async function readExportedRun(): Promise<ComparedStores> {
  const python = await preparePython(path.join(root, 'test/python/requirements-mlflow.txt'));
  if (python.kind === 'absent') return { passed: 0, differences: [], absent: python.because };
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'plumbline-export-')));
  try {
    const store = path.join(folder, 'mlruns');
    const target = {
      name: expected.name,
      runId: '0123456789abcdef0123456789abcdef',
      experimentId: '123456789012345678',
      storeUri: pathToFileURL(store).href,
    };
    const files = writeMlflowRun(record, JSON.stringify(record), target);
    await writeFoldersWhole([{ folder: store, files: [...files] }]);
    const script = path.join(root, 'test/python/readExportedRun.py');
    const found = path.join(folder, 'found.json');
    await runTool(python.executable, [script, store, found]);
    const read: unknown = JSON.parse(await readFile(found, 'utf8'));
    if (isDeepStrictEqual(read, [expected])) return { passed: 1, differences: [], absent: undefined };
    const difference = `MLflow reads the exported run as ${JSON.stringify(read)}, not ${JSON.stringify([expected])}`;
    return { passed: 0, differences: [difference], absent: undefined };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
