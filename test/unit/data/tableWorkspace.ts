/** A workspace on disk for tests of the data jobs, run in this process. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JobAnswer, JobContext, JobKind, JobProgress, JobRequest } from '../../../schemas/jobs.ts';
import { jobShapes } from '../../support/jobShapes.ts';
import { countSharedGroups } from '../../../server/src/data/countSharedGroups.ts';
import { checkContract } from '../../../server/src/data/contractChecks/checkContract.ts';
import { countSplits } from '../../../server/src/data/countSplits.ts';
import { compareDrift } from '../../../server/src/data/drift/compareDrift.ts';
import { countHolding } from '../../../server/src/data/drift/countHolding.ts';
import { describeTable } from '../../../server/src/data/describeTable.ts';
import { measurePredictions } from '../../../server/src/data/measurePredictions.ts';
import { readErrorRows } from '../../../server/src/data/readErrorRows.ts';
import { profileTable } from '../../../server/src/data/profileTable.ts';

type Content = string | Uint8Array;
type Source = JobRequest<'describeTable'>['source'];

export class TableWorkspace {
  readonly root: string;
  private readonly folder: string;

  constructor() {
    this.folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-data-')));
    this.root = path.join(this.folder, 'workspace');
    mkdirSync(this.root);
  }

  /** Writes a file; a path may lead out of the workspace. @returns its absolute path */
  write(name: string, content: Content): string {
    const file = path.resolve(this.root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  link(name: string, target: string): void {
    symlinkSync(target, path.join(this.root, name));
  }

  source(names: string | readonly string[], derive: Readonly<Record<string, string>> = {}): Source {
    const files = typeof names === 'string' ? [names] : names;
    return {
      label: files[0] ?? 'nothing.csv',
      root: this.root,
      files: files.map((name) => path.resolve(this.root, name)),
      derive: Object.entries(derive).map(([column, expression]) => ({ column, expression })),
    };
  }

  describe(request: JobRequest<'describeTable'>): Promise<JobAnswer<'describeTable'>> {
    return describeTable(jobShapes.describeTable.request.parse(request), this.context([]));
  }

  checkContract(request: JobRequest<'checkContract'>): Promise<JobAnswer<'checkContract'>> {
    return checkContract(jobShapes.checkContract.request.parse(request), this.context([]));
  }

  predictions(request: JobRequest<'measurePredictions'>): Promise<JobAnswer<'measurePredictions'>> {
    return measurePredictions(jobShapes.measurePredictions.request.parse(request), this.context([]));
  }

  errorRows(request: JobRequest<'readErrorRows'>): Promise<JobAnswer<'readErrorRows'>> {
    return readErrorRows(jobShapes.readErrorRows.request.parse(request), this.context([]));
  }

  count(request: JobRequest<'countSplits'>): Promise<JobAnswer<'countSplits'>> {
    return countSplits(jobShapes.countSplits.request.parse(request), this.context([]));
  }

  holding(request: JobRequest<'countHolding'>): Promise<JobAnswer<'countHolding'>> {
    return countHolding(jobShapes.countHolding.request.parse(request), this.context([]));
  }

  sharedGroups(request: JobRequest<'countSharedGroups'>): Promise<JobAnswer<'countSharedGroups'>> {
    return countSharedGroups(jobShapes.countSharedGroups.request.parse(request), this.context([]));
  }

  /** Compares two files of the workspace, or what the request says instead. */
  compare(
    reference: string,
    current: string,
    request: Partial<JobRequest<'compareDrift'>> = {},
    reports: JobProgress<'compareDrift'>[] = [],
  ): Promise<JobAnswer<'compareDrift'>> {
    const side = (name: string) => ({ kind: 'rows' as const, label: name, source: this.source(name) });
    const whole = {
      reference: side(reference),
      current: side(current),
      chunks: { kind: 'whole' as const },
      ...request,
    };
    return compareDrift(jobShapes.compareDrift.request.parse(whole), this.context(reports));
  }

  /** Profiles with the full profile; what is reported goes into `reports`. */
  profile(
    request: Omit<JobRequest<'profileTable'>, 'plumbline' | 'wants'>,
    reports: JobProgress<'profileTable'>[] = [],
  ): Promise<JobAnswer<'profileTable'>> {
    const whole = { ...request, plumbline: '0.1.0', wants: 'profile' };
    return profileTable(jobShapes.profileTable.request.parse(whole), this.context(reports));
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private context<Kind extends JobKind>(reports: JobProgress<Kind>[]): JobContext<Kind> {
    const scratch = path.join(this.folder, 'scratch');
    mkdirSync(scratch, { recursive: true });
    return {
      limits: { memoryBytes: 1e9, diskBytes: 1e9, threads: 2 },
      scratch,
      report: (progress) => reports.push(progress),
    };
  }
}

/** The value of a job that is done. @throws {Error} with its sentence when it failed */
export function valueOf<Kind extends JobKind>(
  answer: JobAnswer<Kind>,
): Extract<JobAnswer<Kind>, { kind: 'done' }>['value'] {
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  return answer.value;
}
