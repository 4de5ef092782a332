/** Training loops of torch: a forward call teaches its module when its loss is sent backward. */
import type { PlacedCall, RowGraph } from './rowGraph.ts';

export interface TorchTraining {
  readonly forward: PlacedCall;
  /** The call of `backward`. */
  readonly training: PlacedCall;
}

export function readTorch(graph: RowGraph): readonly TorchTraining[] {
  const backward = graph.calls.filter(({ effect }) => effect?.key === 'tensor.backward');
  if (backward.length === 0) return [];
  const forward = graph.calls.filter(({ effect }) => /^torch-module\.(?:__call__|forward)$/.test(effect?.key ?? ''));
  return backward.flatMap((training) =>
    forward
      .filter(({ result }) => result !== undefined && reaches(graph, result, training))
      .map((call) => ({ forward: call, training })),
  );
}

function reaches(graph: RowGraph, result: number, { receivers, statement }: PlacedCall): boolean {
  return receivers.some((object) => graph.influencesOn({ object, seenBy: statement }).has(result));
}
