/** From the words of an entry to the places of a call. */
import type { CallSite, Place } from './effect.ts';
import { argumentsAt } from './argumentsAt.ts';

/** The places of one call. */
export interface Places {
  first(name: string): Place | undefined;
  all(names: readonly string[]): readonly Place[];
}

/** From names of parameters to the arguments of this call; those that are not given are left out. */
export function createPlaces(parameters: readonly string[], call: CallSite): Places {
  const resolve = (name: string): readonly Place[] => {
    if (name === 'self') return call.receiver === undefined ? [] : ['self'];
    if (name.startsWith('self.')) return call.receiver === undefined ? [] : [`self.${name.slice('self.'.length)}`];
    if (name === 'result') return ['result'];
    if (name.startsWith('$')) return [`$${name.slice(1)}`];
    return argumentsAt(parameters, call.arguments, name);
  };
  return { first: (name) => resolve(name)[0], all: (names) => [...new Set(names.flatMap(resolve))] };
}
