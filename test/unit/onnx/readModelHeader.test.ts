import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelHeader } from '../../../server/src/onnx/modelHeader.ts';
import { readModelHeader } from '../../../server/src/onnx/readModelHeader.ts';
import {
  elementTypes,
  entry,
  graph,
  join,
  model,
  node,
  number,
  sequenceOfMaps,
  tensor,
  tensorType,
  value,
  varint,
  zipMapModel,
} from '../../support/onnxBytes.ts';
import { holedSource, memorySource } from './memorySource.ts';

const { float32, float64, int64, string } = elementTypes;

async function headerOf(bytes: Uint8Array): Promise<ModelHeader> {
  const outcome = await readModelHeader(memorySource(bytes));
  if (outcome.kind !== 'header') throw new Error(outcome.because);
  return outcome.header;
}

async function becauseOf(bytes: Uint8Array): Promise<string> {
  const outcome = await readModelHeader(memorySource(bytes));
  return outcome.kind === 'header' ? 'it was read' : outcome.because;
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

describe('the header of a model', () => {
  it('names versions and the tool that wrote it', async () => {
    const header = await headerOf(model({ irVersion: 10, opset: 21, opsets: { 'ai.onnx.ml': 3 } }));
    expect(header.irVersion).toBe(10);
    expect(header.producer).toBe('plumbline-tests 1.0');
    expect(header.operatorSets).toEqual([
      { domain: '', version: 21 },
      { domain: 'ai.onnx.ml', version: 3 },
    ]);
  });

  it('counts the other name of the standard operators as theirs', async () => {
    const { operatorSets } = await headerOf(model({ opset: 17, opsets: { 'ai.onnx': 18 } }));
    expect(operatorSets.map(({ domain }) => domain)).toEqual(['', '']);
  });

  it('says types and sizes of inputs and outputs, with symbols and open ones', async () => {
    const { inputs, outputs } = await headerOf(
      model({
        inputs: [
          value('image', tensorType(float32, ['N', 3, 224, 224])),
          value('words', tensorType(string, [null])),
          value('any', tensorType(float64)),
          value('one', tensorType(int64, [])),
        ],
        outputs: [value('below zero', tensorType(float32, [-1, 2]))],
      }),
    );
    expect(inputs).toEqual([
      { name: 'image', kind: 'tensor', type: 'float32', shape: ['N', 3, 224, 224] },
      { name: 'words', kind: 'tensor', type: 'string', shape: [null] },
      { name: 'any', kind: 'tensor', type: 'float64', shape: undefined },
      { name: 'one', kind: 'tensor', type: 'int64', shape: [] },
    ]);
    expect(outputs).toEqual([{ name: 'below zero', kind: 'tensor', type: 'float32', shape: [null, 2] }]);
  });

  const withNames = (names: string): Uint8Array =>
    join(
      model({}),
      entry(14, join(entry(1, 'task'), entry(2, 'detect'))),
      entry(14, join(entry(1, 'names'), entry(2, names))),
    );

  it.each<[string, readonly string[] | undefined]>([
    [`{0: 'person', 1: "driver's licence", 2: 'it\\'s'}`, ['person', "driver's licence", "it's"]],
    ['{"0": "crate", "1": "barrel"}', ['crate', 'barrel']],
    [`{0: 'a, 1: b', 1: '{}'}`, ['a, 1: b', '{}']],
    [`{1: 'person', 2: 'dog'}`, undefined],
    [`{0: 'person', 2: 'dog'}`, undefined],
    [`{0: 'person' 1: 'dog'}`, undefined],
    ['{}', undefined],
    ['person, dog', undefined],
    [`{0: 'person`, undefined],
  ])('names the classes that the metadata name: %s', async (names, classes) => {
    expect((await headerOf(withNames(names))).namedClasses).toEqual(classes);
  });

  it('names tens of thousands of classes, and reads no endless text', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `class ${index}`);
    const text = (all: readonly string[]): string => `{${all.map((name, index) => `${index}: '${name}'`).join(', ')}}`;
    expect((await headerOf(withNames(text(many)))).namedClasses).toEqual(many);
    expect((await headerOf(withNames(text([...many, 'x'.repeat(1_000_000)])))).namedClasses).toBeUndefined();
  });

  it('tells sequences, maps, optionals and sparse tensors from tensors', async () => {
    const inner = tensorType(float32, [3]);
    const { outputs } = await headerOf(
      model({
        outputs: [
          value('sequence', entry(4, entry(1, inner))),
          value('map', entry(5, join(number(1, 8), entry(2, inner)))),
          value('optional', entry(9, entry(1, inner))),
          value('sparse', entry(8, join(number(1, 11), entry(2, entry(1, number(1, 4)))))),
          value('nothing', new Uint8Array()),
        ],
      }),
    );
    expect(outputs.map(({ kind, type }) => `${kind ?? '-'} ${type ?? '-'}`)).toEqual([
      'sequence float32',
      'map float32',
      'optional float32',
      'sparse-tensor float64',
      '- -',
    ]);
  });

  it('leaves weights out of the inputs, sparse ones as well', async () => {
    const sparse = join(entry(1, tensor({ name: 'sparse', raw: new Uint8Array(4) })), entry(2, tensor({ name: '' })));
    const bytes = join(
      number(1, 9),
      entry(
        7,
        join(
          graph({
            inputs: ['x', 'weight', 'sparse'].map((name) => value(name, tensorType(float32, [2]))),
            initializers: [tensor({ name: 'weight', dims: [2], raw: new Uint8Array(8) })],
          }),
          entry(15, sparse),
        ),
      ),
    );
    expect((await headerOf(bytes)).inputs.map(({ name }) => name)).toEqual(['x']);
  });

  it('adds up the weights of initializers, constants, branches and functions', async () => {
    const raw = (name: string, length: number) => tensor({ name, dims: [length / 4], raw: new Uint8Array(length) });
    const constant = node({ operator: 'Constant', attributes: [join(entry(1, 'value'), entry(5, raw('', 40)))] });
    const branch = node({
      operator: 'If',
      attributes: [join(entry(1, 'then_branch'), entry(6, graph({ initializers: [raw('b', 400)] })))],
    });
    const external = tensor({ name: 'e', dims: [1000], external: { location: 'w.bin' } });
    const bytes = model({
      nodes: [constant, branch],
      initializers: [raw('a', 4), external],
      functions: [join(entry(1, 'f'), entry(7, constant), entry(10, 'own'))],
    });
    expect((await headerOf(bytes)).weightBytes).toBe(4 + 40 + 400 + 4000 + 40);
  });

  it('lists files with weights once each, also those of branches', async () => {
    const outside = (name: string, location: string) =>
      tensor({ name, dims: [2], external: { location, offset: '0', length: '8' } });
    const body = graph({ initializers: [outside('c', '../up.bin')] });
    const bytes = model({
      initializers: [outside('a', 'w.bin'), outside('b', 'w.bin')],
      nodes: [node({ operator: 'Loop', attributes: [join(entry(1, 'body'), entry(6, body))] })],
    });
    const header = await headerOf(bytes);
    expect(header.externalData).toEqual(['../up.bin', 'w.bin']);
    expect(header.weightBytes).toBe(24);
  });

  it('takes no location from a tensor that stands in the file', async () => {
    const location = entry(13, join(entry(1, 'location'), entry(2, 'w.bin')));
    const { externalData } = await headerOf(model({ initializers: [join(tensor({ name: 'a' }), location)] }));
    expect(externalData).toEqual([]);
  });

  it('names the operators of others, and not those that the model defines', async () => {
    const { foreignDomains, functions } = await headerOf(
      model({
        nodes: [
          node({ operator: 'Gelu', domain: 'com.microsoft' }),
          node({ operator: 'f', domain: 'own' }),
          node({ operator: 'Add' }),
          node({ operator: 'Add', domain: 'ai.onnx' }),
        ],
        functions: [join(entry(1, 'f'), entry(10, 'own'))],
      }),
    );
    expect(foreignDomains).toEqual(['com.microsoft']);
    expect(functions).toEqual(['own.f']);
  });
});

