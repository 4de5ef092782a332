/** Rules that judge metrics by what was measured. */
import type { MeasuredValue, RunFact } from '../../../schemas/facts.ts';
import type { QuantityNode, ScalarNode } from '../spec/located.ts';
import type { Quantity } from '../spec/quantity.ts';
import { formatQuantity } from '../spec/quantityFormat.ts';
import { shorten } from '../spec/words.ts';
import type { Place } from '../yaml/place.ts';
import { changeTo, insteadAt, partOf, plainOf } from './fileSource.ts';
import { whyNotInMlflow } from './mlflowSource.ts';
import { isWorse, metricsOf } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import { lastMeasurementOf, quantityOf } from './money/measuredGoal.ts';
import { perMetric } from './perMetric.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

const findMissedLimits = perMetric(function* find(metric, { facts, know }): Generator<Finding> {
  const { limit, slices } = metric.node.fields;
  const last = know(lastMeasurementOf(metric, facts));
  if (last === undefined) return;
  const { fact, quantity, ends } = last;
  if (limit !== undefined) {
    yield* missedLimit(metric, { limit, where: `\`${metric.id}\``, quantity, ends, reference: fact.reference });
  }
  for (const [key, measured] of Object.entries(fact.slices)) {
    const own = slices?.entries.get(key.split('/', 1)[0] ?? '')?.fields.limit;
    // A slice without a limit of its own is held to that of the metric, and is said to be where it stands.
    const goal = own ?? limit;
    const value = goal === undefined ? undefined : quantityOf(measured.value, measured, goal.quantity);
    if (goal === undefined || value === undefined) continue;
    yield* missedLimit(metric, {
      limit: goal,
      where: `\`${metric.id}\` in \`${shorten(key)}\``,
      quantity: value,
      ends: endsOf(measured, goal.quantity),
      reference: fact.reference,
    });
  }
});

interface Judged {
  readonly limit: QuantityNode;
  /** What was measured, for the message. */
  readonly where: string;
  readonly quantity: Quantity;
  readonly ends: { readonly low: Quantity; readonly high: Quantity } | undefined;
  readonly reference: string;
}

function* missedLimit({ direction }: MetricView, judged: Judged): Generator<Finding> {
  const { limit, where, quantity, ends, reference } = judged;
  if (direction === undefined || isWorse(direction, quantity, limit.quantity) !== true) return;
  const best = direction === 'maximize' ? ends?.high : ends?.low;
  const isCertain = best !== undefined && isWorse(direction, best, limit.quantity) === true;
  const interval = ends === undefined ? '' : ` (95 %: ${formatQuantity(ends.low)} to ${formatQuantity(ends.high)})`;
  const next =
    ends === undefined
      ? 'its interval is not known, so measure with one before deciding'
      : isCertain
        ? 'improve the model, or agree on another limit with a reason'
        : 'the interval reaches across the limit, so measure on more rows before deciding';
  yield {
    place: limit.place,
    message: `${where} was ${formatQuantity(quantity)}${interval} in \`${shorten(reference)}\`, worse than its limit of ${limit.text}: ${next}.`,
    ...(isCertain ? {} : { atMost: 'warning' }),
  };
}

function endsOf(measured: MeasuredValue, goal: Quantity): Judged['ends'] {
  const { low, high } = measured;
  const least = low === undefined ? undefined : quantityOf(low, measured, goal);
  const most = high === undefined ? undefined : quantityOf(high, measured, goal);
  return least === undefined || most === undefined ? undefined : { low: least, high: most };
}

