/** Rules about the path from a score to money: what a metric drives, which lever moves, what errors cost. */
import { classificationTasks } from '../../../schemas/tasks.ts';
import type { Task } from '../../../schemas/tasks.ts';
import { insertKey } from '../spec/edits.ts';
import type { Fix } from '../spec/edits.ts';
import { lacks, stateOf } from '../spec/located.ts';
import { listOf, shorten } from '../spec/words.ts';
import { fillKey, joinInsertions } from './fillKey.ts';
import { metricsOf, metricsOfKind, taskOfModel } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

function* findUnpaidMetrics({ spec }: RuleContext): Generator<Finding> {
  const byId = new Map(metricsOf(spec).map((metric) => [metric.id, metric]));
  const business = [...byId.values()].filter(({ kind }) => kind === 'business');
  for (const metric of byId.values()) {
    if (metric.kind !== 'model') continue;
    const { id, node, keyPlace } = metric;
    if (lacks(node, 'drives')) {
      yield {
        place: node.empty.get('drives') ?? keyPlace,
        message: `\`${id}\` drives no business metric: say with \`drives\` which one a better value moves.`,
        fixes: drivesFixes(metric, business),
      };
      continue;
    }
    const end = endOfDrives(byId, metric);
    const { drives } = node.fields;
    if (drives === undefined || end === undefined || end.kind === 'business' || end.kind === undefined) continue;
    yield {
      place: drives.place,
      message: `\`${id}\` drives \`${shorten(drives.id)}\`, and from there no path leads to a business metric.`,
      fixes: drivesFixes(metric, business),
    };
  }
}

/** @returns the metric where the path of `drives` ends; undefined when it is a ring or ends in an unknown name */
function endOfDrives(byId: ReadonlyMap<string, MetricView>, start: MetricView): MetricView | undefined {
  const seen = new Set<string>();
  let metric = start;
  while (metric.kind !== 'business' && !lacks(metric.node, 'drives')) {
    seen.add(metric.id);
    const next = byId.get(metric.node.fields.drives?.id ?? '');
    if (next === undefined || seen.has(next.id)) return undefined;
    metric = next;
  }
  return metric;
}

function drivesFixes({ node }: MetricView, business: readonly MetricView[]): readonly Fix[] {
  return business.slice(0, 3).map(({ id }) => ({
    title: `Let it drive \`${id}\``,
    changes: [fillKey(node, 'drives', id)],
    isPreferred: business.length === 1,
  }));
}

function* findMissingLevers({ spec }: RuleContext): Generator<Finding> {
  const { economics } = spec.fields;
  if (spec.unreadable.has('economics') || (economics !== undefined && !lacks(economics, 'lever'))) return;
  for (const { id, node, keyPlace } of metricsOfKind(spec, 'business')) {
    if (!lacks(node, 'lever')) continue;
    yield {
      place: node.empty.get('lever') ?? keyPlace,
      message: `\`${id}\` does not say which business result it moves: add a \`lever\` here or in \`economics\`.`,
    };
  }
}

const classifying: ReadonlySet<Task> = new Set(classificationTasks);

/** Values without which the errors of a task have no price, any one of each row being enough. */
function pricesNeeded(task: Task): readonly (readonly ('fp' | 'fn' | 'wrong' | 'pairs')[])[] {
  return task === 'binary-classification'
    ? [
        ['fp', 'wrong'],
        ['fn', 'wrong'],
      ]
    : [['wrong', 'pairs', 'fp']];
}

