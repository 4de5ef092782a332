/** The check report as JUnit XML: one suite per file, one case per finding, and one that passes for a clean file. */
import type { CheckReport, ReportFinding } from '../../../schemas/checkReport.ts';
import { xmlText } from '../text/plainText.ts';

/** Severities that fail a case; the others are cases that pass, with their message as output. */
const failing: ReadonlySet<ReportFinding['severity']> = new Set(['error', 'warning']);

export function junitReport(report: CheckReport): string {
  const files = new Map<string, ReportFinding[]>();
  for (const { file, parts } of report.projects) for (const name of [file, ...parts]) files.set(name, []);
  for (const finding of report.findings) files.set(finding.file, [...(files.get(finding.file) ?? []), finding]);
  const suites = [...files].map(([file, findings]) => suite(file, findings, report.checkedAt));
  const total = [...files.values()].reduce((sum, findings) => sum + Math.max(findings.length, 1), 0);
  const failures = report.findings.filter(({ severity }) => failing.has(severity)).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="plumbline check" tests="${total}" failures="${failures}" errors="0">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(file: string, findings: readonly ReportFinding[], at: string): string {
  const failures = findings.filter(({ severity }) => failing.has(severity)).length;
  const cases =
    findings.length === 0
      ? [`    <testcase classname="${xmlText(file)}" name="no findings"/>`]
      : findings.map((finding) => testCase(file, finding));
  const attributes = `tests="${cases.length}" failures="${failures}" errors="0" timestamp="${xmlText(at.slice(0, 19))}"`;
  return [`  <testsuite name="${xmlText(file)}" ${attributes}>`, ...cases, '  </testsuite>'].join('\n');
}

function testCase(file: string, { rule, severity, range, message }: ReportFinding): string {
  const line = range.start.line + 1;
  const name = `${rule} at line ${line}, column ${range.start.character + 1}`;
  const text = xmlText(message);
  const body = failing.has(severity)
    ? `<failure type="${severity}" message="${text}">${xmlText(`${file}:${line} ${message}`)}</failure>`
    : `<system-out>${xmlText(severity)}: ${text}</system-out>`;
  return `    <testcase classname="${xmlText(file)}" name="${xmlText(name)}">${body}</testcase>`;
}
