/** Rules about the names of a graph: each input and output has an entry, and each entry a name that exists. */
import type { GraphValueFact } from '../../../../schemas/facts.ts';
import { insertKey, replaceText, scalarText } from '../../spec/edits.ts';
import type { Fix } from '../../spec/edits.ts';
import type { MapNode } from '../../spec/located.ts';
import { lacks, stateOf } from '../../spec/located.ts';
import { nearest } from '../../spec/nearest.ts';
import { listOf, shorten } from '../../spec/words.ts';
import { fillKey } from '../fillKey.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { inputsOf, modelsOf, outputsOf, placeOf, printShape } from './modelView.ts';
import type { Mapping, ModelView } from './modelView.ts';

/** Names that a message lists. */
const listedNames = 8;

/** Where entries stand. */
type EntriesPlace = Pick<MapNode<unknown>, 'yaml' | 'keyPlace' | 'place'>;

/** What differs between inputs and outputs. */
interface Side {
  readonly key: 'inputs' | 'outputs';
  /** "input", "output". */
  readonly noun: string;
  readonly entriesOf: (spec: RuleContext['spec'], model: ModelView) => Mapping<EntriesPlace> | 'none' | undefined;
  /** A new entry, with blanks for what only a person knows. */
  readonly template: (value: GraphValueFact) => string;
  /** What an entry says: continues "say under `inputs` …". */
  readonly purpose: string;
}

const inputSide: Side = {
  key: 'inputs',
  noun: 'input',
  entriesOf: inputsOf,
  template: inputTemplate,
  purpose: 'which columns feed it',
};

const outputSide: Side = {
  key: 'outputs',
  noun: 'output',
  entriesOf: outputsOf,
  template: () => '{as: }',
  purpose: 'what it means',
};

function inputTemplate({ type, shape }: GraphValueFact): string {
  const width = shape?.length === 2 ? shape[1] : undefined;
  const parts = [typeof width === 'number' && width > 1 ? 'columns: ' : 'column: '];
  if (type !== undefined) parts.push(`type: ${type}`);
  if (shape?.length === 4) parts.push('image: ');
  return `{${parts.join(', ')}}`;
}

function* unmapped(context: RuleContext, side: Side): Generator<Finding> {
  for (const model of modelsOf(context.spec)) {
    const mapping = side.entriesOf(context.spec, model);
    if (mapping === undefined) continue;
    if (mapping === 'none') yield* withoutAny(context, side, model);
    else yield* differences(context, side, model, mapping);
  }
}

/** A model of which nothing is said. */
function* withoutAny(
  { facts }: RuleContext,
  { key, noun, purpose, template }: Side,
  model: ModelView,
): Generator<Finding> {
  const { id, node, keyPlace } = model;
  // A smaller form inherits, so the original lacks them and is told so; what runs elsewhere has no graph.
  if (!lacks(node, 'compressed_from') || !lacks(node, 'elsewhere') || !lacks(node, key)) return;
  // The graph makes a better sentence and a better fix; without it, the entries are missing all the same.
  const graph = facts.model(id);
  const values = graph.state === 'known' ? graph.value[key] : [];
  const names = values.map(({ name }) => shorten(name));
  const what = names.length === 0 || names.length > listedNames ? `the ${noun}s of its graph` : listOf(names);
  yield {
    place: node.empty.get(key) ?? keyPlace,
    message: `Nothing is said about ${what}: say for each ${noun} under \`${key}\` ${purpose}.`,
    fixes: [{ title: `Add \`${key}\``, changes: [fillKey(node, key, allEntries(model, key, values, template))] }],
  };
}

function allEntries(
  { node }: ModelView,
  key: Side['key'],
  values: readonly GraphValueFact[],
  template: Side['template'],
): string {
  if (values.length === 0) return '';
  const entries = values.map((value) => `${scalarText(value.name)}: ${template(value)}`);
  return node.yaml.flow || stateOf(node, key) === 'empty'
    ? `{${entries.join(', ')}}`
    : entries.map((entry) => `\n  ${entry}`).join('');
}

/** Names of the graph without an entry, and entries without a name of the graph. */
function* differences(
  { facts, know }: RuleContext,
  { key, noun, purpose, template }: Side,
  model: ModelView,
  { map, isInherited }: Mapping<EntriesPlace>,
): Generator<Finding> {
  const graph = model.node.fields.path === undefined ? undefined : know(facts.model(model.id));
  if (graph === undefined) return;
  const entries = map.yaml.entries.filter(({ key: name }, index, all) => {
    return all.findLastIndex((other) => other.key === name) === index;
  });
  const names = new Set(graph[key].map(({ name }) => name));
  const written = new Set(entries.map(({ key: name }) => name));
  const missing = graph[key].filter(({ name, kind }) => !written.has(name) && kind !== 'optional');
  const meantNames = new Set<string>();
  for (const { key: name, keyPlace } of entries) {
    if (names.has(name)) continue;
    const meant = nearest(
      name,
      missing.map((value) => value.name).filter((other) => !meantNames.has(other)),
    );
    if (meant !== undefined) meantNames.add(meant);
    const fixes: readonly Fix[] =
      meant === undefined || isInherited
        ? []
        : [{ title: `Change to \`${meant}\``, changes: [replaceText(keyPlace, scalarText(meant))], isPreferred: true }];
    const advice = meant === undefined ? `there is ${listNames([...names])}` : `did you mean \`${shorten(meant)}\`?`;
    yield {
      place: placeOf(model, isInherited, keyPlace),
      message: `The graph of \`${model.id}\` has no ${noun} \`${shorten(name)}\`: ${advice}${meant === undefined ? '.' : ''}`,
      fixes,
    };
  }
  for (const value of missing) {
    if (meantNames.has(value.name)) continue;
    const described = [value.type, printShape(value.shape)].filter((part) => part !== undefined).join(' ');
    yield {
      place: placeOf(model, isInherited, map.keyPlace ?? map.place),
      message: `The graph of \`${model.id}\` has the ${noun} \`${shorten(value.name)}\` (${described}), and \`${key}\` does not say ${purpose}.`,
      fixes: isInherited ? [] : [addEntry(map, value, template)],
    };
  }
}

function addEntry(map: EntriesPlace, value: GraphValueFact, template: Side['template']): Fix {
  return {
    title: `Add \`${shorten(value.name)}\``,
    changes: [insertKey(map.yaml, scalarText(value.name), template(value))],
    isPreferred: true,
  };
}

function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'none at all';
  return names.length > listedNames ? 'choose one of the completion list' : listOf(names.map(shorten));
}

export const modelMappingRules: readonly Rule[] = [
  {
    id: 'model/input-unmapped',
    severity: 'E/E/E',
    waits: 'section',
    finds: 'an input of the graph that nothing feeds, or an entry that the graph does not have',
    why: 'A model without one of its inputs fails on the first batch, and a mistyped name is the usual reason. The names are those in the ONNX file. A smaller form of a model inherits the entries, so its graph must have the same names.',
    hasFix: true,
    check: (context) => unmapped(context, inputSide),
  },
  {
    id: 'model/output-unmapped',
    severity: 'E/E/E',
    waits: 'section',
    finds: 'an output of the graph of which nothing says what it means, or an entry that the graph does not have',
    why: 'The file gives numbers and no meaning: whether they are probabilities, raw scores or boxes decides what every metric says. Say it for each output; `as: ignore` for one that is not used.',
    hasFix: true,
    check: (context) => unmapped(context, outputSide),
  },
];
