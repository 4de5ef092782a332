/** What was found of whole rows, as the rows of a table: drift first, then what cannot be told. */
import type { ComparedCheck } from '../../../../schemas/driftReport.ts';
import type { DriftCheckView } from '../../../../schemas/driftPanel.ts';
import type { TogetherFinding, TogetherMethod } from '../../../../schemas/driftTogether.ts';
import { probabilityWords } from '../../report/driftWords.ts';

type WholeRows = DriftCheckView['wholeRows'][number];
type Judged = Extract<TogetherFinding, { kind: 'judged' }>;

/** Columns that are named beside a finding; the record has more. */
const namedFeatures = 5;
const namedPairs = 5;

const names: Readonly<Record<TogetherMethod, string>> = {
  domain_classifier: 'domain classifier',
  pca_reconstruction: 'reconstruction (PCA)',
  row_mmd: 'discrepancy of rows (MMD)',
  correlation_change: 'correlations',
  embedding_mmd: 'discrepancy of the embedding (MMD)',
  text_classifier: 'classifier of words',
};

const order: readonly WholeRows['answer'][] = ['drift', 'cannot-tell', 'stable', 'not-judged'];

/** @returns in the order in which to look at them, windows in their order within each answer */
export function wholeRowsView({ result }: Pick<ComparedCheck, 'result'>): WholeRows[] {
  return (result.together ?? [])
    .map((finding): WholeRows => {
      const { window, method } = finding;
      const place = { window: result.windows[window]?.label ?? '', method, name: names[method] };
      if (finding.kind === 'undefined') {
        return {
          ...place,
          answer: 'not-judged',
          size: null,
          range: null,
          smallest: null,
          p: null,
          features: [],
          words: finding.because,
        };
      }
      const { low, high, smallest, adjustedP, answer, sentence } = finding;
      return {
        ...place,
        answer,
        size: sizeOf(finding, finding.value),
        range: low === undefined || high === undefined ? null : `${sizeOf(finding, low)} to ${sizeOf(finding, high)}`,
        smallest: smallest === undefined ? null : sizeOf(finding, smallest),
        p: probabilityWords(adjustedP),
        features: finding.columns.slice(0, namedFeatures),
        words: [sentence, ...sayPairs(finding)].join(' '),
      };
    })
    .toSorted((left, right) => order.indexOf(left.answer) - order.indexOf(right.answer));
}

/** Ranks in per cent of all ranks, as for single columns; everything else as it is. */
function sizeOf({ measure }: Judged, value: number): string {
  return measure === 'rank-wasserstein'
    ? `${Number((value * 100).toPrecision(3))} %`
    : String(Number(value.toPrecision(3)));
}

function sayPairs({ pairs }: Judged): readonly string[] {
  const said = pairs
    .slice(0, namedPairs)
    .map(
      ({ first, second, reference, current }) =>
        `${first} with ${second} from ${Number(reference.toPrecision(3))} to ${Number(current.toPrecision(3))}`,
    );
  return said.length === 0 ? [] : [`Surely changed: ${said.join('; ')}.`];
}
