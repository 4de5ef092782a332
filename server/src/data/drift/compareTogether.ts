/** Compares whole rows of the windows of two open sides. */
import type { DriftRequest } from '../../../../schemas/driftJob.ts';
import type { TogetherFinding } from '../../../../schemas/driftTogether.ts';
import { chooseBasis } from '../../drift/comparison/chooseBasis.ts';
import type { WindowState } from '../../drift/comparison/compareColumn.ts';
import { judgeTogether, type TogetherWindow } from '../../drift/multivariate/judgeTogether.ts';
import { filterRows, joinSamples, rowCount, type SampledRows } from '../../drift/multivariate/sampledRows.ts';
import type { OpenSide } from './compareDrift.ts';

/** @returns undefined when it was not asked for */
export async function compareTogether(
  reference: OpenSide,
  current: OpenSide,
  { names, texts }: { readonly names: readonly string[]; readonly texts: ReadonlySet<string> },
  states: readonly WindowState[],
  request: DriftRequest,
  report: (doing: string) => void,
): Promise<TogetherFinding[] | undefined> {
  const { together, vectors, personal, against, falseAlarm, correction, seed } = request;
  // A classifier of words is how free text is compared, whether it was asked for or not.
  const methods = [...new Set([...together, ...(texts.size === 0 ? [] : (['text_classifier'] as const))])];
  if (methods.length === 0) return undefined;
  const judged = states.flatMap(({ kind }, window) => (kind === 'judged' ? [window] : []));
  const [ofReference, ofCurrent] = [reference.sample, current.sample];
  if (ofReference === undefined || ofCurrent === undefined) {
    const because = `${(ofReference === undefined ? reference : current).label} gives counts and no rows, as a profile or an engine does, so there is nothing to compare as a whole.`;
    return judged.flatMap((window) =>
      methods.map((method) => ({ kind: 'undefined', window, method, because }) as const),
    );
  }
  const marked = new Set(personal);
  const allowed = [...names, ...vectors].filter(
    (name) => !reference.isPersonal(name, marked) && !current.isPersonal(name, marked),
  );
  report('Comparing whole rows');
  const ofBasis = await ofReference(allowed);
  const basis = joinSamples(ofBasis.map(({ columns }) => columns));
  const read = await ofCurrent(allowed);
  const samples = joinWindows(
    read.map(({ columns }) => columns),
    states,
  );
  const isShared = reference.table !== undefined && reference.table.open === current.table?.open;
  const known = ofBasis.flatMap(({ identities }) => identities);
  // A row that stands on both sides says of itself that it belongs to either: what it teaches is wrong.
  const without = (window: number): SampledRows => {
    if (!isShared) return basis;
    const joined = states[window + 1]?.kind === 'joined' ? [window, window + 1] : [window];
    const own = new Set(joined.flatMap((one) => read[one]?.identities ?? []));
    return filterRows(basis, (row) => !own.has(known[row] ?? 0));
  };
  const windows = judged.map((window): TogetherWindow => ({
    window,
    label: current.windows[window]?.label ?? '',
    basis: findBasis(without(window), samples, window, against),
    rows: samples[window] ?? [],
  }));
  return judgeTogether(windows, { methods, vectors: new Set(vectors), texts, falseAlarm, correction, seed });
}

function joinWindows(samples: readonly SampledRows[], states: readonly WindowState[]): readonly SampledRows[] {
  return samples.map((sample, window) => {
    const next = samples[window + 1];
    return next !== undefined && states[window + 1]?.kind === 'joined' ? joinSamples([sample, next]) : sample;
  });
}

/** As for single columns, of the rows that were read. */
function findBasis(
  reference: SampledRows,
  samples: readonly SampledRows[],
  window: number,
  against: DriftRequest['against'],
): SampledRows {
  const basis = chooseBasis(samples.map(rowCount), window, against);
  const parts = samples.filter((_, index) => basis.windows.includes(index));
  const all = basis.hasReference ? [reference, ...parts] : parts;
  const [only, ...others] = all;
  return only !== undefined && others.length === 0 ? only : joinSamples(all);
}
