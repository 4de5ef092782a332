/** What the drift that was found means for the yearly value, by the last comparison of each check. */
import type { Costs } from '../../../../schemas/costPanel.ts';
import { checksOf } from '../../rules/monitorView.ts';
import { known } from '../overview/locations.ts';
import type { CostContext } from './costContext.ts';

type DriftPart = Costs['drift'];
type DriftLine = Extract<DriftPart, { state: 'known' }>['lines'][number];

export function driftPart({ spec, facts, locations, currency }: CostContext): DriftPart {
  const checks = checksOf(spec).filter(({ node }) => node.fields.watch?.value === 'inputs');
  if (checks.length === 0) {
    return {
      state: 'unknown',
      because: 'no check of the spec watches inputs',
      next: 'Add a check with `watch: inputs` under `monitoring`.',
    };
  }
  const lines: DriftLine[] = [];
  const stale: string[] = [];
  let because: string | undefined;
  let compared = 0;
  for (const { id, keyPlace } of checks) {
    const fact = facts.drift(id);
    if (fact.state !== 'known') {
      because ??= fact.state === 'pending' ? 'the records of drift are being read' : fact.because;
      continue;
    }
    if (fact.value === undefined) continue;
    compared += 1;
    const { at, reference, current } = fact.value;
    if (fact.value.stale.length > 0) stale.push(id);
    for (const { name, answer, money, sentence } of fact.value.columns) {
      if (answer !== 'drift' || money === undefined || money.currency !== currency) continue;
      const provenance = {
        origin: 'estimated' as const,
        formula: `${sentence} Between ${money.low} and ${money.high}, if it stayed so and recall and the rate of false alarms stayed those of the targets.`,
        inputs: [
          { name: 'compared with', text: reference },
          { name: 'compared', text: current },
        ],
        at,
        source: locations.of(keyPlace),
      };
      lines.push({
        check: id,
        column: name,
        at,
        source: locations.of(keyPlace),
        perYear: known(money.text, provenance, money.perYear),
      });
    }
  }
  if (compared === 0) {
    return {
      state: 'unknown',
      because: because ?? 'nothing has been compared yet',
      next: 'Run `plumbline drift`, which keeps a record of each check.',
    };
  }
  return {
    state: 'known',
    // The dearest first.
    lines: lines.toSorted((left, right) => moneyOf(left) - moneyOf(right)),
    stale,
  };
}

function moneyOf({ perYear }: DriftLine): number {
  return perYear.state === 'known' ? (perYear.number ?? 0) : 0;
}
