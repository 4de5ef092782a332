/** What the file of a model says of itself: its signature as a table, with versions and sizes. */
import type { Fact, GraphValueFact, ModelFact } from '../../../../schemas/facts.ts';
import { printShape } from '../../rules/model/modelView.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import type { GraphInQuestion } from '../graphInQuestion.ts';
import { describeValueType } from '../graphInQuestion.ts';
import { code, escapeText, paragraphs } from '../markdown.ts';

/** Rows of a table; a model with more has them in its file. */
const mostRows = 40;

/** The signature of a model, or why it is not known. */
export function describeGraph({ facts }: ProjectSnapshot, modelId: string): string {
  const graph = facts.model(modelId);
  if (graph.state !== 'known') return notKnown(graph);
  const { inputs, outputs, zipMapOutputs, externalData } = graph.value;
  return paragraphs([
    describeFile(graph.value),
    signatureTable(inputs, outputs),
    ...zipMapOutputs.map((name) => describeZipMap(graph.value, name)),
    externalData.length === 0
      ? undefined
      : `Weights in ${externalData
          .slice(0, 5)
          .map(({ path }) => code(path))
          .join(', ')}${externalData.length > 5 ? ', …' : ''}`,
  ]);
}

function describeFile({ producer, opset, otherOpsets, sizeBytes, weightBytes }: ModelFact): string {
  const sets = [
    opset === undefined ? undefined : `opset ${opset}`,
    ...otherOpsets.slice(0, 5).map(({ domain, version }) => `${escapeText(domain)} ${version}`),
  ];
  return [
    `${formatBytes(sizeBytes)}, ${formatBytes(weightBytes)} of it weights`,
    ...sets,
    producer === '' ? undefined : `written by ${escapeText(producer)}`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

function formatBytes(bytes: number): string {
  const [amount, unit] =
    bytes < 1_000_000
      ? [bytes / 1000, 'kB']
      : bytes < 1_000_000_000
        ? [bytes / 1_000_000, 'MB']
        : [bytes / 1_000_000_000, 'GB'];
  return `${amount.toLocaleString('en', { maximumSignificantDigits: 3 })} ${unit}`;
}

function signatureTable(inputs: readonly GraphValueFact[], outputs: readonly GraphValueFact[]): string {
  const rows = [...inputs.map((value) => row('input', value)), ...outputs.map((value) => row('output', value))];
  const more = rows.length > mostRows ? [`| | … ${rows.length - mostRows} more | | |`] : [];
  return ['| | name | type | shape |', '|---|---|---|---|', ...rows.slice(0, mostRows), ...more].join('\n');
}

function row(side: 'input' | 'output', { name, kind, type, shape }: GraphValueFact): string {
  const isPlain = kind === 'tensor' || kind === undefined;
  const what = isPlain ? (type ?? '') : `${kind} of ${type ?? '?'}`;
  return `| ${side} | ${cellCode(name)} | ${escapeText(what)} | ${isPlain ? cellCode(printShape(shape)) : ''} |`;
}

/** Code inside a table: a bar would end the cell, even inside code. */
function cellCode(text: string): string {
  return code(text).replaceAll('|', '\\|');
}

function describeZipMap({ zipMapClasses }: ModelFact, output: string): string {
  const classes = Object.hasOwn(zipMapClasses, output) ? (zipMapClasses[output] ?? []) : [];
  const shown = classes.slice(0, 20).map(code).join(', ');
  const order = classes.length === 0 ? '' : `; its columns are ${shown}${classes.length > 20 ? ', …' : ''}`;
  return `${code(output)} is a map from class to score in the file, and is unwrapped on loading${order}.`;
}

/** One input or output of a graph; undefined when the graph is known and has no such value. */
export function describeGraphValue({ side, modelId, graph }: GraphInQuestion, name: string): string | undefined {
  if (graph.state !== 'known') return paragraphs([`**${escapeText(name)}**`, notKnown(graph)]);
  const value = graph.value[side].find((one) => one.name === name);
  if (value === undefined) return undefined;
  return paragraphs([
    `**${escapeText(name)}** · ${side === 'inputs' ? 'input' : 'output'} of the graph of ${code(modelId)}`,
    code(describeValueType(value)),
    graph.value.zipMapOutputs.includes(name) ? describeZipMap(graph.value, name) : undefined,
  ]);
}

function notKnown(fact: Exclude<Fact<ModelFact>, { readonly state: 'known' }>): string {
  return fact.state === 'pending'
    ? '_The model is being read; its inputs and outputs show here in a moment._'
    : `_Its inputs and outputs are not known because ${escapeText(fact.because)}._`;
}
