/** What an evaluation leaves behind: the record of a run. */
import type { EvaluatedValue, EvaluationResult } from '../../../../schemas/evaluationJob.ts';
import type { EvaluatedPairing } from '../../../../schemas/evaluationReport.ts';
import { runSchemaVersion } from '../../../../schemas/run.ts';
import type { RunRecord, RunValue } from '../../../../schemas/run.ts';
import { findMetricName } from '../../../../schemas/metricNames.ts';
import { machineResult } from '../../../../schemas/machineJob.ts';
import type { MachineResult } from '../../../../schemas/machineJob.ts';
import type { MetricView } from '../../rules/metricView.ts';
import { unitOf } from './judgeValues.ts';
import type { JudgedMachineMetric } from './judgeMachine.ts';
import type { JudgedBusiness } from './judgeValues.ts';
import type { AskedPlan } from './evaluationPlan.ts';

/** What is known beside the result. */
export interface RunSurroundings {
  readonly version: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly command: string | undefined;
  readonly project: string | undefined;
  readonly modelPath: string | undefined;
  readonly predictionsPath: string | undefined;
  /** Absent when the rows were answered elsewhere, so that it is not known which version they are of. */
  readonly data: { readonly version: string | undefined; readonly sizeBytes: number } | undefined;
  readonly target: string | undefined;
  readonly commit: { readonly hash: string; readonly isDirty: boolean } | undefined;
  readonly machine: RunRecord['machine'];
  /** What was measured on the machine, where it was asked for. */
  readonly figures: MachineFigures | undefined;
}

export interface MachineFigures {
  readonly metrics: readonly JudgedMachineMetric[];
  readonly result: MachineResult;
}

/** Digits that are kept of a number: more would make two equal runs differ in a diff. */
const digits = 12;

export function runRecordOf(
  plan: AskedPlan,
  result: EvaluatedPairing['result'],
  business: readonly JudgedBusiness[],
  around: RunSurroundings,
): RunRecord {
  const { data, commit } = around;
  return {
    kind: 'run',
    schema: runSchemaVersion,
    plumbline: around.version,
    startedAt: around.startedAt.toISOString(),
    endedAt: around.endedAt.toISOString(),
    ...(around.command === undefined ? {} : { command: around.command }),
    ...(around.project === undefined ? {} : { project: around.project }),
    model: {
      id: plan.modelId,
      ...(around.modelPath === undefined ? {} : { path: around.modelPath }),
      ...(result.model === undefined ? {} : { sha256: result.model.sha256, sizeBytes: result.model.sizeBytes }),
    },
    ...predictionsOf(result, around),
    data: {
      id: plan.dataId,
      ...(data?.version === undefined ? {} : { version: data.version }),
      ...(data === undefined ? {} : { sizeBytes: data.sizeBytes }),
    },
    split: {
      id: plan.splitId,
      rows: result.rows,
      ...(result.classes === undefined ? {} : { classes: result.classes }),
      ...positivesOf(plan, result),
    },
    ...(around.target === undefined ? {} : { target: around.target }),
    ...(commit === undefined ? {} : { git: { commit: commit.hash, isDirty: commit.isDirty } }),
    machine: { ...around.machine, ...(result.model === undefined ? {} : { provider: result.model.provider }) },
    ...(result.model === undefined
      ? {}
      : { versions: { 'onnxruntime-node': result.model.runtime.replace(/^\D+/, '') } }),
    ...(result.kept === undefined ? {} : { answers: { sha256: result.kept } }),
    params: paramsOf(plan, result),
    values: {
      ...Object.fromEntries(plan.metrics.flatMap((metric) => valueEntry(metric, result))),
      ...Object.fromEntries(
        business.map(({ judged, unit }) => [
          judged.id,
          { ...runValue(judged.value, unit), origin: 'computed' as const },
        ]),
      ),
      ...Object.fromEntries(
        (around.figures?.metrics ?? []).map(({ judged, unit, origin }) => [
          judged.id,
          { ...runValue(judged.value, unit), origin },
        ]),
      ),
    },
    ...moneyOf(plan, result),
    ...(around.figures === undefined ? {} : { figures: roundAll(around.figures.result) }),
    ...(result.confusion === undefined ? {} : { confusion: result.confusion }),
    ...imagesOf(result),
    ...spreadOf(result),
    ...(result.binary === undefined ? {} : { curves: curvesOf(result.binary) }),
    ...thingsOf(result),
  };
}

