/** What the notebook makes of a model's answers, as expressions of `raw`. */

/** A value that comes from the answers, row by row. */
export interface Answer {
  /** What is done to the answers while each is still a number or the chances of classes; `raw` when nothing is. */
  readonly scores: string;
  /** What is done to the scores, called `raw`, from the first step that decides for a class; undefined when none does. */
  readonly decision: string | undefined;
  /** Whether it is a tensor of torch, or an array or list, at the end and where the decision begins. */
  readonly form: Form;
  readonly decidedOn: Form;
  /** Keys of the saved state that the expressions read. */
  readonly uses: readonly string[];
  readonly steps: number;
}

export type Form = 'tensor' | 'array';

/** Values that belong together, such as greatest values and their places. */
export interface Parts {
  readonly parts: readonly (AnswerValue | undefined)[];
}

export type AnswerValue = Answer | Parts;

export function beginAnswer(form: Form): Answer {
  return { scores: 'raw', decision: undefined, form, decidedOn: form, uses: [], steps: 0 };
}

export function isAnswer(value: AnswerValue | undefined): value is Answer {
  return value !== undefined && !('parts' in value);
}

export interface AnswerStep {
  readonly write: (text: string) => string;
  /** Whether it decides for a class, as `argmax` and `> 0.5` do. */
  readonly decides?: boolean;
  readonly form?: Form;
  readonly uses?: readonly string[];
}

export function applyStep(answer: Answer, { write, decides = false, form, uses = [] }: AnswerStep): Answer {
  const begins = answer.decision === undefined && decides;
  return {
    scores: answer.decision !== undefined || begins ? answer.scores : write(answer.scores),
    decision: answer.decision === undefined ? (begins ? write('raw') : undefined) : write(answer.decision),
    form: form ?? answer.form,
    decidedOn: answer.decision === undefined ? answer.form : answer.decidedOn,
    uses: [...answer.uses, ...uses],
    steps: answer.steps + 1,
  };
}

/** The same values as an array of numpy. */
export function asArray(answer: Answer): Answer {
  if (answer.form === 'array') return answer;
  return applyStep(answer, { write: (text) => `${text}.numpy()`, form: 'array' });
}

/** The one that says most: of those that decide, else of all, the one with most steps. */
export function bestAnswer(answers: readonly Answer[]): Answer | undefined {
  const rank = ({ decision, steps }: Answer): number => (decision === undefined ? 0 : 1000) + steps;
  let best: Answer | undefined;
  for (const answer of answers) if (best === undefined || rank(answer) > rank(best)) best = answer;
  return best;
}
