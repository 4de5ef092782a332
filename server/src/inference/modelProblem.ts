/** Something about a model, its inputs or its answers that the user can repair; the message is the whole sentence. */
import type { JobFailure } from '../../../schemas/jobs.ts';

export class ModelProblem extends Error {
  readonly category: JobFailure;

  constructor(sentence: string, category: JobFailure = 'bad-input') {
    super(sentence);
    this.name = 'ModelProblem';
    this.category = category;
  }
}
