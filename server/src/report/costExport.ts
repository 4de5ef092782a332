/** The ledger as files for other tools: plain CSV, and rows of FOCUS. */
import type { CostItemView, Costs } from '../../../schemas/costPanel.ts';
import { costTables } from './costTables.ts';

/**
 * A cell of CSV. A text that a spreadsheet would take for a formula gets a quote mark before it; numbers are written as
 * they are, so that a credit stays a number.
 */
function cell(value: string | number): string {
  if (typeof value === 'number') return value.toFixed(2);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function lines(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** Every table of the report, one below the other, with its title before it. */
export function costCsv(costs: Costs): string {
  const items: readonly (readonly (string | number)[])[] = [
    ['Items'],
    ['item', 'category', 'behaviour', 'basis', 'low', 'expected', 'high', 'currency', 'per', 'in the sums', 'place'],
    ...costs.items.map((item) => [
      item.id,
      item.category,
      item.behaviour,
      item.basis,
      item.range?.low ?? '',
      amountOf(item) ?? '',
      item.range?.high ?? '',
      costs.currency,
      item.behaviour === 'one-off' ? 'once' : 'year',
      item.isAdded ? 'yes' : 'no',
      item.source.label,
    ]),
    [],
  ];
  const tables = costTables(costs).flatMap(({ title, sentences, columns, rows }) => [
    [title],
    ...sentences.map((sentence) => [sentence]),
    ...(rows.length === 0 ? [] : [columns, ...rows]),
    [],
  ]);
  return lines([...items, ...tables]);
}

function amountOf({ amount }: CostItemView): number | undefined {
  return amount.state === 'known' ? amount.number : undefined;
}

const focusColumns = [
  'BilledCost',
  'EffectiveCost',
  'ListCost',
  'ContractedCost',
  'BillingCurrency',
  'BillingPeriodStart',
  'BillingPeriodEnd',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ProviderName',
  'PublisherName',
  'InvoiceIssuerName',
  'ServiceCategory',
  'ServiceName',
  'ResourceId',
  'Tags',
  'x_MLCostCategory',
  'x_MetricId',
  'x_CostBasis',
  'x_LowCost',
  'x_HighCost',
  'x_SpecPlace',
] as const;

/**
 * The plan as charges in the columns of FOCUS 1.0: what is paid once as a purchase of today, what goes on as one year
 * from today. Items that others contain are left out, so that the rows add up to the sums of the report.
 *
 * @param today ISO date
 */
export function costFocus(costs: Costs, today: string): string {
  const from = `${today}T00:00:00Z`;
  const next = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
  const rows = costs.items.flatMap((item): (readonly (string | number)[])[] => {
    const amount = amountOf(item);
    if (!item.isAdded || amount === undefined) return [];
    const isOnce = item.behaviour === 'one-off';
    const until = isOnce
      ? dayAfter(today)
      : `${next === `${next.slice(0, 4)}-02-29` ? `${next.slice(0, 4)}-03-01` : next}T00:00:00Z`;
    return [
      [
        ...[amount, amount, amount, amount],
        costs.currency,
        ...[from, until, from, until],
        isOnce ? 'Purchase' : 'Usage',
        'NULL',
        `Plan of ${item.id}`,
        isOnce ? 'One-Time' : item.behaviour === 'per-use' ? 'Usage-Based' : 'Recurring',
        ...['Plumbline', 'Plumbline', 'Plumbline'],
        'AI and Machine Learning',
        item.category,
        item.id,
        JSON.stringify({ project: costs.project }),
        item.category,
        item.metrics.length === 0 ? 'NULL' : item.metrics.join(';'),
        item.basis,
        item.range?.low ?? amount,
        item.range?.high ?? amount,
        item.source.label,
      ],
    ];
  });
  return lines([focusColumns, ...rows]);
}

function dayAfter(day: string): string {
  return `${new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`;
}
