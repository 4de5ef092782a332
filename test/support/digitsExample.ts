/** `examples/digits`, and what the command asks the worker about it. */
import type { EvaluationRequest } from '../../schemas/evaluationJob.ts';
import { exampleFolder, loadExample, requestOfExample } from './exampleRequest.ts';

export const digitsFolder = exampleFolder('digits');

/** The project of digits, and the files of its folder. */
export function loadDigits(): ReturnType<typeof loadExample> {
  return loadExample('digits');
}

/** @param splitId `test` or `train` */
export function digitsRequest(splitId: string): Promise<EvaluationRequest> {
  return requestOfExample('digits', { splitId });
}
