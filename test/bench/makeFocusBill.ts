/** A cloud bill in the FOCUS format as large as that of a company, made by the engine that reads it. */
import { DuckDBInstance } from '@duckdb/node-api';

const quoted = (words: readonly string[]): string => `[${words.map((word) => `'${word}'`).join(', ')}]`;
const services = ['Virtual Machines', 'Object Storage', 'Managed Database', 'Machine Learning', 'Data Transfer'];
const kinds = ['Compute', 'Storage', 'Databases', 'AI and Machine Learning', 'Networking'];

/** Column → SQL; `i` is the row. All columns of FOCUS 1.2 that a large provider fills. */
const columns: readonly (readonly [name: string, sql: string])[] = [
  ['AvailabilityZone', `'eu-central-1' || chr(CAST(97 + i % 3 AS INTEGER))`],
  ['BilledCost', `printf('%.10f', (i * 7919 % 1000003) / 100000.0)`],
  ['BillingAccountId', `'123456789012'`],
  ['BillingAccountName', `'Example Corporation'`],
  ['BillingCurrency', `'USD'`],
  ['BillingPeriodEnd', `strftime(month + INTERVAL 1 MONTH, '%Y-%m-%dT%H:%M:%SZ')`],
  ['BillingPeriodStart', `strftime(month, '%Y-%m-%dT%H:%M:%SZ')`],
  ['ChargeCategory', `['Usage', 'Usage', 'Usage', 'Tax', 'Credit'][1 + i % 5]`],
  ['ChargeClass', `'NULL'`],
  ['ChargeDescription', `'USD 0.0416 per hour of on-demand use of m7i.large in Frankfurt, row ' || i`],
  ['ChargeFrequency', `'Usage-Based'`],
  ['ChargePeriodEnd', `strftime(hour + INTERVAL 1 HOUR, '%Y-%m-%dT%H:%M:%SZ')`],
  ['ChargePeriodStart', `strftime(hour, '%Y-%m-%dT%H:%M:%SZ')`],
  ['CommitmentDiscountId', `'NULL'`],
  ['CommitmentDiscountStatus', `'NULL'`],
  ['ConsumedQuantity', `printf('%.6f', (i % 86400) / 3600.0)`],
  ['ConsumedUnit', `'Hours'`],
  ['ContractedCost', `printf('%.10f', (i * 7919 % 1000003) / 100000.0)`],
  ['ContractedUnitPrice', `'0.0416000000'`],
  ['EffectiveCost', `printf('%.10f', (i * 104729 % 1000003) / 100000.0 * CASE WHEN i % 5 = 4 THEN -1 ELSE 1 END)`],
  ['InvoiceIssuerName', `'Example Cloud'`],
  ['ListCost', `printf('%.10f', (i * 7919 % 1000003) / 90000.0)`],
  ['ListUnitPrice', `'0.0462000000'`],
  ['PricingCategory', `'Standard'`],
  ['PricingQuantity', `printf('%.6f', (i % 86400) / 3600.0)`],
  ['PricingUnit', `'Hours'`],
  ['ProviderName', `'Example Cloud'`],
  ['PublisherName', `'Example Cloud'`],
  ['RegionId', `'eu-central-1'`],
  ['RegionName', `'Europe (Frankfurt)'`],
  ['ResourceId', `'arn:example:ec2:eu-central-1:123456789012:instance/i-' || printf('%016x', i * 2654435761 % 100003)`],
  ['ResourceType', `'Instance'`],
  ['ServiceCategory', `${quoted(kinds)}[1 + i % ${kinds.length}]`],
  ['ServiceName', `${quoted(services)}[1 + i % ${services.length}]`],
  ['SkuId', `'SKU' || printf('%012d', i % 4099)`],
  ['SkuPriceId', `'PRICE' || printf('%012d', i % 8191)`],
  ['SubAccountId', `printf('%012d', i % 211)`],
  [
    'Tags',
    `'{"project": "' || ['flight-delays', 'search', 'billing'][1 + i % 3] || '", "env": "prod", "aws:createdBy": "role-' || (i % 97) || '"}'`,
  ],
];

/** Writes a bill with one row for each hour of use, over a year. @param file absolute path */
export async function makeFocusBill(file: string, rows: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const selected = columns.map(([name, sql]) => `${sql} AS "${name}"`).join(', ');
    const times = `SELECT i, TIMESTAMP '2026-01-01' + to_hours(i % 8760) AS hour, date_trunc('month', hour) AS month FROM range(${rows}) AS t(i)`;
    await connection.run(
      `COPY (SELECT ${selected} FROM (${times})) TO '${file.replaceAll("'", "''")}' (FORMAT csv, HEADER)`,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** What anybody would write by hand: the same sums by month and kind of service in one query, read once. */
export async function sumByHand(file: string): Promise<ReadonlyMap<string, string>> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(
      `SELECT substr(ChargePeriodStart, 1, 7) AS month, ServiceCategory AS kind,
         CAST(sum(CAST(EffectiveCost AS DECIMAL(38, 10))) AS VARCHAR) AS amount
       FROM read_csv('${file.replaceAll("'", "''")}', header = true, all_varchar = true)
       WHERE Tags LIKE '%"project": "flight-delays"%' GROUP BY ALL`,
    );
    return new Map(
      reader.getRowObjects().map((row) => [`${String(row['month'])} ${String(row['kind'])}`, String(row['amount'])]),
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
