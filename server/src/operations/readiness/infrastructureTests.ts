/** Readiness of the infrastructure: seven tests. */
import type { PathFact } from '../../../../schemas/facts.ts';
import { automationThat, runsTests, testOf } from './readinessFiles.ts';
import { earned, failed, findingsOf, keyOf, notKnown, unknownFact } from './readinessTest.ts';
import type { Evidence, Judgement, ReadinessContext, ReadinessTest } from './readinessTest.ts';

/** What a path leads to; undefined while it is not known. */
function kindOf({ snapshot: { project, facts } }: ReadinessContext, path: string): PathFact['kind'] | undefined {
  const fact = facts.path(path, project.mainUri);
  return fact.state === 'known' ? fact.value.kind : undefined;
}

function judgeReproducible(context: ReadinessContext): Judgement {
  const { project, facts } = context.snapshot;
  const { pipeline } = project.spec.fields;
  const lock = pipeline?.fields.lock;
  if (lock === undefined) return failed('No lock file pins the packages (`pipeline.lock`).', keyOf(pipeline));
  const kind = kindOf(context, lock.text);
  if (kind === undefined) return notKnown(`Whether \`${lock.text}\` exists is not known.`, lock.place);
  if (kind !== 'file') return failed(`\`${lock.text}\` does not exist.`, lock.place);
  const [unseeded] = findingsOf(context, /^split\/unseeded$/);
  if (unseeded !== undefined) return failed(unseeded.message, unseeded.evidence);
  const runs = facts.runs('plumbline');
  const models = new Map<string, Set<string>>();
  for (const { commit, model, modelFile, data } of runs.state === 'known' ? runs.value : []) {
    if (commit === undefined || model === undefined || modelFile?.sha256 === undefined) continue;
    const same = JSON.stringify([commit, model, data?.version]);
    models.set(same, (models.get(same) ?? new Set<string>()).add(modelFile.sha256));
  }
  if ([...models.values()].some((hashes) => hashes.size > 1)) {
    return failed('Two runs of the same commit and the same data used different models.', lock.place);
  }
  const isLocked = kindOf(context, 'dvc.lock') === 'file';
  return isLocked
    ? earned(
        1,
        'Packages are pinned, splits are seeded, and every stage is pinned by the hashes of what it reads.',
        lock.place,
      )
    : earned(
        0.5,
        'Packages are pinned and splits are seeded; no lock of a pipeline shows that training gives the same again.',
        lock.place,
      );
}

function judgeUnitTests({ snapshot: { project }, files }: ReadinessContext): Judgement {
  const { pipeline } = project.spec.fields;
  const train = pipeline?.fields.stages?.fields.train;
  if (train === undefined) return notKnown('The spec does not name the code that trains the model.', keyOf(pipeline));
  const test = testOf(files, train.text);
  if (test === undefined) return failed(`No test imports \`${train.text}\`.`, train.place);
  return automationThat(files, runsTests) === undefined
    ? earned(0.5, `A test imports \`${train.text}\`, and nothing runs it on each change.`, { uri: test.uri })
    : earned(1, `A test imports \`${train.text}\`, and runs on each change.`, { uri: test.uri });
}

/** Commands that run the whole pipeline. */
const runsPipeline = /\b(?:dvc\s+(?:repro|exp\s+run)|kfp\s+run|make\s+(?:all|train|pipeline)|mlflow\s+run)\b/;

function judgeIntegration({ snapshot: { project }, files }: ReadinessContext): Judgement {
  const { pipeline } = project.spec.fields;
  const automatic = automationThat(files, runsPipeline);
  if (automatic !== undefined) return earned(1, 'The whole pipeline runs on each change.', { uri: automatic.uri });
  const test = files.tests.find(({ text }) => runsPipeline.test(text) || /\bintegration\b/.test(text));
  if (test !== undefined) return earned(0.5, 'A test runs the whole pipeline by hand.', { uri: test.uri });
  return failed('Neither a test nor an automation runs the whole pipeline.', keyOf(pipeline));
}

