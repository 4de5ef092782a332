/** Rules about what follows an alarm: a person, a runbook, a new model, a route for odd cases. */
import { insertKey } from '../spec/edits.ts';
import { lacks, stateOf } from '../spec/located.ts';
import { listOf, shorten } from '../spec/words.ts';
import type { Place } from '../yaml/place.ts';
import { fillKey, joinInsertions } from './fillKey.ts';
import { answeringModelsOf, checksOf } from './monitorView.ts';
import type { CheckView } from './monitorView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

function* findOrphans({ spec }: RuleContext): Generator<Finding> {
  for (const check of checksOf(spec)) {
    const missing = (['owner', 'action'] as const).filter((key) => lacks(check.node, key));
    if (missing.length > 0) yield orphan(check, missing);
  }
}

function orphan({ id, node, keyPlace }: CheckView, missing: readonly ('owner' | 'action')[]): Finding {
  const absent = missing.filter((key) => stateOf(node, key) === 'absent');
  const [empty] = missing.flatMap((key) => node.empty.get(key) ?? []);
  const needs = missing.map((key) =>
    key === 'owner' ? 'no `owner` who is called' : 'no `action` that says what to do',
  );
  return {
    place: absent.length > 0 ? keyPlace : (empty ?? keyPlace),
    message: `An alarm of \`${shorten(id)}\` has ${needs.join(' and ')}: an alarm needs a person and a plan.`,
    fixes:
      absent.length === 0
        ? []
        : [
            {
              title: `Add ${listOf(absent)}`,
              changes: joinInsertions(absent.map((key) => insertKey(node.yaml, key, ''))),
              isPreferred: true,
            },
          ],
  };
}

/** Where one says that a key of `monitoring` is missing; undefined when nothing is there to be watched. */
function placeOfMissing({ spec }: RuleContext, key: 'retrain' | 'edge_cases'): Place | undefined {
  const { monitoring } = spec.fields;
  // While nothing is watched, that comes first.
  if (monitoring === undefined || answeringModelsOf(spec).length === 0) return undefined;
  if (!lacks(monitoring, key)) return undefined;
  return monitoring.empty.get(key) ?? monitoring.keyPlace ?? monitoring.place;
}

function* findNoTrigger(context: RuleContext): Generator<Finding> {
  const { monitoring } = context.spec.fields;
  const place = placeOfMissing(context, 'retrain');
  if (place !== undefined && monitoring !== undefined) {
    const value =
      monitoring.yaml.flow || monitoring.empty.has('retrain')
        ? '{when: , max_age: , gate: , owner: }'
        : '\n  when:\n  max_age:\n  gate:\n  owner:';
    yield {
      place,
      message:
        'Nothing says when a new model is trained: add `retrain` with the checks that start it, or the age at which a model is too old.',
      fixes: [{ title: 'Add `retrain`', changes: [fillKey(monitoring, 'retrain', value)], isPreferred: true }],
    };
    return;
  }
  const retrain = monitoring?.fields.retrain;
  if (retrain === undefined || !lacks(retrain, 'when') || !lacks(retrain, 'max_age')) return;
  yield {
    place: retrain.empty.get('when') ?? retrain.empty.get('max_age') ?? retrain.keyPlace ?? retrain.place,
    message: 'No alarm and no age starts a new training: add `when` with checks, or `max_age`.',
    fixes: (['when', 'max_age'] as const)
      .filter((key) => stateOf(retrain, key) === 'absent')
      .map((key) => ({ title: `Add \`${key}\``, changes: [insertKey(retrain.yaml, key, '')] })),
  };
}

function* findNoRoute(context: RuleContext): Generator<Finding> {
  const place = placeOfMissing(context, 'edge_cases');
  if (place === undefined) return;
  yield {
    place,
    message:
      'Nothing says where cases go that the model should not decide: add `edge_cases` with a route, and who handles them.',
  };
}

export const monitorDutyRules: readonly Rule[] = [
  {
    id: 'monitor/no-owner-or-action',
    severity: '–/W/E',
    waits: 'section',
    finds: 'a check without a person who is called, or without what that person does',
    why: 'An alarm that nobody owns is muted within a week. Name who is called, and the runbook that says what to look at first and when to switch the model off.',
    hasFix: true,
    supersedes: ['gov/no-owner'],
    check: findOrphans,
  },
  {
    id: 'monitor/no-retrain-trigger',
    severity: '–/W/E',
    waits: 'project',
    finds: 'monitoring that never leads to a new model',
    why: 'Every model ages. Say which alarms start a new training, or after how long one is due at the latest, and what the new model must pass.',
    hasFix: true,
    check: findNoTrigger,
  },
  {
    id: 'monitor/no-edge-case-path',
    severity: '–/W/E',
    waits: 'project',
    finds: 'monitoring without a route for odd cases',
    why: 'Some inputs should be decided by a person: broken, rare, or far from everything learned. Without a route they are answered like the others, or lost. Say where they go, how many people can handle, and who does.',
    check: findNoRoute,
  },
];
