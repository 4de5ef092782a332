import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Fact, ModelFact } from '../../../schemas/facts.ts';
import { createRefusingRunner } from '../../../server/src/jobs/refusingRunner.ts';
import { unknownHistory } from '../../../server/src/operations/ports.ts';
import { createSpecWorkspace } from '../../../server/src/operations/specWorkspace.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';
import { elementTypes, model, tensor, tensorType, value, zipMapModel } from '../../support/onnxBytes.ts';

const root = 'file:///project/';
const mainUri = `${root}plumbline.yaml`;

function projectWith(files: Readonly<Record<string, string | Uint8Array>>, modelPath = 'models/m.onnx') {
  const spec = `plumbline: v1\nproject: p\nphase: poc\nmodels:\n  m: {path: ${modelPath}, task: regression}\n`;
  const contents = Object.entries({ 'plumbline.yaml': spec, ...files });
  const workspace = memoryWorkspace(new Map(contents.map(([name, content]) => [root + name, content])), root);
  const specs = createSpecWorkspace({
    files: workspace,
    jobs: createRefusingRunner('No worker runs here.'),
    history: unknownHistory('there is none'),
    clock: { now: () => new Date('2026-11-02T08:00:00Z') },
    version: '1.2.3',
  });
  return {
    workspace,
    specs,
    ask: async (id = 'm'): Promise<Fact<ModelFact>> => {
      (await specs.settledSnapshot(mainUri))?.facts.model(id);
      const settled = await specs.settledSnapshot(mainUri);
      return settled?.facts.model(id) ?? { state: 'pending' };
    },
  };
}

const withWeights = (...locations: readonly string[]): Uint8Array =>
  model({ initializers: locations.map((location) => tensor({ name: location, dims: [2], external: { location } })) });

describe('the fact about a model', () => {
  it('is what its file says', async () => {
    const bytes = model({
      opset: 18,
      opsets: { 'ai.onnx.ml': 3 },
      inputs: [value('x', tensorType(elementTypes.float32, ['N', 3]))],
      initializers: [tensor({ name: 'w', raw: new Uint8Array(12) })],
    });
    expect(await projectWith({ 'models/m.onnx': bytes }).ask()).toMatchObject({
      state: 'known',
      value: {
        uri: `${root}models/m.onnx`,
        sizeBytes: bytes.length,
        weightBytes: 12,
        producer: 'plumbline-tests 1.0',
        opset: 18,
        otherOpsets: [{ domain: 'ai.onnx.ml', version: 3 }],
        inputs: [{ name: 'x', kind: 'tensor', type: 'float32', shape: ['N', 3] }],
        externalData: [],
      },
    });
  });

  it('has the scores instead of the maps that a ZipMap makes of them', async () => {
    expect(await projectWith({ 'models/m.onnx': zipMapModel(['on-time', 'late']) }).ask()).toMatchObject({
      value: {
        outputs: [
          { name: 'output_label', type: 'int64' },
          { name: 'output_probability', kind: 'tensor', type: 'float32', shape: [null, 2] },
        ],
        zipMapOutputs: ['output_probability'],
        zipMapClasses: { output_probability: ['on-time', 'late'] },
      },
    });
  });

  it.each([
    ['w.bin', 'file'],
    ['more/../w.bin', 'file'],
    ['gone.bin', 'missing'],
    ['../w.bin', 'outside'],
    ['more/../../w.bin', 'outside'],
    ['..\\w.bin', 'outside'],
    ['/etc/passwd', 'outside'],
    ['C:\\w.bin', 'outside'],
  ])('says of the weights in %s: %s', async (location, kind) => {
    const files = { 'models/m.onnx': withWeights(location), 'models/w.bin': 'weights', 'w.bin': 'others' };
    expect(await projectWith(files).ask()).toMatchObject({ value: { externalData: [{ path: location, kind }] } });
  });

  it('is found out again when weights beside it appear', async () => {
    const { workspace, specs, ask } = projectWith({ 'models/m.onnx': withWeights('w.bin') });
    expect(await ask()).toMatchObject({ value: { externalData: [{ kind: 'missing' }] } });
    workspace.write(`${root}models/w.bin`, 'weights');
    specs.filesChanged([`${root}models/w.bin`]);
    expect(await ask()).toMatchObject({ value: { externalData: [{ kind: 'file' }] } });
  });

  it('reads the file of a model that did not change once', async () => {
    const { workspace, specs, ask } = projectWith({ 'models/m.onnx': withWeights('w.bin') });
    await ask();
    const before = workspace.reads.filter((uri) => uri.endsWith('.onnx')).length;
    specs.filesChanged([`${root}other.csv`]);
    await ask();
    expect(workspace.reads.filter((uri) => uri.endsWith('.onnx'))).toHaveLength(before);
  });

  it.each([
    [{}, 'models/m.onnx does not exist'],
    [{ 'models/m.onnx/x': '' }, 'models/m.onnx is a folder'],
    [{ 'models/m.onnx': 'version https://git-lfs.github.com/spec/v1\noid' }, 'git lfs pull'],
    [{ 'models/m.onnx': new Uint8Array() }, 'models/m.onnx is empty'],
  ])('is unknown with a reason: %j', async (files, because) => {
    const fact = await projectWith(files).ask();
    expect(fact.state === 'unknown' ? fact.because : fact.state).toContain(because);
  });

  it('tells what lies in its place, unless that is still to be fetched', async () => {
    const fileFact = async (content: string | Uint8Array) => {
      const { specs, ask } = projectWith({ 'models/m.onnx': content });
      await ask();
      return (await specs.settledSnapshot(mainUri))?.facts.modelFile('m');
    };
    expect(await fileFact('a,b,c\n1,2,3\n')).toEqual({
      state: 'known',
      value: { kind: 'other', because: 'is no ONNX model but a text' },
    });
    expect(await fileFact('version https://git-lfs.github.com/spec/v1\n')).toMatchObject({ state: 'unknown' });
  });

  it('is unknown for a model outside the workspace', async () => {
    const fact = await projectWith({}, '../m.onnx').ask();
    expect(fact).toMatchObject({ state: 'unknown', because: '../m.onnx leaves the workspace' });
  });

  it('knows the models of the example', async () => {
    const bytes = readFileSync(path.resolve(import.meta.dirname, '../../../examples/flight-delays/models/delay.onnx'));
    expect(await projectWith({ 'models/m.onnx': bytes }).ask()).toMatchObject({ state: 'known' });
  });
});