function* findUnmeasured(context: RuleContext): Generator<Finding> {
  const { spec, facts, know } = context;
  for (const { id, because } of know(facts.brokenRuns()) ?? []) {
    know({ state: 'unknown', because: `the run ${shorten(id)} cannot be read because ${because}` });
  }
  const metrics = metricsOf(spec);
  const known = metrics.flatMap((metric) => {
    const measurements = know(facts.measurements(metric.id));
    return measurements === undefined ? [] : [{ metric, isMeasured: measurements.length > 0 }];
  });
  const missing = known.filter(({ isMeasured }) => !isMeasured).map(({ metric }) => metric);
  const byRuns = known.filter(({ metric }) => metric.node.fields.source === undefined);
  const section = spec.fields.metrics?.keyPlace;
  const areAllMissing = byRuns.length > 1 && byRuns.every(({ isMeasured }) => !isMeasured);
  if (areAllMissing && section !== undefined) {
    // One sentence where a dozen would say the same.
    yield {
      place: section,
      message: `No run has measured any of the ${byRuns.length} metrics that name no \`source\`: evaluate the model, or name where their values stand.`,
    };
  }
  for (const metric of missing) {
    const { source } = metric.node.fields;
    if (source !== undefined && source.fields.mlflow === undefined) {
      yield* unmeasuredInFile(metric.id, source, context);
    } else if (!areAllMissing || source !== undefined) yield unmeasured(metric, context);
  }
}

function unmeasured({ id, node, keyPlace }: MetricView, { facts, know }: RuleContext): Finding {
  const { source, model, split, on } = node.fields;
  const { experiment, key } = source?.fields.mlflow?.fields ?? {};
  if (source !== undefined && experiment !== undefined && key !== undefined) {
    const head = `\`${id}\` has no value where its \`source\` says, because`;
    // Where its values are known, the runs that they were looked for in are.
    return { place: source.place, ...whyNotInMlflow(know(facts.runs('mlflow')) ?? [], { experiment, key, head }) };
  }
  const of = [
    model === undefined ? undefined : `model \`${model.id}\``,
    split === undefined ? undefined : `split \`${split.id}\``,
    on === undefined ? undefined : `device \`${on.id}\``,
  ].filter((part) => part !== undefined);
  const where = of.length === 0 ? '' : ` of ${of.join(', ')}`;
  return {
    place: keyPlace,
    message: `No run${where} has measured \`${id}\`: evaluate it, or name the \`source\` of its value.`,
  };
}

type Source = NonNullable<MetricView['node']['fields']['source']>;

/** Where in a file a `source` looks for its value. */
interface Wanted {
  readonly path: string;
  readonly pointer: string;
  readonly uri: string;
  /** The text of which the pointer is a part, and where in it the pointer starts; undefined when none is written. */
  readonly written: { readonly node: ScalarNode<string>; readonly start: number } | undefined;
}

function wantedOf({ fields: { dvc, file, pointer } }: Source, { project }: RuleContext): Wanted | undefined {
  if (dvc !== undefined) {
    const hash = dvc.text.indexOf('#');
    const uri = project.uriOf(dvc.place) ?? '';
    if (hash === -1) return { path: dvc.text, pointer: '', uri, written: undefined };
    const written = { node: dvc, start: hash + 1 };
    return { path: dvc.text.slice(0, hash), pointer: dvc.text.slice(hash + 1), uri, written };
  }
  if (file === undefined) return undefined;
  const written = pointer === undefined ? undefined : { node: pointer, start: 0 };
  return { path: file.text, pointer: pointer?.text ?? '', uri: project.uriOf(file.place) ?? '', written };
}

