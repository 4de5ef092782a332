/** Cores that this process may use. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { readCfsQuota, readCgroupFolders, readCpuMax } from '../../evaluation/machine/readings/linuxReadings.ts';

const root = '/sys/fs/cgroup';

/** @returns a fraction where a control group allows only part of a core, and what said so */
export function availableCores(): { readonly cores: number; readonly by: string } {
  const cores = availableParallelism();
  const allowed = boundsOfGroups();
  const least = Math.min(cores, ...allowed);
  return least < cores ? { cores: least, by: 'cpu.max of the control group' } : { cores, by: 'cores of the machine' };
}

/** A group is bound by those above it, too. */
function boundsOfGroups(): readonly number[] {
  const folders = readCgroupFolders(textOf('/proc/self/cgroup') ?? '');
  const second = folders.flatMap((folder) => readCpuMax(textOf(path.join(root, folder, 'cpu.max')) ?? '') ?? []);
  const quota = textOf(path.join(root, 'cpu/cpu.cfs_quota_us'));
  const period = textOf(path.join(root, 'cpu/cpu.cfs_period_us'));
  const first = quota === undefined || period === undefined ? undefined : readCfsQuota(quota, period);
  return first === undefined ? second : [...second, first];
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
