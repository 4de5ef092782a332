/** What a column holds, in words that need no knowledge of an engine. */
import { expect, it } from 'vitest';
import { columnKindOf } from '../../../server/src/data/columnKind.ts';
import { describeKind } from '../../../server/src/data/describeKind.ts';

it.each([
  ['VARCHAR', 'text'],
  ['BIGINT', 'whole numbers'],
  ['DECIMAL(10,2)', 'numbers'],
  ['TIMESTAMP WITH TIME ZONE', 'dates with times'],
  ['VARCHAR[]', 'lists'],
  ['STRUCT(city VARCHAR)', 'nested values'],
  ['BLOB', 'binary values'],
  ['INTERVAL', 'values that are neither numbers, text nor times'],
])('a column of the type %s holds %s', (type, words) => {
  expect(describeKind({ type, kind: columnKindOf(type) })).toBe(words);
});
