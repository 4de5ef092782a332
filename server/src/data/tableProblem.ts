import type { JobAnswer, JobFailure, JobKind } from '../../../schemas/jobs.ts';

/** Something in the table, a path or an expression that the user can repair; the message is the whole sentence. */
export class TableProblem extends Error {
  readonly category: JobFailure;

  constructor(sentence: string, category: JobFailure = 'bad-input', options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'TableProblem';
    this.category = category;
  }
}

/** Turns what a job computes, or the problem it meets, into its answer. Other errors are bugs and pass through. */
export async function answerWith<Kind extends JobKind>(
  compute: () => Promise<Extract<JobAnswer<Kind>, { kind: 'done' }>['value']>,
): Promise<JobAnswer<Kind>> {
  try {
    return { kind: 'done', value: await compute() };
  } catch (error) {
    if (error instanceof TableProblem) return { kind: 'failed', category: error.category, sentence: error.message };
    throw error;
  }
}

/**
 * A file that is written while it is read gives other rows than were counted a moment before, without any failure.
 *
 * @param label what the user calls the table
 * @throws {TableProblem} when rows are lacking
 */
export function expectAllRows(label: string, read: number, counted: number): void {
  if (read === counted) return;
  throw new TableProblem(
    `${label} gave ${read.toLocaleString('en')} of its ${counted.toLocaleString('en')} rows and then ended; it was changed meanwhile or is damaged, so try again or write it again.`,
  );
}
