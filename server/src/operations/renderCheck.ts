/** A check report in the format that was asked for. */
import type { CheckReport } from '../../../schemas/checkReport.ts';
import { githubReport } from '../report/githubReport.ts';
import { junitReport } from '../report/junitReport.ts';
import { sarifReport } from '../report/sarifReport.ts';
import { textReport } from '../report/textReport.ts';
import { ruleTable } from '../rules/ruleTable.ts';

export const checkFormats = ['text', 'json', 'sarif', 'github', 'junit'] as const;
export type CheckFormat = (typeof checkFormats)[number];

export interface RenderOptions {
  readonly hasColour: boolean;
  /** Address of the working directory, ending in a slash. */
  readonly baseUri: string;
  readonly textOf: (file: string) => string | undefined;
}

/** Where the pages of the rules stand in the project's repository. */
const rulePages = 'https://github.com/plumbline/plumbline/blob/main/docs/rules';

export function renderCheck(report: CheckReport, format: CheckFormat, options: RenderOptions): string {
  switch (format) {
    case 'text':
      return textReport(report, options);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'github':
      return githubReport(report);
    case 'junit':
      return junitReport(report);
    case 'sarif': {
      const rules = ruleTable.map(({ id, finds, why }) => ({ id, finds, why, helpUri: `${rulePages}/${id}.md` }));
      return sarifReport(report, { ...options, rules });
    }
  }
}
