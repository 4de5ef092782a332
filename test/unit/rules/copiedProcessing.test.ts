import { expect, it } from 'vitest';
import { checkFixture, readFixture, surroundFixture } from '../../support/notebookFixture.ts';
import { loadPythonParser } from '../../support/pythonParser.ts';

const parser = await loadPythonParser();

const steps = `row[0] = area
row[1] = rooms
row[2] = area / rooms
index = names.index(place)
if index >= 0:
    row[index] = 1
answer = model.predict([row])[0]
`;

function served(name: string): string {
  return `def ${name}(row, names, place, area, rooms, model):\n    ${steps.trimEnd().replaceAll('\n', '\n    ')}\n    return answer\n`;
}

async function messagesAround(around: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const fixture = await surroundFixture(
    {
      rule: 'notebook/copied-processing',
      name: 'copies',
      kind: 'fires',
      form: 'percent',
      text: `# %%\n${steps}`,
      around,
    },
    parser,
  );
  return checkFixture(readFixture(fixture), parser)
    .filter(({ rule }) => rule === 'notebook/copied-processing')
    .map(({ message }) => message);
}

it('processing that stands in one file is told with its function', async () => {
  expect(await messagesAround({ 'serve.py': served('estimate') })).toEqual([
    'These 7 statements stand in serve.py, too (line 2, in `estimate`): keep them in one module that both import.',
  ]);
});

it('processing that many files repeat is told once', async () => {
  const around = { 'a/serve.py': served('one'), 'b/serve.py': served('two'), 'c/serve.py': served('three') };
  expect(await messagesAround(around)).toEqual([
    'These 7 statements stand in a/serve.py, too (line 2, in `one`) and in 2 more files: keep them in one module that all import.',
  ]);
});
