/** What was imported, from where, and what of it could not be booked; energy and carbon with it. */
import type { Costs } from '../../../../schemas/costPanel.ts';
import type { ActualsFact } from '../../../../schemas/facts.ts';
import { decimal, sumDecimals, zero } from '../../spec/decimal.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { formatMoney, formatNumber } from '../../spec/quantityFormat.ts';
import { known, unknown } from '../overview/locations.ts';
import { numberOf } from './costContext.ts';
import type { CostContext } from './costContext.ts';

type ImportView = Costs['imports'][number];

export function importsPart({ spec, facts, locations }: CostContext): readonly ImportView[] {
  return [...(spec.fields.costs?.fields.actuals?.entries ?? [])].map(([id, node]): ImportView => {
    const fact = facts.actuals(id);
    const format = node.fields.format?.value ?? 'unknown format';
    const head = {
      id,
      format,
      source: locations.of(node.keyPlace ?? node.place),
      path: node.fields.path?.text ?? 'no path',
      unmapped: [],
      problems: [],
      files: [],
    };
    switch (fact.state) {
      case 'pending':
        return { ...head, state: 'reading' };
      case 'unknown':
        return { ...head, state: 'unknown', because: fact.because };
      case 'known':
        return { ...head, state: 'read', ...viewImport(fact.value, format, node.fields.cost?.value) };
    }
  });
}

/** Names that are shown of what matches nothing. */
const mostUnmapped = 20;

function viewImport(fact: ActualsFact, format: string, column: string | undefined) {
  const months = fact.sums.map(({ month }) => month).toSorted();
  const [first, last] = [months[0], months.at(-1)];
  const total = sumsInWords(fact.sums);
  const changedAt = changedAtOf(fact);
  const leftOut = sumsInWords(fact.leftOut.map(({ amount, unit }) => ({ amount, currency: unit })));
  return {
    rows: fact.rows,
    unreadRows: fact.unreadRows,
    repeatedRows: fact.repeatedRows,
    ...(format === 'focus' ? { column: column ?? 'EffectiveCost' } : {}),
    ...(total === undefined ? {} : { total }),
    ...(leftOut === undefined ? {} : { leftOut }),
    ...(changedAt === undefined ? {} : { changedAt }),
    ...(first === undefined || last === undefined ? {} : { span: first === last ? first : `${first} to ${last}` }),
    unmapped: fact.unmapped
      .slice(0, mostUnmapped)
      .map(({ name, amount, currency }) => ({ name, text: formatMoney(decimal(amount), currency) })),
    problems: [...fact.problems],
    files: fact.files.map(({ name, sha256 }) => ({ name, sha256 })),
  };
}

/** When the newest file of an import was written; undefined where the import does not say. */
export function changedAtOf({ files }: ActualsFact): string | undefined {
  return files
    .flatMap(({ changedAt }) => changedAt ?? [])
    .toSorted()
    .at(-1);
}

/** "120 USD and 14 EUR", one sum per currency; undefined without money. */
function sumsInWords(
  sums: readonly { readonly amount?: string | undefined; readonly currency?: string | undefined }[],
): string | undefined {
  const byCurrency = new Map<string, Decimal>();
  for (const { amount, currency } of sums) {
    if (amount === undefined || currency === undefined) continue;
    byCurrency.set(currency, (byCurrency.get(currency) ?? zero).plus(decimal(amount)));
  }
  return byCurrency.size === 0
    ? undefined
    : [...byCurrency]
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([currency, amount]) => formatMoney(amount, currency))
        .join(' and ');
}

export function energyPart({ imports }: CostContext): Costs['energy'] {
  const measured = [...imports.values()].flatMap(({ sums }) => sums.filter(({ energyKwh }) => energyKwh !== undefined));
  if (measured.length === 0) {
    return {
      state: 'unknown',
      because: 'no import measures energy',
      next: 'Import the emissions.csv of CodeCarbon under `costs.actuals`, with `format: codecarbon`.',
    };
  }
  const sumOf = (sums: typeof measured, key: 'energyKwh' | 'emissionsKg') =>
    sumDecimals(sums.flatMap((sum) => (sum[key] === undefined ? [] : [decimal(sum[key])])));
  const months = [...Map.groupBy(measured, ({ month }) => month)].toSorted(([left], [right]) =>
    left < right ? -1 : 1,
  );
  const hasCarbon = measured.some(({ emissionsKg }) => emissionsKg !== undefined);
  const [energy, carbon] = [sumOf(measured, 'energyKwh'), sumOf(measured, 'emissionsKg')];
  const formula = 'Sum over the runs that were measured.';
  const at = [...imports.values()]
    .filter(({ sums }) => sums.some(({ energyKwh }) => energyKwh !== undefined))
    .flatMap((fact) => changedAtOf(fact) ?? [])
    .toSorted()
    .at(-1);
  const provenance = { origin: 'measured' as const, formula, ...(at === undefined ? {} : { at }) };
  return {
    state: 'known',
    energy: known(`${formatNumber(energy)} kWh`, provenance, numberOf(energy)),
    carbon: hasCarbon
      ? known(`${formatNumber(carbon)} kgCO2e`, provenance, numberOf(carbon))
      : unknown('the import states no emissions'),
    months: months.map(([month, sums]) => ({
      month,
      kwh: numberOf(sumOf(sums, 'energyKwh')),
      ...(hasCarbon ? { kg: numberOf(sumOf(sums, 'emissionsKg')) } : {}),
    })),
  };
}
