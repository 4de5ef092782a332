/** Rules about coming into use: first in silence, then for a few, with a way back, and with something that answers. */
import { decimal } from '../../spec/decimal.ts';
import { lacks, stateOf } from '../../spec/located.ts';
import type { ObjectNode, QuantityNode } from '../../spec/located.ts';
import type { Fix } from '../../spec/edits.ts';
import { flatValueOf } from '../economicsView.ts';
import { fillKey } from '../fillKey.ts';
import type { Finding, Related, Rule, RuleContext } from '../rule.ts';
import { placeOfMissing } from './deployView.ts';
import type { DeploymentNode } from './deployView.ts';

/** Errors dearer than so many right answers must be seen first where they harm nobody. */
const dearerThan = 1000;

/** A fix that gives a key a value; none for a key that stands there empty, which the user is about to fill in. */
function addition<T>(object: ObjectNode<T>, key: keyof T & string, value: string, title: string): readonly Fix[] {
  return stateOf(object, key) === 'absent' ? [{ title, changes: [fillKey(object, key, value)] }] : [];
}

function* noRollback(deployment: DeploymentNode): Generator<Finding> {
  const { rollout } = deployment.fields;
  const title = 'Add `rollback`';
  const blanks = '{how: , tested: }';
  const noWay =
    'Nothing says how to go back when the new model fails: write `rollback` with a day on which it was tried.';
  const missingRollout = placeOfMissing(deployment, 'rollout');
  if (missingRollout !== undefined) {
    const fixes = addition(deployment, 'rollout', `{rollback: ${blanks}}`, title);
    yield { place: missingRollout, message: noWay, fixes };
  }
  if (rollout === undefined) return;
  const missing = placeOfMissing(rollout, 'rollback');
  if (missing !== undefined) {
    yield { place: missing, message: noWay, fixes: addition(rollout, 'rollback', blanks, title) };
  }
  const { rollback } = rollout.fields;
  const untested = rollback === undefined ? undefined : placeOfMissing(rollback, 'tested');
  if (rollback === undefined || untested === undefined) return;
  yield {
    place: untested,
    message: 'Going back was never tried: try it, and write the day under `tested`.',
    fixes: addition(rollback, 'tested', '', 'Add `tested`'),
  };
}

/** The share of each stage; undefined when one cannot be read. */
function sharesOf(deployment: DeploymentNode): readonly QuantityNode[] | undefined {
  const { rollout } = deployment.fields;
  const stages = rollout?.fields.stages;
  if (stages === undefined) {
    const isUnreadable = deployment.unreadable.has('rollout') || rollout?.unreadable.has('stages') === true;
    return isUnreadable ? undefined : [];
  }
  const shares = [...stages.entries.values()].map(({ fields }) => fields.share);
  if (stages.unreadable.size > 0 || stages.empty.size > 0) return undefined;
  const known = shares.filter((share) => share !== undefined);
  return known.length === shares.length ? known : undefined;
}

/** Where the stages stand, or should. */
function placeOfStages(deployment: DeploymentNode) {
  const { rollout } = deployment.fields;
  if (rollout === undefined) return placeOfMissing(deployment, 'rollout') ?? deployment.place;
  return rollout.fields.stages?.keyPlace ?? rollout.empty.get('stages') ?? rollout.keyPlace ?? rollout.place;
}

function* noCanary(deployment: DeploymentNode): Generator<Finding> {
  const shares = sharesOf(deployment);
  if (shares === undefined || shares.some(({ quantity }) => quantity.value.lt(1))) return;
  const { rollout } = deployment.fields;
  const stages = rollout?.fields.stages;
  const canary = '{share: , duration: }';
  const title = 'Add a stage `canary`';
  const fixes =
    rollout === undefined
      ? addition(deployment, 'rollout', `{stages: {canary: ${canary}}}`, title)
      : stages === undefined
        ? addition(rollout, 'stages', `{canary: ${canary}}`, title)
        : [];
  yield {
    place: placeOfStages(deployment),
    message:
      'The new model answers for everyone at once: add a stage with a share below 100 %, and a metric that guards the next.',
    fixes,
  };
}

