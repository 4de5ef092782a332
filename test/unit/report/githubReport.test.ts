import { describe, expect, it } from 'vitest';
import { githubReport } from '../../../server/src/report/githubReport.ts';
import { dangerous, findingOf, hostile, reportOf } from './sampleReport.ts';

describe('the report for GitHub', () => {
  it('is one command per finding, with lines and columns from 1 and an end that is included', () => {
    expect(githubReport(reportOf([findingOf()]))).toBe(
      '::error file=plumbline.yaml,line=2,endLine=2,col=3,endColumn=7,title=metric/limit-beyond-target::The limit is stricter than the target.\n',
    );
  });

  it.each([
    ['error', '::error '],
    ['warning', '::warning '],
    ['info', '::notice '],
    ['hint', '::notice '],
  ] as const)('announces %s as %j', (severity, command) => {
    expect(githubReport(reportOf([findingOf({ severity })])).startsWith(command)).toBe(true);
  });

  it('gives no end column over several lines, where GitHub takes none', () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 3, character: 1 } };
    expect(githubReport(reportOf([findingOf({ range })]))).toContain('line=1,endLine=4,col=1,title=');
  });

  it('escapes what separates properties in names, and percent signs everywhere', () => {
    const printed = githubReport(reportOf([findingOf({ file: 'a:b,c%.yaml', message: '5 %, or: 6 %' })]));
    expect(printed).toContain('file=a%3Ab%2Cc%25.yaml,');
    expect(printed).toContain('::5 %25, or: 6 %25\n');
  });

  it('lists what is ignored with its reason in the log, without an annotation', () => {
    const suppressed = [{ finding: findingOf(), reason: '::error::agreed' }];
    expect(githubReport({ ...reportOf([]), suppressed })).toBe(
      '::group::1 finding ignored with a reason\n plumbline.yaml:2 metric/limit-beyond-target ignored: ::error::agreed\n::endgroup::\n',
    );
  });

  it('lets no text of a spec begin a command of its own', () => {
    const printed = githubReport(reportOf([findingOf({ file: hostile, message: hostile })]));
    expect(printed).not.toMatch(dangerous);
    expect(printed.match(/^::/gm)).toHaveLength(1);
    expect(printed.trimEnd().split('\n')).toHaveLength(1);
  });
});
