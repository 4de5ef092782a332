/** Checks every project at or below some paths: what `plumbline check` does. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CheckReport, ReportFinding } from '../../../schemas/checkReport.ts';
import { phaseOf } from '../rules/checkProject.ts';
import type { ReportedFinding, RuleFailure } from '../rules/checkProject.ts';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import type { Project } from '../spec/project.ts';
import { isInScope } from './checkScope.ts';
import type { CheckScope } from './checkScope.ts';
import { describeFinding } from './describeFinding.ts';
import { checkNotebooks, findNotebooksIn, noNotebooks } from './notebooks/checkNotebooks.ts';
import type { NotebookWorkspace } from './notebooks/notebookWorkspace.ts';
import type { Clock } from './ports.ts';
import { filesOf } from './specIndex.ts';
import type { SpecGroup } from './specIndex.ts';
import type { SpecWorkspace } from './specWorkspace.ts';

export interface CheckPorts {
  readonly workspace: SpecWorkspace;
  /** Without it, notebooks are not checked. */
  readonly notebooks?: NotebookWorkspace;
  readonly clock: Clock;
  /** Version of Plumbline. */
  readonly version: string;
  /** How a file is named in the report. */
  readonly nameOf: (uri: string) => string;
  /** Told about rules that threw. */
  readonly onFailure: (failure: RuleFailure) => void;
}

/**
 * Checks all projects that have a file in one of the scopes. A project is checked whole, but only findings in files
 * of the scopes are reported.
 *
 * Notebooks in the scopes are checked, too, with or without a project.
 *
 * @returns a report without projects when there is no spec in the scopes
 */
export async function checkScopes(scopes: readonly CheckScope[], ports: CheckPorts): Promise<CheckReport> {
  const groups = (await ports.workspace.projects()).filter((group) =>
    filesOf(group).some((uri) => isInScope(uri, scopes)),
  );
  // All specs first, so that the worker is busy while notebooks are read; meanwhile they are looked for on the disk.
  const [uris] = await Promise.all([
    ports.notebooks === undefined ? [] : findNotebooksIn(scopes, ports.notebooks),
    ...groups.map(({ mainUri }) => ports.workspace.snapshot(mainUri)),
  ]);
  const [snapshots, notebooks] = await Promise.all([
    settle(groups, ports.workspace),
    ports.notebooks === undefined ? noNotebooks : checkNotebooks(uris, ports.notebooks, ports),
  ]);
  for (const { result } of snapshots) result.failures.forEach(ports.onFailure);
  const shown = (finding: ReportedFinding): boolean => isInScope(finding.uri, scopes);
  const reports = snapshots.map(({ project, result }) => ({ result, describe: describer(project, ports) }));
  const ofSpecs = reports.flatMap(({ result, describe }) => result.findings.filter(shown).map(describe));
  const findings = [...ofSpecs, ...notebooks.findings];
  const suppressedInSpecs = reports.flatMap(({ result, describe }) =>
    result.suppressed
      .filter(({ finding }) => shown(finding))
      .map(({ finding, reason }) => ({ finding: describe(finding), reason })),
  );
  const suppressed = [...suppressedInSpecs, ...notebooks.suppressed];
  const count = (severity: ReportFinding['severity']) => findings.filter((one) => one.severity === severity).length;
  return {
    kind: 'check',
    schema: 1,
    version: ports.version,
    checkedAt: ports.clock.now().toISOString(),
    projects: snapshots.map((snapshot) => reportProject(snapshot, ports)),
    ...(ports.notebooks === undefined ? {} : { notebooks: notebooks.count }),
    findings,
    suppressed,
    counts: {
      error: count('error'),
      warning: count('warning'),
      info: count('info'),
      hint: count('hint'),
      suppressed: suppressed.length,
    },
  };
}

async function settle(groups: readonly SpecGroup[], workspace: SpecWorkspace): Promise<readonly ProjectSnapshot[]> {
  const snapshots: ProjectSnapshot[] = [];
  for (const { mainUri } of groups) {
    const snapshot = await workspace.settledSnapshot(mainUri);
    if (snapshot !== undefined) snapshots.push(snapshot);
  }
  return snapshots;
}

function reportProject(
  { project, mainUri, result }: ProjectSnapshot,
  { nameOf }: CheckPorts,
): CheckReport['projects'][number] {
  return {
    file: nameOf(mainUri),
    parts: project.files.filter(({ uri }) => uri !== mainUri).map(({ uri }) => nameOf(uri)),
    name: project.spec.fields.project?.value ?? null,
    phase: phaseOf(project),
    notChecked: result.notChecked.map(({ rule, because }) => ({ rule, because })),
  };
}

/** Writes the findings of one project with names of files and with lines. */
function describer(project: Project, ports: CheckPorts): (finding: ReportedFinding) => ReportFinding {
  const documentOf = documentsOf(project);
  return (finding) => describeFinding(finding, documentOf, ports);
}

/** Documents of a project, made when they are first asked for. */
function documentsOf(project: Project): (uri: string) => TextDocument {
  const known = new Map<string, TextDocument>();
  return (uri) => {
    const text = [...project.files, ...project.contracts].find((file) => file.uri === uri)?.yaml.text ?? '';
    const document = known.get(uri) ?? TextDocument.create(uri, 'plumbline', 0, text);
    known.set(uri, document);
    return document;
  };
}