/** Why an error is too dear to be seen first in use; undefined when it is not, or nothing is known. */
function dearError({
  spec,
}: RuleContext): { readonly because: string; readonly related: readonly Related[] } | undefined {
  for (const [outcome, severity] of spec.fields.economics?.fields.severity?.entries ?? []) {
    if (severity.value !== 'injury' && severity.value !== 'rights') continue;
    const what = severity.value === 'injury' ? 'hurt somebody' : 'treat somebody unlawfully';
    const message = `The severity of \`${outcome}\` is said here.`;
    return { because: `An error of kind \`${outcome}\` can ${what}`, related: [{ place: severity.place, message }] };
  }
  const outcomes = ['tp', 'tn', 'correct', 'fp', 'fn', 'wrong'] as const;
  const values = outcomes.map((outcome) => ({ outcome, node: flatValueOf(spec, outcome) }));
  const right = values
    .filter(({ outcome }) => outcome === 'tp' || outcome === 'tn' || outcome === 'correct')
    .reduce(
      (most, { node }) => (node?.quantity.value.abs().gt(most) === true ? node.quantity.value.abs() : most),
      decimal(0),
    );
  if (right.eq(0)) return undefined;
  for (const { outcome, node } of values.slice(3)) {
    if (node === undefined || node.quantity.value.abs().lte(right.times(dearerThan))) continue;
    const related = [{ place: node.place, message: `\`${outcome}\` is worth ${node.text}.` }];
    return {
      because: `One error of kind \`${outcome}\` costs more than ${dearerThan.toLocaleString('en')} right answers are worth`,
      related,
    };
  }
  return undefined;
}

function* noShadow(context: RuleContext, deployment: DeploymentNode): Generator<Finding> {
  const shares = sharesOf(deployment);
  if (shares === undefined || shares.some(({ quantity }) => quantity.value.eq(0))) return;
  const dear = dearError(context);
  if (dear === undefined) return;
  yield {
    place: placeOfStages(deployment),
    message: `${dear.because}, and no stage has a share of 0 %: let the model run in silence first.`,
    related: dear.related,
  };
}

export const deployRolloutRules: readonly Rule[] = [
  {
    id: 'deploy/no-rollback',
    severity: '–/W/E',
    waits: 'project',
    finds: 'a deployment without a way back, one that was never tried, or no deployment at all',
    why: 'A model fails in ways that no test has shown, and then minutes count. A way back that was never tried is a hope: try it, and write down when.',
    hasFix: true,
    *check({ spec }) {
      const { deployment, models, phase } = spec.fields;
      if (deployment !== undefined) {
        yield* noRollback(deployment);
      } else if (phase !== undefined && models !== undefined && lacks(spec, 'deployment')) {
        // One sentence for the whole section; the other rules about it wait until it is there.
        const message = `In ${phase.value}, something must be said of how the models come into use: add \`deployment\` with targets, load, fallback and a rollout with a way back.`;
        yield { place: phase.place, message };
      }
    },
  },
  {
    id: 'deploy/no-canary',
    severity: '–/W/E',
    waits: 'project',
    finds: 'a rollout in which the new model answers for everyone at once',
    why: 'With a small share first, an error that the test split did not hold costs little, and is seen before everyone sees it. The guard of a stage says which metric must hold before the next.',
    hasFix: true,
    *check({ spec }) {
      if (spec.fields.deployment !== undefined) yield* noCanary(spec.fields.deployment);
    },
  },
  {
    id: 'deploy/no-fallback',
    severity: '–/W/E',
    waits: 'project',
    finds: 'a deployment in which nothing answers when the model cannot',
    why: 'The network breaks, an input is missing, the process restarts: something must answer all the same. Name a baseline, such as the business rules, or say in a sentence what happens.',
    hasFix: true,
    *check({ spec }) {
      const { deployment } = spec.fields;
      const place = deployment === undefined ? undefined : placeOfMissing(deployment, 'fallback');
      if (deployment === undefined || place === undefined) return;
      const message =
        'Nothing answers when the model cannot: name a baseline under `fallback`, or say what happens then.';
      yield { place, message, fixes: addition(deployment, 'fallback', '', 'Add `fallback`') };
    },
  },
  {
    id: 'deploy/high-cost-no-shadow',
    severity: '–/W/E',
    waits: 'project',
    finds: 'errors that hurt people or cost a fortune, and no stage in which the model runs in silence',
    why: 'Where one error outweighs a thousand right answers, no share of real decisions is small enough for a first trial. Run the model beside the old way at 0 % first, and compare.',
    *check(context) {
      const { deployment } = context.spec.fields;
      if (deployment !== undefined) yield* noShadow(context, deployment);
    },
  },
];
