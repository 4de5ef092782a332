/** A check report in the format that was asked for. */
import type { CheckReport, ReportFinding } from '../../../schemas/checkReport.ts';
import { githubReport } from '../report/githubReport.ts';
import { junitReport } from '../report/junitReport.ts';
import { reviewMarkdown } from '../report/reviewMarkdown.ts';
import { reviewText } from '../report/reviewText.ts';
import { sarifReport } from '../report/sarifReport.ts';
import { textReport } from '../report/textReport.ts';
import { allRules } from '../rules/allRules.ts';
import { maskSecrets } from '../spec/secrets.ts';
import { jsonText } from '../text/jsonText.ts';
import { maskCredentials } from '../text/maskCredentials.ts';

export const checkFormats = ['text', 'json', 'sarif', 'github', 'junit', 'markdown'] as const;
export type CheckFormat = (typeof checkFormats)[number];

export interface RenderOptions {
  readonly hasColour: boolean;
  /** Address of the working directory, ending in a slash. */
  readonly baseUri: string;
  readonly textOf: (file: string) => string | undefined;
}

/** Where the pages of the rules stand in the project's repository. */
const rulePages = 'https://github.com/plumbline/plumbline/blob/main/docs/rules';

/** No format shows a credential: not one that stands in an address, and none in the lines around a finding. */
export function renderCheck(given: CheckReport, format: CheckFormat, options: RenderOptions): string {
  const report = withoutCredentials(given);
  const textOf = (file: string): string | undefined => {
    const text = options.textOf(file);
    return text === undefined ? undefined : maskSecrets(maskCredentials(text));
  };
  switch (format) {
    case 'text':
      return reviewText(report.review ?? [], options.hasColour) + textReport(report, { ...options, textOf });
    case 'json':
      return jsonText(report);
    case 'github':
      return githubReport(report);
    case 'junit':
      return junitReport(report);
    case 'markdown':
      return reviewMarkdown(report);
    case 'sarif': {
      const rules = allRules.map(({ id, finds, why }) => ({ id, finds, why, helpUri: `${rulePages}/${id}.md` }));
      return sarifReport(report, { ...options, rules, textOf });
    }
  }
}

/** Messages without credentials; the texts of fixes stay, because they are written into files as they are. */
function withoutCredentials(report: CheckReport): CheckReport {
  const masked = (finding: ReportFinding): ReportFinding => ({
    ...finding,
    message: maskCredentials(finding.message),
    related: finding.related.map((related) => ({ ...related, message: maskCredentials(related.message) })),
  });
  return {
    ...report,
    findings: report.findings.map(masked),
    suppressed: report.suppressed.map(({ finding, reason }) => ({
      finding: masked(finding),
      reason: maskCredentials(reason),
    })),
    projects: report.projects.map((project) => ({
      ...project,
      notChecked: project.notChecked.map(({ rule, because }) => ({ rule, because: maskCredentials(because) })),
    })),
  };
}