/** What one answer is worth on average, in slices, too. */
function moneyOf({ wish }: AskedPlan, { money }: EvaluationResult): Pick<RunRecord, 'money'> {
  if (money === undefined) return {};
  const { currency, value, prevalence, never, gain } = money;
  const slices = Object.entries(money.slices).map(([id, one]): [string, RunValue] => [id, sliceValue(one, currency)]);
  return {
    money: {
      currency,
      value: runValue(value, currency),
      ...(prevalence === undefined ? {} : { prevalence }),
      ...(never === undefined ? {} : { never: runValue(never, currency) }),
      ...(gain === undefined ? {} : { gain: runValue(gain, currency) }),
      ...errorsOf(wish, money),
      ...ruleOf(wish, money),
      ...(slices.length === 0 ? {} : { slices: Object.fromEntries(slices) }),
    },
  };
}

/** Mean errors on each side, of the model and of the rule that it is compared with. */
function errorsOf(
  { money: asked }: AskedPlan['wish'],
  { errors, ruleErrors }: NonNullable<EvaluationResult['money']>,
): Pick<NonNullable<RunRecord['money']>, 'errors'> {
  if (errors === undefined) return {};
  const short = ({ tooHigh, tooLow }: typeof errors) => ({ tooHigh: rounded(tooHigh), tooLow: rounded(tooLow) });
  const text = asked?.kind === 'errors' ? asked.rule : undefined;
  return {
    errors: {
      ...short(errors),
      ...(ruleErrors === undefined || text === undefined ? {} : { rule: { text, ...short(ruleErrors) } }),
    },
  };
}

/** What the rule of two classes came to that the model is compared with. */
function ruleOf(
  { money: asked }: AskedPlan['wish'],
  { ruleCounts }: NonNullable<EvaluationResult['money']>,
): Pick<NonNullable<RunRecord['money']>, 'rule'> {
  const text = asked?.kind === 'binary' ? asked.rule : undefined;
  return ruleCounts === undefined || text === undefined ? {} : { rule: { text, ...ruleCounts } };
}

/** Average precision of each class of things, or the overlap of each class of pixels. */
function thingsOf({ detections, masks }: EvaluatedPairing['result']): Pick<RunRecord, 'things' | 'curves'> {
  if (masks !== undefined) {
    const classes = masks.classes.map(({ name, pixels, iou }) => ({ name, n: pixels, value: runValue(iou, '') }));
    const worst = (masks.flawed ?? []).slice(0, mostPictures).map(({ name, width, height, wrong, regions }) => ({
      image: name,
      width,
      height,
      wrong,
      missed: 0,
      truths: [],
      answers: [],
      regions: regions.map((region) => ({ ...region, share: Number(region.share.toPrecision(4)) })),
    }));
    return { things: { what: 'pixels', measure: 'IoU', classes, ...(worst.length === 0 ? {} : { worst }) } };
  }
  if (detections === undefined) return {};
  const { right, localisation, class: otherClass, both, duplicate, background, missed, score } = detections.errors;
  const errors = { right, localisation, class: otherClass, both, duplicate, background, missed };
  const half = detections.curves.find(({ overlap }) => overlap === '0.50');
  return {
    things: {
      what: thingWords[detections.task],
      measure: 'AP',
      classes: detections.classes.map(({ name, truths, precision }) => ({
        name,
        n: truths,
        value: runValue(precision, ''),
      })),
      errors,
      score,
      ...(detections.worst.length === 0 ? {} : { worst: detections.worst.slice(0, mostPictures).map(flawsOf) }),
    },
    ...(half === undefined
      ? {}
      : {
          curves: {
            'precision-recall': {
              x: 'recall',
              y: 'mean precision of the classes at an overlap of 0.5',
              points: half.points.map(([x, y]): [number, number] => [x, Number(y.toPrecision(6))]),
            },
          },
        }),
  };
}

