/** The view model of the Drift panel, from one state of a project and the records of its comparisons. */
import type { DriftCell, DriftColumn } from '../../../../schemas/driftJob.ts';
import { driftViewModel } from '../../../../schemas/driftPanel.ts';
import type {
  DriftCellView,
  DriftCheckView,
  DriftChecks,
  DriftViewModel,
  DriftWatchedView,
} from '../../../../schemas/driftPanel.ts';
import { driftRecord } from '../../../../schemas/driftReport.ts';
import type { ComparedCheck, DriftRecord, WatchedCheck } from '../../../../schemas/driftReport.ts';
import type { DriftAspect, DriftTest, DriftVerdict } from '../../../../schemas/driftVerdict.ts';
import type { ColumnKind } from '../../../../schemas/profile.ts';
import { chooseBasis } from '../../drift/comparison/chooseBasis.ts';
import { sayNeed, sayVerdict } from '../../drift/comparison/sayVerdict.ts';
import { countBlocks } from '../../drift/verdict/blockWords.ts';
import { driftSections, sayChangedRow } from '../../report/driftSections.ts';
import { probabilityWords } from '../../report/driftWords.ts';
import { checksOf } from '../../rules/monitorView.ts';
import type { CheckView } from '../../rules/monitorView.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { readFormerIds, type FormerIds } from '../../spec/formerIds.ts';
import type { Project } from '../../spec/project.ts';
import { joinRange } from '../../spec/quantityFormat.ts';
import { showTexts } from '../../text/showTexts.ts';
import { createLocations } from '../overview/locations.ts';
import { ageInWords } from '../overview/words.ts';
import type { WorkspaceFiles } from '../ports.ts';
import { noProject, projectName } from '../unreadableProject.ts';
import { findRecord, recordPath } from './findRecord.ts';
import { drawChanged } from './drawChanged.ts';
import type { DrawPictures } from '../pictures/createPictureDrawer.ts';
import { editMonitor } from './monitorEdit.ts';
import { canAcceptReference, canAcceptWindows } from './acceptReference.ts';
import { wholeRowsView } from './wholeRowsView.ts';
import type { UnfinishedComparison, UnfinishedComparisons } from './unfinishedComparisons.ts';

export interface DriftViewContext {
  readonly files: Pick<WorkspaceFiles, 'readFile' | 'resolve' | 'pathOf' | 'rootPathOf'>;
  /** Draws images of the comparison; absent where nothing may be run. */
  readonly drawPictures?: DrawPictures | undefined;
  /** What a comparison has found that is not done, and which ones failed. */
  readonly unfinished?: Pick<UnfinishedComparisons, 'of' | 'failureOf'> | undefined;
  /** Whether checks of a project are being compared now. */
  readonly isComparing?: ((mainUri: string) => boolean) | undefined;
  /** Without trust nothing can be compared, and the page says so. */
  readonly isTrusted: boolean;
  readonly now: Date;
}

type DriftFailures = DriftChecks['failures'];

const recordBytes = 20_000_000;

/** A column of which the record keeps the verdict alone. */
const notKept: Pick<DriftColumn, 'kind' | 'overlay' | 'cells'> = {
  kind: 'opaque',
  overlay: {
    kind: 'none',
    because: 'Its windows and values are not kept; compare it with `plumbline drift --columns`.',
  },
  cells: [],
};
/** Keys that hold addresses and ids, which are sent back and not read. */
const unchanged: ReadonlySet<string> = new Set(['uri', 'id', 'picture']);

