import type { CheckReport, ReportFinding } from '../../../schemas/checkReport.ts';

/** An escape sequence, a mark that turns the reading direction, line breaks, and the syntax of HTML and XML. */
export const hostile = 'a\u001B[31mred\u202Eleft\u2028next\r\n::error::two\t<img src=x>]]>&"\'%0A';

/** What no terminal, log or viewer may be given. */
export const dangerous = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

export function findingOf(changes: Partial<ReportFinding> = {}): ReportFinding {
  return {
    rule: 'metric/limit-beyond-target',
    severity: 'error',
    file: 'plumbline.yaml',
    range: { start: { line: 1, character: 2 }, end: { line: 1, character: 7 } },
    message: 'The limit is stricter than the target.',
    related: [],
    fixes: [],
    ...changes,
  };
}

/** A report of one project in `plumbline.yaml`. */
export function reportOf(
  findings: readonly ReportFinding[],
  suppressed: readonly { readonly finding: ReportFinding; readonly reason: string }[] = [],
): CheckReport {
  const count = (severity: ReportFinding['severity']) => findings.filter((one) => one.severity === severity).length;
  return {
    kind: 'check',
    schema: 1,
    version: '1.2.3',
    checkedAt: '2026-11-02T08:00:00.000Z',
    projects: [{ file: 'plumbline.yaml', parts: ['costs.plumbline.yaml'], name: 'late', phase: 'poc', notChecked: [] }],
    findings: [...findings],
    suppressed: [...suppressed],
    counts: {
      error: count('error'),
      warning: count('warning'),
      info: count('info'),
      hint: count('hint'),
      suppressed: suppressed.length,
    },
  };
}
