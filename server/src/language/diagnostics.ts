/** What the rules found in one file, as diagnostics of the protocol. */
import type { Diagnostic, DiagnosticRelatedInformation } from 'vscode-languageserver-types';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import type { ReportedFinding } from '../rules/checkProject.ts';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import type { Severity } from '../rules/rule.ts';
import { shownText } from '../text/shownText.ts';
import { projectFileOf, rangeIn } from './fileRange.ts';
import { rulePageOf } from './rulePage.ts';

export interface DiagnosticOptions {
  /** Address below which the pages of rules lie. */
  readonly rulePages: string;
  /** Whether the client shows places that belong to a diagnostic. */
  readonly hasRelatedInformation: boolean;
}

/** The findings of a file, sorted by place; empty for a file of another project. */
export function findDiagnostics(
  snapshot: ProjectSnapshot,
  uri: string,
  options: DiagnosticOptions,
): readonly Diagnostic[] {
  return snapshot.result.findings
    .filter((finding) => finding.uri === uri)
    .flatMap((finding) => {
      const diagnostic = diagnosticOf(snapshot, finding, options);
      return diagnostic === undefined ? [] : [diagnostic];
    });
}

/** One finding as a diagnostic; undefined when its file has left the project. */
export function diagnosticOf(
  { project }: ProjectSnapshot,
  finding: ReportedFinding,
  options: DiagnosticOptions,
): Diagnostic | undefined {
  const file = projectFileOf(project, finding.uri);
  if (file === undefined) return undefined;
  const related = finding.related.flatMap(({ uri, start, end, message }): DiagnosticRelatedInformation[] => {
    const other = projectFileOf(project, uri);
    if (other === undefined) return [];
    return [{ location: { uri, range: rangeIn(other, { start, end }) }, message: shownText(message) }];
  });
  return {
    range: rangeIn(file, finding),
    severity: severities[finding.severity],
    code: finding.rule,
    codeDescription: { href: rulePageOf(options.rulePages, finding.rule) },
    source: 'plumbline',
    message: shownText(finding.message),
    ...(finding.tag === undefined ? {} : { tags: [tags[finding.tag]] }),
    ...(related.length === 0 || !options.hasRelatedInformation ? {} : { relatedInformation: related }),
    data: { fixes: finding.fixes.length },
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
