/** What can be folded: sections, entries, flow collections over lines, long texts, and runs of comments. */
import type { FoldingRange } from 'vscode-languageserver-types';
import { FoldingRangeKind } from 'vscode-languageserver-types';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import type { ProjectFile } from '../spec/contractFile.ts';
import type { YamlNode } from '../yaml/nodes.ts';
import { commentsOf } from './comments.ts';
import { documentOf, projectFileOf } from './fileRange.ts';

/** Folds beyond this are of no use to anyone, and slow editors down; VS Code takes as many. */
const mostFolds = 5000;

/** In the order of their first lines; empty for a file that is no part of the project. */
export function findFoldingRanges({ project }: ProjectSnapshot, uri: string): readonly FoldingRange[] {
  const file = projectFileOf(project, uri);
  if (file === undefined) return [];
  const folds = [...foldsOfTree(file), ...foldsOfComments(file)];
  return folds.toSorted((left, right) => left.startLine - right.startLine).slice(0, mostFolds);
}

function foldsOfTree(file: ProjectFile): readonly FoldingRange[] {
  const document = documentOf(file);
  const folds = new Map<number, FoldingRange>();
  const seen = new Set<YamlNode>();
  const add = (start: number, end: number): void => {
    const startLine = document.positionAt(start).line;
    // A line that only closes brackets stays in sight.
    const content = file.yaml.text
      .slice(start, end)
      .replace(/[\r\n][\s}\],]*$/, '')
      .trimEnd();
    const endLine = document.positionAt(start + content.length).line;
    const known = folds.get(startLine);
    if (endLine > startLine && (known === undefined || known.endLine < endLine))
      folds.set(startLine, { startLine, endLine });
  };
  const visit = (node: YamlNode | undefined): void => {
    if (node === undefined || seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'scalar') return;
    for (const part of node.kind === 'map' ? node.entries : node.items) {
      const at = file.yaml.rangeOf(part.place);
      if (at !== undefined) add(at.start, at.end);
      visit('keyPlace' in part ? part.value : part);
    }
  };
  for (const entry of file.yaml.entries) {
    const at = file.yaml.rangeOf(entry.place);
    if (at !== undefined) add(at.start, at.end);
    visit(entry.value);
  }
  return [...folds.values()];
}

/** Comments on lines of their own, one below the other. */
function foldsOfComments(file: ProjectFile): readonly FoldingRange[] {
  const document = documentOf(file);
  const folds: FoldingRange[] = [];
  let run: { startLine: number; endLine: number } | undefined;
  const close = (): void => {
    if (run !== undefined && run.endLine > run.startLine) folds.push({ ...run, kind: FoldingRangeKind.Comment });
  };
  for (const { start, isAlone } of commentsOf(file.yaml)) {
    if (!isAlone) continue;
    const { line } = document.positionAt(start);
    if (run?.endLine === line - 1) run.endLine = line;
    else {
      close();
      run = { startLine: line, endLine: line };
    }
  }
  close();
  return folds;
}
