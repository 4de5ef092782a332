/** Keys whose need lies elsewhere in the spec: in the model that learns from a source, in an id, in another part. */
import { insertKey } from '../../spec/edits.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { lacks, stateOf } from '../../spec/located.ts';
import { shorten } from '../../spec/words.ts';
import type { YamlMap } from '../../yaml/nodes.ts';
import type { Place } from '../../yaml/place.ts';
import { modelChain, roleOfSplit, taskOfModel } from '../metricView.ts';
import type { Finding, RuleContext } from '../rule.ts';
import { sourceOfModel, sourceOfSplit } from '../sources.ts';

/** Tasks whose answers stand in a column; boxes and masks stand in files. */
const columnTasks: ReadonlySet<string> = new Set([
  'binary-classification',
  'multiclass-classification',
  'multilabel-classification',
  'regression',
]);

/** A finding about a key that is absent; empty keys have one already. */
function* missing<T>(
  object: ObjectNode<T>,
  key: keyof T & string,
  place: Place,
  because: string,
  map: YamlMap = object.yaml,
): Generator<Finding> {
  if (stateOf(object, key) !== 'absent') return;
  yield {
    place,
    message: `\`${key}\` is missing: ${because}.`,
    fixes: [{ title: `Add \`${key}\``, changes: [insertKey(map, key, '')], isPreferred: true }],
  };
}

export function* missingContextKeys(context: RuleContext): Generator<Finding> {
  yield* missingSections(context);
  yield* missingLabelColumns(context);
  yield* missingSplitRoles(context);
  yield* missingModelLabels(context);
  yield* missingPrices(context);
}

/** `phase` and `owner` may stand in any part, but somewhere they must. */
function* missingSections({ project, spec }: RuleContext): Generator<Finding> {
  const main = project.files[0];
  const place = main?.root.yaml.entries[0]?.keyPlace;
  if (main === undefined || !main.isMain || place === undefined) return;
  const { yaml } = main.root;
  yield* missing(spec, 'phase', place, 'say how far the project is, because it decides which gaps matter', yaml);
  yield* missing(spec, 'owner', place, 'say who answers questions about the project', yaml);
}

/** A model learns from the column in `roles.label`. */
function* missingLabelColumns({ spec }: RuleContext): Generator<Finding> {
  const done = new Set<string>();
  for (const id of spec.fields.models?.entries.keys() ?? []) {
    const task = taskOfModel(spec, id);
    const dataId = sourceOfModel(spec, id);
    const source = dataId === undefined ? undefined : spec.fields.data?.entries.get(dataId);
    if (dataId === undefined || source === undefined || done.has(dataId)) continue;
    if (task === undefined || !columnTasks.has(task)) continue;
    done.add(dataId);
    const because = `\`${id}\` learns from this source, so say which column holds the answer`;
    yield* missing(source, 'roles', source.keyPlace ?? source.place, because);
    const { roles } = source.fields;
    if (roles !== undefined) yield* missing(roles, 'label', roles.keyPlace ?? roles.place, because);
  }
}

/** An id that is no word for a role needs one. */
function* missingSplitRoles({ spec }: RuleContext): Generator<Finding> {
  for (const [id, split] of spec.fields.splits?.entries ?? []) {
    if (roleOfSplit(spec, id) !== undefined) continue;
    const because = `\`${shorten(id)}\` alone does not say what the split is for`;
    yield* missing(split, 'role', split.keyPlace ?? split.place, because);
  }
}

/** A model that learned from a source with a label for its task answers that label. */
function* missingModelLabels({ spec }: RuleContext): Generator<Finding> {
  const labels = [...(spec.fields.labels?.entries ?? [])];
  for (const [id, model] of spec.fields.models?.entries ?? []) {
    const chain = modelChain(spec, id);
    const isInherited = chain.slice(1).some((original) => stateOf(original, 'label') !== 'absent');
    const dataId = sourceOfSplit(spec, model.fields.trained_on?.id);
    if (isInherited || dataId === undefined || chain.length > 1) continue;
    const fitting = labels.find(
      ([, { fields }]) => fields.of?.id === dataId && fields.task?.value === model.fields.task?.value,
    );
    if (fitting === undefined) continue;
    const because = `the project declares \`${fitting[0]}\` on the rows from which it learned`;
    yield* missing(model, 'label', model.keyPlace ?? model.place, because);
  }
}

/** Work has a price per hour; labelling takes time per item. */
function* missingPrices({ spec }: RuleContext): Generator<Finding> {
  for (const item of spec.fields.costs?.fields.items?.entries.values() ?? []) {
    const place = item.keyPlace ?? item.place;
    const isLabelled = !lacks(item, 'items');
    if (isLabelled) yield* missing(item, 'seconds', place, 'say how long one opinion about one item takes');
    if (isLabelled || !lacks(item, 'hours')) yield* missing(item, 'rate', place, 'say what an hour costs');
  }
}

/** Keys of which one object has at most one. */
export function* excludingKeys({ spec }: RuleContext): Generator<Finding> {
  for (const split of spec.fields.splits?.entries.values() ?? []) yield* exclusive(split, ['where', 'period', 'path']);
  for (const source of spec.fields.data?.entries.values() ?? []) {
    yield* exclusive(source, ['path', 'engine']);
    if (source.fields.version !== undefined) {
      yield* exclusive(source.fields.version, ['dvc', 'git', 'md5', 's3', 'pachyderm', 'table_version']);
    }
  }
  for (const model of spec.fields.models?.entries.values() ?? []) {
    yield* exclusive(model, ['path', 'elsewhere']);
    for (const input of model.fields.inputs?.entries.values() ?? []) yield* exclusive(input, ['column', 'columns']);
  }
  for (const metric of spec.fields.metrics?.entries.values() ?? []) {
    for (const slice of metric.fields.slices?.entries.values() ?? []) yield* exclusive(slice, ['where', 'by']);
  }
}

function* exclusive<T>(object: ObjectNode<T>, keys: readonly (keyof T & string)[]): Generator<Finding> {
  const [first, ...others] = object.yaml.entries.filter(({ key }) => keys.some((one) => one === key));
  for (const other of others) {
    if (first === undefined || other.key === first.key) continue;
    yield {
      place: other.keyPlace,
      message: `\`${other.key}\` stands beside \`${first.key}\`, and only one of them can hold: keep one.`,
      related: [{ place: first.keyPlace, message: `\`${first.key}\` stands here.` }],
    };
  }
}
