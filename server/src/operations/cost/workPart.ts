/** Where the work went, as the history of the files tells it, beside what the plan gives to data. */
import type { WorkArea } from '../../../../schemas/facts.ts';
import type { Costs } from '../../../../schemas/costPanel.ts';
import { computeDataWorkShare } from '../../cost/dataWorkShare.ts';
import { decimal } from '../../spec/decimal.ts';
import { formatNumber } from '../../spec/quantityFormat.ts';
import { counted } from '../../spec/words.ts';
import { known, unknown } from '../overview/locations.ts';
import { numberOf } from './costContext.ts';
import type { CostContext } from './costContext.ts';

const names: Readonly<Record<WorkArea, string>> = {
  data: 'Data',
  labels: 'Labels',
  training: 'Training',
  serving: 'Serving',
  support: 'Support',
  other: 'Everything else',
};

const formula =
  'Estimate: the time between commits of one person that lie at most two hours apart, and two hours before the first of a sitting, shared among the changed files by lines, at most 500 for each. A file is about what the spec says of it, else what the words in its path say, the nearest first.';

export function workPart({ facts, ledger }: CostContext): Costs['work'] {
  const fact = facts.work();
  if (fact.state !== 'known') {
    return { state: 'unknown', because: fact.state === 'pending' ? 'the history is being read' : fact.because };
  }
  const { commits, authors, hours, areas, span, isCut } = fact.value;
  const years = span === undefined ? '' : `, ${span.first} to ${span.last}`;
  const data = areas.filter(({ area }) => area === 'data' || area === 'labels');
  const share = data.reduce((sum, one) => sum + one.share, 0);
  const percent = (part: number) => `${formatNumber(decimal((part * 100).toFixed(6)), 2)} %`;
  const planned = computeDataWorkShare(ledger);
  return {
    state: 'known',
    basis: `${counted(commits, 'commit')} of ${counted(authors, 'person').replace('persons', 'people')}${years}${isCut ? '; older ones were not looked at' : ''}`,
    dataShare: known(percent(share), { origin: 'estimated', formula }, share),
    plannedShare:
      planned.kind === 'undefined'
        ? unknown(planned.because)
        : known(
            percent(numberOf(planned.value)),
            {
              origin: 'computed',
              formula:
                'Hours times rate of the data categories as a share of all hours times rate, one-off plus one year.',
            },
            numberOf(planned.value),
          ),
    areas: areas.map(({ area, hours: own, share: part, paths }) => ({
      id: area,
      name: names[area],
      hours: known(`${formatNumber(decimal(own.toPrecision(2)))} h`, { origin: 'estimated', formula }, own),
      share: part,
      shareText: percent(part),
      paths: [...paths],
    })),
    hours: known(`${formatNumber(decimal(hours.toPrecision(2)))} h`, { origin: 'estimated', formula }, hours),
  };
}
