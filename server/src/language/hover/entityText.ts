/** What an entity is and what is known about it. */
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { entityNouns } from '../../rules/ref.ts';
import type { Entity } from '../../spec/project.ts';
import { summarize } from '../entitySummary.ts';
import { code, escapeText, paragraphs } from '../markdown.ts';
import { placeLink } from '../placeLink.ts';
import { nodeBelow, textBelow } from '../yamlValues.ts';
import { describeImport, describeItemActuals } from './actualsText.ts';
import { describeDrift } from './driftText.ts';
import { describeMetricMoney } from './economicsText.ts';
import { describeGraph } from './modelText.ts';

/** One line with a link to the definition, and what is measured. */
export function describeEntity(snapshot: ProjectSnapshot, entity: Entity): string {
  const name = placeLink(snapshot.project, entity.id, entity.keyPlace);
  const summary = summarize(snapshot, entity);
  return paragraphs([
    `**${name}** · ${entityNouns[entity.kind]}`,
    summary === '' ? undefined : escapeText(summary),
    ...measuredOf(snapshot, entity),
  ]);
}

function measuredOf(snapshot: ProjectSnapshot, entity: Entity): readonly (string | undefined)[] {
  switch (entity.kind) {
    case 'data':
      return measuredOfData(snapshot, entity);
    case 'split':
      return [measuredOfSplit(snapshot, entity)];
    case 'metric':
      return [describeMetricMoney(snapshot, entity.id)];
    case 'model':
      return [describeGraph(snapshot, entity.id)];
    case 'actual':
      return [describeImport(snapshot, entity.id)];
    case 'item':
      return [describeItemActuals(snapshot, entity.id)];
    case 'label':
    case 'target':
    case 'baseline':
    case 'role':
      return [];
    case 'check':
      return [describeDrift(snapshot, entity.id)];
  }
}

function measuredOfData({ facts }: ProjectSnapshot, entity: Entity): readonly (string | undefined)[] {
  const version = nodeBelow(entity.node?.yaml, 'version');
  const pin =
    version?.kind === 'map'
      ? version.entries.map(({ key, value }) => `${key} ${textBelow(value) ?? ''}`.trim()).join(', ')
      : undefined;
  const table = facts.table(entity.id);
  return [
    pin === undefined || pin === '' ? 'Its version is not pinned.' : `Version: ${code(pin)}`,
    table.state === 'known'
      ? `Columns: ${table.value.columns
          .slice(0, 30)
          .map(({ name, type }) => `${code(name)} ${escapeText(type.toLowerCase())}`)
          .join(', ')}${table.value.columns.length > 30 ? ', …' : ''}`
      : notKnown('The table', table),
  ];
}

function measuredOfSplit({ facts }: ProjectSnapshot, entity: Entity): string | undefined {
  const split = facts.split(entity.id);
  if (split.state !== 'known') return notKnown('The number of rows', split);
  const { rows, total, positives, first, last } = split.value;
  const share = (part: number, whole: number): string =>
    whole === 0 ? '0 %' : `${((part / whole) * 100).toLocaleString('en', { maximumFractionDigits: 1 })} %`;
  return [
    `${rows.toLocaleString('en')} of ${total.toLocaleString('en')} rows (${share(rows, total)})`,
    positives === undefined ? undefined : `${positives.toLocaleString('en')} positive (${share(positives, rows)})`,
    first === undefined || last === undefined ? undefined : `${code(first)} to ${code(last)}`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

function notKnown(
  subject: string,
  fact: { readonly state: 'pending' } | { readonly state: 'unknown'; readonly because: string },
): string {
  return fact.state === 'pending'
    ? '_The data is being read; more shows here in a moment._'
    : `_${subject} is not known because ${escapeText(fact.because)}._`;
}
