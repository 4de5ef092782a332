import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import { flowPath } from '../../../../server/src/rules/notebook/leaks/flowPath.ts';
import { rowGraphOf } from '../../../../server/src/rules/notebook/leaks/rowGraph.ts';
import { flowOf } from '../../../support/notebookFlow.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

/** The path from what the first call makes to what `show(x)` is given: the text of each step, and its sentence. */
function pathOf(code: string): readonly (readonly [string, string])[] {
  const { analysis } = flowOf(parser, [
    'import pandas as pd\nfrom sklearn.model_selection import train_test_split\nfrom sklearn.preprocessing import StandardScaler',
    code,
  ]);
  const graph = rowGraphOf(analysis);
  const show = graph.calls.find(({ text }) => text === 'show');
  const [object] = show?.arguments[0]?.objects ?? [];
  const source = graph.calls[0]?.result;
  if (show === undefined || object === undefined || source === undefined) throw new Error('Nothing is shown.');
  const data = { object, seenBy: show.statement, at: show.at };
  return flowPath(graph, source, data).map(({ at, message }) => [
    analysis.notebook.cells[at.cell]?.text.slice(at.start, at.end) ?? '',
    message,
  ]);
}

describe('the path of a leak', () => {
  it('leads from the source through the reducer to the data, one sentence for each step', () => {
    expect(
      pathOf(
        'df = pd.read_csv("a.csv")\ns = StandardScaler()\nX = s.fit_transform(df)\na, b = train_test_split(X)\nshow(b)',
      ),
    ).toEqual([
      ['s.fit_transform(df)', 'Passes the rows on.'],
      ['train_test_split(X)', 'Splits the rows.'],
    ]);
  });

  it('tells what is put into a frame', () => {
    const path = pathOf(
      'df = pd.read_csv("a.csv")\nm = df["x"].mean()\nother = pd.DataFrame()\nother["m"] = m\nshow(other)',
    );
    expect(path.map(([, message]) => message)).toEqual([
      'Passes the rows on.',
      'Computes values from all of these rows together.',
      'Puts the values into the data.',
    ]);
  });

  it('is empty when nothing leads there', () => {
    expect(pathOf('df = pd.read_csv("a.csv")\nother = pd.read_csv("b.csv")\nshow(other)')).toEqual([]);
  });
});
