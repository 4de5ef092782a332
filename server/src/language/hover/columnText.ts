/** What is known about a column, with a small picture of its values. */
import type { ColumnSummary, DistinctCount } from '../../../../schemas/profile.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import type { KnownColumn } from '../columns.ts';
import { profileOfColumn } from '../columns.ts';
import { code, codeBlock, escapeText, paragraphs } from '../markdown.ts';
import { textBar, textHistogram } from './textHistogram.ts';

export function describeColumn(snapshot: ProjectSnapshot, column: KnownColumn): string {
  const profile = profileOfColumn(snapshot, column.dataId, column.name);
  const type = profile?.type ?? column.type;
  const title = [
    `**${escapeText(column.name)}**`,
    type === undefined ? undefined : code(type),
    `of ${code(column.dataId)}`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
  return paragraphs([
    title,
    column.derivation === undefined ? undefined : `Computed on reading: ${code(column.derivation)}`,
    column.isInContract ? 'Stated in the data contract.' : undefined,
    ...(profile === undefined ? [missingProfile(snapshot, column.dataId)] : describeProfile(profile)),
  ]);
}

function missingProfile({ facts }: ProjectSnapshot, dataId: string): string {
  const fact = facts.profile(dataId);
  switch (fact.state) {
    case 'pending':
      return '_The data is being read; its values show here in a moment._';
    case 'unknown':
      return `_Its values are not known because ${escapeText(fact.because)}._`;
    case 'known':
      return '_The profile of the data has no such column._';
  }
}

function describeProfile(profile: ColumnSummary): readonly (string | undefined)[] {
  const facts = [
    `${whole(profile.rows)} rows`,
    profile.missing === 0
      ? 'none missing'
      : `${whole(profile.missing)} missing (${percent(profile.missing, profile.rows)})`,
    profile.notFinite === 0 ? undefined : `${whole(profile.notFinite)} not finite`,
    describeDistinct(profile.distinct),
  ];
  const spread = [
    profile.min === undefined || profile.max === undefined ? undefined : `${code(profile.min)} to ${code(profile.max)}`,
    profile.mean === undefined ? undefined : `mean ${short(profile.mean)}`,
    profile.deviation === undefined ? undefined : `deviation ${short(profile.deviation)}`,
  ];
  return [joined(facts), joined(spread), describeQuantiles(profile), drawPlot(profile)];
}

function describeQuantiles({ quantiles }: ColumnSummary): string | undefined {
  if (quantiles === undefined) return undefined;
  const { p05, p25, p50, p75, p95, isExact } = quantiles;
  const values = [
    ['5 %', p05],
    ['25 %', p25],
    ['50 %', p50],
    ['75 %', p75],
    ['95 %', p95],
  ].map(([share, value = '']) => `${share ?? ''} ≤ ${code(value)}`);
  return `${isExact ? '' : 'about '}${values.join(' · ')}`;
}

function drawPlot({ plot, rows }: ColumnSummary): string | undefined {
  switch (plot.kind) {
    case 'histogram': {
      const first = plot.bins[0]?.low ?? '';
      const last = plot.bins.at(-1)?.high ?? '';
      const gap = ' '.repeat(Math.max(1, plot.bins.length - first.length - last.length));
      return codeBlock([textHistogram(plot.bins.map(({ count }) => count)), `${first}${gap}${last}`]);
    }
    case 'categories': {
      const most = Math.max(1, ...plot.top.map(({ count }) => count));
      const width = Math.max(1, ...plot.top.map(({ label }) => Math.min(label.length, 24)));
      const lines = plot.top.map(
        ({ label, count }) =>
          `${label.slice(0, 24).padEnd(width)} ${textBar(count / most).padEnd(10)} ${percent(count, rows)}`,
      );
      const other = plot.otherRows === 0 ? [] : [`and ${whole(plot.otherRows)} rows with other values`];
      return codeBlock([...lines, ...other]);
    }
    case 'none':
      return `_No picture, because ${escapeText(plot.because)}._`;
  }
}

function describeDistinct(distinct: DistinctCount): string | undefined {
  switch (distinct.kind) {
    case 'exact':
      return `${whole(distinct.count)} different`;
    case 'approximate':
      return `about ${whole(distinct.count)} different`;
    case 'atLeast':
      return `at least ${whole(distinct.count)} different`;
    case 'unknown':
      return undefined;
  }
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' · ');
}

function whole(value: number): string {
  return value.toLocaleString('en');
}

function short(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 4 });
}

function percent(part: number, total: number): string {
  if (total === 0) return '0 %';
  return `${((part / total) * 100).toLocaleString('en', { maximumFractionDigits: 2 })} %`;
}
