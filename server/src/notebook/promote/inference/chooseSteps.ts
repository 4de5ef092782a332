/** Keeps the steps that the features need, from the last one back. */
import { everything, isNeeded, joinNeeds, withoutColumns } from './need.ts';
import type { Need } from './need.ts';
import type { NameRead, Passing, Step } from './reading.ts';

export interface ChosenSteps {
  readonly steps: readonly Step[];
  /** What is needed before the first step. */
  readonly needs: ReadonlyMap<string, Need>;
}

export function chooseSteps(
  steps: readonly Step[],
  result: { readonly reads: readonly NameRead[]; readonly passes: readonly Passing[] },
): ChosenSteps {
  const needs = new Map<string, Need>();
  const add = (name: string, need: Need): void => {
    const known = needs.get(name);
    needs.set(name, known === undefined ? need : joinNeeds(known, need));
  };
  for (const { name, need } of result.reads) add(name, need);
  for (const { name, needBefore } of result.passes) add(name, needBefore(everything));
  const chosen: Step[] = [];
  for (const step of steps.toReversed()) {
    const target = step.binds ?? step.changes;
    const need = target === undefined ? undefined : needs.get(target);
    if (target === undefined || need === undefined) continue;
    if (step.changes !== undefined && step.sets.length > 0) {
      if (step.sets.every((column) => !isNeeded(need, column))) continue;
      needs.set(target, withoutColumns(need, step.sets));
    } else {
      // Whoever changes a value in another way needs all that is needed of it, under the names before.
      needs.delete(target);
      if (step.changes !== undefined && step.passes.length === 0) needs.set(target, need);
      for (const { name, needBefore } of step.passes) add(name, needBefore(need));
    }
    for (const read of step.reads) add(read.name, read.need);
    chosen.push(step);
  }
  return { steps: chosen.reverse(), needs };
}
