/** Readiness of the model: seven tests. */
import type { RunFact } from '../../../../schemas/facts.ts';
import { metricsOfKind, roleOfSplit } from '../../rules/metricView.ts';
import { counted } from '../../spec/words.ts';
import { earned, failed, findingsOf, keyOf, notKnown, unknownFact } from './readinessTest.ts';
import type { Judgement, ReadinessContext, ReadinessTest } from './readinessTest.ts';

function judgeReview({ snapshot: { project, facts } }: ReadinessContext): Judgement {
  const { approvals } = project.spec.fields;
  const history = facts.history();
  if (history.state !== 'known') return unknownFact(history, keyOf(approvals));
  const { firstSpecCommit } = history.value;
  if (firstSpecCommit === undefined) return failed('The spec is in no commit.', { uri: project.mainUri });
  const entries = [...(approvals?.entries ?? [])];
  const open = entries.find(
    ([, { fields }]) => fields.status?.value !== 'approved' && fields.status?.value !== 'not-required',
  );
  if (entries.length === 0)
    return earned(0.5, 'The spec is checked in, and nobody is said to have read it.', { uri: project.mainUri });
  if (open !== undefined)
    return earned(0.5, `The spec is checked in, and \`${open[0]}\` has not approved it.`, keyOf(open[1]));
  return earned(
    1,
    `The spec is checked in, and ${counted(entries.length, 'role')} have read and approved it.`,
    keyOf(approvals),
  );
}

/** The newest run of each model on a split of a role. */
function newestOn(
  { snapshot: { project } }: ReadinessContext,
  runs: readonly RunFact[],
  role: string,
): RunFact | undefined {
  return runs.find(({ split }) => split !== undefined && roleOfSplit(project.spec, split) === role);
}

/** Difference up to which offline and online values agree: of the value itself. */
const agreement = 0.1;

function judgeOnline(context: ReadinessContext): Judgement {
  const runs = context.snapshot.facts.runs('plumbline');
  if (runs.state !== 'known') return unknownFact(runs);
  const offline = newestOn(context, runs.value, 'test');
  const online = newestOn(context, runs.value, 'production');
  const shared = Object.keys(offline?.values ?? {}).filter((id) => online?.values[id] !== undefined);
  const evidence = online?.uri === undefined ? undefined : { uri: online.uri };
  if (offline === undefined || online === undefined || shared.length === 0) {
    return notKnown('No metric was measured both on a test split and on rows of production.', evidence);
  }
  const apart = shared.find((id) => {
    const [left, right] = [offline.values[id]?.value ?? 0, online.values[id]?.value ?? 0];
    return Math.abs(left - right) > agreement * Math.max(Math.abs(left), Math.abs(right));
  });
  return apart === undefined
    ? earned(1, `${counted(shared.length, 'metric')} of the test split hold in production within a tenth.`, evidence)
    : failed(`\`${apart}\` differs by more than a tenth between the test split and production.`, evidence);
}

/** Runs with different parameters that count as a search. */
const tunedRuns = 5;

function judgeTuning({ snapshot: { facts } }: ReadinessContext): Judgement {
  const runs = facts.runs();
  if (runs.state !== 'known') return unknownFact(runs);
  const withParams = runs.value.filter(({ params }) => Object.keys(params).length > 0);
  const [newest] = withParams;
  if (newest === undefined) return notKnown('No run says with which parameters it was made.');
  const different = new Set(withParams.map(({ params }) => JSON.stringify(Object.entries(params).toSorted()))).size;
  const evidence = newest.uri === undefined ? undefined : { uri: newest.uri };
  if (different < 2) return failed('All runs have the same parameters.', evidence);
  return earned(
    different >= tunedRuns ? 1 : 0.5,
    `Runs with ${different} different sets of parameters were made.`,
    evidence,
  );
}

function judgeStaleness(context: ReadinessContext): Judgement {
  const { project, facts } = context.snapshot;
  const age = project.spec.fields.monitoring?.fields.retrain?.fields.max_age;
  if (age === undefined)
    return notKnown(
      'The spec does not say after what time a model is too old (`monitoring.retrain.max_age`).',
      keyOf(project.spec.fields.monitoring),
    );
  const runs = facts.runs('plumbline');
  const later = runs.state === 'known' ? newestOn(context, runs.value, 'production') : undefined;
  return later === undefined
    ? earned(0.5, `A model is trained again after ${age.text}; no run shows what waiting costs.`, age.place)
    : earned(
        1,
        `A model is trained again after ${age.text}, and \`${later.id}\` shows how it does on later rows.`,
        later.uri === undefined ? age.place : { uri: later.uri },
      );
}

function judgeSimpler(context: ReadinessContext): Judgement {
  const { baseline } = context.snapshot.project.spec.fields;
  const cheap = [...(baseline?.entries ?? [])].find(
    ([id, { fields }]) =>
      !['status_quo', 'rules'].includes(id) && !/^without[-_]/.test(id) && fields.metrics !== undefined,
  );
  if (cheap === undefined) return failed('No simpler model is stated among the baselines.', keyOf(baseline));
  const [finding] = findingsOf(context, /^metric\/baseline-beats-target$/);
  const [id, node] = cheap;
  if (finding !== undefined) return failed(finding.message, finding.evidence);
  return node.fields.evidence === undefined
    ? earned(0.5, `The targets lie above what \`${id}\` reaches, for which no evidence is named.`, keyOf(node))
    : earned(1, `The targets lie above what \`${id}\` reaches, with evidence.`, node.fields.evidence.place);
}

/** Whether a slice of any model metric was measured, with the place of the first one that is declared. */
function judgeParts({ snapshot: { project, facts } }: ReadinessContext, what: string): Judgement {
  const sliced = metricsOfKind(project.spec, 'model').filter(({ node }) => (node.fields.slices?.entries.size ?? 0) > 0);
  const [first] = sliced;
  if (first === undefined) return failed(`No metric names ${what} (\`slices\`).`, keyOf(project.spec.fields.metrics));
  for (const { id } of sliced) {
    const fact = facts.measurements(id);
    if (fact.state !== 'known') continue;
    const [newest] = fact.value;
    if (newest !== undefined && Object.keys(newest.slices).length > 0) {
      return earned(
        1,
        `${counted(Object.keys(newest.slices).length, 'slice')} of \`${id}\` were measured.`,
        newest.uri === undefined ? keyOf(first.node.fields.slices) : { uri: newest.uri },
      );
    }
  }
  return earned(0.5, `\`${first.id}\` states slices, and no run has measured them.`, keyOf(first.node.fields.slices));
}

function judgeInclusion(context: ReadinessContext): Judgement {
  const { affects } = context.snapshot.project.spec.fields;
  if (affects === undefined)
    return notKnown('The spec does not say whom a wrong answer hurts (`affects`).', { uri: context.snapshot.mainUri });
  return affects.value === 'things'
    ? earned(1, 'The answers judge nobody, so nobody can be left out.', affects.place)
    : judgeParts(context, 'the people who must not be left out');
}

export const modelTests: readonly ReadinessTest[] = [
  { title: 'The spec is reviewed and checked in', judge: judgeReview },
  { title: 'Offline values hold in production', judge: judgeOnline },
  { title: 'Hyperparameters are tuned', judge: judgeTuning },
  { title: 'It is known what an old model costs', judge: judgeStaleness },
  { title: 'A simpler model is not as good', judge: judgeSimpler },
  {
    title: 'Quality holds on important parts of the data',
    judge: (context) => judgeParts(context, 'parts of the data that must hold, too'),
  },
  { title: 'Nobody is left out', judge: judgeInclusion },
];
