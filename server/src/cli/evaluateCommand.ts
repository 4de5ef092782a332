/** `plumbline evaluate`. */
import { evaluateProject } from '../operations/evaluate/evaluate.ts';
import { fastest } from '../operations/evaluate/chooseProvider.ts';
import { evaluationFormats } from '../operations/evaluate/renderEvaluation.ts';
import { evaluatePorts, openEvaluated, printOutcome, wishesOf } from './evaluation.ts';
import { evaluatePredictions, predictionOptions, tasks, refuseWithoutPredictions } from './evaluatePredictions.ts';
import {
  asksForDetections,
  comparedTasks,
  detectionHelp,
  detectionOptions,
  evaluateDetections,
} from './evaluateDetections.ts';
import { progressOn } from './progress.ts';
import { choose } from './world.ts';
import type { Command } from './world.ts';

export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'run a model over a split, judge it against the spec, and write a run record',
  help: `Usage: plumbline evaluate [SPEC] [options]
       plumbline evaluate [SPEC] --predictions FILE [options]
       plumbline evaluate --task TASK --predictions FILE [options]
       plumbline evaluate --ground-truth PATH (--detections FILE | --masks FOLDER) [options]

Runs the ONNX models of a spec over the splits that its metrics name, on this machine, and judges every value against
target and limit. The record of each run is written into .plumbline/runs beside the spec.

With --predictions a table of truth and answers (CSV, JSON lines or Parquet) is measured instead, and no model is run:
by the metrics of the spec, or with --task by all metrics of the task, without a spec. Columns are found by their usual
names, such as y_true, y_pred, y_score, and score_CLASS or a list for several classes.

With --ground-truth, boxes, masks or points that were answered elsewhere are measured, without spec and model.

Options:
  --model ID       only this model
  --split ID       only this split
  --on TARGET      this machine is that deployment target
  --machine        measure the machine, too: latency, throughput, memory, start, power
  --seconds N      time that measuring the machine may take for each model (default: 10)
  --provider NAME  execution provider of the runtime, or ${fastest} to choose by a short measurement
                   (default: that of the target, else cpu); no other ever takes its place
  --no-record      judge, and write nothing
  --strict         exit code 1 also when a limit is not known
  --format FORMAT  ${evaluationFormats.join(', ')} (default: text)
  --help           this text

Options of --predictions:
  --predictions FILE   table of truth and answers
  --task TASK          the task of the model:
                       ${tasks.join(',\n                       ')}
  --truth COLUMN       what is true
  --answer COLUMN      what was answered
  --scores COLUMNS     scores or probabilities, separated by commas
  --positive CLASS     the class that one looks for
  --threshold N        score from which the positive class, or a label, is answered
  --classes NAMES      every class, in the order of the scores
  --by COLUMNS         measure each value of these columns apart

Options of --ground-truth:
${detectionHelp}
Exit codes:
  0  every limit was held, or is not known
  1  a limit was missed
  2  could not run

Examples:
  plumbline evaluate examples/flight-delays
  plumbline evaluate --model delay-int8 --split june
  plumbline evaluate --machine --on edge-box
  plumbline evaluate --format json > evaluation.json
  plumbline evaluate examples/flight-delays --model delay --split test --predictions predictions.parquet
  plumbline evaluate --task binary-classification --predictions predictions.csv --by region
  plumbline evaluate --ground-truth instances.json --detections results.json
  plumbline evaluate --ground-truth truth --masks answers --classes road,car,person
`,
  options: {
    model: { type: 'string' },
    split: { type: 'string' },
    on: { type: 'string' },
    machine: { type: 'boolean' },
    seconds: { type: 'string' },
    provider: { type: 'string' },
    'no-record': { type: 'boolean' },
    strict: { type: 'boolean' },
    format: { type: 'string', words: evaluationFormats },
    ...predictionOptions,
    ...detectionOptions,
    task: { type: 'string', words: [...tasks, ...comparedTasks] },
  },
  run: async (given, world) => {
    if (asksForDetections(given)) return evaluateDetections(given, world);
    const format = choose(given, 'format', evaluationFormats, 'text');
    if (given.values['predictions'] !== undefined) return evaluatePredictions(given, format, world);
    refuseWithoutPredictions(given);
    const opened = await openEvaluated(given, world);
    const outcome = await evaluateProject(opened.project, wishesOf(given), evaluatePorts(given, opened.files, world), {
      signal: world.signal,
      onProgress: progressOn(world),
    });
    return printOutcome(outcome, opened.spec, given, format, world);
  },
};
