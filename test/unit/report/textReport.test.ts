import { describe, expect, it } from 'vitest';
import { textReport } from '../../../server/src/report/textReport.ts';
import { dangerous, findingOf, hostile, reportOf } from './sampleReport.ts';

const text = 'first\n  limit: 9\n';
const plain = { hasColour: false, textOf: () => text };

describe('the report for a person', () => {
  it('shows each finding with its line and carets under it, and counts them', () => {
    const related = [{ file: 'b.yaml', range: findingOf().range, message: 'The target.' }];
    const report = reportOf(
      [findingOf({ related }), findingOf({ severity: 'hint', rule: 'yaml/style', message: 'A hint.' })],
      [{ finding: findingOf({ rule: 'data/no-owner' }), reason: 'public data' }],
    );
    expect(textReport(report, plain))
      .toBe(`plumbline.yaml:2:3 error metric/limit-beyond-target The limit is stricter than the target.
  2 |   limit: 9
    |   ^^^^^
    b.yaml:2:3 The target.
plumbline.yaml:2:3 hint yaml/style A hint.
  2 |   limit: 9
    |   ^^^^^
plumbline.yaml:2 ignored data/no-owner: public data
1 project checked: 1 error, 1 hint, 1 ignored with a reason.
`);
  });

  it('paints only when colours are wanted, and then says the same', () => {
    const report = reportOf([findingOf()]);
    const painted = textReport(report, { ...plain, hasColour: true });
    expect(painted).toContain('\u001B[31merror\u001B[0m');
    expect(painted.replaceAll(/\u{1B}\[\d+m/gu, '')).toBe(textReport(report, plain));
  });

  it('says that there are none', () => {
    expect(textReport(reportOf([]), plain)).toBe('1 project checked: no findings.\n');
  });

  it('shows no line of a file that cannot be read', () => {
    const lines = textReport(reportOf([findingOf()]), { hasColour: false, textOf: () => undefined }).split('\n');
    expect(lines).toHaveLength(3);
  });

  it('cuts a long line around the finding', () => {
    const line = `${'x'.repeat(300)}limit${'y'.repeat(300)}`;
    const range = { start: { line: 0, character: 300 }, end: { line: 0, character: 305 } };
    const [, shown = '', carets = ''] = textReport(reportOf([findingOf({ range })]), {
      hasColour: false,
      textOf: () => line,
    }).split('\n');
    expect(shown.length).toBeLessThan(120);
    expect(shown.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('limit');
  });

  it('underlines the rest of the first line of a finding over several', () => {
    const range = { start: { line: 0, character: 1 }, end: { line: 1, character: 3 } };
    expect(textReport(reportOf([findingOf({ range })]), plain).split('\n')[2]).toBe('    |  ^^^^');
  });

  it.each([
    ['ends beyond its line', 2, 900, '    |   ^^^^^^^^'],
    ['starts beyond its line', 500, 900, '    |           ^'],
    ['is empty at the end of its line', 10, 10, '    |           ^'],
    ['ends before it starts', 4, 3, '    |     ^'],
  ])('keeps carets under the line when a finding %s', (_what, from, to, carets) => {
    const range = { start: { line: 1, character: from }, end: { line: 1, character: to } };
    expect(textReport(reportOf([findingOf({ range })]), plain).split('\n')[2]).toBe(carets);
  });

  it('shows no line of a finding below the end of its file', () => {
    const range = { start: { line: 9, character: 0 }, end: { line: 9, character: 4 } };
    expect(textReport(reportOf([findingOf({ range })]), plain).split('\n')).toHaveLength(3);
  });

  it('reads a file once, however many findings it has', () => {
    let reads = 0;
    const textOf = () => {
      reads += 1;
      return text;
    };
    textReport(reportOf([findingOf(), findingOf(), findingOf()]), { hasColour: false, textOf });
    expect(reads).toBe(1);
  });

  it('lets nothing of a spec move the cursor or turn the direction', () => {
    const related = [{ file: hostile, range: findingOf().range, message: hostile }];
    const finding = findingOf({ file: hostile, message: hostile, related });
    const report = reportOf([finding], [{ finding, reason: hostile }]);
    const printed = textReport(report, { hasColour: false, textOf: () => `${hostile}\n  ${hostile}` });
    expect(printed).not.toMatch(dangerous);
    // One finding, its excerpt of two, one related place, one that is ignored, the count, and the end.
    expect(printed.split('\n')).toHaveLength(7);
  });
});
