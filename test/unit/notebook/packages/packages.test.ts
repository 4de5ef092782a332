/** Distributions behind imports, and versions that a project declares. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDeclaredVersions } from '../../../../server/src/notebook/packages/declaredVersions.ts';
import { distributionOf } from '../../../../server/src/notebook/packages/distributionOf.ts';
import { impliedDistributions, loadImplied } from '../../../../server/src/notebook/packages/impliedDistributions.ts';
import { compareVersions, exactly, readSpecifier } from '../../../../server/src/notebook/packages/versions.ts';

describe('compareVersions', () => {
  it.each([
    ['1.9', '1.10', -1],
    ['2.0', '2', 0],
    ['1.4.0rc1', '1.4', 0],
    ['2.1.0+cpu', '2.0.9', 1],
  ])('compares %s with %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
  });

  it('is an order', () => {
    const version = fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(
        version,
        version,
        (a, b) => compareVersions(a, b) === -compareVersions(b, a) || compareVersions(a, b) === 0,
      ),
    );
  });
});

describe('readSpecifier', () => {
  it.each([
    ['>=1.2,<2', '1.2', '2'],
    ['~=1.4.2', '1.4.2', '1.5'],
    ['^1.4', '1.4', '2'],
    ['^0.3.1', '0.3.1', '0.4'],
    ['~2.1', '2.1', '2.2'],
    ['==1.3.*', '1.3', '1.4'],
    ['*', undefined, undefined],
    ['', undefined, undefined],
    ['!=1.5', undefined, undefined],
  ])('reads %s', (specifier, lowest, below) => {
    expect(readSpecifier(specifier)).toEqual({ lowest, below, source: 'declared' });
  });

  it('holds exactly one version with ==', () => {
    const range = readSpecifier('==1.4.2');
    expect(range.lowest).toBe('1.4.2');
    expect(compareVersions(range.below ?? '', '1.4.2')).toBe(1);
    expect(compareVersions(range.below ?? '', '1.4.3')).toBe(-1);
  });
});

describe('readDeclaredVersions', () => {
  const read = (path: string, text: string) => Object.fromEntries(readDeclaredVersions([{ path, text }]));

  it('reads requirements with extras, markers, comments and hashes', () => {
    const text = `# what we need
-r base.txt
Scikit_Learn[alldeps]>=1.0,<1.4 ; python_version > "3.8"  # model
pandas==2.1.0 \\
    --hash=sha256:abc
numpy
local @ file:///tmp/local
https://example.com/wheel.whl
`;
    expect(read('requirements.txt', text)).toEqual({
      'scikit-learn': { lowest: '1.0', below: '1.4', source: 'declared' },
      'scikit-learn[alldeps]': { lowest: '1.0', below: '1.4', source: 'declared' },
      pandas: readSpecifier('==2.1.0'),
      numpy: readSpecifier(''),
      local: readSpecifier(''),
    });
  });

  it('reads a pyproject.toml', () => {
    const text = `[project]
requires-python = ">=3.11"
dependencies = ["pandas>=2,<3"]
[project.optional-dependencies]
plots = ["matplotlib>=3.8"]
[dependency-groups]
dev = ["pytest>=8", {include-group = "other"}]
`;
    expect(read('sub/pyproject.toml', text)).toEqual({
      python: readSpecifier('>=3.11'),
      pandas: readSpecifier('>=2,<3'),
      matplotlib: readSpecifier('>=3.8'),
      pytest: readSpecifier('>=8'),
    });
  });

  it('reads a pyproject.toml of Poetry', () => {
    const text = `[tool.poetry.dependencies]
python = "^3.10"
pandas = "^1.5"
torch = {version = "~2.1", optional = true}
mine = {path = "../mine"}
[tool.poetry.group.dev.dependencies]
pytest = "*"
`;
    expect(read('pyproject.toml', text)).toEqual({
      python: readSpecifier('^3.10'),
      pandas: readSpecifier('^1.5'),
      torch: readSpecifier('~2.1'),
      mine: readSpecifier(''),
      pytest: readSpecifier(''),
    });
  });

  it('lets the lock file win', () => {
    const declared = readDeclaredVersions([
      { path: 'uv.lock', text: '[[package]]\nname = "pandas"\nversion = "2.1.4"\n' },
      { path: 'pyproject.toml', text: '[project]\ndependencies = ["pandas>=1"]\n' },
    ]);
    expect(declared.get('pandas')).toEqual(exactly('2.1.4', 'locked'));
  });

  it('reads a poetry.lock', () => {
    expect(read('poetry.lock', '[[package]]\nname = "NumPy"\nversion = "1.26.4"\n')).toEqual({
      numpy: exactly('1.26.4', 'locked'),
    });
  });

  it('declares nothing where a file is broken', () => {
    expect(read('pyproject.toml', '[project\n')).toEqual({});
    expect(read('pyproject.toml', 'project = 3\ntool = []\n')).toEqual({});
    expect(read('uv.lock', 'package = "none"\n')).toEqual({});
  });

  it('reads any text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('requirements.txt', 'pyproject.toml', 'uv.lock'),
        fc.string(),
        (path, text) => readDeclaredVersions([{ path, text }]).size >= 0,
      ),
    );
  });
});

describe('distributionOf', () => {
  it.each([
    ['sklearn.svm', { kind: 'distribution', name: 'scikit-learn', source: 'table' }],
    ['google.cloud.storage', { kind: 'distribution', name: 'google-cloud-storage', source: 'table' }],
    ['google.colab.drive', { kind: 'notebook' }],
    ['os.path', { kind: 'standard-library' }],
    ['pandas', { kind: 'distribution', name: 'pandas', source: 'table' }],
    ['pandaz', { kind: 'distribution', name: 'pandaz', source: 'guessed' }],
    ['constructor', { kind: 'distribution', name: 'constructor', source: 'guessed' }],
  ])('knows %s', (module, origin) => {
    expect(distributionOf(module)).toEqual(origin);
  });

  it('believes the interpreter first', () => {
    const installed = new Map([['cv2', ['opencv-contrib-python']]]);
    expect(distributionOf('cv2', installed)).toEqual({
      kind: 'distribution',
      name: 'opencv-contrib-python',
      source: 'installed',
    });
  });

  it('chooses by the table where many distributions share a package', () => {
    const installed = new Map([['google', ['protobuf', 'google-cloud-storage']]]);
    expect(distributionOf('google.cloud.storage', installed)).toMatchObject({
      name: 'google-cloud-storage',
      source: 'table',
    });
  });
});

describe('impliedDistributions', () => {
  const table = loadImplied();

  it.each([
    ['pandas.read_excel', 'a.xlsx', ['openpyxl']],
    ['pandas.read_excel', 'A.XLS', ['xlrd']],
    ['pandas.read_excel', undefined, ['openpyxl']],
    ['frame.to_parquet', undefined, ['pyarrow']],
    ['pandas.read_parquet', 's3://bucket/a.parquet', ['pyarrow', 's3fs']],
    ['pandas.read_csv', 'a.csv', []],
  ])('knows what %s of %s needs', (key, path, names) => {
    expect(impliedDistributions(table, key, path)).toEqual(names);
  });
});