function* findFreeErrors({ spec }: RuleContext): Generator<Finding> {
  const classifier = [...(spec.fields.models?.entries ?? [])].find(([id]) => {
    const task = taskOfModel(spec, id);
    return task !== undefined && classifying.has(task);
  });
  const task = classifier === undefined ? undefined : taskOfModel(spec, classifier[0]);
  if (classifier === undefined || task === undefined || spec.unreadable.has('economics')) return;
  const [modelId, model] = classifier;
  const { economics } = spec.fields;
  const skeleton = task === 'binary-classification' ? '{tp: , fp: , fn: , tn: }' : '{correct: , wrong: }';
  if (economics === undefined) {
    // An empty section is the finding of economics/incomplete.
    if (spec.empty.has('economics')) return;
    yield {
      place: model.fields.task?.place ?? model.keyPlace ?? model.place,
      message: `\`${modelId}\` is a classifier, and nothing says what its errors cost: add \`economics\` with the value of each outcome.`,
      fixes: [
        {
          title: 'Add `economics` with empty values',
          changes: [
            insertKey(
              spec.yaml,
              'economics',
              ['', 'lever:', 'volume:', 'prevalence:', `value: ${skeleton}`].join('\n  '),
            ),
          ],
        },
      ],
    };
    return;
  }
  const { value } = economics.fields;
  if (value === undefined) {
    if (!lacks(economics, 'value')) return;
    yield {
      place: economics.empty.get('value') ?? economics.keyPlace ?? economics.place,
      message: `Nothing says what the errors of \`${modelId}\` cost: add a \`value\` for each outcome.`,
      fixes: [{ title: 'Add empty values', changes: [fillKey(economics, 'value', skeleton)], isPreferred: true }],
    };
    return;
  }
  // A key that stands there empty is a finding already.
  const missing = pricesNeeded(task).filter((keys) => keys.every((key) => stateOf(value, key) === 'absent'));
  const names = missing.map(([first]) => first ?? 'wrong');
  if (names.length === 0) return;
  yield {
    place: value.keyPlace ?? value.place,
    message: `Nothing says what ${listOf(names)} of \`${modelId}\` cost, and errors differ in price.`,
    fixes: [
      {
        title: `Add ${listOf(names)}`,
        changes: joinInsertions(names.map((name) => insertKey(value.yaml, name, ''))),
        isPreferred: true,
      },
    ],
  };
}

/** Measures that limit an error, by the outcome's word. */
function limitingMeasures(outcome: string): ReadonlySet<string> | undefined {
  switch (outcome) {
    case 'fn':
      return new Set(['recall']);
    case 'fp':
      return new Set(['precision', 'specificity']);
    case 'wrong':
      return new Set(['accuracy', 'balanced-accuracy', 'recall', 'precision', 'top-k']);
    default:
      // Single confusions such as `1 as 7` show in the recall of the one class and the precision of the other.
      return outcome.includes(' as ') ? new Set(['recall', 'precision']) : undefined;
  }
}

function* findPricedSafety({ spec }: RuleContext): Generator<Finding> {
  const models = metricsOfKind(spec, 'model');
  if (models.some(({ node, name }) => name === undefined && !lacks(node, 'metric'))) return;
  for (const [outcome, severity] of spec.fields.economics?.fields.severity?.entries ?? []) {
    if (severity.value !== 'injury' && severity.value !== 'rights') continue;
    const measures = limitingMeasures(outcome);
    if (measures === undefined) continue;
    const isLimited = models.some(
      ({ name, node }) => name !== undefined && measures.has(name.name) && !lacks(node, 'limit'),
    );
    if (isLimited) continue;
    const harm = severity.value === 'injury' ? 'can hurt a person' : 'touches the rights of a person';
    yield {
      place: severity.place,
      message: `\`${shorten(outcome)}\` ${harm}, and no metric limits it: add ${listOf([...measures], 'or')} with a limit, because money alone must not decide.`,
    };
  }
}

export const metricMoneyRules: readonly Rule[] = [
  {
    id: 'metric/no-money',
    severity: 'I/W/W',
    waits: 'section',
    finds: 'a model metric without a path to a business metric',
    why: 'Value must be traceable: a score that moves no business result is a hobby. `drives` names the business metric that a better value moves.',
    hasFix: true,
    check: findUnpaidMetrics,
  },
  {
    id: 'metric/no-business-lever',
    severity: 'I/W/W',
    waits: 'section',
    finds: 'a business metric that does not say which business result it moves',
    why: 'More revenue, lower cost, happier people, safety and compliance are paid for by different people, and each asks another question first.',
    check: findMissingLevers,
  },
  {
    id: 'metric/no-error-cost',
    severity: 'I/W/W',
    waits: 'project',
    finds: 'a classifier whose errors have no price',
    why: 'A missed case and a false alarm seldom cost the same. Without their prices no threshold is right, and no metric can be turned into money.',
    hasFix: true,
    check: findFreeErrors,
  },
  {
    id: 'metric/safety-priced-only',
    severity: 'E/E/E',
    waits: 'project',
    finds: 'an error that can hurt or wrong a person and that no metric limits',
    why: 'Economics would trade an injury for enough money. Errors of this kind need a hard limit of their own, whatever they cost.',
    check: findPricedSafety,
  },
];
