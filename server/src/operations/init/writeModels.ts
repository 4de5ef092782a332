/** Writes the models of a proposal, with inputs and outputs as their graphs name them. */
import type { GraphValueFact } from '../../../../schemas/facts.ts';
import { counted, shorten } from '../../spec/words.ts';
import type { Findings, ProposedModel } from './proposeSpec.ts';
import { list, value } from './specLines.ts';
import type { SpecLines } from './specLines.ts';
import { widthOf } from './guessModel.ts';
import { findColumnList } from './readCodeHints.ts';
import { writePictureInput, writeUltralyticsDecision, writeUltralyticsOutputs } from './writePictureModel.ts';
import { labelIdOf } from './writeSplits.ts';

export function writeModels(lines: SpecLines, findings: Findings): void {
  const { models, leftOut, survey } = findings;
  if (models.length === 0) {
    writeOtherModels(lines, survey.otherModels);
    return;
  }
  lines.section('models');
  const columns = new Set(
    findings.tables.flatMap(({ fact }) => (fact.state === 'known' ? fact.value.columns : [])).map(({ name }) => name),
  );
  for (const model of models) writeModel(lines, model, findings, columns);
  if (leftOut.models > 0) lines.comment(1, `${counted(leftOut.models, 'more model')} lie in this folder.`);
}

/** Where there is no model that can be run, how one gets there. */
function writeOtherModels(lines: SpecLines, paths: readonly string[]): void {
  if (paths.length === 0) return;
  const shown = paths.slice(0, 3).map((path) => shorten(path));
  const more = paths.length > shown.length ? ` and ${paths.length - shown.length} more` : '';
  lines.blank();
  lines.comment(
    0,
    `Models: ${shown.join(', ')}${more}. ONNX files are read and run here: skl2onnx, torch.onnx.export,`,
  );
  lines.comment(0, 'tf2onnx and onnxmltools write one; then name it under `models`.');
}

function writeModel(
  lines: SpecLines,
  { id, path, fact, guess, pictures }: ProposedModel,
  findings: Findings,
  columns: ReadonlySet<string>,
): void {
  lines.key(1, id);
  lines.key(2, 'path', value(path));
  const exported = pictures?.ultralytics;
  const task = exported?.task ?? guess?.task;
  const labelId = labelIdOf(findings);
  lines.key(
    2,
    'task',
    task,
    task === undefined ? 'such as binary-classification, regression, object-detection' : 'guessed from its outputs',
  );
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
  for (const input of inputs) {
    if (pictures === undefined) writeInput(lines, input, columns, guess?.columns.get(input.name), findings);
    else writePictureInput(lines, pictures, specType(input.type));
  }
  lines.key(2, 'outputs');
  if (exported !== undefined) {
    writeUltralyticsOutputs(lines, exported);
    writeUltralyticsDecision(lines, exported);
    return;
  }
  for (const output of outputs) {
    lines.key(3, value(output.name));
    const as = guess?.outputs.get(output.name);
    const shape = describeGraphValue(output);
    lines.key(4, 'as', as, as === undefined ? `${shape}; such as probabilities, value, boxes, ignore` : shape);
    // The order decides which number belongs to which class, so only what the graph itself says is written down.
    const classes = as === 'probabilities' ? fact.value.zipMapClasses[output.name] : undefined;
    if (classes !== undefined && classes.length > 0) lines.key(4, 'classes', list(classes), 'as the graph names them');
  }
  if (task === 'regression' || task === undefined) return;
  const hasClasses = [...(guess?.outputs.values() ?? [])].includes('probabilities');
  if (hasClasses) lines.key(2, 'decision', '{pick: argmax}', 'the likeliest class; or {class: …, threshold: …}');
  else lines.key(2, 'decision', undefined, '{class: …, threshold: …}: from which score on');
}

/** Types of inputs that a spec can name. */
const inputTypes: ReadonlySet<string> = new Set(['float32', 'float64', 'int64', 'int32', 'uint8', 'bool', 'string']);

function specType(type: string | undefined): string | undefined {
  return type !== undefined && inputTypes.has(type) ? type : undefined;
}

function writeInput(
  lines: SpecLines,
  input: GraphValueFact,
  columns: ReadonlySet<string>,
  guessed: readonly string[] | undefined,
  { hints, gaps }: Findings,
): void {
  const { name, type } = input;
  const listed = findColumnList(hints, columns, widthOf(input) ?? 0);
  lines.key(3, value(name));
  const alike = findAlike(name, columns);
  const read = alike === undefined ? (listed?.names ?? guessed ?? []) : [alike];
  if (alike !== undefined) lines.key(4, 'column', value(alike), 'guessed from its name');
  else if (listed !== undefined) writeColumns(lines, listed.names, `guessed from a list in ${listed.path}`);
  else if (guessed !== undefined) {
    writeColumns(lines, guessed, `guessed: the ${guessed.length} columns of numbers, in their order`);
  } else lines.key(4, 'columns', undefined, `${describeGraphValue(input)}: which columns, in their order`);
  lines.key(4, 'type', specType(type));
  writeMissing(lines, type, Math.max(0, ...read.map((column) => gaps.get(column) ?? 0)));
}

/** Where values are missing somebody has to say what the model reads instead: for decimals mostly NaN, as from pandas. */
function writeMissing(lines: SpecLines, type: string | undefined, rows: number): void {
  if (rows === 0) return;
  const lacking = `${counted(rows, 'row')} without a value`;
  if (type === 'float32' || type === 'float64') lines.key(4, 'missing', 'nan', `guessed, for ${lacking}; or a number`);
  else lines.key(4, 'missing', undefined, `${lacking}: what the model reads instead, or refuse`);
}

/** The column of this name, or the only one that has it where a graph writes what is no word as `_`. */
function findAlike(name: string, columns: ReadonlySet<string>): string | undefined {
  if (columns.has(name)) return name;
  const [only, ...others] = [...columns].filter((column) => column.replace(/[^\p{L}\p{N}]/gu, '_') === name);
  return others.length === 0 ? only : undefined;
}

/** Names that stand on one line together; more stand on a line each. */
const mostOnOneLine = 4;

function writeColumns(lines: SpecLines, names: readonly string[], why: string): void {
  lines.key(4, 'columns', names.length <= mostOnOneLine ? list(names) : undefined, why);
  if (names.length > mostOnOneLine) for (const name of names) lines.item(5, value(name));
}

/** `float32, batch × 3` */
function describeGraphValue({ kind, type, shape }: GraphValueFact): string {
  const sizes = shape?.map((size) => (size === null ? '?' : String(size))).join(' × ');
  return shorten(
    [kind === 'tensor' ? undefined : kind, type, sizes].filter((part) => part !== undefined && part !== '').join(', '),
  );
}
