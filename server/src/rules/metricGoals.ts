/** Rules about the goals themselves: that there are metrics of each kind, with a target and a limit that agree. */
import { insertKey, replaceText } from '../spec/edits.ts';
import type { Fix } from '../spec/edits.ts';
import type { QuantityNode } from '../spec/located.ts';
import { lacks } from '../spec/located.ts';
import { compareQuantities } from '../spec/quantityArithmetic.ts';
import { listOf } from '../spec/words.ts';
import { fillKey, joinInsertions } from './fillKey.ts';
import { isWorse, metricsOf } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import { perMetric } from './perMetric.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { problemsOf } from './spec.ts';

const kinds = ['business', 'model', 'infrastructure'] as const;
type Kind = (typeof kinds)[number];

/** Keys that every metric of a kind needs, for the user to fill in. */
const skeletonKeys: Readonly<Record<Kind, readonly string[]>> = {
  business: ['definition', 'direction', 'target', 'limit', 'justification', 'owner'],
  model: ['metric', 'model', 'split', 'target', 'limit', 'justification'],
  infrastructure: ['metric', 'on', 'model', 'target', 'limit', 'justification'],
};

function* findMissingKinds({ project, spec }: RuleContext): Generator<Finding> {
  const { metrics } = spec.fields;
  if (spec.unreadable.has('metrics') || (metrics !== undefined && metrics.unreadable.size > 0)) return;
  const all = metricsOf(spec);
  // A metric whose kind is missing or mistyped may be of the kind that seems to lack.
  if (all.some(({ kind }) => kind === undefined)) return;
  const missing = kinds.filter((kind) => !all.some((metric) => metric.kind === kind));
  const place = metrics?.keyPlace ?? spec.empty.get('metrics') ?? project.files[0]?.yaml.entries[0]?.keyPlace;
  if (missing.length === 0 || place === undefined) return;
  const lacking = listOf(missing, 'or').replaceAll('`', '');
  yield {
    place,
    message: `There is no ${lacking} metric: say in each of the three kinds what good means.`,
    fixes:
      metrics !== undefined
        ? [addKinds(metrics, missing)]
        : spec.empty.has('metrics')
          ? []
          : [addSection(spec, missing)],
  };
}

/** A section with one metric of each kind, for a spec that has none. */
function addSection(spec: RuleContext['spec'], missing: readonly Kind[]): Fix {
  const lines = missing.flatMap((kind) => [`${kind}:`, ...skeletonLines(kind).map((line) => `  ${line}`)]);
  const changes = [insertKey(spec.yaml, 'metrics', ['', ...lines].join('\n  '))];
  return { title: 'Add `metrics` with one of each kind', changes, isPreferred: true };
}

function skeletonLines(kind: Kind): readonly string[] {
  return [`kind: ${kind}`, ...skeletonKeys[kind].map((key) => `${key}:`)];
}

function addKinds(metrics: NonNullable<RuleContext['spec']['fields']['metrics']>, missing: readonly Kind[]): Fix {
  const taken = new Set(metrics.yaml.entries.map(({ key }) => key));
  const changes = missing.map((kind) => {
    const keys = skeletonKeys[kind];
    const value = metrics.yaml.flow
      ? `{kind: ${kind}, ${keys.map((key) => `${key}: `).join(', ')}}`
      : ['', ...skeletonLines(kind)].join('\n  ');
    return insertKey(metrics.yaml, taken.has(kind) ? `${kind}-goal` : kind, value);
  });
  const title =
    missing.length === 1 ? `Add a metric of kind \`${missing.join('')}\`` : 'Add metrics of the missing kinds';
  return { title, changes: joinInsertions(changes), isPreferred: true };
}

function findMissingGoal(key: 'target' | 'limit', meaning: string): Rule['check'] {
  return function* check({ spec }) {
    for (const { id, node, keyPlace } of metricsOf(spec)) {
      if (!lacks(node, key)) continue;
      const empty = node.empty.get(key);
      if (empty !== undefined) {
        yield { place: empty, message: `The ${key} of \`${id}\` has no value: write ${meaning}.` };
        continue;
      }
      yield {
        place: keyPlace,
        message: `\`${id}\` has no ${key}: write ${meaning}.`,
        fixes: [{ title: `Add \`${key}\``, changes: [insertKey(node.yaml, key, '')], isPreferred: true }],
      };
    }
  };
}

/** A target that is the best value which can occur, so that a single error misses it. */
function* findPerfectTargets({ spec }: RuleContext): Generator<Finding> {
  for (const { id, node, name, direction } of metricsOf(spec)) {
    const { target } = node.fields;
    if (target === undefined || direction === undefined || !lacks(node, 'tolerance')) continue;
    if (!isPerfect(target, name, direction)) continue;
    yield {
      place: target.place,
      message: `A target of ${target.text} for \`${id}\` is missed by a single error: aim for less, or add a \`tolerance\`.`,
      fixes: [],
    };
  }
}

function isPerfect({ quantity }: QuantityNode, name: MetricView['name'], direction: 'maximize' | 'minimize'): boolean {
  if (quantity.dimension.of.kind !== 'ratio' || quantity.dimension.per !== undefined) return false;
  // A bare number of a business metric may count things.
  if (name === undefined && quantity.unit.text !== '%') return false;
  const best = direction === 'maximize' ? (name === undefined ? 1 : name.most) : 0;
  return best !== undefined && quantity.value.eq(best);
}

