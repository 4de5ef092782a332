/** Compares two files without a spec: what `plumbline drift --reference FILE --current FILE` does. */
import type { DriftSide } from '../../../../schemas/driftJob.ts';
import { comparePlanned, type CompareOptions, type DriftOutcome, type DriftPorts } from './compareProject.ts';
import { defaultBlock, type DriftWishes } from './driftWishes.ts';

export interface CompareFilesRequest extends DriftWishes {
  readonly reference: DriftSide;
  readonly current: DriftSide;
  /** Column of times, for windows by period. */
  readonly time?: string | undefined;
  readonly personal: readonly string[];
}

export async function compareFiles(
  { reference, current, time, personal, ...wishes }: CompareFilesRequest,
  ports: Pick<DriftPorts, 'jobs' | 'clock' | 'version' | 'writeQueue'>,
  options: CompareOptions,
): Promise<DriftOutcome> {
  const { chunks = { kind: 'whole' }, against, incomplete, leastRows, falseAlarm = 0.05, columns, block } = wishes;
  if (chunks.kind === 'period' && time === undefined) {
    return {
      kind: 'failed',
      sentence: 'Say with --time which column holds the time of a row, so that --every can cut it.',
    };
  }
  if (block !== undefined && block !== 'none' && time === undefined) {
    return {
      kind: 'failed',
      sentence: 'Say with --time which column holds the time of a row, so that --block can tell which rows are alike.',
    };
  }
  const request = {
    reference,
    current,
    ...(columns === undefined ? {} : { columns: [...columns] }),
    personal: [...personal],
    chunks: chunks.kind === 'period' ? { ...chunks, column: time ?? '', latestOnly: false } : chunks,
    ...blocksOf(block, time),
    ...(against === undefined ? {} : { against }),
    ...(incomplete === undefined ? {} : { incomplete }),
    ...(leastRows === undefined ? {} : { leastRows }),
    falseAlarm,
    correction: 'benjamini-hochberg' as const,
    exact: wishes.isExact ?? false,
    statistics: [...(wishes.methods?.statistics ?? [])],
    tools: [...(wishes.methods?.tools ?? [])],
    together: [...(wishes.methods?.together ?? [])],
    ...(wishes.answers === undefined ? {} : { answers: wishes.answers }),
    ...(wishes.queue === undefined ? {} : { queueRows: wishes.queue.rows }),
  };
  const queueFile = wishes.queue?.file;
  const plan = { id: 'files', reference: reference.label, current: current.label, request, queueFile };
  const check = await comparePlanned(plan, { file: current.label, range: null }, ports, options);
  if (check === 'cancelled') return { kind: 'cancelled' };
  if (check.state === 'failed') return { kind: 'failed', sentence: check.sentence };
  return {
    kind: 'done',
    report: {
      kind: 'drift',
      schema: 1,
      version: ports.version,
      comparedAt: ports.clock.now().toISOString(),
      spec: null,
      project: null,
      checks: [check],
      notCompared: [],
    },
  };
}

function blocksOf(block: DriftWishes['block'], time: string | undefined) {
  if (block === 'none' || time === undefined) return {};
  return { blocks: { column: time, ...(block === undefined ? defaultBlock : { length: block }) } };
}
