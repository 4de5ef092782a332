/** Rules about what is watched at all: inputs, quality with labels, and scores of every model that answers. */
import { insertKey, scalarText } from '../spec/edits.ts';
import type { Fix, TextChange } from '../spec/edits.ts';
import { stateOf } from '../spec/located.ts';
import { shorten } from '../spec/words.ts';
import type { Place } from '../yaml/place.ts';
import { fillKey } from './fillKey.ts';
import { metricsOfKind, modelChain } from './metricView.ts';
import { answeringModelsOf, checksOf, familyOf, hasUnreadableChecks } from './monitorView.ts';
import type { AnsweringModel, CheckView } from './monitorView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

type Spec = RuleContext['spec'];

/** One thing that must be watched of every model. */
interface Duty {
  readonly watch: 'inputs' | 'outputs' | 'metric';
  /** Id of the check that the fix adds, when it is free. */
  readonly checkId: string;
  /** What nobody sees without it, after "nobody would see that". */
  readonly unseen: string;
  /** What to add, after "add a check of". */
  readonly subject: string;
  /** Keys of the new check; an empty value is for the user to fill in. */
  readonly keysOf: (spec: Spec, model: AnsweringModel) => readonly (readonly [key: string, value: string])[];
}

const byPerson = [
  ['window', ''],
  ['owner', ''],
  ['action', ''],
] as const;

const inputDuty: Duty = {
  watch: 'inputs',
  checkId: 'inputs',
  unseen: 'the data that it gets has changed',
  subject: 'its inputs',
  keysOf: (spec, { id }) => {
    const learned = modelChain(spec, id).find(({ fields }) => fields.trained_on !== undefined)?.fields.trained_on?.id;
    return [['watch', 'inputs'], ['model', id], ['reference', learned ?? ''], ...byPerson];
  },
};

const outputDuty: Duty = {
  watch: 'outputs',
  checkId: 'scores',
  unseen: 'its scores have shifted',
  subject: 'its outputs',
  keysOf: (_spec, { id }) => [['watch', 'outputs'], ['model', id], ['reference', ''], ...byPerson],
};

const qualityDuty: Duty = {
  watch: 'metric',
  checkId: 'quality',
  unseen: 'the right answers have changed and it is wrong more often',
  subject: 'one of its metrics with labels',
  keysOf: (spec, { id, family }) => {
    const metric = metricsOfKind(spec, 'model').find(({ node }) => {
      const model = node.fields.model?.id;
      return model !== undefined && familyOf(spec, model) === family;
    });
    const label = modelChain(spec, id).find(({ fields }) => fields.label !== undefined)?.fields.label?.id;
    return [['watch', 'metric'], ['metric', metric?.id ?? ''], ['labels', label ?? ''], ...byPerson];
  },
};

/** Whether a check is of this kind and may speak of this family of models; what it does not say counts for it. */
function covers(spec: Spec, { node }: CheckView, { watch }: Duty, family: string): boolean {
  if (node.fields.watch?.value !== watch) return false;
  const metric = node.fields.metric === undefined ? undefined : spec.fields.metrics?.entries.get(node.fields.metric.id);
  const model = node.fields.model?.id ?? (watch === 'metric' ? metric?.fields.model?.id : undefined);
  return model === undefined || familyOf(spec, model) === family;
}

/** Where one says that there is no check: at the section, or at the model while there is none. */
function placeOfChecks(spec: Spec, model: AnsweringModel): Place {
  const { monitoring } = spec.fields;
  return (
    monitoring?.fields.checks?.keyPlace ??
    monitoring?.empty.get('checks') ??
    monitoring?.keyPlace ??
    spec.empty.get('monitoring') ??
    model.node.keyPlace ??
    model.node.place
  );
}

function* findUnwatched({ spec }: RuleContext, duty: Duty): Generator<Finding> {
  if (hasUnreadableChecks(spec) || spec.unreadable.has('models')) return;
  const checks = checksOf(spec);
  const models = answeringModelsOf(spec);
  // Where nothing is watched at all, the rule about inputs says it for all three.
  if (checks.length === 0) {
    const [first] = models;
    if (first === undefined || duty.watch !== 'inputs') return;
    yield {
      place: placeOfChecks(spec, first),
      message: `Nothing is watched once \`${shorten(first.id)}\` answers: add checks of its inputs, its outputs, and its quality with labels.`,
      fixes:
        spec.fields.monitoring?.fields.checks === undefined
          ? addChecks(spec, first, firstDuties(spec), 'Add checks of inputs, outputs and quality')
          : addChecks(spec, first, firstDuties(spec), `Add a check of ${inputDuty.subject}`),
    };
    return;
  }
  const ofKind = checks.some(({ node }) => node.fields.watch?.value === duty.watch);
  for (const model of models) {
    if (checks.some((check) => covers(spec, check, duty, model.family))) continue;
    yield {
      place: ofKind ? (model.node.keyPlace ?? model.node.place) : placeOfChecks(spec, model),
      message: `Nobody would see that ${duty.unseen} while \`${shorten(model.id)}\` answers: add a check of ${duty.subject}.`,
      fixes: addChecks(spec, model, [duty], `Add a check of ${duty.subject}`),
    };
  }
}

function addChecks(spec: Spec, model: AnsweringModel, duties: readonly Duty[], title: string): readonly Fix[] {
  const change = insertChecks(spec, model, duties);
  return change === undefined ? [] : [{ title, changes: [change], isPreferred: true }];
}

