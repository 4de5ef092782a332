/** The rule about metrics of a notebook that the spec of its project does not know. */
import { metricNames } from '../../../../schemas/metricNames.ts';
import type { Call, NotebookAnalysis, ObjectId } from '../../notebook/flow/analysis.ts';
import { callsOf } from './codeAt.ts';
import { heldOutOf } from './leaks/testData.ts';
import type { NotebookRule } from './notebookRule.ts';

export const unlistedMetricRules: readonly NotebookRule[] = [
  {
    id: 'notebook/metric-not-in-spec',
    severity: 'I/I/I',
    finds: 'a metric on held-out data that the spec does not have',
    why: 'What is looked at and not written down has no target and no limit, so nobody can say whether it is good enough. Add it to `metrics:`, or leave it out.',
    *check(context) {
      const { analysis, surroundings } = context;
      const metrics = surroundings.specMetrics();
      if (analysis === undefined || metrics === undefined) return;
      const listed = new Set(metrics.names.map((name) => wordOfSpec(name) ?? name));
      const heldOut = heldOutResults(analysis);
      for (const { call } of callsOf(analysis)) {
        const name = metricOf(call);
        if (name === undefined || listed.has(name) || !isOnHeldOut(call, heldOut)) continue;
        listed.add(name);
        yield {
          at: call.at,
          message: `\`${name}\` is computed on held-out data, and ${metrics.file} has no such metric: add it with a target and a limit.`,
        };
      }
    },
  },
];

/** The word of the spec for what a call computes; undefined for what is no metric of the spec. */
function metricOf({ effect, callee, text }: Call): string | undefined {
  if (effect?.role !== 'metric' || callee === undefined) return undefined;
  return wordOfSpec(text.slice(text.lastIndexOf('.') + 1));
}

/** `f1` of `f1` and of `f1_score`. */
function wordOfSpec(word: string): string | undefined {
  const isMeant = (alias: string): boolean => alias === word.toLowerCase();
  return metricNames.find(({ name, aliases }) => isMeant(name) || aliases.some(isMeant))?.name;
}

/** What models say about rows that they were not trained on. */
function heldOutResults(analysis: NotebookAnalysis): ReadonlySet<ObjectId> {
  return new Set(heldOutOf(analysis).flatMap(({ evaluation }) => evaluation.call.result ?? []));
}

function isOnHeldOut({ arguments: given }: Call, heldOut: ReadonlySet<ObjectId>): boolean {
  return given.some(({ objects }) => objects.some((id) => heldOut.has(id)));
}
