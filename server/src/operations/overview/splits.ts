/** Splits of the Overview: how they are cut, and how many rows the data has in each. */
import type { Fact, Facts, SplitFact } from '../../../../schemas/facts.ts';
import type { Figure, Split } from '../../../../schemas/overview.ts';
import type { SplitShape } from '../../../../schemas/spec/splits.ts';
import type { ObjectNode } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import { declared, known, unknown } from './locations.ts';
import type { Locations } from './locations.ts';
import { countText, shareText } from './words.ts';

const roles = ['train', 'validation', 'test', 'calibration', 'production'] as const;

export function overviewSplits(project: Project, facts: Facts, locations: Locations): Split[] {
  return [...(project.spec.fields.splits?.entries ?? [])].map(([id, node]) =>
    overviewSplit(id, node, facts.split(id), locations),
  );
}

function overviewSplit(id: string, node: ObjectNode<SplitShape>, fact: Fact<SplitFact>, locations: Locations): Split {
  const place = locations.of(node.keyPlace ?? node.place);
  const measured = { origin: 'measured', source: place } as const;
  const from = (read: (counts: SplitFact) => Figure): Figure => {
    switch (fact.state) {
      case 'known':
        return read(fact.value);
      case 'pending':
        return unknown('the rows are being counted');
      case 'unknown':
        return unknown(fact.because);
    }
  };
  const stated = node.fields.rows;
  const mismatch =
    fact.state === 'known' && stated !== undefined && stated.value !== fact.value.rows
      ? `The spec states ${countText(stated.value)} rows, and the data has ${countText(fact.value.rows)}.`
      : undefined;
  return {
    id,
    of: node.fields.of?.id ?? 'not stated',
    role: node.fields.role?.value ?? roles.find((role) => role === id) ?? 'unknown',
    definition: definitionOf(node),
    definedAt: place,
    rows: from(({ rows }) => known(countText(rows), measured, rows)),
    share: from(({ rows, total }) =>
      total === 0 ? unknown('the source has no rows') : known(shareText(rows, total), measured, rows / total),
    ),
    positives: from(({ rows, positives }) => {
      if (positives === undefined) return unknown('the label names no positive class');
      if (rows === 0) return unknown('the split has no rows');
      return known(shareText(positives, rows), measured, positives / rows);
    }),
    period: from(({ first, last }) =>
      first === undefined || last === undefined
        ? unknown('the source names no time column')
        : known(spanText(first, last), measured),
    ),
    ...(stated === undefined
      ? {}
      : { declaredRows: declared(countText(stated.value), locations.of(stated.place), stated.value) }),
    ...(mismatch === undefined ? {} : { mismatch }),
  };
}

/** First and last day; the times of the day as well when both lie on one day. */
function spanText(first: string, last: string): string {
  const [firstDay = first] = first.split('T', 1);
  const [lastDay = last] = last.split('T', 1);
  return firstDay === lastDay ? `${first} to ${last}` : `${firstDay} to ${lastDay}`;
}

function definitionOf(node: ObjectNode<SplitShape>): string {
  const { where, period, path, fraction, seed } = node.fields;
  const parts = [
    where?.text,
    period === undefined ? undefined : period.text.replace('/', ' to '),
    path === undefined ? undefined : `files ${path.text}`,
    fraction === undefined
      ? undefined
      : `${fraction.text} at random${seed === undefined ? '' : ` with seed ${seed.value}`}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'all rows' : parts.join(', ');
}