/** @param snapshot undefined when the file is not part of a spec that can be read */
export async function makeDriftView(
  snapshot: ProjectSnapshot | undefined,
  context: DriftViewContext,
): Promise<DriftViewModel> {
  if (snapshot === undefined) {
    return { ...noProject, canCompare: false, canMonitor: false, isComparing: false };
  }
  const { project, mainUri } = snapshot;
  const name = projectName(project);
  const all = checksOf(project.spec).filter(({ node }) => node.fields.watch !== undefined);
  const checks: DriftCheckView[] = [];
  const watched: DriftWatchedView[] = [];
  const waiting: string[] = [];
  const failures: DriftFailures[number][] = [];
  let unreadable = 0;
  const { idNow } = readFormerIds(project);
  for (const check of all) {
    const unfinished = context.unfinished?.of(mainUri, check.id);
    const because = context.unfinished?.failureOf(mainUri, check.id);
    if (because !== undefined) failures.push({ check: check.id, because });
    const reaction = await reactionOf(snapshot, check, context);
    if (unfinished !== undefined) {
      checks.push({ ...unfinishedViewOf(snapshot, check, unfinished, context.now), ...reaction });
    }
    const { path, record: kept } = await readRecord(check.id, project, context);
    const record = typeof kept === 'string' ? kept : withSidesOfNow(kept, idNow);
    if (record === 'missing') {
      if (unfinished === undefined && because === undefined) waiting.push(check.id);
    } else if (record === 'unreadable') unreadable += 1;
    else if (record.check.state === 'watched')
      watched.push(watchedViewOf(snapshot, check, record.check, { ...record, path }, context.now));
    else {
      const pictures = await drawChanged(snapshot.project, check, record, context);
      checks.push({
        ...viewOf(snapshot, check, record.check, { ...record, path }, context.now),
        ...reaction,
        changed: changedOf(record.check, pictures),
      });
    }
  }
  const isComparing = context.isComparing?.(mainUri) ?? false;
  const main = project.files.find(({ uri }) => uri === mainUri) ?? project.files[0];
  if (checks.length + watched.length === 0 || main === undefined) {
    return emptyOf(
      name,
      { watched: all.length, unreadable, failures, canMonitor: editMonitor(project, null) !== undefined, isComparing },
      context,
    );
  }
  const model: DriftViewModel = {
    state: 'checks',
    project: name,
    spec: createLocations(project).ofFile(main),
    isTrusted: context.isTrusted,
    isComparing,
    checks,
    watched,
    waiting,
    failures,
    unreadable,
  };
  return driftViewModel.parse(showTexts(model, unchanged));
}

function emptyOf(
  project: string,
  found: {
    readonly watched: number;
    readonly unreadable: number;
    readonly failures: DriftFailures;
    readonly canMonitor: boolean;
    readonly isComparing: boolean;
  },
  { isTrusted }: DriftViewContext,
): DriftViewModel {
  const { watched, unreadable, failures, isComparing } = found;
  const canMonitor = isTrusted && found.canMonitor;
  const canCompare = isTrusted && watched > 0 && !isComparing;
  const shown = { state: 'empty', project, canCompare, canMonitor, isComparing } as const;
  if (isComparing) {
    return {
      ...shown,
      because: 'The checks are being compared.',
      next: 'Columns are drawn here as they are found; false alarms are held over all of them at the end.',
    };
  }
  if (watched === 0) {
    return {
      ...shown,
      because: 'No check of the spec watches anything, so there is nothing to compare.',
      next: canMonitor
        ? 'Add the first checks under `monitoring`; you see them before they are saved.'
        : 'Add a check under `monitoring`; the finding monitor/no-drift has a quick fix that writes it.',
    };
  }
  if (failures.length > 0) {
    return {
      ...shown,
      because: failures.map(({ check, because }) => `${check}: ${because}`).join(' '),
      next: 'Compare again once that is put right.',
    };
  }
  if (unreadable > 0) {
    return { ...shown, because: 'The record of the last comparison cannot be read.', next: 'Compare again.' };
  }
  return {
    ...shown,
    because: watched === 1 ? 'The spec has one check.' : `The spec has ${watched} checks.`,
    next: isTrusted
      ? 'Compare what the checks watch with their references.'
      : 'Comparing waits until you trust the workspace.',
  };
}

async function readRecord(
  id: string,
  project: Project,
  { files }: DriftViewContext,
): Promise<{ readonly path: string; readonly record: DriftRecord | 'missing' | 'unreadable' }> {
  const { path, found } = await findRecord(files, project, id);
  if (found.kind !== 'file') return { path, record: found.kind === 'missing' ? 'missing' : 'unreadable' };
  const content = await files.readFile(found.uri, recordBytes);
  if (content.kind !== 'content') return { path, record: 'unreadable' };
  try {
    return { path, record: driftRecord.safeParse(JSON.parse(content.text)).data ?? 'unreadable' };
  } catch {
    return { path, record: 'unreadable' };
  }
}

/** A record that was made before a split or a source was renamed, with the ids that they have now. */
function withSidesOfNow(record: DriftRecord, idNow: FormerIds['idNow']): DriftRecord {
  const { check } = record;
  const nameNow = (side: string): string => idNow('split', idNow('data', side));
  return {
    ...record,
    check:
      check.state === 'watched'
        ? { ...check, current: nameNow(check.current) }
        : { ...check, reference: nameNow(check.reference), current: nameNow(check.current) },
  };
}

const watchWords: Readonly<Record<WatchedCheck['watch'], string>> = {
  metric: 'metric',
  'alert-rate': 'share of alerts',
  invariant: 'condition on rows',
};

