/** Rules about where goals come from: a reason, evidence on own data, and never on the rows that were learned. */
import type { JustificationNode } from './metricView.ts';
import { lacks } from '../spec/located.ts';
import type { ScalarNode } from '../spec/located.ts';
import { shorten } from '../spec/words.ts';
import { findRunName } from '../stores/runFile.ts';
import { within } from '../yaml/place.ts';
import type { Place } from '../yaml/place.ts';
import { metricsOf, modelChain, roleOfSplit } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import { perMetric } from './perMetric.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** Where a goal stands: the target, else the limit, else the id. */
function goalPlace({ node, keyPlace }: MetricView): Place {
  return node.fields.target?.place ?? node.fields.limit?.place ?? keyPlace;
}

function* findUnjustified({ spec }: RuleContext): Generator<Finding> {
  for (const metric of metricsOf(spec)) {
    if (!lacks(metric.node, 'justification')) continue;
    yield {
      place: metric.node.empty.get('justification') ?? goalPlace(metric),
      message: `Nothing says why the goals of \`${metric.id}\` are these: add a \`justification\` with its basis.`,
    };
  }
}

/** Values that people write when they have no reason for another. */
const roundTargets = [0.9, 0.95, 0.99, 0.999];

const findRoundNumbers = perMetric(function* find({ node, kind, name, direction }): Generator<Finding> {
  const { target, justification } = node.fields;
  if (kind !== 'model' || target === undefined || name?.dimension !== 'ratio' || direction !== 'maximize') return;
  if (!roundTargets.some((round) => target.quantity.value.eq(round))) return;
  // Without any justification, metric/target-unjustified says more.
  if (justification === undefined || !lacks(justification, 'evidence') || !lacks(justification, 'note')) return;
  yield {
    place: target.place,
    message: `${target.text} is a number that comes to mind by itself: say in the \`justification\` what it follows from.`,
  };
});

/** Kinds of evidence that were made on own data. */
const ownEvidence = /^(?:run|split|mlflow|dvc):/;

function* findBorrowedGoals({ spec }: RuleContext): Generator<Finding> {
  for (const { id, node } of metricsOf(spec)) {
    const { justification } = node.fields;
    const basis = justification?.fields.basis;
    if (justification === undefined || basis === undefined) continue;
    const evidence = justification.fields.evidence;
    if (evidence === undefined && !lacks(justification, 'evidence')) continue;
    switch (basis.value) {
      case 'paper':
      case 'leaderboard':
        if (evidence !== undefined && ownEvidence.test(evidence.value)) continue;
        yield {
          place: basis.place,
          message: `The goals of \`${id}\` come from a ${basis.value}, on data of others: add \`evidence\` of a run on your own.`,
        };
        break;
      case 'own-data':
        if (evidence !== undefined) continue;
        yield {
          place: basis.place,
          message: `The goals of \`${id}\` rest on own data, and no \`evidence\` names the run.`,
        };
        break;
      case 'break-even':
      case 'status-quo':
      case 'regulation':
      case 'user-study':
      case 'hardware':
        break;
    }
  }
}

/** Data sets for teaching and for papers, by names that mean nothing else. */
const toyName =
  /(?<![a-z])(?:titanic|(?:fashion|e|k)?-?mnist|cifar-?100?|mtcars|20-?newsgroups|palmer-?penguins|boston-?housing|iris(?=[-_. ]?(?:data|flower|csv|parquet)))(?![a-z])/i;
/** In a file name or an id, `iris` alone is the data set; in a sentence it may be an eye. */
const toyFile = /(?<![a-z])(?:iris)(?![a-z])/i;

const findToyEvidence = perMetric(function* find({ id, node }, { spec }): Generator<Finding> {
  const { justification } = node.fields;
  if (justification === undefined) return;
  const found = toyIn(justification) ?? toySplit(spec, justification);
  if (found === undefined) return;
  yield {
    place: found.place,
    message: `The evidence for \`${id}\` comes from \`${shorten(found.name)}\`, a data set for teaching: show it on your own data.`,
  };
});

interface Toy {
  readonly name: string;
  readonly place: Place;
}

function toyIn({ fields: { evidence, note } }: JustificationNode): Toy | undefined {
  return (
    (evidence === undefined ? undefined : toyMatch(evidence, [toyName, toyFile])) ??
    (note === undefined ? undefined : toyMatch(note, [toyName]))
  );
}

