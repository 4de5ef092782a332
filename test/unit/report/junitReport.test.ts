import { describe, expect, it } from 'vitest';
import { junitReport } from '../../../server/src/report/junitReport.ts';
import { dangerous, findingOf, hostile, reportOf } from './sampleReport.ts';

/**
 * Reads XML strictly enough to see that it is well-formed: every tag is closed in turn, and no mark of the syntax
 * stands in text.
 *
 * @returns names of the elements in the order in which they begin
 */
function elementsOf(xml: string): readonly string[] {
  const open: string[] = [];
  const names: string[] = [];
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  const token = /<\/([a-z-]+)>|<([a-z-]+)((?: [a-z]+="[^"<>&]*(?:&#\d+;[^"<>&]*)*")*)(\/?)>|[^<>&]+|&#\d+;/y;
  while (token.lastIndex < body.length) {
    const at = token.lastIndex;
    const match = token.exec(body);
    if (match === null) throw new Error(`Not well-formed: ${body.slice(at, at + 40)}`);
    const [, closed, opened, , isEmpty] = match;
    if (closed !== undefined && open.pop() !== closed) throw new Error(`</${closed}> closes something else.`);
    if (opened === undefined) continue;
    names.push(opened);
    if (isEmpty === '') open.push(opened);
  }
  if (open.length > 0) throw new Error(`Never closed: ${open.join(', ')}.`);
  return names;
}

describe('the report in JUnit XML', () => {
  it('fails a case for each error and warning, and passes the rest and clean files', () => {
    const report = reportOf([findingOf(), findingOf({ severity: 'info', message: 'For information.' })]);
    expect(junitReport(report)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="plumbline check" tests="3" failures="1" errors="0" skipped="0">
  <testsuite name="plumbline.yaml" tests="2" failures="1" errors="0" skipped="0" timestamp="2026-11-02T08:00:00">
    <testcase classname="plumbline.yaml" name="metric/limit-beyond-target at line 2, column 3"><failure type="error" message="The limit is stricter than the target.">plumbline.yaml:2 The limit is stricter than the target.</failure></testcase>
    <testcase classname="plumbline.yaml" name="metric/limit-beyond-target at line 2, column 3"><system-out>info: For information.</system-out></testcase>
  </testsuite>
  <testsuite name="costs.plumbline.yaml" tests="1" failures="0" errors="0" skipped="0" timestamp="2026-11-02T08:00:00">
    <testcase classname="costs.plumbline.yaml" name="no findings"/>
  </testsuite>
</testsuites>
`);
  });

  it('skips a case for each finding that is ignored, with the reason', () => {
    const printed = junitReport({
      ...reportOf([]),
      suppressed: [{ finding: findingOf(), reason: 'Agreed with <ops>.' }],
    });
    expect(printed).toContain('tests="2" failures="0" errors="0" skipped="1"');
    expect(printed).toContain(
      '<skipped message="The limit is stricter than the target. Ignored: Agreed with &#60;ops&#62;."/>',
    );
    expect(elementsOf(printed)).toContain('skipped');
  });

  it('is well-formed whatever a spec says', () => {
    const printed = junitReport(
      reportOf([
        findingOf({ file: hostile, message: hostile }),
        findingOf({ file: hostile, message: `${hostile}\u0000\uFFFE`, severity: 'hint' }),
      ]),
    );
    expect(printed).not.toMatch(dangerous);
    expect(elementsOf(printed).filter((name) => name === 'testcase' || name === 'img')).toHaveLength(4);
  });

  it('shows characters that XML cannot hold by their code', () => {
    const printed = junitReport(reportOf([findingOf({ message: 'a\u0000b\uFFFEc\uD800d' })]));
    expect(printed).not.toMatch(/[\u{0}\uFFFE\uFFFF]|\p{Cs}/u);
    expect(printed).toContain('message="a\\u{0}b\\u{fffe}c\\u{d800}d"');
  });
});
