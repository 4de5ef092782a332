/** The job that finds the rows on which a run errs most, in the table as it is now. */
import type { ErrorRowsRequest, ErrorRowsResult } from '../../../schemas/errorRows.ts';
import { longestCell, mostErrorRows } from '../../../schemas/errorRows.ts';
import type { JobHandler } from '../../../schemas/jobs.ts';
import { decodeAnswers } from '../evaluation/comparison/answersFile.ts';
import type { NumberedAnswers } from '../evaluation/comparison/answersFile.ts';
import { countErrors, worstRows } from '../evaluation/worstRows.ts';
import type { RowColumn, RowSource } from '../evaluation/rowSource.ts';
import { readKeptAnswers } from './answersFiles.ts';
import { withRows } from './readRows.ts';
import { answerWith } from './tableProblem.ts';

/** A wider table is cut: nobody reads more columns side by side. */
const mostColumns = 24;

export const readErrorRows: JobHandler<'readErrorRows'> = (request, context) =>
  answerWith<'readErrorRows'>(async () => {
    const bytes = await readKeptAnswers(request, request.answers);
    if (bytes === undefined) return none('the answers of the run are not kept on this machine');
    const kept = decodeAnswers(bytes);
    if ('because' in kept) return none(kept.because);
    context.report({ doing: `Looking for rows of ${request.source.label}`, share: 0 });
    return withRows(request.source, request.splits, context, (source) => findRows(request, kept, source));
  });

function none(because: string): ErrorRowsResult {
  return { state: 'none', because };
}

async function findRows(
  request: ErrorRowsRequest,
  { answers, numbers }: NumberedAnswers,
  source: RowSource,
): Promise<ErrorRowsResult> {
  const wanted = request.wanted ?? undefined;
  const worst = worstRows(answers, mostErrorRows, wanted);
  const places = new Map(worst.map(({ at }, order) => [numbers[at] ?? -1, order]));
  const columns = shownColumns(request, source);
  const cells = worst.map((): (string | null)[] => []);
  const truths = worst.map((): unknown => null);
  let seen = 0;
  const read: RowColumn[] = [truthColumn(request), ...columns.map((column): RowColumn => ({ kind: 'text', column }))];
  await source.read({
    columns: read,
    split: request.split,
    take: ({ rows, columns: [truth, ...values] }) => {
      for (let row = 0; row < rows; row++) {
        const order = places.get(seen + row);
        if (order === undefined) continue;
        truths[order] = truth?.getItem(row);
        cells[order] = values.map((value) => cellText(value.getItem(row)));
      }
      seen += rows;
      return Promise.resolve();
    },
  });
  const isSame = worst.every(
    ({ truth }, order) => cells[order]?.length === columns.length && isTruth(request, truth, truths[order]),
  );
  if (!isSame) return none(`${request.source.label} has changed since the run, so its rows are other ones now`);
  return {
    state: 'rows',
    columns: [...columns],
    total: countErrors(answers, wanted),
    rows: worst.map(({ at, truth, answer, score }, order) => ({
      row: numbers[at] ?? 0,
      truth,
      answer,
      score,
      cells: cells[order] ?? [],
    })),
    hasHidden: columns.length < Math.min(mostColumns, source.columns.length),
  };
}

/** Those that the caller wants first, then the others in the order of the table. */
function shownColumns({ first, hidden }: ErrorRowsRequest, { columns }: RowSource): readonly string[] {
  if (hidden === 'all') return [];
  const there = new Set(columns.map(({ name }) => name));
  const ordered = new Set([...first.filter((name) => there.has(name)), ...there]);
  return [...ordered].filter((name) => !hidden.includes(name)).slice(0, mostColumns);
}

function truthColumn({ truth }: ErrorRowsRequest): RowColumn {
  switch (truth.kind) {
    case 'classes':
      return { kind: 'class', conditions: truth.classes.map(({ where }) => where) };
    case 'labels':
      return { kind: 'list', column: truth.column };
    case 'value':
      return { kind: 'number', column: truth.column };
  }
}

/** Whether the table still says what was true when the run was made. */
function isTruth({ truth }: ErrorRowsRequest, kept: string, found: unknown): boolean {
  switch (truth.kind) {
    case 'classes':
      return typeof found === 'number' && truth.classes[found]?.name === kept;
    case 'value':
      return typeof found === 'number' && String(found) === kept;
    case 'labels':
      // Lists are written in many ways; that there is one is all that can be held.
      return typeof found === 'string';
  }
}

function cellText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return value.length > longestCell ? `${value.slice(0, longestCell)}…` : value;
}
