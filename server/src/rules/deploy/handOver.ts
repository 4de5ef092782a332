/** The rule about the package in which a model is handed over: its signature must be what the spec says. */
import type { ContractFact, ModelFact } from '../../../../schemas/facts.ts';
import type { ColumnKind } from '../../../../schemas/profile.ts';
import { listOf, shorten } from '../../spec/words.ts';
import { folderOf, joinPath } from '../../stores/pathBeside.ts';
import { readMlModel } from '../../stores/mlModel.ts';
import type { SignatureInput } from '../../stores/mlModel.ts';
import { inputsOf, modelsOf } from '../model/modelView.ts';
import type { ModelView } from '../model/modelView.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { sourceOfModel } from '../sources.ts';

/** Names that a message lists. */
const listedNames = 5;

/** What a model takes, by the spec. */
interface Takes {
  /** Names of the graph's inputs. */
  readonly inputs: readonly string[];
  /** The columns that feed them. */
  readonly columns: readonly string[];
}

/** Finds the `MLmodel` of a model: MLflow writes it beside the file, or one folder above. */
function findMlModel(
  { facts, know }: RuleContext,
  path: string,
  uri: string,
): { path: string; text: string } | undefined {
  const folder = folderOf(path);
  const candidates = [joinPath(folder, 'MLmodel'), ...(folder === '' ? [] : [joinPath(folder, '../MLmodel')])];
  for (const candidate of candidates) {
    // Most models have none, which is no gap in what is known.
    const fact = facts.path(candidate, uri);
    if (fact.state === 'pending') know(fact);
    if (fact.state !== 'known' || fact.value.kind !== 'file') continue;
    const text = know(facts.text(candidate, uri))?.text;
    return text === undefined ? undefined : { path: candidate, text };
  }
  return undefined;
}

function* mismatches(context: RuleContext, model: ModelView): Generator<Finding> {
  const { project, spec, know } = context;
  const { path } = model.node.fields;
  if (path === undefined) return;
  const found = findMlModel(context, path.text, project.locate(path.place)?.file.uri ?? '');
  if (found === undefined) return;
  const reading = readMlModel(found.text);
  const file = shorten(found.path);
  if (reading.kind === 'problem')
    know({ state: 'unknown', because: `${file} cannot be read because ${reading.because}` });
  if (reading.kind !== 'signature') return;
  const difference =
    differentNames(reading.inputs, takesOf(spec, model)) ??
    differentTensors(reading.inputs, graphOf(context, model)) ??
    differentColumns(reading.inputs, contractOf(context, model));
  if (difference === undefined) return;
  yield {
    place: path.place,
    message: `\`${file}\` says otherwise than the spec: ${difference}; package the model anew, else whoever calls it by that file fails.`,
  };
}

/** @returns undefined while the entries are missing or cannot be read */
function takesOf(spec: RuleContext['spec'], model: ModelView): Takes | undefined {
  const mapping = inputsOf(spec, model);
  if (mapping === undefined || mapping === 'none' || mapping.map.unreadable.size > 0) return undefined;
  const nodes = [...mapping.map.entries.values()];
  const columns = nodes.flatMap(({ fields }) => [fields.column, ...(fields.columns?.items ?? [])]);
  return {
    inputs: [...mapping.map.entries.keys()],
    columns: columns.flatMap((column) => column?.text ?? []),
  };
}

/** What the graph says; a graph that cannot be read is the finding of other rules. */
function graphOf({ facts }: RuleContext, { id }: ModelView): ModelFact | undefined {
  const graph = facts.model(id);
  return graph.state === 'known' ? graph.value : undefined;
}

function contractOf({ spec, facts, know }: RuleContext, { id }: ModelView): ContractFact | undefined {
  const dataId = sourceOfModel(spec, id) ?? '';
  const source = spec.fields.data?.entries.get(dataId);
  return source?.fields.contract === undefined ? undefined : know(facts.contract(dataId));
}

/** Columns or tensors that only one of the two names. */
function differentNames(signature: readonly SignatureInput[], takes: Takes | undefined): string | undefined {
  const named = signature.flatMap(({ name, isRequired }) => (name === undefined ? [] : [{ name, isRequired }]));
  if (takes === undefined || named.length === 0) return undefined;
  const names = new Set(named.map(({ name }) => name));
  // Tensors go by the names of the graph, tables by those of their columns.
  const byGraph = takes.inputs.length > 0 && takes.inputs.every((input) => names.has(input));
  const expected = byGraph ? takes.inputs : takes.columns;
  const extra = named.filter(({ name, isRequired }) => isRequired && !expected.includes(name)).map(({ name }) => name);
  const missing = expected.filter((name) => !names.has(name));
  if (extra.length > 0) return `it asks for ${listNames(extra)}, which no input names`;
  return missing.length > 0 ? `it does not know ${listNames(missing)}` : undefined;
}

function differentTensors(signature: readonly SignatureInput[], graph: ModelFact | undefined): string | undefined {
  for (const { name, type, kind } of signature) {
    if (kind !== 'tensor' || type === undefined) continue;
    const value = graph?.inputs.find((input) => input.name === name);
    const written = type === 'str' || type === 'object' ? 'string' : type;
    if (value?.type === undefined || value.type === written) continue;
    return `\`${shorten(value.name)}\` is ${shorten(type)} there, and ${value.type} in the graph`;
  }
  return undefined;
}

/** Types of columns as MLflow writes them → kinds that hold the same values. */
const kindsByType: ReadonlyMap<string, readonly ColumnKind[]> = new Map([
  ['boolean', ['boolean']],
  ['integer', ['integer']],
  ['long', ['integer']],
  ['float', ['float', 'integer']],
  ['double', ['float', 'integer']],
  ['string', ['text']],
  ['datetime', ['date', 'timestamp']],
]);

function differentColumns(
  signature: readonly SignatureInput[],
  contract: ContractFact | undefined,
): string | undefined {
  for (const { name, type, kind } of signature) {
    const column = contract?.columns.find((one) => one.name === name);
    const kinds = kind === 'column' && type !== undefined ? kindsByType.get(type) : undefined;
    if (column === undefined || kinds === undefined || column.kind === 'opaque' || kinds.includes(column.kind))
      continue;
    return `\`${shorten(column.name)}\` is ${shorten(type ?? '')} there, and ${column.type} in the contract`;
  }
  return undefined;
}

function listNames(names: readonly string[]): string {
  const shown = listOf(names.slice(0, listedNames).map(shorten));
  return names.length > listedNames ? `${shown} and ${names.length - listedNames} more` : shown;
}

export const deployHandOverRules: readonly Rule[] = [
  {
    id: 'deploy/signature-mismatch',
    severity: '–/W/E',
    finds: 'a packaged model whose signature is not that of its inputs or of the contract',
    why: 'Whoever serves the model builds the request from the signature in its `MLmodel` file. Where it names other columns, or other types, than the spec and the contract do, the hand-over fails on the first call, or answers nonsense. The file is looked for beside the model and one folder above.',
    *check(context) {
      for (const model of modelsOf(context.spec)) yield* mismatches(context, model);
    },
  },
];