function toyMatch({ text, textStart, place }: ScalarNode<string>, patterns: readonly RegExp[]): Toy | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [name] = match;
    const start = textStart === undefined ? undefined : textStart - place.start + match.index;
    return { name, place: start === undefined ? place : within(place, start, start + name.length) };
  }
  return undefined;
}

/** Evidence that names a split of a source whose file is such a data set. */
function toySplit(spec: RuleContext['spec'], { fields: { evidence } }: JustificationNode): Toy | undefined {
  const splitId = splitNamedBy(evidence?.value);
  const source = splitId === undefined ? undefined : spec.fields.splits?.entries.get(splitId)?.fields.of?.id;
  const path = source === undefined ? undefined : spec.fields.data?.entries.get(source)?.fields.path?.value;
  const match = path === undefined ? null : (toyName.exec(path) ?? toyFile.exec(path));
  return match === null || evidence === undefined ? undefined : { name: match[0], place: evidence.place };
}

/** The split that evidence names; undefined for other evidence. */
function splitNamedBy(evidence: string | undefined): string | undefined {
  return evidence?.startsWith('split:') === true ? evidence.slice('split:'.length) : undefined;
}

/** The split on which the run was made that evidence names; undefined for other evidence, and when the run does not say. */
function splitOfRun({ facts, know }: RuleContext, evidence: string | undefined): string | undefined {
  if (evidence?.startsWith('run:') !== true) return undefined;
  const runs = know(facts.runs('plumbline')) ?? [];
  const found = findRunName(
    runs.map(({ id }) => id),
    evidence.slice('run:'.length),
  );
  return found?.kind === 'one' ? runs.find(({ id }) => id === found.name)?.split : undefined;
}

const findTrainingEvidence = perMetric(function* find({ id, node, kind }, context): Generator<Finding> {
  if (kind !== 'model') return;
  const { spec } = context;
  const learned = modelChain(spec, node.fields.model?.id).flatMap(({ fields }) =>
    fields.trained_on === undefined ? [] : [fields.trained_on.id],
  );
  const isLearned = (splitId: string): boolean => learned.includes(splitId) || roleOfSplit(spec, splitId) === 'train';
  const { split } = node.fields;
  if (split !== undefined && isLearned(split.id)) {
    yield {
      place: split.place,
      message: `\`${id}\` is measured on \`${split.id}\`, the rows that the model learned: choose a test split.`,
    };
  }
  const evidence = node.fields.justification?.fields.evidence;
  const named = splitNamedBy(evidence?.value) ?? splitOfRun(context, evidence?.value);
  if (evidence === undefined || named === undefined || !isLearned(named)) return;
  yield {
    place: evidence.place,
    message: `The evidence for \`${id}\` is \`${shorten(named)}\`, the rows that the model learned, and thus too good: show it on other rows.`,
  };
});

export const metricEvidenceRules: readonly Rule[] = [
  {
    id: 'metric/target-unjustified',
    severity: 'W/W/W',
    waits: 'section',
    finds: 'a metric whose goals have no justification',
    why: 'Goals that nobody can explain waste months, or doom a project that was good enough. Write what they follow from: break-even, today’s way of working, a law, users, own data or the hardware.',
    check: findUnjustified,
  },
  {
    id: 'metric/round-number',
    severity: 'H/H/I',
    waits: 'section',
    finds: 'a target such as 0.90, 0.95 or 0.99 with neither evidence nor a note behind it',
    why: 'Round numbers are mostly invented. The difference between 0.95 and 0.93 can cost a year, or be worth nothing: economics says which.',
    check: findRoundNumbers,
  },
  {
    id: 'metric/sota-without-own-evidence',
    severity: 'W/W/W',
    waits: 'section',
    finds: 'a goal from a paper, a leaderboard or own data without a run on own data',
    why: 'What others reach on their data says little about ours. Run a cheap model on your own data first, and name that run as evidence.',
    check: findBorrowedGoals,
  },
  {
    id: 'metric/toy-evidence',
    severity: 'W/W/W',
    finds: 'evidence from a data set for teaching, such as Titanic, iris or MNIST',
    why: 'These sets are clean, small and known by heart. A method that shines there may fail on the first real table.',
    check: findToyEvidence,
  },
  {
    id: 'metric/evidence-on-train',
    severity: 'W/E/E',
    finds: 'a metric measured or justified on rows that the model learned',
    why: 'A model knows the answers of its training rows, so what it reaches there is optimistic by construction. Use rows that it has never seen.',
    check: findTrainingEvidence,
  },
];