/** What a spec without any check should watch first. */
function firstDuties(spec: Spec): readonly Duty[] {
  return spec.fields.monitoring?.fields.checks === undefined ? [inputDuty, outputDuty, qualityDuty] : [inputDuty];
}

/**
 * The first checks of a spec that has none, as the fix of `monitor/no-drift` writes them.
 *
 * @returns undefined when there are checks already, no model answers, or the section cannot be added to
 */
export function insertFirstChecks(spec: Spec): TextChange | undefined {
  const [model] = answeringModelsOf(spec);
  if (model === undefined || hasUnreadableChecks(spec) || checksOf(spec).length > 0) return undefined;
  return insertChecks(spec, model, firstDuties(spec));
}

/**
 * A check of one column of the inputs beside one that there is: of the same model, against the same reference. What
 * cannot be taken over stays empty for the user.
 *
 * @param column as YAML text
 */
export function insertColumnCheck(spec: Spec, { node }: CheckView, column: string): TextChange | undefined {
  const model = answeringModelsOf(spec).find(({ id }) => id === node.fields.model?.id) ?? answeringModelsOf(spec).at(0);
  if (model === undefined || hasUnreadableChecks(spec)) return undefined;
  const stated = (text: string | undefined): string => (text === undefined ? '' : scalarText(text));
  const { reference, current, action } = node.fields;
  const keysOf: Duty['keysOf'] = () => [
    ['watch', 'inputs'],
    ['model', node.fields.model?.id ?? model.id],
    ['reference', stated(reference?.id)],
    ...(current === undefined ? [] : [['current', stated(current.id)] as const]),
    ['columns', `[${column}]`],
    ['window', ''],
    ['owner', ''],
    ['action', stated(action?.text)],
  ];
  return insertChecks(spec, model, [{ ...inputDuty, keysOf }]);
}

/** @returns undefined where the section stands in a form that cannot be added to */
function insertChecks(spec: Spec, model: AnsweringModel, duties: readonly Duty[]): TextChange | undefined {
  const { monitoring } = spec.fields;
  const checks = monitoring?.fields.checks;
  const taken = new Set(checks?.entries.keys());
  const bodies = duties.map((duty) => ({
    id: freeId(duty.checkId, taken),
    keys: duty.keysOf(spec, model),
  }));
  const [only] = bodies;
  if (checks !== undefined) {
    if (only === undefined) return undefined;
    return insertKey(checks.yaml, only.id, checks.yaml.flow ? inFlow(only.keys) : inBlock(only.keys, 1));
  }
  const inChecks = bodies.map(({ id, keys }) => `${id}: ${inFlow(keys)}`);
  if (monitoring !== undefined) {
    const isFlat = monitoring.yaml.flow || stateOf(monitoring, 'checks') === 'empty';
    return fillKey(
      monitoring,
      'checks',
      isFlat ? `{${inChecks.join(', ')}}` : bodies.map(({ id, keys }) => `\n  ${id}:${inBlock(keys, 2)}`).join(''),
    );
  }
  if (spec.empty.has('monitoring')) return fillKey(spec, 'monitoring', `{checks: {${inChecks.join(', ')}}}`);
  return insertKey(
    spec.yaml,
    'monitoring',
    `\n  checks:${bodies.map(({ id, keys }) => `\n    ${id}:${inBlock(keys, 3)}`).join('')}`,
  );
}

function freeId(wished: string, taken: ReadonlySet<string>): string {
  let id = wished;
  for (let turn = 2; taken.has(id); turn += 1) id = `${wished}-${turn}`;
  return id;
}

function inFlow(keys: readonly (readonly [string, string])[]): string {
  return `{${keys.map(([key, value]) => `${key}: ${value}`).join(', ')}}`;
}

/** @param depth levels below the key that is inserted */
function inBlock(keys: readonly (readonly [string, string])[], depth: number): string {
  const indent = '  '.repeat(depth);
  return keys.map(([key, value]) => `\n${indent}${key}:${value === '' ? '' : ` ${value}`}`).join('');
}

export const monitorCoverageRules: readonly Rule[] = [
  {
    id: 'monitor/no-drift',
    severity: '–/W/E',
    waits: 'project',
    finds: 'a model whose inputs nobody watches',
    why: 'Sensors are replaced, prices rise, forms change: a model goes on answering and nobody is told that it answers about another world. A check of the inputs compares each window of new data with the data that the model learned from.',
    hasFix: true,
    check: (context) => findUnwatched(context, inputDuty),
  },
  {
    id: 'monitor/no-concept-drift',
    severity: '–/W/E',
    waits: 'project',
    finds: 'a model whose quality nobody measures on new labels',
    why: 'Inputs can look the same while the right answers change. Only labels of new data show it, so a metric must be watched with them, however late they come.',
    hasFix: true,
    check: (context) => findUnwatched(context, qualityDuty),
  },
  {
    id: 'monitor/outputs-unwatched',
    severity: '–/W/E',
    waits: 'project',
    finds: 'a model whose scores nobody watches',
    why: 'Scores need no labels, so they are the earliest sign that something is wrong: a broken input, a wrong version, another population. The rate of alarms alone does not show it, because a threshold hides most of the scores.',
    hasFix: true,
    check: (context) => findUnwatched(context, outputDuty),
  },
];
