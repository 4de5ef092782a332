/** Memory of this process, now and at its peak. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { measured, unavailable } from '../../evaluation/machine/machineFigure.ts';
import type { MachineFigure } from '../../evaluation/machine/machineFigure.ts';
import { readStatusBytes } from '../../evaluation/machine/readings/linuxReadings.ts';

const statusFile = '/proc/self/status';

export interface MemoryWatch {
  /** Looks at the memory of now, for systems that keep no peak that can begin anew. */
  readonly look: () => void;
  /** Bytes above what the process took when the watch began. */
  readonly peak: () => MachineFigure;
}

/** Begins to watch, after what is no longer used was given back. */
export function watchMemory(): MemoryWatch {
  collectGarbage();
  const empty = process.memoryUsage.rss();
  const isReset = resetPeak();
  let highest = empty;
  const look = (): void => {
    highest = Math.max(highest, process.memoryUsage.rss());
  };
  return {
    look,
    peak: () => {
      look();
      const kernel = isReset ? peakOfKernel() : undefined;
      const above = Math.max(highest, kernel ?? 0) - empty;
      if (above < 0) return unavailable('the process became smaller than the empty one');
      return kernel === undefined
        ? measured(above, 'resident memory between queries, above that of the empty process')
        : measured(above, 'VmHWM of /proc/self/status, above the resident memory of the empty process');
    },
  };
}

/** Memory that scripts no longer use must not count as that of the empty process. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
}

/** Lets the kernel count the peak anew; @returns false on other systems and where it is forbidden */
function resetPeak(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return peakOfKernel() !== undefined;
  } catch {
    return false;
  }
}

function peakOfKernel(): number | undefined {
  try {
    return readStatusBytes(readFileSync(statusFile, 'utf8'), 'VmHWM');
  } catch {
    return undefined;
  }
}
