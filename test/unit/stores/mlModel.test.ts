import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMlModel } from '../../../server/src/stores/mlModel.ts';

const signed = (inputs: string): string => `flavors: {onnx: {}}\nsignature:\n  inputs: '${inputs}'\n  params: null\n`;

describe('the signature of a package', () => {
  it('names columns with their types', () => {
    const text = signed('[{"name": "hour", "type": "long", "required": true}, {"type": "double", "name": "miles"}]');
    expect(readMlModel(text)).toEqual({
      kind: 'signature',
      inputs: [
        { name: 'hour', type: 'long', kind: 'column', isRequired: true },
        { name: 'miles', type: 'double', kind: 'column', isRequired: true },
      ],
    });
  });

  it('names tensors with the types of their elements', () => {
    const text = signed('[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3]}}]');
    expect(readMlModel(text)).toEqual({
      kind: 'signature',
      inputs: [{ name: undefined, type: 'float32', kind: 'tensor', isRequired: true }],
    });
  });

  it.each(['"required": false', '"optional": true'])('knows inputs that may be left out: %s', (mark) => {
    const reading = readMlModel(signed(`[{"name": "note", "type": "string", ${mark}}]`));
    expect(reading).toMatchObject({ inputs: [{ isRequired: false }] });
  });

  it('reads text that is folded over lines, as YAML writers do', () => {
    const reading = readMlModel(`signature:\n  inputs: '[{"name": "hour", "type":\n    "long"}]'\n`);
    expect(reading).toMatchObject({ kind: 'signature', inputs: [{ name: 'hour', type: 'long' }] });
  });

  it('may be missing', () => {
    expect(readMlModel('flavors: {onnx: {}}\n')).toEqual({ kind: 'none' });
    expect(readMlModel('signature: null\n')).toEqual({ kind: 'none' });
  });

  it('is a problem when it is no list of inputs', () => {
    expect(readMlModel(signed('{"name": 1}'))).toMatchObject({ kind: 'problem' });
  });

  it('never throws, whatever the file holds', () => {
    fc.assert(fc.property(fc.string(), (text) => void readMlModel(text)));
    fc.assert(fc.property(fc.json(), (json) => void readMlModel(signed(json.replaceAll("'", "''")))));
  });
});
