import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskMagics } from '../../../server/src/notebook/read/maskMagics.ts';

const codeOf = (text: string) => maskMagics(0, text).code;
const magicOf = (text: string) => maskMagics(0, text).magics[0];

describe('masking magics', () => {
  it.each([
    ['%matplotlib inline', 'pass              '],
    ['% matplotlib inline', 'pass               '],
    ['%who', 'pass'],
    ['%pdb\nx = 1', 'pass\nx = 1'],
    ['    %who\n', '    pass\n'],
    ['%time x = f()', '0;    x = f()'],
    ['%time for i in x: f(i)', 'pass                  '],
    ['%timeit -n 10 f(x)', '0;            f(x)'],
    ['!ls', '0  '],
    ['!mkdir data', 'pass       '],
    ['files = !ls data', 'files = []      '],
    ['here = %pwd', 'here = []  '],
    ['df.head?', 'df.head '],
    ['?df.head', ' df.head'],
    ['df??', 'df  '],
    ['pip install pandas', 'pass              '],
    ['ls', '0 '],
    ['cd data', 'pass   '],
    ['x = 10 %5', 'x = 10 %5'],
    ['"%d" % x', '"%d" % x'],
    ['x = (1\n%2)', 'x = (1\n%2)'],
    ['s = """\n!ls\n%who\n"""', 's = """\n!ls\n%who\n"""'],
    ['x = 5 \\\n%2', 'x = 5 \\\n%2'],
    ['!pip install a \\\n  b', 'pass            \n   '],
    ['>>> x = 1\n>>> x\n1', '    x = 1\n    x\n '],
    ['In [3]: x = 1', '        x = 1'],
    ['%%time\nfit()', '#%time\nfit()'],
    ['%%bash\nls -l', 'pass  \n     '],
    ['\n\n%%html\n<b>', '\n\npass  \n   '],
    ['%%time\n%matplotlib inline\nfit()', '#%time\npass              \nfit()'],
  ])('%j becomes %j', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('keeps names of packages with their versions', () => {
    const { installs } = magicOf('!pip install -q pandas==2.1 "scikit-learn>=1.4" -r more.txt xgboost # late') ?? {};
    expect(installs).toEqual([
      { name: 'pandas', version: '==2.1' },
      { name: 'scikit-learn', version: '>=1.4' },
      { name: 'xgboost', version: undefined },
    ]);
  });

  it('knows the names that a command reads and binds', () => {
    expect(magicOf('out = !cat {path} $name $$HOME')).toMatchObject({
      reads: ['name', 'path'].toSorted().toReversed(),
      binds: ['out'],
    });
    expect(magicOf('%%R -i df -o fit\nlm(df)')).toMatchObject({ reads: ['df'], binds: ['fit'], treatment: 'left' });
    expect(magicOf('%%capture log\nf()')).toMatchObject({ binds: ['log'], treatment: 'keep' });
    expect(magicOf('%store -r model')).toMatchObject({ binds: ['model'] });
  });

  it('says what stays, what goes and what cannot be promoted', () => {
    expect(
      ['%matplotlib inline', '%run a.ipynb', '!ls', '%%writefile a.py\nx', '%load_ext sql'].map(
        (text) => magicOf(text)?.treatment,
      ),
    ).toEqual(['drop', 'keep', 'left', 'left', 'drop']);
  });

  const line = fc.oneof(
    fc.constantFrom('%matplotlib inline', '!ls {x}', 'x?', '%time y = 1', 'x = !ls', '"""', "'", 'f(', ')', 'x = 1 \\'),
    fc.constantFrom(
      '%%bash',
      '>>> x',
      'pip install a',
      'def f(x):',
      '    return x % 2',
      '# !ls',
      '\t%who',
      'ls',
      '%',
      '!',
      '?',
    ),
    fc.string({ unit: 'grapheme', maxLength: 15 }),
  );
  const lineBreak = fc.constantFrom('\n', '\r\n');

  it('keeps length and line breaks of any text', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), lineBreak, (lines, separator) => {
        const text = lines.join(separator);
        const masked = codeOf(text);
        expect(masked.length).toBe(text.length);
        expect(masked.replace(/[^\r\n]/g, '.')).toBe(text.replace(/[^\r\n]/g, '.'));
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves Python as it is', () => {
    const python = fc.constantFrom(
      'import a',
      'x = a % b',
      'if x:',
      '    y = {"a": 1}',
      's = "!ls"',
      'f(x,',
      '  y)',
      '# %who',
      'z = x if y else None',
      '@decorator',
    );
    fc.assert(
      fc.property(fc.array(python, { maxLength: 12 }), (lines) => {
        const text = lines.join('\n');
        expect(maskMagics(0, text)).toEqual({ cell: 0, code: text, magics: [] });
      }),
    );
  });
});