function* unmeasuredInFile(id: string, source: Source, context: RuleContext): Generator<Finding> {
  const wanted = wantedOf(source, context);
  if (wanted === undefined) return;
  const { facts, know } = context;
  const { path, pointer, uri, written } = wanted;
  const kind = know(facts.path(path, uri))?.kind;
  // A file that is missing, or may not be read, is told of where all paths are looked at.
  if (kind === 'missing' || kind === 'outside') return;
  const file = kind === 'file' ? know(facts.text(path, uri)) : undefined;
  const read = file === undefined ? undefined : plainOf(file);
  const at = pointer === '' ? '' : ` at \`${shorten(pointer)}\``;
  const sentence = `\`${id}\` has no value where its \`source\` says: there is no number${at} in \`${shorten(path)}\``;
  if (read?.kind !== 'value') {
    yield { place: source.place, message: `${sentence}.` };
    return;
  }
  const { advice, meant } = insteadAt(read.value, pointer, 'nor anywhere else in it');
  const joined = advice.startsWith('nor ') ? `${sentence}, ${advice}` : `${sentence}: ${advice}`;
  if (written === undefined) yield { place: source.place, message: joined };
  else {
    yield {
      place: partOf(written.node, written.start, written.node.text.length),
      message: joined,
      fixes: meant === undefined ? [] : changeTo(meant, written.node, written.start),
    };
  }
}

const findStale = perMetric(function* find(metric, { facts, know }): Generator<Finding> {
  const last = know(lastMeasurementOf(metric, facts));
  if (last === undefined || last.fact.stale.length === 0) return;
  yield {
    place: metric.keyPlace,
    message: `${last.text} of \`${metric.id}\` in \`${shorten(last.fact.reference)}\` is old, because ${last.fact.stale.join(', and ')}: measure again.`,
  };
});

function* findLateBaselines({ spec, facts, know }: RuleContext): Generator<Finding> {
  const dated = [...(spec.fields.baseline?.entries ?? [])].flatMap(([id, { fields }]) =>
    fields.measured === undefined ? [] : [{ id, place: fields.measured.place, day: fields.measured.text }],
  );
  if (dated.length === 0) return;
  // A metrics file of DVC has no time of its own.
  const runs = [know(facts.runs('plumbline')) ?? [], know(facts.runs('mlflow')) ?? []].flat();
  const first = oldestOf(runs);
  if (first === undefined) return;
  const firstDay = first.at.slice(0, 10);
  if (dated.some(({ day }) => day <= firstDay)) return;
  for (const { id, place, day } of dated) yield lateBaseline(id, place, day, first, firstDay);
}

function lateBaseline(id: string, place: Place, day: string, first: RunFact, firstDay: string): Finding {
  return {
    place,
    message: `\`${id}\` was measured on ${day}, after the first run of a model, \`${shorten(first.id)}\` on ${firstDay}: next time, measure what is reached without a model first.`,
  };
}

function oldestOf(runs: readonly RunFact[]): RunFact | undefined {
  return runs.reduce<RunFact | undefined>(
    (oldest, run) => (oldest === undefined || Date.parse(run.at) < Date.parse(oldest.at) ? run : oldest),
    undefined,
  );
}

export const metricMeasuredRules: readonly Rule[] = [
  {
    id: 'metric/below-limit',
    severity: 'I/W/E',
    finds: 'a metric whose newest value is worse than its limit',
    why: 'The limit is the worst value that is still acceptable, so the answer is no. It is an error only when the whole 95 % interval is worse, too: else the value may be bad luck, and more rows will tell.',
    check: findMissedLimits,
  },
  {
    id: 'metric/not-measured',
    severity: 'I/I/W',
    waits: 'section',
    finds: 'a metric that no run has measured',
    why: 'A goal without a value cannot be held or missed. Evaluate the model, or say in `source` where another tool writes the value.',
    hasFix: true,
    check: findUnmeasured,
  },
  {
    id: 'metric/stale-measure',
    severity: 'I/W/W',
    finds: 'a value that was measured on other data, another model or other code',
    why: 'An old number about things that have changed since misleads more than none. Measure again.',
    check: findStale,
  },
  {
    id: 'metric/baseline-late',
    severity: 'H/I/I',
    finds: 'baselines that were all measured after the first run of a model',
    why: 'Who has seen what the model reaches measures the baseline with other eyes, and a project that needs no model is found out too late. Measure the baseline first.',
    check: findLateBaselines,
  },
];
