/** What two runs were made of, where they differ. */
import type { ComparisonReport } from '../../../../schemas/comparisonReport.ts';
import type { RunRecord } from '../../../../schemas/run.ts';

const facts: readonly (readonly [string, (record: RunRecord) => string | number | undefined])[] = [
  ['Model', ({ model }) => model?.id],
  ['Model file', ({ model }) => model?.sha256?.slice(0, 12)],
  ['Predictions', ({ predictions }) => predictions?.path],
  ['Split', ({ split }) => split?.id],
  ['Rows', ({ split }) => split?.rows],
  ['Data', ({ data }) => data?.version],
  ['Threshold', ({ params }) => numberOf(params?.['threshold'])],
  [
    'Commit',
    ({ git }) => (git === undefined ? undefined : `${git.commit.slice(0, 12)}${git.isDirty ? ', with changes' : ''}`),
  ],
  ['Machine', ({ machine }) => machine?.cpu],
  ['Provider', ({ machine }) => machine?.provider],
  ['Plumbline', ({ plumbline }) => plumbline],
];

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function changedFacts(first: RunRecord, second: RunRecord): ComparisonReport['changed'] {
  return facts.flatMap(([label, read]) => {
    const [one, other] = [read(first), read(second)];
    return one === other ? [] : [{ label, first: String(one ?? 'not known'), second: String(other ?? 'not known') }];
  });
}