/** Commands that judge a model by its limits. */
const judgesModel = /\bplumbline(?:\.cjs)?\s+(?:check|evaluate)\b/;

function judgeGate({ snapshot: { project }, files }: ReadinessContext): Judgement {
  const { monitoring } = project.spec.fields;
  const automatic = automationThat(files, judgesModel);
  if (automatic !== undefined)
    return earned(1, 'The limits of the spec are checked on each change.', { uri: automatic.uri });
  const gate = monitoring?.fields.retrain?.fields.gate;
  return gate === undefined
    ? failed('Nothing holds a bad model back (`monitoring.retrain.gate`).', keyOf(monitoring))
    : earned(0.5, `A new model must hold all limits on \`${gate.id}\`, by hand.`, gate.place);
}

function judgeDebugging(context: ReadinessContext): Judgement {
  const { project } = context.snapshot;
  const { monitoring, pipeline } = project.spec.fields;
  const route = monitoring?.fields.edge_cases?.fields.route;
  if (route === undefined)
    return notKnown('Nothing says how one odd answer is looked into (`monitoring.edge_cases`).', keyOf(monitoring));
  const serve = pipeline?.fields.stages?.fields.serve;
  const test = serve === undefined ? undefined : testOf(context.files, serve.text);
  return test === undefined
    ? earned(0.5, 'It is written down what happens with an odd answer.', route.place)
    : earned(1, 'It is written down what happens with an odd answer, and a test answers single examples.', {
        uri: test.uri,
      });
}

function judgeCanary({ snapshot: { project } }: ReadinessContext): Judgement {
  const { deployment } = project.spec.fields;
  const rollout = deployment?.fields.rollout;
  const stages = [...(rollout?.fields.stages?.entries ?? [])];
  const partial = stages.filter(([, { fields }]) => {
    const share = fields.share?.quantity.value;
    return share?.gt(0) === true && share.lt(1);
  });
  const [first] = partial;
  if (first === undefined)
    return notKnown('No stage of the rollout answers for a part of the decisions first.', keyOf(rollout ?? deployment));
  const guarded = partial.find(([, { fields }]) => fields.guard !== undefined);
  return guarded === undefined
    ? earned(0.5, `\`${first[0]}\` answers for a part first; no metric guards the next stage.`, keyOf(first[1]))
    : earned(1, `\`${guarded[0]}\` answers for a part first, and a metric guards the next stage.`, keyOf(guarded[1]));
}

function judgeRollback(context: ReadinessContext): Judgement {
  const { project, facts } = context.snapshot;
  const rollout = project.spec.fields.deployment?.fields.rollout;
  const { how, tested } = rollout?.fields.rollback?.fields ?? {};
  if (how === undefined)
    return notKnown(
      'Nothing says how to go back to the model before.',
      keyOf(rollout ?? project.spec.fields.deployment),
    );
  const fact = /\.[a-z]+$/i.test(how.text) ? facts.path(how.text, project.mainUri) : undefined;
  if (fact !== undefined && fact.state !== 'known') return unknownFact(fact, how.place);
  if (fact?.value.kind === 'missing') return failed(`\`${how.text}\` does not exist.`, how.place);
  const place: Evidence = tested?.place ?? how.place;
  return tested === undefined
    ? earned(0.5, 'It is written down how to go back, and nobody has tried.', place)
    : earned(1, `Going back was last tried on ${tested.text}.`, place);
}

export const infrastructureTests: readonly ReadinessTest[] = [
  { title: 'Training can be repeated', judge: judgeReproducible },
  { title: 'The code of the model is unit-tested', judge: judgeUnitTests },
  { title: 'The whole pipeline is tested', judge: judgeIntegration },
  { title: 'Quality is checked before a model answers', judge: judgeGate },
  { title: 'A single answer can be looked into', judge: judgeDebugging },
  { title: 'A new model answers for a small part first', judge: judgeCanary },
  { title: 'It is possible to go back, fast', judge: judgeRollback },
];
