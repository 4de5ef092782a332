import { describe, expect, it } from 'vitest';
import { createLineAuthors } from '../../../server/src/operations/review/lineAuthors.ts';
import { unknownHistory } from '../../../server/src/operations/ports.ts';
import type { Blame, History } from '../../../server/src/operations/ports.ts';

const uri = 'file:///plumbline.yaml';
const blame: Blame = { text: 'a\nb\nc\nd', authors: [undefined, 'Ada', 'Grace', undefined] };

function lookUp(text: string, found: Blame | undefined = blame) {
  let asked = 0;
  const history: History = {
    ...unknownHistory('tests have no repository'),
    blame: () => {
      asked += 1;
      return Promise.resolve(found);
    },
  };
  const authors = createLineAuthors(history, 'base', () => text);
  return { authors: (first: number, last = first) => authors(uri, first, last), asked: () => asked };
}

describe('the authors of lines', () => {
  it('are those of the commits, and nobody for lines that are older', async () => {
    const { authors } = lookUp('a\nb\nc\nd');
    expect(await authors(1, 2)).toEqual({ authors: ['Ada', 'Grace'], isUncommitted: false });
    expect(await authors(3)).toEqual({ authors: [], isUncommitted: false });
  });

  it('are found below lines that are not committed, whose own author is not known yet', async () => {
    const { authors } = lookUp('a\nnew\nnewer\nb\nc\nd');
    expect(await authors(1, 2)).toEqual({ authors: [], isUncommitted: true });
    expect(await authors(3)).toEqual({ authors: ['Ada'], isUncommitted: false });
    expect(await authors(4)).toEqual({ authors: ['Grace'], isUncommitted: false });
  });

  it('are found below lines that were removed', async () => {
    expect(await lookUp('a\nc\nd').authors(1)).toEqual({ authors: ['Grace'], isUncommitted: false });
  });

  it('are found whatever ends the lines', async () => {
    expect(await lookUp('a\r\nb\r\nc\r\nd').authors(1)).toEqual({ authors: ['Ada'], isUncommitted: false });
  });

  it('are asked for once per file', async () => {
    const { authors, asked } = lookUp('a\nb\nc\nd');
    await Promise.all([authors(0), authors(1), authors(2)]);
    expect(asked()).toBe(1);
  });

  it('are not known of a file that HEAD does not hold', async () => {
    const history: History = { ...unknownHistory('none'), blame: () => Promise.resolve(undefined) };
    expect(await createLineAuthors(history, 'base', () => 'a')(uri, 0, 0)).toEqual({
      authors: [],
      isUncommitted: true,
    });
  });
});
