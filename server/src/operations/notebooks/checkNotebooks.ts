/** Checks every notebook at or below some paths, for the report of a check. */
import type { CheckReport, ReportFinding } from '../../../../schemas/checkReport.ts';
import type { NotebookFindingReport, NotebookSnapshot } from '../../rules/notebook/notebookSnapshot.ts';
import type { RuleFailure } from '../../rules/reportedFinding.ts';
import { isInScope } from '../checkScope.ts';
import type { CheckScope } from '../checkScope.ts';
import { describeFinding } from '../describeFinding.ts';
import { isEffectsUri } from './effectsFiles.ts';
import type { NotebookWorkspace } from './notebookWorkspace.ts';

export interface NotebooksReport extends Pick<CheckReport, 'findings' | 'suppressed'> {
  /** How many were checked; Python files without cells are none. */
  readonly count: number;
}

export const noNotebooks: NotebooksReport = { findings: [], suppressed: [], count: 0 };

export interface NotebooksReportPorts {
  /** How a file is named in the report. */
  readonly nameOf: (uri: string) => string;
  /** Told about rules that threw. */
  readonly onFailure: (failure: RuleFailure) => void;
}

/** Notebooks, Python files and what describes calls for them, at or below some paths. */
export async function findNotebooksIn(
  scopes: readonly CheckScope[],
  workspace: Pick<NotebookWorkspace, 'closed'>,
): Promise<readonly string[]> {
  const isWanted = (uri: string): boolean => isInScope(uri, scopes);
  return (await workspace.closed(isWanted)).filter(isWanted);
}

/** One after another, so that memory holds one notebook at a time. */
export async function checkNotebooks(
  uris: readonly string[],
  workspace: Pick<NotebookWorkspace, 'snapshot'>,
  ports: NotebooksReportPorts,
): Promise<NotebooksReport> {
  const findings: ReportFinding[] = [];
  const suppressed: { finding: ReportFinding; reason: string }[] = [];
  let count = 0;
  for (const uri of uris) {
    const snapshot = await workspace.snapshot(uri);
    if (snapshot === undefined) continue;
    if (!isEffectsUri(uri)) count += 1;
    snapshot.failures.forEach(ports.onFailure);
    findings.push(...snapshot.findings.map((finding) => describe(finding, snapshot, ports)));
    suppressed.push(
      ...snapshot.suppressed.map(({ finding, reason }) => ({ finding: describe(finding, snapshot, ports), reason })),
    );
  }
  return { findings, suppressed, count };
}

function describe(
  finding: NotebookFindingReport,
  snapshot: NotebookSnapshot,
  ports: NotebooksReportPorts,
): ReportFinding {
  const described = describeFinding(finding, (uri) => snapshot.positionsOf(uri), ports);
  return finding.cell === undefined ? described : { ...described, cell: finding.cell };
}
