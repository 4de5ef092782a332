/**
 * The check report as JUnit XML: one suite per file, one case per finding, a skipped one with its reason per finding
 * that somebody ignores, and one that passes for a clean file.
 */
import type { CheckReport, ReportFinding } from '../../../schemas/checkReport.ts';
import { xmlText } from '../text/plainText.ts';

/** Severities that fail a case; the others are cases that pass, with their message as output. */
const failing: ReadonlySet<ReportFinding['severity']> = new Set(['error', 'warning']);

export function junitReport(report: CheckReport): string {
  const files = new Map<string, Case[]>();
  for (const { file, parts } of report.projects) for (const name of [file, ...parts]) files.set(name, []);
  const ignored = report.suppressed.map(({ finding, reason }) => ({ ...finding, reason }));
  for (const one of [...report.findings, ...ignored]) files.set(one.file, [...(files.get(one.file) ?? []), one]);
  const suites = [...files].map(([file, cases]) => suite(file, cases, report.checkedAt));
  const total = [...files.values()].reduce((sum, cases) => sum + Math.max(cases.length, 1), 0);
  const failures = report.findings.filter(({ severity }) => failing.has(severity)).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="plumbline check" tests="${total}" failures="${failures}" errors="0" skipped="${ignored.length}">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

/** A finding, with the reason why it is ignored if it is. */
type Case = ReportFinding & { readonly reason?: string };

function suite(file: string, findings: readonly Case[], at: string): string {
  const skipped = findings.filter(({ reason }) => reason !== undefined).length;
  const failures = findings.filter(({ severity, reason }) => reason === undefined && failing.has(severity)).length;
  const cases =
    findings.length === 0
      ? [`    <testcase classname="${xmlText(file)}" name="no findings"/>`]
      : findings.map((finding) => testCase(file, finding));
  const attributes = `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}" timestamp="${xmlText(at.slice(0, 19))}"`;
  return [`  <testsuite name="${xmlText(file)}" ${attributes}>`, ...cases, '  </testsuite>'].join('\n');
}

function testCase(file: string, { rule, severity, range, message, reason }: Case): string {
  const line = range.start.line + 1;
  const name = `${rule} at line ${line}, column ${range.start.character + 1}`;
  const text = xmlText(message);
  if (reason !== undefined) {
    const skipped = `<skipped message="${xmlText(`${message} Ignored: ${reason}`)}"/>`;
    return `    <testcase classname="${xmlText(file)}" name="${xmlText(name)}">${skipped}</testcase>`;
  }
  const body = failing.has(severity)
    ? `<failure type="${severity}" message="${text}">${xmlText(`${file}:${line} ${message}`)}</failure>`
    : `<system-out>${xmlText(severity)}: ${text}</system-out>`;
  return `    <testcase classname="${xmlText(file)}" name="${xmlText(name)}">${body}</testcase>`;
}