const thingWords = { 'object-detection': 'boxes', 'instance-segmentation': 'masks', keypoints: 'points' } as const;

/** Pictures whose boxes stand in a record, and boxes of each. */
const mostPictures = 12;
const mostBoxes = 60;

type FlawedImage = NonNullable<EvaluatedPairing['result']['detections']>['worst'][number];

function flawsOf({ name, width, height, wrong, missed, truths, answers }: FlawedImage) {
  type Box = FlawedImage['truths'][number]['box'];
  const tenth = (side: number): number => Math.round(side * 10) / 10;
  const short = ([left, top, across, down]: Box): Box => [tenth(left), tenth(top), tenth(across), tenth(down)];
  return {
    image: name,
    width,
    height,
    wrong,
    missed,
    truths: truths.slice(0, mostBoxes).map((one) => ({ ...one, box: short(one.box) })),
    answers: answers
      .slice(0, mostBoxes)
      .map((one) => ({ ...one, box: short(one.box), score: Number(one.score.toPrecision(4)) })),
  };
}

/** How numbers err, and how each of any number of classes is answered; a confusion says the latter by itself. */
function spreadOf({ numbers, perClass, confusion }: EvaluationResult): Pick<RunRecord, 'numbers' | 'perClass'> {
  const short = (value: number): number => Number(value.toPrecision(6));
  return {
    ...(numbers === undefined
      ? {}
      : {
          numbers: {
            byAnswer: numbers.byAnswer.map(({ rows, answer, error, low, high }) => ({
              rows,
              answer: short(answer),
              error: short(error),
              low: short(low),
              high: short(high),
            })),
            errors: numbers.errors.map(({ from, to, rows }) => ({ from: short(from), to: short(to), rows })),
          },
        }),
    ...(perClass === undefined || confusion !== undefined
      ? {}
      : {
          perClass: perClass.map(({ name, truePositives, falsePositives, falseNegatives }) => ({
            name,
            truePositives,
            falsePositives,
            falseNegatives,
          })),
        }),
  };
}

/** Images that a record names: those on which the model errs most, and those that could not be read. */
const mostImages = 24;

function imagesOf({ unreadable, worst }: EvaluationResult): Pick<RunRecord, 'unreadable' | 'worst'> {
  const wrong = worst
    .slice(0, mostImages)
    .flatMap(({ image, truth, answer, score }) =>
      image === undefined ? [] : [{ image, truth, answer, score: Number(score.toPrecision(4)) }],
    );
  return {
    ...(unreadable === undefined
      ? {}
      : {
          unreadable: {
            rows: unreadable.rows,
            first: unreadable.first.slice(0, mostImages).map(({ file, sentence }) => ({ file, sentence })),
          },
        }),
    ...(wrong.length === 0 ? {} : { worst: wrong }),
  };
}

function predictionsOf({ predictions }: EvaluationResult, { predictionsPath: path }: RunSurroundings) {
  if (predictions === undefined || path === undefined) return {};
  return { predictions: { path, sha256: predictions.sha256, sizeBytes: predictions.sizeBytes } };
}

/** The threshold that the answers were given with. */
function paramsOf({ wish }: AskedPlan, { predictions }: EvaluationResult): { threshold?: number } {
  const threshold = predictions === undefined ? wish.threshold : predictions.threshold;
  return threshold === undefined ? {} : { threshold };
}

