/** What the rules found in one file, as diagnostics of the protocol. */
import type { Diagnostic, DiagnosticRelatedInformation } from 'vscode-languageserver-types';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import type { ReportedFinding } from '../rules/reportedFinding.ts';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import { groupOf } from '../rules/rule.ts';
import type { Severity } from '../rules/rule.ts';
import { shownText } from '../text/shownText.ts';
import { contractFileOf } from './contract/contractFiles.ts';
import { findingsOfProject } from './findingSource.ts';
import type { FindingSource } from './findingSource.ts';
import { rulePageOf } from './rulePage.ts';

export interface DiagnosticOptions {
  /** Address below which the pages of rules lie. */
  readonly rulePages: string;
  /** Whether the client shows places that belong to a diagnostic. */
  readonly hasRelatedInformation: boolean;
}

export interface ProjectDiagnosticOptions extends DiagnosticOptions {
  /** Whether mistakes in the form of a data contract are left to somebody else to tell; not unless said. */
  readonly leavesContractForm?: boolean;
}

/** The findings of a file, sorted by place; empty for a file of another project. */
export function findDiagnostics(
  snapshot: ProjectSnapshot,
  uri: string,
  options: ProjectDiagnosticOptions,
): readonly Diagnostic[] {
  const source = findingsOfProject(snapshot);
  if (options.leavesContractForm !== true || contractFileOf(snapshot.project, uri) === undefined)
    return diagnosticsIn(source, uri, options);
  const findings = source.findings.filter(({ rule }) => !isAboutForm(rule));
  return diagnosticsIn({ ...source, findings }, uri, options);
}

/** The findings of one text, whatever they come from. */
export function diagnosticsIn(source: FindingSource, uri: string, options: DiagnosticOptions): readonly Diagnostic[] {
  return source.findings
    .filter((finding) => finding.uri === uri)
    .flatMap((finding) => diagnosticOf(source, finding, options) ?? []);
}

const formRules: ReadonlySet<string> = new Set(['contract/invalid', 'contract/unknown-version']);

/** Whether a JSON Schema of contracts, and the YAML below it, would find the same. */
function isAboutForm(rule: string): boolean {
  return formRules.has(rule) || groupOf(rule) === 'yaml';
}

/** One finding as a diagnostic; undefined when its text has left. */
export function diagnosticOf(
  source: FindingSource,
  finding: ReportedFinding,
  options: DiagnosticOptions,
): Diagnostic | undefined {
  const range = source.rangeOf(finding.uri, finding);
  if (range === undefined) return undefined;
  const related = finding.related.flatMap(({ uri, start, end, message }): DiagnosticRelatedInformation[] => {
    const other = source.rangeOf(uri, { start, end });
    return other === undefined ? [] : [{ location: { uri, range: other }, message: shownText(message) }];
  });
  return {
    range,
    severity: severities[finding.severity],
    code: finding.rule,
    codeDescription: { href: rulePageOf(options.rulePages, finding.rule) },
    source: 'plumbline',
    message: shownText(finding.message),
    ...(finding.tag === undefined ? {} : { tags: [tags[finding.tag]] }),
    ...(related.length === 0 || !options.hasRelatedInformation ? {} : { relatedInformation: related }),
  };
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const satisfies Record<Severity, DiagnosticSeverity>;

const tags = {
  unnecessary: DiagnosticTag.Unnecessary,
  deprecated: DiagnosticTag.Deprecated,
} as const satisfies Record<NonNullable<ReportedFinding['tag']>, DiagnosticTag>;
