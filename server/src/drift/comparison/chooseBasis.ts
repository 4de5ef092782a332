/** What each window of a comparison is held against: the reference, windows before it, or both together. */
import type { DriftAgainst } from '../../../../schemas/driftJob.ts';

export interface Basis {
  /** Whether the reference is part of it. */
  readonly hasReference: boolean;
  /** Numbers of the windows that are part of it, in their order; every one is before the window itself. */
  readonly windows: readonly number[];
}

const reference: Basis = { hasReference: true, windows: [] };

/**
 * @param rows rows of each window; those without rows are passed over
 * @param window number of the window that is compared
 * @returns never nothing: where there are too few windows before, the reference stands in or joins them
 */
export function chooseBasis(rows: readonly number[], window: number, against: DriftAgainst): Basis {
  if (against.kind === 'fixed') return reference;
  const filled = rows.slice(0, window).flatMap((count, before) => (count > 0 ? [before] : []));
  switch (against.kind) {
    case 'previous': {
      const last = filled.at(-1);
      return last === undefined ? reference : { hasReference: false, windows: [last] };
    }
    case 'rolling': {
      const latest = filled.slice(-against.windows);
      return { hasReference: latest.length < against.windows, windows: latest };
    }
  }
}
