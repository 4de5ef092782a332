/** What the editor is told of evaluations. */
import type { URI } from 'vscode-uri';
import { Utils } from 'vscode-uri';
import type { EvaluationReport } from '../../../schemas/evaluationReport.ts';
import type { EvaluateAnswer } from '../../../schemas/requests.ts';
import { missedOf } from '../operations/evaluate/renderEvaluation.ts';
import { runFolder } from '../operations/facts/ownRuns.ts';

type Evaluation = EvaluationReport['evaluations'][number];

/** @param folder the one of the spec; every evaluation was to be recorded below it */
export function evaluateAnswer(folder: URI, evaluations: readonly Evaluation[]): EvaluateAnswer {
  return {
    evaluated: evaluations.flatMap((one) =>
      one.state === 'evaluated'
        ? [
            {
              model: one.model,
              split: one.split,
              rows: one.result.rows,
              runUri: one.run === null ? null : recordUri(folder, one.run),
              missed: [...missedOf(one)],
            },
          ]
        : [],
    ),
    problems: evaluations.flatMap((one) => problemOf(one) ?? []),
  };
}

/** The address of a run record by its name. */
export function recordUri(folder: URI, run: string): string {
  return Utils.joinPath(folder, runFolder, `${run}.json`).toString();
}

function problemOf(one: Evaluation): string | undefined {
  if (one.state === 'failed') return one.sentence;
  // Why a run has no record is the last thing that was noted of it.
  return one.run === null ? one.result.notes.at(-1) : undefined;
}