describe('a final ZipMap', () => {
  it.each([
    [
      ['on-time', 'late'],
      ['on-time', 'late'],
    ],
    [
      [0, 1, 5],
      ['0', '1', '5'],
    ],
    [
      [-1, 1],
      ['-1', '1'],
    ],
  ])('says the classes in the order of the columns: %j', async (labels, classes) => {
    const { zipMaps } = await headerOf(zipMapModel(labels));
    expect(zipMaps).toMatchObject([{ output: 'output_probability', scores: 'scores', classes }]);
  });

  it('knows type and sizes of its scores where the file says them', async () => {
    const { zipMaps } = await headerOf(zipMapModel([0, 1], tensorType(float32, ['N', 2])));
    expect(zipMaps[0]?.value).toEqual({ name: 'scores', kind: 'tensor', type: 'float32', shape: ['N', 2] });
  });

  it('is none when its maps stay inside the graph', async () => {
    const inner = node({ inputs: ['s'], outputs: ['maps'], operator: 'ZipMap', domain: 'ai.onnx.ml' });
    expect((await headerOf(model({ nodes: [inner], outputs: [value('y', sequenceOfMaps)] }))).zipMaps).toEqual([]);
  });
});

describe('a file that is no model', () => {
  it.each([
    ['empty', new Uint8Array(), 'is empty'],
    ['a pointer', text('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n'), 'git lfs pull'],
    ['a page', text('\n<!DOCTYPE html><html></html>'), 'HTML'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13), 'PNG'],
    ['an archive', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), 'ZIP'],
    ['a pickle', Uint8Array.of(0x80, 4, 0x95, 0), 'pickle'],
    ['a text', text('{"weights": [1, 2, 3]}'), 'a text'],
    ['a model for phones', join(Uint8Array.of(0x1c, 0, 0, 0), text('TFL3'), new Uint8Array(20)), 'TensorFlow Lite'],
    ['tensors', join(Uint8Array.of(90, 0, 0, 0, 0, 0, 0, 0), text('{"__metadata__": {}}')), 'safetensors'],
    ['zeros', new Uint8Array(100), 'is no ONNX model'],
    ['a message without a graph', join(number(1, 8), entry(2, 'tool')), 'is no ONNX model'],
  ])('is told as %s', async (_, bytes, expected) => {
    expect(await becauseOf(bytes)).toContain(expected);
  });
});

