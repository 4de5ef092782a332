/** What one answer of a recorded run is worth on average: all of them, against other policies, and slice by slice. */
import type { RunView } from '../../../../schemas/evaluationPanel.ts';
import type { RunRecord, RunValue } from '../../../../schemas/run.ts';
import { rowsOf, shownValue } from './runMetricsView.ts';

type MoneyView = NonNullable<RunView['money']>;
type Part = MoneyView['parts'][number];

const noGoals = { target: undefined, limit: undefined };

/** @returns undefined when the record holds no money */
export function moneyView({ money }: RunRecord): MoneyView | undefined {
  if (money === undefined) return undefined;
  const { value, gain, never, prevalence, slices = {} } = money;
  const part = (name: string, isSlice: boolean, of: RunValue): Part => ({
    name,
    isSlice,
    ...rowsOf(isSlice ? of : { ...of, rows: of['n'] }),
    value: shownValue(of, noGoals),
  });
  return {
    ...(prevalence === undefined ? {} : { note: noteOf(prevalence) }),
    parts: [
      part('all answers', false, value),
      ...(gain === undefined ? [] : [part('beyond the rule', false, gain)]),
      ...(never === undefined ? [] : [part('if nothing were raised', false, never)]),
      ...Object.entries(slices).map(([id, slice]) => part(id, true, slice)),
    ],
  };
}

function noteOf(prevalence: number): string {
  const share = Number((prevalence * 100).toPrecision(4));
  return `The whole is computed for ${share} % positives, as in production; each slice for the share that its rows have.`;
}
