import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import { rowGraphOf } from '../../../../server/src/rules/notebook/leaks/rowGraph.ts';
import { dataName } from '../../../../server/src/rules/notebook/leaks/wording.ts';
import { flowOf } from '../../../support/notebookFlow.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

/** What the data of the last call are called. */
function nameIn(code: string): string {
  const { analysis } = flowOf(parser, ['from transformers import Trainer\n', code]);
  const call = rowGraphOf(analysis).calls.at(-1);
  if (call === undefined) throw new Error('Nothing is called.');
  return dataName(analysis, { at: call.arguments[0]?.at ?? call.at }, 'the rows');
}

describe('the name of data in a message', () => {
  it('is the argument as it is written', () => {
    expect(nameIn('trainer = Trainer(model, eval_dataset=mail)\ntrainer.evaluate(other)')).toBe('`other`');
  });

  it('is no call where an object was given the rows when it was made', () => {
    expect(nameIn('trainer = Trainer(model, eval_dataset=mail)\ntrainer.evaluate()')).toBe('what `trainer` was given');
  });
});
