/** Writes a proposal down, section by section, in the order in which people read a spec: goals before data. */
import type { RunFact } from '../../../../schemas/facts.ts';
import { shorten } from '../../spec/words.ts';
import type { Findings } from './proposeSpec.ts';
import type { GuessedTask } from './guessModel.ts';
import { findMeasured } from './findMeasured.ts';
import type { MeasuredMetric } from './findMeasured.ts';
import { guessMetric, usualMetrics } from './readCodeHints.ts';
import { guessTask } from './guessTask.ts';
import { createSpecLines, list, value } from './specLines.ts';
import type { SpecLines } from './specLines.ts';
import { writeData } from './writeData.ts';
import { writeModels } from './writeModels.ts';
import { hasSplits, hasValidation, writeLabels, writeSplits } from './writeSplits.ts';

export function writeSpec(findings: Findings): string {
  const lines = createSpecLines();
  lines.comment(
    0,
    'Proposed from what lies in this folder. Nothing is decided yet: what is empty is for you to fill in,',
  );
  lines.comment(0, 'and what is guessed says so. `plumbline check` lists what is missing.');
  writeHead(lines, findings);
  writeEconomics(lines, findings);
  writeMetrics(lines, findings);
  writeData(lines, findings);
  writeSplits(lines, findings);
  writeLabels(lines, findings);
  writeModels(lines, findings);
  writeCosts(lines, findings);
  writePipeline(lines, findings);
  return lines.text();
}

function writeHead(lines: SpecLines, { project, authors, owner }: Findings): void {
  const candidates = authors.map(({ name }) => shorten(name)).join(', ');
  lines.key(0, 'plumbline', 'v1', 'language version: selects the schema and the rules');
  lines.key(0, 'project', project);
  lines.key(0, 'phase', 'poc', 'poc | pilot | production | retired: shifts severities');
  lines.key(
    0,
    'owner',
    owner === undefined ? undefined : value(owner.email),
    owner !== undefined
      ? `guessed: ${shorten(owner.name)} has made all commits here`
      : candidates === ''
        ? 'who answers questions, as an e-mail address'
        : `who answers questions; git knows ${candidates}`,
  );
}

/** The outcomes of a task that may be worth something. */
const outcomeWords: Readonly<Record<GuessedTask, string>> = {
  'binary-classification': '{tp, fp, fn, tn}',
  'multiclass-classification': '{correct, wrong}',
  regression: '{over, under}',
};

/** The task of the model that is judged; the table says it where the graph does not. */
function taskOf(findings: Findings): GuessedTask | undefined {
  return findings.models[0]?.guess?.task ?? guessTask(findings).task;
}

function writeEconomics(lines: SpecLines, findings: Findings): void {
  const task = taskOf(findings);
  const values = task === undefined ? undefined : outcomeWords[task];
  const outcomes = values ?? '{tp, fp, fn, tn}, {correct, wrong} or {over, under}';
  lines.section('economics');
  lines.key(1, 'lever', undefined, 'top-line | bottom-line | satisfaction | safety | compliance');
  lines.key(1, 'volume', undefined, 'decisions per period, in predictions/year or predictions/day');
  lines.key(1, 'value', undefined, `what an answer is worth: ${outcomes}`);
}

function writeMetrics(lines: SpecLines, findings: Findings): void {
  const [model] = findings.models;
  lines.section('metrics', 'metrics first: all three kinds, each with a target and a limit');
  lines.key(1, 'saved');
  lines.key(2, 'kind', 'business');
  lines.key(2, 'definition', 'economics', 'value against the baseline; or a sentence, or dbt:NAME');
  lines.key(2, 'direction', 'maximize');
  writeGoals(lines);
  lines.key(1, 'quality');
  lines.key(2, 'kind', 'model');
  const measured = measuredMetricOf(findings);
  writeMetricName(lines, findings, measured);
  if (model !== undefined) lines.key(2, 'model', model.id);
  // What another tool has measured has a value without a model that can be run here.
  else if (measured === undefined) lines.key(2, 'model', undefined, howToGetModel(findings));
  writeMetricSplit(lines, findings, measured);
  if (measured !== undefined) {
    lines.key(2, 'source', measured.source, `${showNumber(measured.value)} there now`);
  }
  writeGoals(lines);
  lines.key(2, 'drives', 'saved', 'the business metric that it moves');
  lines.key(1, 'latency');
  lines.key(2, 'kind', 'infrastructure');
  lines.key(2, 'metric', 'latency');
  lines.key(2, 'percentile', '99', 'a mean hides the tail: 50, 90, 95 or 99');
  lines.key(2, 'batch', '1', 'predictions at once; with `on`, a device of deployment.targets, it is measured there');
  if (model !== undefined) lines.key(2, 'model', model.id);
  writeGoals(lines);
  writeMeasured(lines, findings, measured);
}

