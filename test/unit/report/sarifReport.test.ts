import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { sarifReport } from '../../../server/src/report/sarifReport.ts';
import type { CheckReport } from '../../../schemas/checkReport.ts';
import { dangerous, findingOf, hostile, reportOf } from './sampleReport.ts';
import { artifactLocation, message, one, physicalLocation, region, unique } from './sarifShapes.ts';

const replacement = z.strictObject({ deletedRegion: region, insertedContent: z.strictObject({ text: z.string() }) });

/**
 * What the JSON Schema of SARIF 2.1.0 (errata 01) asks of the part that is written here: the properties that each object
 * may have and must have, enumerations, numbers that count from 1, lists of unique items, and the forms of addresses.
 * Beyond the schema it holds what the prose says: a base address ends in a slash, an index leads to its rule, and
 * related locations have ids of their own. No package carries the schema itself; whole reports of all rules were
 * validated against it.
 */
const sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.literal('Plumbline'),
          semanticVersion: z.string(),
          rules: unique(
            z.strictObject({
              id: z.string(),
              shortDescription: message,
              fullDescription: message,
              help: message,
              helpUri: z.url(),
              properties: z.strictObject({ tags: unique(z.string()) }),
            }),
          ),
        }),
      }),
      originalUriBaseIds: z.strictObject({ WORKINGDIRECTORY: z.strictObject({ uri: z.string().regex(/\/$/) }) }),
      columnKind: z.literal('utf16CodeUnits'),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().min(0).optional(),
          level: z.enum(['error', 'warning', 'note']),
          message,
          locations: z.tuple([z.strictObject({ physicalLocation })]),
          relatedLocations: unique(z.strictObject({ id: one, physicalLocation, message }))
            .min(1)
            .optional(),
          fixes: unique(
            z.strictObject({
              description: message,
              artifactChanges: unique(
                z.strictObject({ artifactLocation, replacements: z.array(replacement).min(1) }),
              ).min(1),
            }),
          )
            .min(1)
            .optional(),
          partialFingerprints: z.strictObject({ 'plumblineFinding/v1': z.string() }),
          suppressions: z
            .tuple([
              z.strictObject({
                kind: z.literal('inSource'),
                status: z.literal('accepted'),
                justification: z.string(),
              }),
            ])
            .optional(),
        }),
      ),
    }),
  ]),
});

const rule = (id: string) => ({ id, finds: 'a fault', why: 'It hurts.', helpUri: 'https://example.com/rule' });
const rules = ['data/no-owner', 'metric/limit-beyond-target', 'metric/no-limit'].map(rule);
const text = 'first\n  limit: 9\n  limit: 9\n';

function print(report: CheckReport, content = text): string {
  return sarifReport(report, { rules, baseUri: 'file:///work/', textOf: () => content });
}

function runOf(report: CheckReport, content = text) {
  return sarif.parse(JSON.parse(print(report, content))).runs[0];
}

describe('the report in SARIF', () => {
  it('describes the rules that occur, and points at them', () => {
    const finding = findingOf();
    const run = runOf(reportOf([finding], [{ finding: findingOf({ rule: 'data/no-owner' }), reason: 'public' }]));
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(['data/no-owner', 'metric/limit-beyond-target']);
    expect(run.results.map(({ ruleIndex }) => ruleIndex)).toEqual([1, 0]);
  });

  it('numbers related places from 1, each with an id of its own', () => {
    const { range } = findingOf();
    const related = [
      { file: 'b.yaml', range, message: 'Here.' },
      { file: 'b.yaml', range, message: 'Here.' },
    ];
    const [result] = runOf(reportOf([findingOf({ related })])).results;
    expect(result?.relatedLocations?.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('counts lines and columns from 1', () => {
    expect(runOf(reportOf([findingOf()])).results[0]?.locations[0].physicalLocation.region).toEqual({
      startLine: 2,
      startColumn: 3,
      endLine: 2,
      endColumn: 8,
    });
  });

  it('keeps what was silenced, with its reason', () => {
    const [result] = runOf(reportOf([], [{ finding: findingOf(), reason: 'public data' }])).results;
    expect(result?.suppressions?.[0].justification).toBe('public data');
  });

  it('carries fixes by file, and related places', () => {
    const { range } = findingOf();
    const edits = ['a.yaml', 'b.yaml', 'a.yaml'].map((file) => ({ file, range, newText: '8' }));
    const related = [{ file: 'b.yaml', range, message: 'The target.' }];
    const fixes = [{ title: 'Swap them', isPreferred: true, edits }];
    const [result] = runOf(reportOf([findingOf({ fixes, related })])).results;
    const changes = result?.fixes?.[0]?.artifactChanges ?? [];
    expect(changes.map((change) => [change.artifactLocation.uri, change.replacements.length])).toEqual([
      ['a.yaml', 2],
      ['b.yaml', 1],
    ]);
    expect(result?.relatedLocations?.[0]?.message.text).toBe('The target.');
  });

  it('names a file so that its address leads back to it', () => {
    const file = 'c#/100 %/a:b?.yaml';
    const [result] = runOf(reportOf([findingOf({ file })])).results;
    const uri = result?.locations[0].physicalLocation.artifactLocation.uri ?? '';
    expect(decodeURIComponent(new URL(uri, 'file:///work/').pathname)).toBe(`/work/${file}`);
  });

  it('recognises a finding after lines were added above it', () => {
    const down = { start: { line: 4, character: 2 }, end: { line: 4, character: 7 } };
    const before = runOf(reportOf([findingOf()]));
    const after = runOf(reportOf([findingOf({ range: down })]), `one\ntwo\nthree\n${text}`);
    expect(after.results[0]?.partialFingerprints).toEqual(before.results[0]?.partialFingerprints);
  });

  it('tells equal findings on equal lines apart', () => {
    const next = { start: { line: 2, character: 2 }, end: { line: 2, character: 7 } };
    const { results } = runOf(reportOf([findingOf(), findingOf({ range: next })]));
    expect(new Set(results.map((result) => result.partialFingerprints['plumblineFinding/v1'])).size).toBe(2);
  });

  it('shows no text of a spec that a viewer would obey', () => {
    const finding = findingOf({ file: 'plumbline.yaml', message: hostile });
    const related = [{ file: 'b.yaml', range: finding.range, message: hostile }];
    const printed = print(reportOf([{ ...finding, related }], [{ finding, reason: hostile }]), hostile);
    expect(printed).not.toMatch(dangerous);
    const [result] = sarif.parse(JSON.parse(printed)).runs[0].results;
    expect(result?.message.text).not.toMatch(dangerous);
  });
});