function watchedViewOf(
  { project, mainUri }: ProjectSnapshot,
  view: CheckView,
  check: WatchedCheck,
  { comparedAt, path }: ShownRecord,
  now: Date,
): DriftWatchedView {
  const [ranked] = check.ranking;
  if (ranked === undefined) throw new RangeError('A watched check has one number.');
  return {
    id: view.id,
    definedAt: createLocations(project).of(view.keyPlace),
    record: recordLocation(path, mainUri),
    kind: watchWords[check.watch],
    name: ranked.column,
    current: check.current,
    normal: check.reference,
    ...check.normal,
    isShare: check.isShare,
    answer: ranked.answer,
    outside: ranked.drifting,
    judged: ranked.judged,
    sentence: ranked.sentence,
    advice: ranked.advice,
    age: ageInWords(new Date(comparedAt), now),
    at: comparedAt,
    windows: check.result.windows,
    notes: check.result.notes,
  };
}

/** What a view says of the record behind it; the path leads from the folder of the spec. */
type ShownRecord = Pick<DriftRecord, 'comparedAt'> & { readonly path: string };

function recordLocation(path: string, mainUri: string) {
  const start = { line: 0, character: 0 };
  return {
    uri: new URL(path, mainUri).toString(),
    range: { start, end: start },
    label: path.slice(path.lastIndexOf('/') + 1),
  };
}

function viewOf(
  { project, mainUri }: ProjectSnapshot,
  view: CheckView,
  check: ComparedCheck,
  { comparedAt, path }: ShownRecord,
  now: Date,
): Omit<DriftCheckView, 'changed' | keyof Reaction> {
  const { result } = check;
  const columns = new Map(result.columns.map((column) => [column.name, column]));
  return {
    id: view.id,
    definedAt: createLocations(project).of(view.keyPlace),
    record: recordLocation(path, mainUri),
    progress: null,
    reference: check.reference,
    current: check.current,
    age: ageInWords(new Date(comparedAt), now),
    at: comparedAt,
    against: check.against ?? { kind: 'fixed' },
    basis: basisOf(check),
    referenceRows: result.referenceRows,
    falseAlarm: `${Number((check.falseAlarm * 100).toPrecision(3))} %`,
    tests: result.tests,
    canAccept: canAcceptReference(project, view.id),
    canAcceptWindows: canAcceptWindows(project, view.id),
    windows: result.windows,
    columns: check.ranking.map((ranked) => {
      const column = columns.get(ranked.column) ?? notKept;
      const { answer, drifting, judged, sentence, advice, worst } = ranked;
      const money =
        ranked.money === null
          ? null
          : { text: ranked.money.text, range: joinRange(ranked.money.low, ranked.money.high) };
      const window =
        worst?.window ??
        Math.max(
          0,
          column.cells.findIndex((cell) => cell !== null),
        );
      const cells = column.cells.map((cell) => (cell === null ? null : cellOf(cell, column.kind)));
      return {
        name: ranked.column,
        answer,
        drifting,
        judged,
        window,
        sentence,
        advice,
        canMonitor: answer === 'drift' && editMonitor(project, { check: view.id, column: ranked.column }) !== undefined,
        money,
        overlay: column.overlay,
        cells,
      };
    }),
    notCompared: result.notCompared.map(({ column, because }) => ({ column, because })),
    performance: performanceOf(check),
    wholeRows: wholeRowsView(check),
    // Rows that changed most are shown with the window that is looked at, and whole rows in a table.
    parts: driftSections({ ...check, result: { ...result, changed: [], together: [] } }).map(({ heading, lines }) => ({
      heading,
      lines: [...lines],
    })),
    moneyBecause: check.moneyBecause,
    notes: result.notes,
  };
}

/** What each window was held against, by the rule of the comparison. */
function basisOf({ against = { kind: 'fixed' }, reference, result }: ComparedCheck): DriftCheckView['basis'] {
  const rows = result.windows.map((window) => window.rows);
  return rows.map((_, index) => {
    const { hasReference, windows } = chooseBasis(rows, index, against);
    const labels = windows.map((window) => result.windows[window]?.label ?? '');
    const [first, last] = [labels[0], labels.at(-1)];
    const range = `${first?.split(' to ')[0] ?? ''} to ${last?.split(' to ').at(-1) ?? ''}`;
    const before = first === undefined ? [] : [labels.length === 1 ? first : range];
    return {
      label: [...(hasReference ? [reference] : []), ...before].join(' and '),
      hasReference,
      windows: [...windows],
    };
  });
}

type Reaction = Pick<DriftCheckView, 'owner' | 'action'>;

