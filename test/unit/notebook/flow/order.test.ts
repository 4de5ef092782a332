import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import { flowOf } from '../../../support/notebookFlow.ts';
import type { CountedText, Flow } from '../../../support/notebookFlow.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const counted = (text: string, count?: number): CountedText => ({ text, count });

function cellsInOrder({ analysis }: Flow): readonly number[] {
  return [...new Set(analysis.statements.filter(({ isLeftOut }) => !isLeftOut).map(({ at }) => at.cell))];
}

describe('the order in which cells make sense', () => {
  it('is that of the file where it works', () => {
    const flow = flowOf(parser, [counted('x = 1', 2), counted('print(x)', 3)]);
    expect(flow.analysis.order).toEqual({ kind: 'file', differingNames: [] });
  });

  it('is that of the counts where the file does not work', () => {
    const flow = flowOf(parser, [counted('print(x)', 2), counted('x = 1', 1)]);
    expect(flow.analysis.order.kind).toBe('count');
    expect(cellsInOrder(flow)).toEqual([1, 0]);
  });

  it('leaves out what was never run and nothing needs', () => {
    const flow = flowOf(parser, [counted('print(x)', 2), counted('x = 1', 1), counted('x = 3')]);
    expect(flow.analysis.order.kind).toBe('count');
    expect(flow.statement('x = 3').isLeftOut).toBe(true);
    expect(flow.reaching('print', 'x')).toEqual(['x = 1']);
  });

  it('takes in what was never run but is needed', () => {
    const flow = flowOf(parser, [counted('print(x)', 2), counted('x = y', 1), counted('y = 1')]);
    expect(flow.analysis.order.kind).toBe('count');
    expect(cellsInOrder(flow)).toEqual([2, 1, 0]);
  });

  it('moves the cells that dependencies need, and no other', () => {
    const flow = flowOf(parser, ['a = 1', 'print(x)', 'b = 2', 'x = a', 'c = 3']);
    expect(flow.analysis.order.kind).toBe('moved');
    expect(cellsInOrder(flow)).toEqual([0, 3, 1, 2, 4]);
  });

  it('leaves out the statements that no order helps', () => {
    const flow = flowOf(parser, ['a = b', 'b = a', 'c = 1']);
    expect(flow.analysis.order.kind).toBe('broken');
    expect(flow.statement('a').isLeftOut).toBe(true);
    expect(flow.statement('c').isLeftOut).toBe(false);
  });

  it('calls functions only when what they read is there', () => {
    const flow = flowOf(parser, [counted('def f():\n    return k', 1), counted('r = f()', 3), counted('k = 1', 2)]);
    expect(flow.analysis.order.kind).toBe('count');
  });

  it('does not care about names that nothing defines', () => {
    expect(flowOf(parser, ['print(nothing)', 'x = 1']).analysis.order.kind).toBe('file');
  });

  it('names what another order of the counts would change', () => {
    const flow = flowOf(parser, [counted('x = 1', 1), counted('x = 2', 3), counted('print(x)', 2)]);
    expect(flow.analysis.order).toEqual({ kind: 'file', differingNames: ['x'] });
  });

  it('is silent about another order without consequence', () => {
    const flow = flowOf(parser, [
      counted('import os\nx = 1', 1),
      counted('import os\ny = 2', 3),
      counted('print(x, os)', 2),
    ]);
    expect(flow.analysis.order.differingNames).toEqual([]);
  });

  it('knows the last values of cells by their counts', () => {
    const flow = flowOf(parser, [counted('1 + 1', 7), counted('y = _7 + Out[7]', 8)]);
    expect(flow.reaching('y', '_7')).toEqual(['1 + 1']);
  });
});
