/** Which execution provider ran which part of a graph, from the profile that the runtime writes. */
import * as z from 'zod';

export interface Placement {
  /** Nodes by provider, such as `{coreml: 41, cpu: 2}`. */
  readonly nodes: Readonly<Record<string, number>>;
  /** Stretches of nodes on one provider: between two of them, data moves. */
  readonly partitions: number;
}

const nodeEvent = z.looseObject({
  cat: z.literal('Node'),
  name: z.string(),
  args: z.looseObject({ provider: z.string(), node_index: z.string().optional() }),
});

/**
 * @param text the profile of one run, an array of trace events in JSON
 * @returns undefined when it tells of no node
 * @source profiler of ONNX Runtime: one event `<node>_kernel_time` with `args.provider` for each node that ran
 */
export function readPlacement(text: string): Placement | undefined {
  const events = z.array(z.unknown()).safeParse(parsed(text)).data ?? [];
  const providers = events.flatMap((event) => {
    const node = nodeEvent.safeParse(event).data;
    return node?.name.endsWith('_kernel_time') === true ? [nameOf(node.args.provider)] : [];
  });
  if (providers.length === 0) return undefined;
  const nodes: Record<string, number> = {};
  for (const provider of providers) nodes[provider] = (nodes[provider] ?? 0) + 1;
  const changes = providers.filter((provider, at) => at > 0 && provider !== providers[at - 1]).length;
  return { nodes, partitions: changes + 1 };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `CPUExecutionProvider` as it is written in a spec. */
function nameOf(provider: string): string {
  return provider.replace(/ExecutionProvider$/, '').toLowerCase();
}
