/** What training keeps for inference, each under a name of its own. */
import type { PlannedCapture } from '../plan.ts';
import { freeName, pythonName } from '../project/pythonName.ts';
import { placeKey } from './readExpression.ts';
import type { Captures } from './reading.ts';

export function createCaptures(): Captures {
  const taken = new Set<string>();
  const byPlace = new Map<string, PlannedCapture>();
  const byName = new Map<string, PlannedCapture>();
  return {
    keep: (at, kind, name, statement, reader) => {
      const key = `${kind}@${placeKey(at)}`;
      const known = byPlace.get(key);
      if (known !== undefined) return known.name;
      const isKey = name.startsWith('config.');
      const capture: PlannedCapture = {
        statement,
        at,
        with: kind,
        name: freeName(isKey ? name : pythonName(name), taken),
        reader,
      };
      byPlace.set(key, capture);
      byName.set(capture.name, capture);
      return capture.name;
    },
    of: (name) => byName.get(name),
  };
}
