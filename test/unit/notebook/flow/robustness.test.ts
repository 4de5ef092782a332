import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import { flowOf } from '../../../support/notebookFlow.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

/** Of every sort of statement and expression. */
const sample = `import pandas as pd, numpy as np
from math import *
%matplotlib inline
@decorator(1)
class Model(Base, metaclass=M):
    size: int = 3
    def fit(self, X, y=None, *rest, key=1, **options) -> 'Model':
        global total
        self.total, (a, *b) = X, y
        total += [i for i in X if (last := i) for j in i][-1]
        return self
async def load(path):
    async with open(path) as f, lock:
        yield await f.read()
try:
    with open("a") as f:
        x = {**{"k": [1, *y]}, "b": (z for z in {1, 2})}
except (A, B) as error:
    raise C from error
else:
    del x["a"], x.b, f
finally:
    pass
match x:
    case {"k": v, **r} | [v, *r] if v > 1:
        print(f"{v!r:{r}}")
    case P(q, s=t) as u:
        lambda a, *b, c=1: a if b else not c
df.loc[df["a"] > 1, "b"] = df.query("a > @v").fillna(df.mean(), inplace=True)
for i, (j, k) in enumerate(zip(a, b)):
    while True:
        if i: break
        elif j: continue
    else:
        exec("x")
model = Model().fit(X[:10, :], y=y[1:]).predict(X[np.r_[1:3]])
`;

describe('what is no Python', () => {
  it('never throws, whatever is done to code', () => {
    const edits = fc.array(
      fc.record({
        at: fc.nat({ max: sample.length }),
        length: fc.nat({ max: 12 }),
        text: fc.oneof(
          fc.constantFrom('(', ')', '[', ':', '"', '\n', '  ', '=', '*', 'def ', '.', ',', '@', '%', '\\', 'é'),
          fc.string({ maxLength: 3 }),
        ),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(edits, (changes) => {
        let code = sample;
        for (const { at, length, text } of changes) code = code.slice(0, at) + text + code.slice(at + length);
        const { analysis } = flowOf(parser, [code, 'print(x)']);
        for (const { at } of analysis.statements) expect(at.start).toBeLessThanOrEqual(at.end);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the statements around what is broken', () => {
    const { reaching, statement } = flowOf(parser, ['a = 1\nthis is no python (\n', 'b = a']);
    expect(reaching('b', 'a')).toContain('a = 1');
    expect(statement('b').isOpaque).toBe(false);
  });

  it('is not sure of names in what is no Python', () => {
    const { analysis } = flowOf(parser, ['The model was built with precision recall of 3']);
    const uses = analysis.statements.flatMap((statement) => statement.uses);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.every(({ isUncertain }) => isUncertain)).toBe(true);
  });

  it('ends with functions that call each other without end', () => {
    const chain = Array.from(
      { length: 30 },
      (_, index) => `def f${index}(n):\n    return f${(index + 1) % 30}(n) + f${(index + 7) % 30}(n)`,
    );
    const began = performance.now();
    flowOf(parser, [...chain, 'f0(1)']);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('ends with loops deep inside of each other', () => {
    const depth = 40;
    const code = Array.from({ length: depth }, (_, index) => `${' '.repeat(index)}for i${index} in a:`).join('\n');
    const { defined } = flowOf(parser, [`${code}\n${' '.repeat(depth)}x = 1`]);
    expect(defined('for')).toContain('x');
  });

  it('leaves cells of other languages alone', () => {
    expect(flowOf(parser, ['%%bash\nx = 1', 'print(x)']).reaching('print', 'x')).toEqual([]);
  });
});

describe('notebooks of great size', () => {
  const lines = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join('\n');

  it.each([
    ['changes of one frame', lines(1500, (i) => `df["a${i}"] = df["a"] + ${i}`)],
    ['unknown calls', lines(1500, (i) => `y${i} = mystery(df, ${i})`)],
    ['branches in one branch', `if c:\n${lines(750, (i) => `    y${i} = f(df)\n    if y${i}: z = ${i}`)}`],
  ])('are followed to their end: %s', (_, code) => {
    const { reaching } = flowOf(parser, ['import pandas as pd\ndf = pd.DataFrame()', code, 'print(df)']);
    expect(reaching('print', 'df').length).toBeGreaterThan(0);
  });

  it('say of a thing that may have changed often what was certain, and what may have changed it last', () => {
    const { reaching } = flowOf(parser, [`box = []\n${lines(50, (i) => `mystery(box, ${i})`)}`, 'print(box)']);
    const found = reaching('print', 'box');
    expect(found).toContain('box = []');
    expect(found).toContain('mystery(box, 49) ?');
    expect(found.length).toBeLessThan(12);
  });
});
