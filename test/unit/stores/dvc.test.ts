import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDvcFile } from '../../../server/src/stores/dvcOutput.ts';
import { readDvcLock } from '../../../server/src/stores/dvcLock.ts';
import { readDvcPipeline, variableFiles } from '../../../server/src/stores/dvcPipeline.ts';
import type { DvcPipeline } from '../../../server/src/stores/dvcPipeline.ts';

const example = path.resolve('examples/flight-delays');
const exampleText = (name: string) => readFileSync(path.join(example, name), 'utf8');

function pipelineOf(text: string, files: Readonly<Record<string, string>> = {}): DvcPipeline {
  const read = readDvcPipeline(text, (name) => files[name]);
  if (read.kind === 'problem') throw new Error(read.because);
  return read.pipeline;
}

describe('.dvc files', () => {
  it('gives path, hash and size of what is pinned, from the folder of the file', () => {
    const read = readDvcFile(exampleText('data/flights.parquet.dvc'), 'data');
    expect(read).toEqual({
      kind: 'outputs',
      outputs: [
        {
          path: 'data/flights.parquet',
          hash: { name: 'md5', value: '901eadf99cebf2b2405b33077404882d' },
          sizeBytes: 13493022,
          isFolder: false,
          isHashOfBytes: true,
          files: undefined,
        },
      ],
    });
  });

  it('knows a folder by the ending of its hash', () => {
    const read = readDvcFile('outs:\n- md5: aa11.dir\n  size: 10\n  nfiles: 3\n  path: images\n');
    expect(read.kind === 'outputs' && read.outputs[0]).toMatchObject({ isFolder: true, files: 3 });
  });

  it('reads the hash of an object in a store', () => {
    const read = readDvcFile("deps:\n- path: s3://b/k\nouts:\n- etag: '7e1'\n  path: s3://b/k\n");
    expect(read.kind === 'outputs' && read.outputs[0]).toMatchObject({
      path: 's3://b/k',
      hash: { name: 'etag', value: '7e1' },
    });
  });

  it('says so when a file pins nothing', () => {
    expect(readDvcFile('hello: world\n').kind).toBe('problem');
  });
});

describe('dvc.yaml', () => {
  it('reads the example: what stages read, write and measure, from the folder of the file', () => {
    const { stages, metrics } = pipelineOf(exampleText('dvc.yaml'));
    expect(stages.map(({ name }) => name)).toEqual(['train', 'evaluate']);
    expect(stages[0]?.outs).toEqual(['models/delay.onnx', 'models/delay-int8.onnx']);
    expect(stages[1]?.deps[0]).toBe('data/flights.parquet');
    expect(stages[1]?.params).toEqual([
      { path: 'plumbline.yaml', keys: ['economics.value', 'models.delay.decision.threshold', 'splits'] },
    ]);
    expect(metrics).toEqual(['reports/evaluation.json']);
  });

  it('fills templates from params.yaml, from named files and from vars, the later ones winning', () => {
    const text = [
      'vars: [more.yaml, {out: reports}]',
      'stages:',
      '  train:',
      '    cmd: python train.py --rate ${rate}',
      '    metrics: ["${out}/${name}.json"]',
    ].join('\n');
    expect(variableFiles(text)).toEqual(['params.yaml', 'more.yaml']);
    const { stages } = pipelineOf(text, { 'params.yaml': 'rate: 0.1\nname: first', 'more.yaml': 'name: second' });
    expect(stages[0]).toMatchObject({ commands: ['python train.py --rate 0.1'], metrics: ['reports/second.json'] });
  });

  it('unrolls loops over lists, maps and matrices under the names that DVC gives', () => {
    const { stages } = pipelineOf(`stages:
  each:
    foreach: [de, fr]
    do: {cmd: run, metrics: ["m/\${item}.json"]}
  keyed:
    foreach: {a: {x: 1}, b: {x: 2}}
    do: {cmd: "run \${key} \${item.x}"}
  grid:
    matrix: {model: [cnn, gbm], seed: [1, 2]}
    cmd: run
    outs: ["o/\${item.model}-\${item.seed}"]
`);
    expect(stages.map(({ name }) => name)).toEqual([
      ...['each@de', 'each@fr', 'keyed@a', 'keyed@b'],
      ...['grid@cnn-1', 'grid@cnn-2', 'grid@gbm-1', 'grid@gbm-2'],
    ]);
    expect([stages[1]?.metrics, stages[3]?.commands, stages[7]?.outs]).toEqual([
      ['m/fr.json'],
      ['run b 2'],
      ['o/gbm-2'],
    ]);
  });

  it('leaves a template as it is when no variable answers it', () => {
    expect(pipelineOf('metrics: ["${where}/m.json"]').metrics).toEqual(['${where}/m.json']);
  });

  it('says so when a file is no pipeline', () => {
    expect(readDvcPipeline('- a\n- b\n', () => undefined)).toMatchObject({ kind: 'problem' });
  });
});

describe('dvc.lock', () => {
  const wdirOf = () => 'src';

  it('gives what each stage read and wrote, with paths from the folder of the file', () => {
    const read = readDvcLock(exampleText('dvc.lock'), wdirOf);
    const evaluate = read.kind === 'lock' ? read.stages.find(({ name }) => name === 'evaluate') : undefined;
    expect(evaluate?.deps.map((dep) => dep.path)).toContain('data/flights.parquet');
    expect(evaluate?.outs[0]).toMatchObject({ path: 'reports/evaluation.json', sizeBytes: 4793 });
    expect(evaluate?.params['models.delay.decision.threshold']).toBe('0.19');
  });

  it('reads the first form, in which the stages stand at the top', () => {
    const read = readDvcLock('train:\n  cmd: run\n  outs:\n  - path: m.onnx\n    md5: aa\n', () => '');
    expect(read.kind === 'lock' && read.stages[0]?.outs[0]?.path).toBe('m.onnx');
  });

  it('refuses a newer schema in one sentence', () => {
    expect(readDvcLock("schema: '3.0'\nstages: {}\n", wdirOf)).toEqual({
      kind: 'problem',
      because: 'its schema is `3.0`, and 2.0 is the newest that is understood',
    });
  });
});