const findLimitsBeyondTargets = perMetric(function* find(metric): Generator<Finding> {
  const { id, node, direction } = metric;
  const { target, limit } = node.fields;
  if (direction === undefined) return;
  yield* compareGoals(metric, `\`${id}\``, direction, { target, limit });
  for (const [sliceId, slice] of node.fields.slices?.entries ?? []) {
    const ownTarget = slice.fields.target;
    const ownLimit = slice.fields.limit;
    if (ownTarget === undefined && ownLimit === undefined) continue;
    if (!lacks(slice, 'target') && ownTarget === undefined) continue;
    if (!lacks(slice, 'limit') && ownLimit === undefined) continue;
    const isOwn = ownTarget !== undefined && ownLimit !== undefined;
    const goals = { target: ownTarget ?? target, limit: ownLimit ?? limit };
    yield* compareGoals(metric, `slice \`${sliceId}\` of \`${id}\``, direction, goals, isOwn);
  }
});

function* compareGoals(
  { node }: MetricView,
  subject: string,
  direction: 'maximize' | 'minimize',
  { target, limit }: { readonly target: QuantityNode | undefined; readonly limit: QuantityNode | undefined },
  canSwap = true,
): Generator<Finding> {
  if (target === undefined || limit === undefined) return;
  if (isWorse(direction, target.quantity, limit.quantity) !== true) return;
  const sentence =
    direction === 'maximize'
      ? `higher is better, so the limit ${limit.text} must not lie above the target ${target.text}`
      : `lower is better, so the limit ${limit.text} must not lie below the target ${target.text}`;
  const swap: Fix = {
    title: 'Swap target and limit',
    changes: [replaceText(target.place, sourceOf(limit)), replaceText(limit.place, sourceOf(target))],
    isPreferred: true,
  };
  const opposite = direction === 'maximize' ? 'minimize' : 'maximize';
  const isDeclared = node.fields.direction !== undefined && node.fields.slices === undefined;
  yield {
    place: limit.place,
    message: `For ${subject} ${sentence}.`,
    related: [{ place: target.place, message: `The target is ${target.text}.` }],
    fixes: [
      ...(canSwap ? [swap] : []),
      ...(isDeclared
        ? [{ title: `Change the direction to \`${opposite}\``, changes: [fillKey(node, 'direction', opposite)] }]
        : []),
    ],
  };
}

/** The scalar as it stands in the file, with its quotes. */
function sourceOf({ place }: QuantityNode): string {
  return place.section.text.slice(place.start, place.end);
}

function* findMissingDirections({ spec }: RuleContext): Generator<Finding> {
  for (const { id, node, kind, keyPlace } of metricsOf(spec)) {
    if (kind !== 'business' || !lacks(node, 'direction')) continue;
    const { target, limit } = node.fields;
    const order =
      target === undefined || limit === undefined ? undefined : compareQuantities(target.quantity, limit.quantity);
    const likely = order?.kind !== 'known' || order.value === 0 ? undefined : order.value > 0 ? 'maximize' : 'minimize';
    yield {
      place: node.empty.get('direction') ?? keyPlace,
      message: `\`${id}\` does not say which way is better: add \`direction: maximize\` or \`minimize\`.`,
      // The other direction would only turn this into a limit beyond its target.
      fixes: (likely === undefined ? (['maximize', 'minimize'] as const) : [likely]).map((word) => ({
        title: `Set the direction to \`${word}\``,
        changes: [fillKey(node, 'direction', word)],
        isPreferred: word === likely,
      })),
    };
  }
}

export const metricGoalRules: readonly Rule[] = [
  {
    id: 'metric/kinds-missing',
    severity: 'W/E/E',
    waits: 'project',
    finds: 'a spec without business, model or infrastructure metrics',
    why: 'Accuracy alone hides money and machine. A project is good when it pays, answers well, and runs where it must: each needs a figure of its own.',
    hasFix: true,
    check: findMissingKinds,
  },
  {
    id: 'metric/no-target',
    severity: 'E/E/E',
    waits: 'section',
    finds: 'a metric without a target',
    why: 'Without a target nobody knows when the work is done. Write a number that somebody can defend. The quick fix inserts the key and leaves the number to you.',
    hasFix: true,
    check: findMissingGoal('target', 'what you aim for'),
  },
  {
    id: 'metric/no-limit',
    severity: 'E/E/E',
    waits: 'section',
    finds: 'a metric without a limit',
    why: 'Without a worst acceptable value nobody can say stop. The quick fix inserts the key and leaves the number to you.',
    hasFix: true,
    check: findMissingGoal('limit', 'the worst value that is still acceptable'),
  },
  {
    id: 'metric/vague-target',
    severity: 'E/E/E',
    waits: 'behind',
    finds: 'words where a number belongs, or a perfect target without a tolerance',
    why: '"As high as possible", "best" or "TBD" can neither be reached nor missed, and 100 % is missed by the first error. Write the number from which the project is worth it.',
    *check(context) {
      yield* problemsOf(context, 'metric/vague-target');
      yield* findPerfectTargets(context);
    },
  },
  {
    id: 'metric/limit-beyond-target',
    severity: 'E/E/E',
    finds: 'a limit that is stricter than its target',
    why: 'What we aim for cannot be worse than the worst that we accept. Usually the two were swapped, or the direction is the other one.',
    hasFix: true,
    check: findLimitsBeyondTargets,
  },
  {
    id: 'metric/direction-missing',
    severity: 'E/E/E',
    waits: 'section',
    finds: 'a business metric that does not say which way is better',
    why: 'Names such as `recall` imply it, a business metric does not: fewer returns are good, fewer orders are not. It is never guessed.',
    hasFix: true,
    check: findMissingDirections,
  },
];