function positivesOf({ wish }: AskedPlan, { classes }: EvaluationResult): { positives?: number } {
  const positives = wish.positive === undefined ? undefined : classes?.[wish.positive];
  return positives === undefined ? {} : { positives };
}

function valueEntry(metric: MetricView, { metrics }: EvaluationResult): readonly (readonly [string, RunValue])[] {
  const measured = metrics.find(({ id }) => id === metric.id);
  if (measured === undefined) return [];
  const unit = unitOf(metric);
  const slices = Object.fromEntries(
    Object.entries(measured.slices).map(([id, value]) => [id, sliceValue(value, unit)]),
  );
  const value = withNotes(runValue(measured.value, unit), measured.value);
  return [[metric.id, Object.keys(slices).length === 0 ? value : { ...value, slices }]];
}

function withNotes(value: RunValue, measured: EvaluatedValue): RunValue {
  if (value.state === 'undefined' || measured.state === 'undefined' || measured.notes === undefined) return value;
  return { ...value, notes: [...measured.notes] };
}

function sliceValue(value: EvaluatedValue & { readonly rows: number }, unit: string): RunValue {
  return { ...runValue(value, unit), rows: value.rows };
}

function runValue(value: EvaluatedValue, unit: string): RunValue {
  if (value.state === 'undefined') return { state: 'undefined', because: value.because };
  const { interval } = value;
  return {
    state: 'known',
    value: rounded(value.value),
    unit,
    n: value.n,
    ...(interval === undefined
      ? {}
      : {
          low: rounded(interval.low),
          high: rounded(interval.high),
          confidence: interval.confidence,
          method: interval.method,
        }),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(digits));
}

/** Times and powers of a machine have fewer certain digits than counts of rows. */
function roundAll(result: MachineResult): MachineResult {
  const round = (_: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
  return machineResult.parse(JSON.parse(JSON.stringify(result, round)));
}

function curvesOf(binary: NonNullable<EvaluationResult['binary']>): NonNullable<RunRecord['curves']> {
  const points = (list: readonly (readonly [number, number])[]): [number, number][] =>
    list.map(([x, y]) => [Number(x.toPrecision(6)), Number(y.toPrecision(6))]);
  const operating = (of: (point: (typeof binary.operating)[number]) => number | undefined): [number, number][] =>
    binary.operating.flatMap((point): [number, number][] => {
      const y = of(point);
      return point.threshold === null || y === undefined ? [] : [[point.threshold, Number(y.toPrecision(8))]];
    });
  const value = operating((point) => point.value);
  return {
    roc: { x: 'false positive rate', y: 'true positive rate', points: points(binary.roc) },
    'precision-recall': { x: 'recall', y: 'precision', points: points(binary.precisionRecall) },
    'true-positives': { x: 'threshold', y: 'true positives', points: operating((point) => point.truePositives) },
    'false-positives': { x: 'threshold', y: 'false positives', points: operating((point) => point.falsePositives) },
    reliability: {
      x: 'mean score',
      y: 'share of positives',
      points: points(
        binary.reliability.flatMap(({ meanScore, share }) =>
          meanScore === undefined || share === undefined ? [] : [[meanScore, share] as const],
        ),
      ),
    },
    ...(value.length === 0 ? {} : { value: { x: 'threshold', y: 'value per prediction', points: value } }),
  };
}

/**
 * The name of a run: when it began, what was run, and the beginning of a hash of the record.
 *
 * @param hash hexadecimal digits, at least eight
 */
export function runNameOf(startedAt: Date, modelId: string, hash: string): string {
  const [day = '', time = ''] = startedAt.toISOString().split('T');
  return `${day}T${time.slice(0, 5).replace(':', '')}Z-${modelId}-${hash.slice(0, 8)}`;
}

/** Whether a word names a measure that only a machine can be asked. */
export function isMachineMeasure(word: string | undefined): boolean {
  return word !== undefined && findMetricName(word)?.kind === 'infrastructure';
}
