/** The effect of a call that nobody describes. */
import type { CallSite, Effect, Place } from './effect.ts';

/**
 * It may change its receiver and every argument that is no literal, keeps rows, and returns something new or one of
 * these. All of it is uncertain: slices stay complete, and no finding rests on it alone.
 */
export function unknownEffect(call: CallSite): Effect {
  const involved: Place[] = [
    ...(call.receiver === undefined ? [] : ['self' as const]),
    ...call.arguments.flatMap((argument, index) => (argument.literal === undefined ? [index] : [])),
  ];
  return {
    source: 'unknown',
    key: undefined,
    mutates: involved.map((target) => ({ target, isCertain: false })),
    returns: {
      kind: 'unknown',
      type: undefined,
      like: undefined,
      identity: 'unknown',
      of: undefined,
      rows: undefined,
      items: undefined,
      each: undefined,
    },
    rows: involved.map((from) => ({ from, to: 'result', relation: 'same', isCertain: false })),
    splits: undefined,
    draws: [],
    seedParameter: undefined,
    seed: undefined,
    seeds: [],
    reads: [],
    writes: [],
    calls: involved.filter((place) => place !== 'self'),
    holds: [],
    stage: undefined,
    role: undefined,
    traits: undefined,
    data: undefined,
    trains: undefined,
    labels: undefined,
    validation: [],
    timings: [],
    task: undefined,
    isOpaque: false,
  };
}