describe('a damaged model', () => {
  const whole = zipMapModel(['a', 'b']);

  it('says where it is cut off', async () => {
    expect(await becauseOf(whole.subarray(0, whole.length - 40))).toMatch(
      /^is cut off or damaged: the entry at byte \d+/,
    );
  });

  it.each([
    ['a length beyond all measure', join(number(1, 9), varint(58), varint(2n ** 63n - 1n))],
    ['a length below zero', join(number(1, 9), varint(58), varint(-1))],
    ['a number without end', join(number(1, 9), new Uint8Array(30).fill(0xff))],
    ['an entry of a kind that is not used', join(number(1, 9), varint(7 * 8 + 3))],
    ['the number zero of an entry', join(number(1, 9), varint(2), varint(0))],
  ])('with %s is refused', async (_, bytes) => {
    expect(await becauseOf(bytes)).toMatch(/damaged/);
  });

  it('with types inside types without end is refused', async () => {
    let type = tensorType(float32);
    for (let depth = 0; depth < 40; depth += 1) type = entry(4, entry(1, type));
    expect(await becauseOf(model({ outputs: [value('y', type)] }))).toBe('nests types without end');
  });

  it('with graphs inside graphs without end is refused', async () => {
    let inner = graph({});
    for (let depth = 0; depth < 2000; depth += 1)
      inner = graph({ nodes: [node({ operator: 'If', attributes: [entry(6, inner)] })] });
    expect(await becauseOf(join(number(1, 9), entry(7, inner)))).toBe('nests graphs without end');
  });

  it('of nothing but tiny entries ends within its budget', async () => {
    const crumbs = new Uint8Array(5_000_000).map((_, index) => (index % 2 === 0 ? 8 * 3 : 1));
    expect(await becauseOf(join(number(1, 9), entry(7, crumbs)))).toMatch(/more than 2000000 entries/);
  });
});

describe('a large model', () => {
  it('costs a few kilobytes for each weight, whatever their size', async () => {
    const gigabyte = 1_000_000_000;
    // TensorProto with two entries in memory and one that is nothing but a length.
    const head = join(number(1, gigabyte / 4), number(2, 1), entry(8, 'w'));
    const rawKey = join(varint(9 * 8 + 2), varint(gigabyte));
    const weight = [varint(5 * 8 + 2), varint(head.length + rawKey.length + gigabyte), head, rawKey, gigabyte];
    const ends = graph({ inputs: [value('x', tensorType(float32, ['N', 4]))] });
    const weights = [...weight, ...weight];
    const length = weights.reduce<number>((sum, part) => sum + (typeof part === 'number' ? part : part.length), 0);
    const source = holedSource([
      number(1, 9),
      varint(7 * 8 + 2),
      varint(length + ends.length),
      ...weights,
      ends,
      entry(8, number(2, 17)),
    ]);
    const outcome = await readModelHeader(source);
    expect(outcome).toMatchObject({ kind: 'header', header: { weightBytes: 2 * gigabyte } });
    expect(source.readBytes()).toBeLessThan(40_000);
  });
});

describe('the models of the example', () => {
  const read = (name: string) =>
    headerOf(readFileSync(path.resolve(import.meta.dirname, '../../../examples/flight-delays/models', name)));

  it.each(['delay.onnx', 'delay-int8.onnx'])('have the inputs and outputs that the spec names: %s', async (name) => {
    const { inputs, outputs, zipMaps, externalData, foreignDomains } = await read(name);
    expect(inputs).toMatchObject([
      { name: 'numbers', kind: 'tensor', type: 'float32' },
      { name: 'origin', kind: 'tensor', type: 'string' },
      { name: 'destination', kind: 'tensor', type: 'string' },
    ]);
    expect(outputs.map((output) => output.name)).toContain('probabilities');
    expect([zipMaps, externalData, foreignDomains]).toEqual([[], [], ['ai.onnx.ml']]);
  });

  it('have fewer bytes of weights when quantised', async () => {
    expect((await read('delay-int8.onnx')).weightBytes).toBeLessThan((await read('delay.onnx')).weightBytes);
  });
});
