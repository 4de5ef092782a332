/** A recorded run in the form of another tool. */
import type { Project } from '../../spec/project.ts';
import { writeDvcMetrics } from '../../stores/dvcMetrics.ts';
import { writeMlflowRun } from '../../stores/mlflowRunFiles.ts';
import type { StoreFile } from '../../stores/mlflowRunFiles.ts';
import { readRun } from '../compare/recordedRuns.ts';
import { printRunRecord } from '../evaluate/printRunRecord.ts';
import type { WorkspaceFiles } from '../ports.ts';

export interface ExportPorts {
  readonly files: WorkspaceFiles;
  /** SHA-256 of a text in hexadecimal digits. */
  readonly hash: (text: string) => string;
}

export type ExportOutcome =
  | { readonly kind: 'done'; readonly run: string; readonly files: readonly StoreFile[] }
  | { readonly kind: 'failed'; readonly sentence: string };

/** Digits of the numbers that MLflow gives its experiments. */
const experimentDigits = 18;

/** @param storeUri address of MLflow's folder; the same run has the same id in it whenever it is exported */
export async function exportToMlflow(
  project: Project,
  wanted: string,
  storeUri: string,
  { files, hash }: ExportPorts,
): Promise<ExportOutcome> {
  const run = await readRun(project, wanted, files);
  if ('sentence' in run) return { kind: 'failed', sentence: run.sentence };
  const experiment = BigInt(`0x${hash(run.record.project ?? 'plumbline').slice(0, 15)}`);
  const target = {
    name: run.name,
    runId: hash(run.name).slice(0, 32),
    experimentId: experiment.toString().padStart(experimentDigits, '1').slice(0, experimentDigits),
    storeUri,
  };
  return { kind: 'done', run: run.name, files: writeMlflowRun(run.record, printRunRecord(run.record), target) };
}

/** @param path of the metrics file */
export async function exportToDvc(
  project: Project,
  wanted: string,
  path: string,
  { files }: ExportPorts,
): Promise<ExportOutcome> {
  const run = await readRun(project, wanted, files);
  if ('sentence' in run) return { kind: 'failed', sentence: run.sentence };
  return { kind: 'done', run: run.name, files: [{ path, text: writeDvcMetrics(run.record) }] };
}
