/** The view model of the Promotion panel. */
import type { FileLines, PromotedStatement } from '../../../../schemas/promotion.ts';
import type { PromotionModel, ViewedCell, ViewedFile, ViewedStatement } from '../../../../schemas/promotionView.ts';
import { cellWords, fileStateWords } from '../../report/promotionMarkdown.ts';
import type { StudiedNotebook } from '../notebooks/notebookWorkspace.ts';
import type { WorkspaceFiles } from '../ports.ts';
import { cellLocation } from './cellLocation.ts';
import { nameOf } from './packagePlace.ts';
import type { PlannedWrite } from './planFiles.ts';
import type { PreparedPromotion } from './preparePromotion.ts';
import { below } from './promotionRecord.ts';
import { viewVerification } from './viewVerification.ts';

/** Characters of a file beyond which its text is not shown. */
const shownText = 60_000;

export interface ViewSetting {
  /** The package's folder, from the workspace. */
  readonly folder: string;
  readonly isTrusted: boolean;
}

export async function viewPromotion(
  promotion: PreparedPromotion,
  studied: StudiedNotebook | undefined,
  { folder, isTrusted }: ViewSetting,
  files: Pick<WorkspaceFiles, 'readFile'>,
): Promise<PromotionModel> {
  const { report, request, stages } = promotion;
  const { notebookUri } = request;
  const locate = (at: PromotedStatement['at']) => cellLocation(notebookUri, studied, at);
  return {
    state: 'promotion',
    notebook: { ...locate({ cell: 0, cellId: '-', first: 1, last: 1 }), label: nameOf(notebookUri) },
    package: { name: report.package, folder, isWritten: !promotion.isFirst },
    isTrusted,
    counts: report.counts,
    moved: Object.keys(stages).length,
    cells: viewCells(promotion, studied),
    files: promotion.files.map((file) => viewFile(file, promotion)),
    findings: report.findings.map(({ rule, message, at, to }) => ({
      rule,
      message,
      cell: cellWords(at),
      location: locate(at),
      to: placeOf(to),
    })),
    checks: report.checks.map(({ file, line, code, message }) => ({ place: `${file}:${line}`, code, message })),
    decisions: report.decisions,
    dependencies: report.dependencies.map(({ distribution, version, isVerified }) => ({
      distribution,
      version,
      isVerified,
    })),
    verification: await viewVerification(promotion, studied, isTrusted, files),
  };
}

/** Cells with statements, in the order of the notebook. */
function viewCells({ report, request, stages }: PreparedPromotion, studied: StudiedNotebook | undefined): ViewedCell[] {
  const headings = headingsOf(studied);
  return [...Map.groupBy(report.statements, ({ at }) => at.cell)]
    .toSorted(([left], [right]) => left - right)
    .map(([cell, statements]) => ({
      number: cell + 1,
      title: headings.get(cell) ?? '',
      location: cellLocation(request.notebookUri, studied, {
        cell,
        first: 1,
        last: Math.max(...statements.map(({ at }) => at.last)),
      }),
      statements: statements.toSorted((left, right) => left.at.first - right.at.first).map((one) => view(one, stages)),
    }));
}

function view(statement: PromotedStatement, stages: PreparedPromotion['stages']): ViewedStatement {
  const { id, text, at, outcome, stage, stageBecause, reason, to } = statement;
  return {
    id,
    text,
    lines: at.first === at.last ? String(at.first) : `${at.first}–${at.last}`,
    outcome,
    stage,
    stageBecause,
    isMoved: id in stages,
    function: statement.function,
    to: placeOf(to),
    reason,
  };
}

function placeOf(to: FileLines | null): ViewedStatement['to'] {
  return to === null ? null : { file: to.file, line: to.first, last: to.last };
}

/** The first heading between a cell and the one with code before it. */
function headingsOf(studied: StudiedNotebook | undefined): ReadonlyMap<number, string> {
  const headings = new Map<number, string>();
  let heading: string | undefined;
  for (const cell of studied?.placed.notebook.cells ?? []) {
    if (cell.kind === 'markdown') heading ??= /^\s*#{1,6}\s+(.+)$/mu.exec(cell.text)?.[1]?.trim();
    if (cell.kind !== 'code') continue;
    if (heading !== undefined) headings.set(cell.index, heading);
    heading = undefined;
  }
  return headings;
}

function viewFile(file: PlannedWrite, { report, request }: PreparedPromotion): ViewedFile {
  const { path, state, before, after, conflicts } = file;
  const shown = state === 'conflict' ? before : after;
  const uri = below(request.packageUri, path);
  return {
    path,
    state,
    stateWords: fileStateWords(state),
    text: shown === undefined || shown.length > shownText ? null : shown,
    lines: shown === undefined ? 0 : shown.replace(/\n$/u, '').split('\n').length,
    conflicts,
    functions: report.functions
      .filter(({ at }) => at.file === path)
      .map(({ name, at, inputs, outputs }) => ({ name, line: at.first, inputs, outputs })),
    location:
      before === undefined
        ? null
        : { uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, label: path },
  };
}