/** Who does what when something drifts; a runbook can be opened where it is there. */
async function reactionOf(
  { project }: ProjectSnapshot,
  { node }: CheckView,
  { files }: DriftViewContext,
): Promise<Reaction> {
  const { action, owner: person } = node.fields;
  const owner = (person?.kind === 'object' ? person.fields.email?.text : person?.text) ?? null;
  if (action === undefined) return { owner, action: null };
  const found = await files.resolve(action.text, createLocations(project).of(action.place).uri);
  const start = { line: 0, character: 0 };
  const location = found.kind === 'file' ? { uri: found.uri, range: { start, end: start }, label: action.text } : null;
  return { owner, action: { text: action.text, location } };
}

/** What is known of a check before all of its columns are compared. */
function unfinishedViewOf(
  snapshot: ProjectSnapshot,
  view: CheckView,
  { check, compared, total, stopped }: UnfinishedComparison,
  now: Date,
): Omit<DriftCheckView, keyof Reaction> {
  return {
    ...viewOf(snapshot, view, check(), { comparedAt: now.toISOString(), path: recordPath(view.id) }, now),
    changed: [],
    record: null,
    progress: { compared, total, stopped: stopped ?? null },
    canAccept: false,
    canAcceptWindows: false,
  };
}

function changedOf({ result }: ComparedCheck, pictures: ReadonlyMap<string, string>): DriftCheckView['changed'] {
  return (result.changed ?? []).map((row) => {
    const picture = pictures.get(row.names);
    return {
      window: row.window,
      name: row.names,
      why: sayChangedRow(row),
      ...(picture === undefined ? {} : { picture }),
    };
  });
}

/** Each metric of the answers over the windows; metrics that are known nowhere are left out. */
function performanceOf({ answers, result }: ComparedCheck): DriftCheckView['performance'] {
  const metrics = new Set((answers?.windows ?? []).flatMap(({ values }) => values.map(({ metric }) => metric)));
  return [...metrics].flatMap((metric) => {
    const found = (answers?.windows ?? []).flatMap(({ window, values }) =>
      values.flatMap((value) => (value.metric === metric ? [{ window, value }] : [])),
    );
    if (found.every(({ value }) => value.estimated === null && value.realised === null)) return [];
    return [
      {
        metric,
        reference: found[0]?.value.reference ?? null,
        points: found.map(({ window, value: { estimated, realised } }) => ({
          label: result.windows[window]?.label ?? '',
          estimated,
          realised,
        })),
      },
    ];
  });
}

function cellOf(cell: DriftCell, kind: ColumnKind): DriftCellView {
  const verdicts = cell.judgements.flatMap((one) => (one.kind === 'judged' ? [one] : []));
  const answer = (['drift', 'cannot-tell', 'stable'] as const).find((word) =>
    verdicts.some((verdict) => verdict.answer === word),
  );
  return {
    answer: answer ?? 'not-judged',
    verdicts: verdicts.map((verdict) => verdictOf(verdict, cell, kind)),
    undefinedBecause: cell.judgements.flatMap((one) => (one.kind === 'undefined' ? [one.because] : [])),
    added: cell.added,
    vanished: cell.vanished,
  };
}

function verdictOf(verdict: DriftVerdict, cell: DriftCell, kind: ColumnKind): DriftCellView['verdicts'][number] {
  const { aspect, answer, effect, low, high, smallest, adjustedP, test } = verdict;
  const need = answer === 'cannot-tell' ? sayNeed(verdict) : null;
  return {
    aspect,
    name: aspectNames[aspect],
    answer,
    effect,
    low,
    high,
    smallest,
    p: probabilityWords(adjustedP),
    test: sayTest(test),
    words: sayVerdict(verdict, cell, kind, undefined),
    ...(need === null ? {} : { need }),
  };
}

const aspectNames: Readonly<Record<DriftAspect, string>> = {
  values: 'values',
  missing: 'missing rows',
  'not-finite': 'NaN and infinities',
  'new-values': 'new categories',
  'out-of-range': 'beyond the range',
};

function sayTest(test: DriftTest): string {
  switch (test.kind) {
    case 'permutation':
      return `${test.permutations.toLocaleString('en')} permutations`;
    case 'kolmogorov':
      return 'tail of Kolmogorov and Smirnov';
    case 'chi-square':
      return 'tail of chi-square';
    case 'fisher':
      return 'Fisher, exact';
    case 'blocks':
      return `against ${countBlocks(test.blocks, test.period)} of the reference`;
    case 'exact':
      return 'exact';
  }
}
