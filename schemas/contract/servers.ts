/** Servers of a data contract: where the data lies. Each kind has keys of its own, which this table states. */
import * as z from 'zod';
import { choice } from '../scalars.ts';
import { contractText, customProperties, stableId } from './common.ts';
import { role } from './organisation.ts';
import type { ContractVersion } from './versions.ts';

export interface ServerKind {
  readonly title: string;
  /** Keys without which such a server cannot be found. */
  readonly needs: readonly string[];
  readonly takes: readonly string[];
  readonly since?: ContractVersion;
}

const hostAndDatabase = { needs: ['host', 'port', 'database'], takes: [] } as const;
const hostToSchema = { needs: ['host', 'port', 'database', 'schema'], takes: [] } as const;

export const serverKinds = {
  api: { title: 'A web API', needs: ['location'], takes: [] },
  athena: { title: 'Amazon Athena', needs: ['schema'], takes: ['stagingDir', 'catalog', 'regionName', 'workgroup'] },
  azure: { title: 'Azure storage', needs: ['location', 'format'], takes: ['delimiter'] },
  bigquery: { title: 'Google BigQuery', needs: ['project', 'dataset'], takes: [] },
  clickhouse: { title: 'ClickHouse', ...hostAndDatabase },
  cloudsql: { title: 'Google Cloud SQL', ...hostToSchema },
  custom: {
    title: 'Anything else',
    needs: [],
    takes: [
      ...['account', 'catalog', 'database', 'dataset', 'delimiter', 'endpointUrl', 'format', 'host', 'location'],
      ...['path', 'port', 'project', 'region', 'regionName', 'schema', 'serviceName', 'stagingDir', 'stream'],
      'warehouse',
    ],
  },
  databricks: { title: 'Databricks', needs: ['catalog', 'schema'], takes: ['host'] },
  db2: { title: 'IBM Db2', ...hostAndDatabase },
  denodo: { title: 'Denodo', needs: ['host', 'port'], takes: ['database'] },
  dremio: { title: 'Dremio', needs: ['host', 'port'], takes: ['schema'] },
  duckdb: { title: 'A DuckDB database', needs: ['database'], takes: ['schema'] },
  glue: { title: 'AWS Glue', needs: ['account', 'database'], takes: ['location', 'format'] },
  hive: { title: 'Apache Hive', needs: ['host', 'database'], takes: ['port'], since: 'v3.1.0' },
  impala: { title: 'Apache Impala', needs: ['host', 'database'], takes: ['port'], since: 'v3.1.0' },
  informix: { title: 'IBM Informix', needs: ['host', 'database'], takes: ['port'] },
  kafka: { title: 'Apache Kafka', needs: ['host'], takes: ['format'] },
  kinesis: { title: 'Amazon Kinesis', needs: [], takes: ['region', 'format'] },
  local: { title: 'Files on a disk', needs: ['path', 'format'], takes: [] },
  mysql: { title: 'MySQL', ...hostAndDatabase },
  oracle: { title: 'Oracle', needs: ['host', 'port', 'serviceName'], takes: [] },
  postgres: { title: 'PostgreSQL', ...hostToSchema },
  postgresql: { title: 'PostgreSQL', ...hostToSchema },
  presto: { title: 'Presto', needs: ['host'], takes: ['catalog', 'schema'] },
  pubsub: { title: 'Google Pub/Sub', needs: ['project'], takes: [] },
  redshift: { title: 'Amazon Redshift', needs: ['database', 'schema'], takes: ['host', 'region', 'account'] },
  s3: { title: 'Amazon S3', needs: ['location'], takes: ['endpointUrl', 'format', 'delimiter'] },
  sftp: { title: 'An SFTP server', needs: ['location'], takes: ['format', 'delimiter'] },
  snowflake: { title: 'Snowflake', needs: ['account', 'database', 'schema'], takes: ['host', 'port', 'warehouse'] },
  sqlserver: { title: 'Microsoft SQL Server', needs: ['host', 'database', 'schema'], takes: ['port'] },
  synapse: { title: 'Azure Synapse', ...hostAndDatabase },
  trino: { title: 'Trino', needs: ['host', 'port', 'catalog', 'schema'], takes: [] },
  vertica: { title: 'Vertica', ...hostToSchema },
  zen: { title: 'Actian Zen', needs: ['host', 'database'], takes: ['port'], since: 'v3.1.0' },
} as const satisfies Readonly<Record<string, ServerKind>>;

/** The kind of server that a word names; undefined for a word that is none. */
export function serverKindOf(word: string): ServerKind | undefined {
  return Object.entries<ServerKind>(serverKinds).find(([name]) => name === word)?.[1];
}

const kindWords = Object.entries<ServerKind>(serverKinds);

/** The kinds for which a key means something. */
function kindsWith(key: string): readonly string[] {
  return kindWords.filter(([, { needs, takes }]) => [...needs, ...takes].includes(key)).map(([name]) => name);
}

const of = (key: string, description: string) =>
  contractText()
    .optional()
    .meta({ description, appliesWhen: { type: kindsWith(key) } });

export const server = z
  .strictObject({
    id: stableId(),
    server: contractText().meta({ description: 'Name of the server, by which people speak of it.' }),
    type: choice(kindWords.map(([name, { title }]) => [name, `${title}.`] as const)).meta({
      description: 'Kind of the server, which decides its other keys.',
      valuesSince: Object.fromEntries(
        kindWords.flatMap(([name, { since }]) => (since === undefined ? [] : [[name, since]])),
      ),
    }),
    description: contractText().optional().meta({ description: 'What it is for.' }),
    environment: contractText()
      .optional()
      .meta({ description: 'Such as `prod`.', suggests: { prod: '', preprod: '', dev: '', uat: '' } }),
    roles: z.array(role).optional().meta({ description: 'Roles that may read it.' }),
    customProperties: customProperties(),
    account: of('account', 'Account that owns it.'),
    catalog: of('catalog', 'Catalog.'),
    database: of('database', 'Database.'),
    dataset: of('dataset', 'Data set.'),
    delimiter: of('delimiter', 'What separates records, such as `new_line`.'),
    endpointUrl: of('endpointUrl', 'Address of the service, where it is not the usual one.'),
    format: of('format', 'Format of files or messages, such as `parquet`.'),
    host: of('host', 'Name of the host.'),
    location: of('location', 'Address of the data; `*` stands for many files.'),
    path: of('path', 'Path of the files.'),
    port: z
      .int()
      .optional()
      .meta({ description: 'Port.', appliesWhen: { type: kindsWith('port') } }),
    project: of('project', 'Project.'),
    region: of('region', 'Region.'),
    regionName: of('regionName', 'Region.'),
    schema: of('schema', 'Schema of the database.'),
    serviceName: of('serviceName', 'Name of the service.'),
    stagingDir: of('stagingDir', 'Where results are put, as an address of S3.'),
    stream: of('stream', 'Name of the stream.').meta({ since: 'v3.1.0', description: 'Name of the stream.' }),
    warehouse: of('warehouse', 'Warehouse that computes.'),
    workgroup: of('workgroup', 'Work group.').meta({ since: 'v3.2.0', description: 'Work group.' }),
  })
  .meta({ closedSince: 'v3.1.0' });
