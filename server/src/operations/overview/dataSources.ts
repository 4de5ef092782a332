/** Data sources of the Overview: where they lie, what pins them, how their columns spread. */
import type { Fact, Facts, ProfileFact, TableFact } from '../../../../schemas/facts.ts';
import type { ColumnProfile, DataProfile, DataSource, Figure } from '../../../../schemas/overview.ts';
import type { ColumnSummary } from '../../../../schemas/profile.ts';
import type { DataSourceShape } from '../../../../schemas/spec/data.ts';
import type { ObjectNode } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import { declared, known, unknown } from './locations.ts';
import type { Locations } from './locations.ts';
import { ageInWords, bytesText, countText, shareText } from './words.ts';

export interface DataSourcesContext {
  readonly project: Project;
  readonly facts: Facts;
  readonly locations: Locations;
  readonly isTrusted: boolean;
  readonly now: Date;
}

export function overviewDataSources(context: DataSourcesContext): DataSource[] {
  return [...(context.project.spec.fields.data?.entries ?? [])].map(([id, node]) =>
    overviewDataSource(id, node, context),
  );
}

function overviewDataSource(id: string, node: ObjectNode<DataSourceShape>, context: DataSourcesContext): DataSource {
  const { locations } = context;
  const { path, table, engine, modality, owner, contract } = node.fields;
  const place = locations.of(node.keyPlace ?? node.place);
  const inEngine = table === undefined ? undefined : `${engine?.fields.kind?.value ?? 'engine'} ${table.text}`;
  return {
    id,
    modality: modality?.value ?? 'not stated',
    location: path?.text ?? inEngine ?? 'no path yet',
    definedAt: place,
    version: versionFigure(node, locations),
    owner:
      owner === undefined
        ? unknown('the spec names no owner', undefined, place)
        : declared(
            owner.kind === 'scalar' ? owner.text : (owner.fields.name?.text ?? 'not named'),
            locations.of(owner.place),
          ),
    contract:
      contract === undefined
        ? unknown('the spec names no contract', undefined, place)
        : declared(contract.text, locations.of(contract.place)),
    profile: profileOf(id, node, context),
  };
}

function versionFigure(node: ObjectNode<DataSourceShape>, locations: Locations): Figure {
  const version = node.fields.version;
  const place = locations.of(version?.place ?? node.keyPlace ?? node.place);
  if (version === undefined) return unknown('nothing pins the bytes', undefined, place);
  const { dvc, git, md5, s3, pachyderm, table_version: tableVersion } = version.fields;
  const text =
    (dvc && `DVC ${dvc.text}`) ??
    (git && `git ${git.text}`) ??
    (md5 && `MD5 ${md5.text}`) ??
    (s3 && `S3 version ${s3.fields.version_id?.text ?? 'not stated'}`) ??
    (pachyderm && `Pachyderm commit ${pachyderm.fields.commit?.text ?? 'not stated'}`) ??
    (tableVersion && `table version ${tableVersion.text}`);
  return text === undefined ? unknown('nothing pins the bytes', undefined, place) : declared(text, place);
}

function profileOf(id: string, node: ObjectNode<DataSourceShape>, context: DataSourcesContext): DataProfile {
  if (!context.isTrusted) return { state: 'refused', because: 'data is read only in a trusted workspace' };
  const profile: Fact<ProfileFact> = context.facts.profile(id);
  const table: Fact<TableFact> = context.facts.table(id);
  switch (profile.state) {
    case 'pending':
      return { state: 'pending', doing: 'Reading the table to see how its columns spread.' };
    case 'unknown':
      return { state: 'unknown', because: profile.because };
    case 'known':
      return knownProfile(id, node, profile.value, table, context);
  }
}

function knownProfile(
  id: string,
  node: ObjectNode<DataSourceShape>,
  { summary, at }: ProfileFact,
  table: Fact<TableFact>,
  context: DataSourcesContext,
): DataProfile {
  const path = context.facts.path(node.fields.path?.text ?? '', context.locations.of(node.place).uri);
  const size = path.state === 'known' ? path.value.sizeBytes : undefined;
  const provenance = { origin: 'measured', at, source: context.locations.of(node.keyPlace ?? node.place) } as const;
  const rows = table.state === 'known' ? (table.value.rows ?? summary.rows) : summary.rows;
  return {
    state: 'known',
    rows: known(countText(rows), provenance, rows),
    size:
      size === undefined ? unknown(`the size of ${id} on disk is not known`) : known(bytesText(size), provenance, size),
    columns: summary.columns.map((column) => columnProfile(column, node, context, at)),
    age: ageInWords(new Date(at), context.now),
  };
}

function columnProfile(
  column: ColumnSummary,
  node: ObjectNode<DataSourceShape>,
  { locations }: DataSourcesContext,
  at: string,
): ColumnProfile {
  const derivation = node.fields.derive?.entries.get(column.name);
  const role = roleOf(column.name, node);
  return {
    name: column.name,
    type: column.type,
    missing:
      column.rows === 0
        ? { state: 'unknown', because: 'the table has no rows' }
        : {
            state: 'known',
            share: column.missing / column.rows,
            text: shareText(column.missing, column.rows),
          },
    distinct: distinctFigure(column, at),
    distribution: distributionOf(column),
    ...(role === undefined ? {} : { role }),
    ...(derivation === undefined ? {} : { derivation: derivation.text, definedAt: locations.of(derivation.place) }),
    ...(column.min === undefined ? {} : { minimum: column.min }),
    ...(column.max === undefined ? {} : { maximum: column.max }),
  };
}

function distinctFigure({ distinct }: ColumnSummary, at: string): Figure {
  const measured = { origin: 'measured', at } as const;
  switch (distinct.kind) {
    case 'exact':
      return known(countText(distinct.count), measured, distinct.count);
    case 'approximate':
      return known(`about ${countText(distinct.count)}`, { ...measured, origin: 'estimated' }, distinct.count);
    case 'atLeast':
      return known(`at least ${countText(distinct.count)}`, measured, distinct.count);
    case 'unknown':
      return unknown('values of this kind are not compared');
  }
}

function distributionOf({ plot }: ColumnSummary): ColumnProfile['distribution'] {
  switch (plot.kind) {
    case 'histogram':
      return { kind: 'histogram', bins: plot.bins };
    case 'categories':
      return {
        kind: 'categories',
        top: plot.top.map(({ label, count }) => ({ label, count })),
        otherCount: plot.otherRows,
      };
    case 'none':
      return plot;
  }
}

/** What the spec uses a column for. */
function roleOf(column: string, node: ObjectNode<DataSourceShape>): string | undefined {
  const roles = node.fields.roles?.fields;
  if (roles === undefined) return undefined;
  const group = roles.group?.kind === 'object' ? roles.group.fields.column : roles.group;
  if (roles.label?.text === column) return 'label';
  if (roles.time?.text === column) return 'time';
  if (group?.text === column) return 'group';
  if (roles.weight?.text === column) return 'weight';
  if (roles.id?.text === column) return 'id';
  return roles.after?.items.some((item) => item.text === column) === true ? 'known only afterwards' : undefined;
}
