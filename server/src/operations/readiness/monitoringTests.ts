/** Readiness of the monitoring: seven tests. */
import { lastMeasurementOf } from '../../rules/money/measuredGoal.ts';
import { metricsOfKind, isWorse, metricsOf } from '../../rules/metricView.ts';
import { quantityOf } from '../../rules/money/measuredGoal.ts';
import { scaleQuantity } from '../../spec/quantityArithmetic.ts';
import { decimal } from '../../spec/decimal.ts';
import { counted } from '../../spec/words.ts';
import { automationThat } from './readinessFiles.ts';
import { earned, failed, findingsOf, keyOf, notKnown, unknownFact } from './readinessTest.ts';
import type { Judgement, ReadinessContext, ReadinessTest } from './readinessTest.ts';

type Check =
  NonNullable<NonNullable<ReturnType<typeof monitoringOf>>['fields']['checks']>['entries'] extends ReadonlyMap<
    string,
    infer Node
  >
    ? Node
    : never;

function monitoringOf({ snapshot: { project } }: ReadinessContext) {
  return project.spec.fields.monitoring;
}

/** The checks that watch something, with their ids. */
function checksOf(context: ReadinessContext, watch: string): readonly (readonly [string, Check])[] {
  return [...(monitoringOf(context)?.fields.checks?.entries ?? [])].filter(
    ([, { fields }]) => fields.watch?.value === watch,
  );
}

function hasOwnerAndAction({ fields }: Check): boolean {
  return fields.owner !== undefined && fields.action !== undefined;
}

function judgeDependencies({ files, snapshot: { project } }: ReadinessContext): Judgement {
  const [watcher] = files.watchers;
  if (watcher !== undefined)
    return earned(1, 'New versions of packages are announced by themselves.', { uri: watcher.uri });
  const { consumers } = project.spec.fields;
  return consumers === undefined || consumers.entries.size === 0
    ? notKnown('Nothing announces changes of what the project depends on.', { uri: project.mainUri })
    : earned(0.5, 'Everyone who reads the answers is named, with whom to tell.', keyOf(consumers));
}

function judgeInvariants(context: ReadinessContext): Judgement {
  const { project, facts } = context.snapshot;
  const [first] = checksOf(context, 'invariant');
  if (first === undefined)
    return failed('No check watches what must hold for every row (`watch: invariant`).', keyOf(monitoringOf(context)));
  const [id, check] = first;
  if (!hasOwnerAndAction(check))
    return earned(0.5, `\`${id}\` watches what must hold, and says not who does what.`, keyOf(check));
  const source = check.fields.of?.id;
  const contract = source === undefined ? undefined : facts.contract(source);
  const isChecked = contract?.state === 'known' && contract.value.checks.length > 0;
  return isChecked
    ? earned(1, `\`${id}\` watches what must hold in production, and the contract does for training.`, keyOf(check))
    : earned(
        0.5,
        `\`${id}\` watches what must hold in production; no contract with checks does for \`${source ?? project.mainUri}\`.`,
        keyOf(check),
      );
}

function judgeSkew(context: ReadinessContext): Judgement {
  const { pipeline } = context.snapshot.project.spec.fields;
  const [duplicated] = findingsOf(context, /^pipeline\/pre-post-duplicated$/);
  if (duplicated !== undefined) return failed(duplicated.message, duplicated.evidence);
  const shared = pipeline?.fields.shared;
  const [watched] = checksOf(context, 'inputs').filter(([, { fields }]) => fields.reference !== undefined);
  if (shared !== undefined && watched !== undefined) {
    return earned(
      1,
      `One module prepares the data on both sides, and \`${watched[0]}\` compares them.`,
      keyOf(watched[1]),
    );
  }
  if (shared !== undefined)
    return earned(0.5, 'One module prepares the data on both sides; no check compares them.', shared.place);
  if (watched !== undefined)
    return earned(0.5, `\`${watched[0]}\` compares the inputs; two modules may prepare them.`, keyOf(watched[1]));
  return notKnown('Nothing says that training and serving see the same inputs.', keyOf(pipeline));
}

const dayMs = 86_400_000;

