/** Where findings come from: a project of specs, or a notebook; diagnostics and quick fixes treat them alike. */
import type { Range } from 'vscode-languageserver-types';
import type { NotebookSnapshot } from '../rules/notebook/notebookSnapshot.ts';
import type { ReportedFinding } from '../rules/reportedFinding.ts';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import { projectFileOf, rangeIn } from './fileRange.ts';

export interface FindingSource {
  readonly findings: readonly ReportedFinding[];
  /** Offsets of a text as a range; undefined for a text that has left. */
  rangeOf(uri: string, span: { readonly start: number; readonly end: number }): Range | undefined;
}

export function findingsOfProject({ project, result }: ProjectSnapshot): FindingSource {
  return {
    findings: result.findings,
    rangeOf: (uri, span) => {
      const file = projectFileOf(project, uri);
      return file === undefined ? undefined : rangeIn(file, span);
    },
  };
}

export function findingsOfNotebook(snapshot: NotebookSnapshot): FindingSource {
  return {
    findings: snapshot.findings,
    rangeOf: (uri, { start, end }) => {
      const positions = snapshot.positionsOf(uri);
      return positions === undefined
        ? undefined
        : { start: positions.positionAt(start), end: positions.positionAt(end) };
    },
  };
}
