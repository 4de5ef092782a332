/** What was asked of recorded runs since the start: the view of the runs shows it from then on. */
import type { ComparisonReport } from '../../../../schemas/comparisonReport.ts';
import type { ShownErrorRows } from '../../../../schemas/errorRows.ts';

/** What a project's panel was answered, the latest last. */
export interface AnsweredOfRuns {
  readonly comparisons: readonly ComparisonReport[];
  readonly errors: readonly ShownErrorRows[];
  /** Names of runs to show however old they are. */
  readonly runs: readonly string[];
}

export interface AskedOfRuns {
  readonly of: (mainUri: string) => AnsweredOfRuns;
  /** Takes the place of an earlier comparison of the same two runs. */
  readonly keepComparison: (mainUri: string, report: ComparisonReport) => void;
  /** Takes the place of what was shown of the same run. */
  readonly keepErrors: (mainUri: string, rows: ShownErrorRows) => void;
  readonly keepRuns: (mainUri: string, runs: readonly string[]) => void;
}

export const nothingAsked: AnsweredOfRuns = { comparisons: [], errors: [], runs: [] };

/** Comparisons of one project: more would make its view large. */
const mostComparisons = 20;
/** Runs whose rows are shown; those that are images take megabytes. */
const mostErrors = 4;
/** Runs that are shown although newer ones would fill the view. */
const mostRuns = 8;

export function createAskedOfRuns(): AskedOfRuns {
  const answered = new Map<string, AnsweredOfRuns>();
  const of = (mainUri: string): AnsweredOfRuns => answered.get(mainUri) ?? nothingAsked;
  return {
    of,
    keepComparison: (mainUri, report) => {
      const others = of(mainUri).comparisons.filter(
        ({ first, second }) => first !== report.first || second !== report.second,
      );
      answered.set(mainUri, { ...of(mainUri), comparisons: [...others, report].slice(-mostComparisons) });
    },
    keepErrors: (mainUri, rows) => {
      const others = of(mainUri).errors.filter(({ run }) => run !== rows.run);
      answered.set(mainUri, { ...of(mainUri), errors: [...others, rows].slice(-mostErrors) });
    },
    keepRuns: (mainUri, runs) => {
      const others = of(mainUri).runs.filter((run) => !runs.includes(run));
      answered.set(mainUri, { ...of(mainUri), runs: [...others, ...runs].slice(-mostRuns) });
    },
  };
}
