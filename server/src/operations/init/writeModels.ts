/** Writes the models of a proposal, with inputs and outputs as their graphs name them. */
import type { GraphValueFact } from '../../../../schemas/facts.ts';
import { counted, shorten } from '../../spec/words.ts';
import type { Findings, ProposedModel } from './proposeSpec.ts';
import { value } from './specLines.ts';
import type { SpecLines } from './specLines.ts';
import { labelIdOf } from './writeSplits.ts';

export function writeModels(lines: SpecLines, findings: Findings): void {
  const { models, leftOut } = findings;
  if (models.length === 0) return;
  lines.section('models');
  const columns = new Set(
    findings.tables.flatMap(({ fact }) => (fact.state === 'known' ? fact.value.columns : [])).map(({ name }) => name),
  );
  for (const model of models) writeModel(lines, model, labelIdOf(findings), columns);
  if (leftOut.models > 0) lines.comment(1, `${counted(leftOut.models, 'more model')} lie in this folder.`);
}

function writeModel(
  lines: SpecLines,
  { id, path, fact }: ProposedModel,
  labelId: string | undefined,
  columns: ReadonlySet<string>,
): void {
  lines.key(1, id);
  lines.key(2, 'path', value(path));
  lines.key(2, 'task', undefined, 'such as binary-classification, regression, object-detection');
  lines.key(2, 'label', labelId, labelId === undefined ? 'the label that it learned' : undefined);
  if (fact.state !== 'known') {
    const because = fact.state === 'unknown' ? shorten(fact.because) : 'it is still being read';
    lines.comment(2, `Inputs and outputs are not known because ${because}.`);
    lines.key(2, 'inputs');
    lines.key(2, 'outputs');
    return;
  }
  const { inputs, outputs } = fact.value;
  lines.key(2, 'inputs', undefined, 'keyed by the names of the graph');
  for (const input of inputs) writeInput(lines, input, columns);
  lines.key(2, 'outputs');
  for (const output of outputs) {
    lines.key(3, value(output.name));
    lines.key(4, 'as', undefined, `${describeGraphValue(output)}; such as probabilities, value, boxes, ignore`);
  }
}

/** Types of inputs that a spec can name. */
const inputTypes: ReadonlySet<string> = new Set(['float32', 'float64', 'int64', 'int32', 'uint8', 'bool', 'string']);

function writeInput(lines: SpecLines, input: GraphValueFact, columns: ReadonlySet<string>): void {
  const { name, type } = input;
  lines.key(3, value(name));
  if (columns.has(name)) lines.key(4, 'column', value(name), 'guessed from its name');
  else lines.key(4, 'columns', undefined, `${describeGraphValue(input)}: which columns, in their order`);
  lines.key(4, 'type', type !== undefined && inputTypes.has(type) ? type : undefined);
}

/** `float32, batch × 3` */
function describeGraphValue({ kind, type, shape }: GraphValueFact): string {
  const sizes = shape?.map((size) => (size === null ? '?' : String(size))).join(' × ');
  return shorten(
    [kind === 'tensor' ? undefined : kind, type, sizes].filter((part) => part !== undefined && part !== '').join(', '),
  );
}
