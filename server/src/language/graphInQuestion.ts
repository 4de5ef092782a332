/** The graph of which a place of a spec speaks: below `models.<id>.inputs` or `outputs`. */
import type { Fact, GraphValueFact, ModelFact } from '../../../schemas/facts.ts';
import { printShape } from '../rules/model/modelView.ts';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import type { Step } from './treePath.ts';
import { keysOf } from './treePath.ts';

export interface GraphInQuestion {
  readonly modelId: string;
  readonly side: 'inputs' | 'outputs';
  readonly graph: Fact<ModelFact>;
}

/** @returns undefined where no input or output of a graph is meant */
export function graphInQuestion({ facts }: ProjectSnapshot, steps: readonly Step[]): GraphInQuestion | undefined {
  const [section, modelId, side] = keysOf(steps);
  if (section !== 'models' || modelId === undefined || (side !== 'inputs' && side !== 'outputs')) return undefined;
  return { modelId, side, graph: facts.model(modelId) };
}

/** The type of a value of a graph in a few plain words: `float32 [N, 3]`, `sequence of float32`. */
export function describeValueType({ kind, type, shape }: GraphValueFact): string {
  const element = type ?? 'type not said';
  switch (kind) {
    case 'sequence':
    case 'map':
    case 'optional':
      return `${kind} of ${element}`;
    case 'sparse-tensor':
      return `sparse ${element} ${printShape(shape)}`;
    case 'tensor':
    case undefined:
      return `${element} ${printShape(shape)}`;
  }
}