function judgeAge(context: ReadinessContext): Judgement {
  const { facts } = context.snapshot;
  const age = monitoringOf(context)?.fields.retrain?.fields.max_age;
  if (age === undefined)
    return failed(
      'No age is stated at which a model is trained again (`monitoring.retrain.max_age`).',
      keyOf(monitoringOf(context)),
    );
  const runs = facts.runs('plumbline');
  if (runs.state !== 'known') return unknownFact(runs, age.place);
  const [newest] = runs.value.filter(({ model }) => model !== undefined);
  if (newest === undefined)
    return earned(0.5, `A model is trained again after ${age.text}; no run says how old this one is.`, age.place);
  const days = Math.floor(Date.parse(facts.today) / dayMs) - Math.floor(Date.parse(newest.at) / dayMs);
  const when = days === 0 ? 'today' : `${counted(days, 'day')} ago`;
  const allowed = Number(age.quantity.value.toString()) / 86_400;
  const evidence = newest.uri === undefined ? age.place : { uri: newest.uri };
  return days <= allowed
    ? earned(1, `The newest model was evaluated ${when}, and may get ${age.text} old.`, evidence)
    : failed(`The newest model was evaluated ${when}, and may get only ${age.text} old.`, evidence);
}

function judgeStability({ snapshot: { facts } }: ReadinessContext): Judgement {
  const runs = facts.runs('plumbline');
  if (runs.state !== 'known') return unknownFact(runs);
  const [newest] = runs.value;
  if (newest === undefined) return notKnown('No run has looked at the numbers that the model answers.');
  const [gap] = Object.entries(newest.undefinedValues ?? {});
  const evidence = newest.uri === undefined ? undefined : { uri: newest.uri };
  return gap === undefined
    ? earned(1, `Every value of \`${newest.id}\` is a number.`, evidence)
    : failed(`In \`${newest.id}\`, \`${gap[0]}\` is undefined because ${gap[1]}.`, evidence);
}

/** A tenth worse than before is a regression. */
const regression = 0.1;

function judgeSpeed({ snapshot: { project, facts } }: ReadinessContext): Judgement {
  const metrics = metricsOfKind(project.spec, 'infrastructure');
  let compared = 0;
  let evidence: { uri: string } | undefined;
  for (const metric of metrics) {
    const fact = facts.measurements(metric.id);
    if (fact.state !== 'known') continue;
    const [newest, before] = fact.value;
    if (newest === undefined || metric.direction === undefined) continue;
    if (newest.uri !== undefined) evidence ??= { uri: newest.uri };
    if (before === undefined) continue;
    const [now, then] = [
      quantityOf(newest.measured.value, newest.measured, undefined),
      quantityOf(before.measured.value, before.measured, undefined),
    ];
    if (now === undefined || then === undefined) continue;
    compared += 1;
    const bar = scaleQuantity(then, decimal(metric.direction === 'maximize' ? 1 - regression : 1 + regression));
    if (isWorse(metric.direction, now, bar) === true) {
      return failed(`\`${metric.id}\` is more than a tenth worse than in the run before.`, evidence ?? metric.keyPlace);
    }
  }
  if (compared > 0) return earned(1, 'No machine metric is more than a tenth worse than in the run before.', evidence);
  if (evidence !== undefined)
    return earned(0.5, 'The machine metrics were measured once, so nothing can be compared.', evidence);
  return notKnown('No machine metric has been measured.', keyOf(project.spec.fields.metrics));
}

function judgeQuality(context: ReadinessContext): Judgement {
  const { project, facts } = context.snapshot;
  const [first] = checksOf(context, 'metric').filter(([, { fields }]) => fields.labels !== undefined);
  if (first === undefined)
    return failed(
      'No check compares the answers with labels of fresh data (`watch: metric`).',
      keyOf(monitoringOf(context)),
    );
  const [id, check] = first;
  const metric = metricsOf(project.spec).find((one) => one.id === check.fields.metric?.id);
  const last = metric === undefined ? undefined : lastMeasurementOf(metric, facts);
  const value = last?.state === 'known' ? last.value : undefined;
  if (value?.verdict === 'limit-missed') return failed(`\`${metric?.id ?? ''}\` misses its limit.`, metric?.keyPlace);
  const automatic = automationThat(context.files, /\bplumbline(?:\.cjs)?\s+(?:drift|evaluate)\b/);
  return automatic === undefined || value === undefined
    ? earned(
        0.5,
        `\`${id}\` compares the answers with labels; ${value === undefined ? 'no value is known yet' : 'nothing runs it by itself'}.`,
        keyOf(check),
      )
    : earned(1, `\`${id}\` compares the answers with labels by itself, and the limit holds.`, { uri: automatic.uri });
}

export const monitoringTests: readonly ReadinessTest[] = [
  { title: 'Changes of what it depends on are announced', judge: judgeDependencies },
  { title: 'What must hold of the data is watched', judge: judgeInvariants },
  { title: 'Training and serving see the same', judge: judgeSkew },
  { title: 'The models are not too old', judge: judgeAge },
  { title: 'The numbers are stable', judge: judgeStability },
  { title: 'Speed, latency and memory have not become worse', judge: judgeSpeed },
  { title: 'The quality of the answers has not become worse', judge: judgeQuality },
];
