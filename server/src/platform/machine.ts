/** What this machine is, as far as it tells without asking another program. */
import { cpus, totalmem } from 'node:os';

export type Machine = {
  /** Such as `linux-x64`. */
  readonly platform: string;
  /** Name of the processor. */
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
};

export function describeMachine(): Machine {
  const cores = cpus();
  return {
    platform: `${process.platform}-${process.arch}`,
    cpu: cores[0]?.model ?? 'unknown',
    cores: Math.max(1, cores.length),
    memoryBytes: totalmem(),
  };
}
