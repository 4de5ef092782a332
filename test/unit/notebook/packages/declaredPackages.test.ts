import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCovered } from '../../../../server/src/notebook/packages/coveredPackages.ts';
import { readDeclaredPackages } from '../../../../server/src/notebook/packages/declaredPackages.ts';

const read = (texts: Readonly<Record<string, string>>, hasOpaque = false) =>
  readDeclaredPackages(
    Object.entries(texts).map(([path, text]) => ({ path, text })),
    hasOpaque,
  );

describe('packages that a project declares', () => {
  it('come from an environment of Conda, with those of pip in it', () => {
    const text = `name: flights
channels: [conda-forge]
dependencies:
  - python=3.11
  - pandas=1.5
  - conda-forge::pytorch>=2
  - scikit-learn=1.4.2=py311
  - pip:
      - xgboost==2.0.3
`;
    const declared = read({ 'environment.yml': text });
    expect([...(declared?.versions ?? [])]).toEqual([
      ['python', { lowest: '3.11', below: '3.12', source: 'declared' }],
      ['pandas', { lowest: '1.5', below: '1.6', source: 'declared' }],
      ['torch', { lowest: '2', below: undefined, source: 'declared' }],
      ['scikit-learn', { lowest: '1.4.2', below: '1.4.3', source: 'declared' }],
      ['xgboost', { lowest: '2.0.3', below: '2.0.3.0.1', source: 'declared' }],
    ]);
  });

  it('come with their extras, as requirements and Poetry write them', () => {
    const poetry = '[tool.poetry.dependencies]\ntransformers = {version = "^4", extras = ["torch"]}\n';
    const declared = read({ 'requirements.txt': 'pandas[excel, Parquet]>=2', 'pyproject.toml': poetry });
    const names = ['openpyxl', 'pyarrow', 'accelerate', 'tables'];
    expect(names.map((name) => isCovered(name, declared?.versions ?? new Map()))).toEqual([true, true, true, false]);
    expect(declared?.versions.get('pandas')?.lowest).toBe('2');
    expect(declared?.versions.get('transformers')?.below).toBe('5');
  });

  it('are those of the nearer file where two declare one, and those of a lock before both', () => {
    const declared = read({
      'requirements.txt': 'pandas==2.0',
      'pyproject.toml': '[project]\ndependencies = ["pandas<2"]',
    });
    expect(declared?.versions.get('pandas')?.lowest).toBe('2.0');
    expect(declared?.file).toBe('requirements.txt');
    const locked = read({ 'requirements.txt': 'pandas', 'uv.lock': '[[package]]\nname = "pandas"\nversion = "2.2.3"' });
    expect(locked?.versions.get('pandas')).toMatchObject({ lowest: '2.2.3', source: 'locked' });
  });

  it('are not all when a file takes in another one that was not read, or declares by code', () => {
    expect(read({ 'requirements.txt': 'pandas\n' })?.isComplete).toBe(true);
    expect(read({ 'requirements.txt': 'pandas\n-r requirements/base.txt\n' })?.isComplete).toBe(false);
    expect(read({ 'requirements.txt': 'pandas\n' }, true)?.isComplete).toBe(false);
    const dynamic = '[project]\ndynamic = ["dependencies"]\noptional-dependencies = {dev = ["pandas"]}';
    expect(read({ 'pyproject.toml': dynamic })?.isComplete).toBe(false);
  });

  it('are none when a file declares nothing but its Python', () => {
    expect(read({ 'pyproject.toml': '[project]\nrequires-python = ">=3.11"' })).toBeUndefined();
    expect(read({})).toBeUndefined();
  });

  it('never throw, whatever a file holds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('environment.yml', 'pyproject.toml', 'requirements.txt', 'uv.lock'),
        fc.string(),
        (path, text) => {
          read({ [path]: text });
        },
      ),
    );
  });
});

describe('isCovered', () => {
  const declared = (names: readonly string[]) =>
    new Map(names.map((name) => [name, { lowest: undefined, below: undefined, source: 'declared' as const }]));

  it.each([
    ['numpy', ['pandas'], true],
    ['numpy', ['seaborn'], true],
    ['opencv-python-headless', ['opencv-contrib-python'], true],
    ['keras', ['tensorflow-cpu'], true],
    ['xgboost', ['pandas', 'scikit-learn'], false],
    ['pandas', ['numpy'], false],
    ['openpyxl', ['pandas'], false],
    ['openpyxl', ['pandas', 'pandas[excel]'], true],
  ])('%s where %s are declared: %s', (name, names, isThere) => {
    expect(isCovered(name, declared(names))).toBe(isThere);
  });
});
