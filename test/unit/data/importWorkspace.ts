/** Runs the import of charges on files of a workspace on disk. */
import path from 'node:path';
import { importRequest } from '../../../schemas/importJob.ts';
import type { ImportResult } from '../../../schemas/importJob.ts';
import type { JobAnswer, JobRequest } from '../../../schemas/jobs.ts';
import { importActuals } from '../../../server/src/data/imports/importActuals.ts';
import { decimal, sumDecimals } from '../../../server/src/spec/decimal.ts';
import { valueOf } from './tableWorkspace.ts';
import type { TableWorkspace } from './tableWorkspace.ts';

type Asked = Omit<JobRequest<'importActuals'>, 'root' | 'files' | 'label'> & { readonly files: readonly string[] };

export function answerOf(workspace: TableWorkspace, { files, ...asked }: Asked): Promise<JobAnswer<'importActuals'>> {
  const request = importRequest.parse({
    label: files[0] ?? 'nothing.csv',
    root: workspace.root,
    files: files.map((file) => path.join(workspace.root, file)),
    ...asked,
  });
  const limits = { memoryBytes: 1e9, diskBytes: 1e9, threads: 2 };
  const scratch = path.join(path.dirname(workspace.root), 'scratch-import');
  return importActuals(request, { limits, scratch, report: () => undefined });
}

export async function importInto(workspace: TableWorkspace, asked: Asked): Promise<ImportResult> {
  return valueOf(await answerOf(workspace, asked));
}

/** "2026-04 storage USD" → amount. */
export function amountsOf({ sums }: ImportResult): Readonly<Record<string, string>> {
  return Object.fromEntries(
    sums.flatMap(({ month, category, item, currency, amount }) =>
      amount === undefined
        ? []
        : [[[month, item ?? category ?? 'unmapped', currency].filter((part) => part !== undefined).join(' '), amount]],
    ),
  );
}

export function totalOf(amounts: readonly (string | undefined)[]): string {
  return sumDecimals(amounts.flatMap((amount) => (amount === undefined ? [] : [decimal(amount)]))).toFixed();
}
