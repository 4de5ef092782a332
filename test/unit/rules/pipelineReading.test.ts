import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPipelineDefinition } from '../../../server/src/rules/pipelineDefinition.ts';
import { findImports, namesModule } from '../../../server/src/rules/pipelineImports.ts';

const features = 'src/flights/features.py';
const imports = (code: string) => findImports(code).some((one) => namesModule(one, 'src/flights/train.py', features));

describe('imports of a Python file', () => {
  it.each([
    'from .features import prepare',
    'from . import network, features',
    'from flights.features import (\n  prepare,\n  labels,\n)',
    'import flights.features as f, json',
    'import os; import features',
    'if True:\n\tfrom flights import \\\n  features',
    'from ..flights.features import prepare',
  ])('name the module in %j', (code) => {
    expect(imports(code)).toBe(true);
  });

  it.each([
    '# from .features import prepare',
    '"""\nfrom .features import prepare\n"""',
    "text = 'import features'",
    'from .features_old import prepare',
    'from ..features import prepare',
    'from other.features import prepare',
    'import flights',
  ])('do not name it in %j', (code) => {
    expect(imports(code)).toBe(false);
  });

  it('are found in any text without failing', () => {
    const piece = fc.constantFrom('from', 'import', '(', ')', '.', '\\', '\n', '"""', "'", '#', 'a', ',', ' ', ';');
    fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => Array.isArray(findImports(pieces.join('')))));
  });
});

describe('definitions of pipelines', () => {
  it('list the stages of DVC with what they write and depend on', () => {
    const text =
      'stages:\n  fit: {cmd: fit, deps: [uv.lock]}\n  judge: {foreach: [a], do: {cmd: judge, metrics: [m.json]}}\n';
    expect(readPipelineDefinition(text)?.stages).toEqual([
      { name: 'fit', isEvaluation: false, hasRuntime: true },
      { name: 'judge', isEvaluation: true, hasRuntime: false },
    ]);
  });

  it('give the numbers of options that bound something, with their lines', () => {
    const text =
      'stages:\n  check:\n    cmd:\n      - run --seed 7\n      - run --min-recall=0.6 --threshold 1e-1 --max-depth x\n';
    expect(readPipelineDefinition(text)?.conditions).toEqual([
      { subject: 'min-recall', number: '0.6', line: 5 },
      { subject: 'threshold', number: '1e-1', line: 5 },
    ]);
  });

  it.each(['', 'just text', '- a\n- b', 'key: value', 'stages: [a]', '{"Steps": 1}'])('are not found in %j', (text) => {
    expect(readPipelineDefinition(text)).toBeUndefined();
  });

  it('are read from any text without failing', () => {
    const piece = fc.constantFrom(
      'Steps',
      'stages',
      'root',
      ':',
      ' ',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '[',
      '"',
      'cmd',
      '--min-a 1',
      '&a',
      '*a',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(() => readPipelineDefinition(pieces.join(''))).not.toThrow();
      }),
    );
  });
});
