import { describe, expect, it } from 'vitest';
import { findHighlights, findReferences } from '../../../server/src/language/references.ts';
import { fixture, textIn } from '../../support/languageFixture.ts';

const contract = 'apiVersion: v3.1.0\nschema:\n  - name: flights\n    properties: [{name: distance}]\n';

/** Places as `file:line text`, in the order of the answer. */
function references(input: Parameters<typeof fixture>[0], includeDeclaration = true): readonly string[] {
  const given = fixture(input);
  return findReferences(given.snapshot, given.uri, given.offset, includeDeclaration).map(({ uri, range }) => {
    const name = uri.slice(uri.lastIndexOf('/') + 1);
    return `${name}:${range.start.line} ${textIn(given, uri, range)}`;
  });
}

const flights = ['data:', '  flights:', '    path: data/flights.parquet', '    derive: {late: "delay >= 15"}'];

describe('references', () => {
  it('lead from a use to the definition and every other use, in all parts', () => {
    const found = references({
      'plumbline.yaml': [...flights, 'splits:', '  test: {of: fli$0ghts, where: "late"}', ''].join('\n'),
      'labels.plumbline.yaml': 'labels:\n  delayed: {of: flights}\n',
    });
    expect(found).toEqual(['plumbline.yaml:1 flights', 'plumbline.yaml:5 flights', 'labels.plumbline.yaml:1 flights']);
  });

  it('leave the definition out when it is not asked for', () => {
    const text = 'splits:\n  tes$0t: {}\nmetrics:\n  recall: {split: test}\n';
    expect(references(text, false)).toEqual(['plumbline.yaml:3 test']);
  });

  it('tell apart equal ids of different kinds', () => {
    const text =
      'splits:\n  a: {}\nlabels:\n  a: {}\nmetrics:\n  m: {split: $0a}\nmonitoring:\n  checks: {c: {labels: a}}\n';
    expect(references(text)).toEqual(['plumbline.yaml:1 a', 'plumbline.yaml:5 a']);
  });

  it('find a split in evidence, and only its id', () => {
    const text = 'splits:\n  te$0st: {}\neconomics:\n  prevalence: {value: 21 %, evidence: "split:test"}\n';
    expect(references(text)).toEqual(['plumbline.yaml:1 test', 'plumbline.yaml:3 test']);
  });

  it('find metrics in formulas, in the change log and in what drives what', () => {
    const text = [
      'metrics:',
      '  sa$0ved: {kind: business, definition: economics}',
      '  net: {kind: business, definition: "expr: saved * 2"}',
      '  recall: {kind: model, drives: saved}',
      'changes:',
      '  - {metric: saved, field: limit}',
      '',
    ].join('\n');
    expect(references(text)).toEqual([
      'plumbline.yaml:1 saved',
      'plumbline.yaml:3 saved',
      'plumbline.yaml:5 saved',
      'plumbline.yaml:2 saved',
    ]);
  });

  it('find the roles that approve', () => {
    const text = 'team:\n  business: a@example.com\napprovals:\n  busi$0ness: {status: pending}\n';
    expect(references(text)).toEqual(['plumbline.yaml:1 business', 'plumbline.yaml:3 business']);
  });

  it('find a derived column in conditions, roles, inputs and what no model may read', () => {
    const text = [
      ...flights,
      '    roles: {label: late}',
      'splits:',
      '  test: {of: flights, where: "lat$0e and distance > 5"}',
      'models:',
      '  delay: {trained_on: test, inputs: {x: {columns: [late, distance]}}}',
      'constraints: {forbidden_inputs: [late]}',
      '',
    ].join('\n');
    expect(references(text)).toEqual([
      'plumbline.yaml:3 late',
      'plumbline.yaml:4 late',
      'plumbline.yaml:6 late',
      'plumbline.yaml:8 late',
      'plumbline.yaml:9 late',
    ]);
  });

  it('find a column in its contract, from a use and from there', () => {
    const described = [
      'data:',
      '  flights: {path: data/flights.parquet, contract: contracts/flights.odcs.yaml#flights}',
      '  again: {path: data/again.parquet, contract: contracts/flights.odcs.yaml}',
      'splits:',
      '  test: {of: flights, where: "distance > 5"}',
      '  other: {of: again, where: "distance > 6"}',
      '',
    ].join('\n');
    const used = { 'plumbline.yaml': described.replace('> 5', '$0> 5').replace('distance $0', 'dist$0ance ') };
    expect(references({ ...used, 'contracts/flights.odcs.yaml': contract })).toEqual([
      'flights.odcs.yaml:3 distance',
      'plumbline.yaml:4 distance',
    ]);
    const marked = contract.replace('distance', 'dist$0ance');
    expect(references({ 'plumbline.yaml': described, 'contracts/flights.odcs.yaml': marked })).toEqual([
      'flights.odcs.yaml:3 distance',
      'plumbline.yaml:4 distance',
      'plumbline.yaml:5 distance',
    ]);
  });

  it('find a rule in the settings and in the comments that silence it', () => {
    const text = [
      'rules:',
      '  cost/no-bud$0get: {severity: silent, reason: none}',
      'costs: # plumbline: ignore[cost/no-budget] later',
      '',
    ].join('\n');
    expect(references(text)).toEqual(['plumbline.yaml:1 cost/no-budget', 'plumbline.yaml:2 cost/no-budget']);
  });

  it('find the class of a label', () => {
    const text = 'labels:\n  late: {classes: {late: true, on-time: false}, positive: la$0te}\n';
    expect(references(text)).toEqual(['plumbline.yaml:1 late', 'plumbline.yaml:1 late']);
  });

  it('count offsets in UTF-16 and lines with carriage returns', () => {
    const text =
      'description: "😀 é"\r\nsplits:\r\n  test: {}\r\nmetrics:\r\n  "recall": {note: "😀", split: "te$0st"}\r\n';
    expect(references(text)).toEqual(['plumbline.yaml:2 test', 'plumbline.yaml:4 test']);
  });

  it('are none where no name stands', () => {
    expect(references('project: fli$0ghts\n')).toEqual([]);
    expect(references('# fli$0ghts\n')).toEqual([]);
    expect(references('$0')).toEqual([]);
  });
});

describe('highlights', () => {
  it('mark the definition as written and uses as read, in this file alone', () => {
    const given = fixture({
      'plumbline.yaml': 'splits:\n  test: {}\nmetrics:\n  recall: {split: te$0st}\n',
      'b.plumbline.yaml': 'models:\n  delay: {trained_on: test}\n',
    });
    const found = findHighlights(given.snapshot, given.uri, given.offset);
    expect(found.map(({ range, kind }) => [range.start.line, kind])).toEqual([
      [1, 3],
      [3, 2],
    ]);
  });
});