/** The split of the metric of the model: the one that its recorded value was measured on, as far as its name says. */
function writeMetricSplit(lines: SpecLines, findings: Findings, measured: MeasuredMetric | undefined): void {
  if (measured?.isValidation !== true) {
    lines.key(2, 'split', hasSplits(findings) ? 'test' : undefined);
  } else if (hasValidation(findings)) {
    lines.key(2, 'split', 'validation', `by the name ${shorten(measured.key)}; promise on test, once that is measured`);
  } else {
    lines.key(2, 'split', undefined, `the rows behind ${shorten(measured.key)}: not the test, by its name`);
  }
}

/** What leads on where no model can be run yet; files of other formats are named further below. */
function howToGetModel({ survey: { otherModels } }: Findings): string {
  return otherModels.length > 0
    ? 'one under `models`, once it is an ONNX file: see below'
    : 'no ONNX file was found: write one (skl2onnx, torch.onnx.export, tf2onnx), and name it under `models`';
}

/** The metric of the model: one that was measured, else the one that code computes, else what is usual for the task. */
function writeMetricName(lines: SpecLines, findings: Findings, measured: MeasuredMetric | undefined): void {
  if (findings.annotations !== undefined) {
    lines.key(2, 'metric', 'map', 'guessed from the task; others are ar and iou');
    lines.key(2, 'iou', '0.50:0.95', 'overlaps over which is averaged, as COCO does');
    return;
  }
  const task = taskOf(findings);
  const guess = task === undefined ? undefined : guessMetric(task, findings.hints);
  const from = measured?.from ?? guess?.from;
  const comment =
    from === undefined ? 'such as recall, precision, accuracy, mae, map' : `guessed from ${shorten(from)}`;
  lines.key(2, 'metric', measured?.metric ?? guess?.metric, comment);
}

/** What another tool has recorded of the metric that code computes, else of one that is usual for the task. */
function measuredMetricOf(findings: Findings): MeasuredMetric | undefined {
  const task = taskOf(findings);
  if (task === undefined) return undefined;
  return findMeasured([guessMetric(task, findings.hints).metric, ...usualMetrics[task]], findings.runs);
}

/** What other tools have measured, and how a metric takes its last value from there. */
function writeMeasured(lines: SpecLines, { runs, survey }: Findings, bound: MeasuredMetric | undefined): void {
  for (const run of runs.filter(({ store }) => store === 'dvc')) {
    const [key] = Object.keys(run.values).filter((one) => one !== bound?.key);
    if (key === undefined) continue;
    const source = `source: {dvc: ${value(`${run.id}#${key}`)}}`;
    lines.comment(1, `${shorten(run.id)} holds ${describeValues(run)}: ${source} binds a metric to one.`);
  }
  const [store] = survey.mlflow;
  if (store === undefined) return;
  const newest = runs.find((run) => run.store === 'mlflow');
  const [key = '…'] = Object.keys(newest?.values ?? {}).filter((one) => one !== bound?.key);
  const experiment = newest?.experiment ?? '…';
  const source = `source: {mlflow: {experiment: ${value(experiment)}, key: ${value(key)}}}`;
  const measured = newest === undefined ? '' : `, the newest with ${describeValues(newest)}`;
  lines.comment(1, `MLflow runs lie in ${shorten(store)}${measured}: ${source} binds a metric to one.`);
}

const shownValues = 4;

/** "avg_prec.test 0.925, roc_auc.test 0.943 and 2 more". */
function describeValues({ values }: RunFact): string {
  const all = Object.entries(values);
  const shown = all.slice(0, shownValues).map(([key, { value: number }]) => `${shorten(key)} ${showNumber(number)}`);
  return `${shown.join(', ')}${all.length > shown.length ? ` and ${all.length - shown.length} more` : ''}`;
}

function showNumber(number: number): string {
  return String(Number(number.toPrecision(4)));
}

function writeGoals(lines: SpecLines): void {
  lines.key(2, 'target', undefined, 'what we aim for');
  lines.key(2, 'limit', undefined, 'the worst value that is still acceptable');
}

function writeCosts(lines: SpecLines, { charges }: Findings): void {
  if (charges.length === 0) return;
  lines.section('costs');
  lines.key(1, 'currency', undefined, 'ISO 4217; then items: the rules list the categories');
  lines.key(1, 'actuals');
  for (const { id, path, format } of charges) {
    lines.key(2, id, `{format: ${format}, path: ${value(path)}}`, 'guessed from its columns');
  }
}

function writePipeline(lines: SpecLines, { survey: { dvcPipelines, locks, notebooks } }: Findings): void {
  const [lock] = locks;
  const hasKeys = dvcPipelines.length > 0 || lock !== undefined;
  if (hasKeys) {
    lines.section('pipeline');
    if (dvcPipelines.length > 0) lines.key(1, 'from', list(dvcPipelines), 'stages and outputs are read, not retyped');
    if (lock !== undefined) lines.key(1, 'lock', value(lock));
  }
  if (notebooks.length === 0) return;
  const shown = notebooks.slice(0, 5).map((path) => shorten(path));
  const more = notebooks.length > shown.length ? ` and ${notebooks.length - shown.length} more` : '';
  if (!hasKeys) lines.blank();
  lines.comment(hasKeys ? 1 : 0, `Notebooks: ${shown.join(', ')}${more}.`);
}
