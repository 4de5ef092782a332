/** An evaluation for a person at a terminal. */
import type { EvaluatedValue } from '../../../schemas/evaluationJob.ts';
import type {
  EvaluatedPairing,
  EvaluationReport,
  JudgedFigure,
  JudgedVerdict,
} from '../../../schemas/evaluationReport.ts';
import { errorLines } from './detectionText.ts';
import { plainText } from '../text/plainText.ts';
import { compressionText, machineLines } from './machineText.ts';
import { sliceTable } from './sliceTable.ts';

type Judged = EvaluatedPairing['business'][number];

const colours: Readonly<Record<JudgedVerdict, string>> = {
  'target-met': '32',
  'limit-held': '33',
  'limit-missed': '31',
  'not-known': '2',
};
const words: Readonly<Record<JudgedVerdict, string>> = {
  'target-met': 'target met',
  'limit-held': 'limit held',
  'limit-missed': 'LIMIT MISSED',
  'not-known': 'not known',
};

type Paint = (code: string, text: string) => string;

/** @param hasColour whether escape sequences for colours may be written */
export function evaluationText(report: EvaluationReport, hasColour: boolean): string {
  const paint: Paint = (code, text) => (hasColour ? `\u001B[${code}m${text}\u001B[0m` : text);
  const parts = report.evaluations.map((one) =>
    one.state === 'evaluated'
      ? pairingText(one, paint)
      : `${paint('1', plainText(`${one.model} on ${one.split}`))}\n  ${paint('31', plainText(one.sentence))}`,
  );
  parts.push(...(report.compressions ?? []).map((compression) => compressionText(compression, paint)));
  // Where every model failed, its sentence says all: the rest follows from it.
  const hasFailed = report.evaluations.length > 0 && report.evaluations.every(({ state }) => state === 'failed');
  if (report.notMeasured.length > 0 && !hasFailed) {
    const lines = report.notMeasured.map(({ id, because }) => `  ${plainText(id)}: ${plainText(because)}`);
    parts.push([paint('1', 'Not measured here'), ...lines].join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

function pairingText(pairing: EvaluatedPairing, paint: Paint): string {
  const { model, split, metrics, business, result, run, machine } = pairing;
  const rows = metrics.flatMap((metric) => [
    { name: metric.id, judged: metric, indent: '  ' },
    ...notableSlices(metric.slices).map((slice) => ({ name: slice.id, judged: slice, indent: '    ' })),
  ]);
  const figures = machine?.state === 'measured' ? machine.metrics : [];
  const all = [
    ...business.map((judged) => ({ name: judged.id, judged, indent: '  ' })),
    ...rows,
    ...figures.map((judged) => ({ name: judged.id, judged, indent: '  ' })),
  ];
  const nameWidth = Math.max(...all.map(({ name, indent }) => name.length + indent.length), 0);
  // A reason is longer than a number, and must not move every verdict to the right.
  const known = all.filter(({ judged }) => judged.value.state === 'known');
  const valueWidth = Math.max(...known.map(({ judged }) => valueText(judged).length), 0);
  const lines = all.map(({ name, judged, indent }) => {
    const label = `${indent}${plainText(name)}`.padEnd(nameWidth);
    const value = plainText(valueText(judged));
    if (judged.target === null && judged.limit === null) return `${label}  ${value}`;
    const verdict = paint(colours[judged.verdict], words[judged.verdict]);
    return `${label}  ${value.padEnd(valueWidth)}  ${verdict}${goalText(judged)}`;
  });
  const answered = result.rows - result.unlabelled - result.unanswered - (result.unreadable?.rows ?? 0);
  const count = answered === 1 ? '1 row' : `${answered.toLocaleString('en')} rows`;
  const head = `${model} on ${split}: ${count} in ${result.seconds.total.toFixed(1)} s`;
  return [
    paint('1', plainText(head)),
    ...lines,
    ...noteLines(metrics),
    ...sliceTable(metrics, paint),
    ...(result.detections === undefined ? [] : errorLines(result.detections, paint)),
    ...moneyLines(result, paint),
    ...rowMoneyLines(result, paint),
    ...(machine === undefined ? [] : machineLines(machine, paint)),
    ...leftOut(result),
    ...readAs(result),
    ...result.notes.map((note) => `  ${plainText(note)}`),
    ...(run === null ? [] : [paint('2', `  run ${plainText(run)}`)]),
  ].join('\n');
}

/** What must be known of a value beside its number, such as which class is the worst. */
function noteLines(metrics: EvaluatedPairing['metrics']): readonly string[] {
  return metrics.flatMap(({ id, value }) =>
    value.state === 'known' ? (value.notes ?? []).map((note) => `  ${plainText(`${id}: ${note}`)}`) : [],
  );
}

/** Slices that were named one by one, and of a column's values those that miss a limit. */
function notableSlices(slices: EvaluatedPairing['metrics'][number]['slices']): typeof slices {
  return slices.filter(({ id, verdict }) => !id.includes('/') || verdict === 'limit-missed');
}

function valueText({ value, text, range }: Judged): string {
  if (value.state === 'undefined') return `undefined because ${value.because}`;
  return `${text ?? String(value.value)}${range === null ? '' : ` (${range})`}`;
}

function goalText({ value, target, limit, isSettled, verdict, elsewhere }: Judged & Partial<JudgedFigure>): string {
  const notSteady = value.state === 'known' ? (value.notes ?? []).filter((note) => note.startsWith('not steady')) : [];
  const goals = [
    ...(elsewhere === undefined ? [] : [elsewhere]),
    ...notSteady,
    ...(target === null ? [] : [`target ${target}`]),
    ...(limit === null ? [] : [`limit ${limit}`]),
    ...(isSettled === false && verdict !== 'not-known' ? ['not settled: the interval reaches across the limit'] : []),
  ];
  return goals.length === 0 ? '' : `  (${plainText(goals.join(', '))})`;
}

function rowsHave(count: number): string {
  return count === 1 ? '1 row has' : `${count.toLocaleString('en')} rows have`;
}

function leftOut({ unlabelled, unanswered, unreadable }: EvaluatedPairing['result']): readonly string[] {
  return [
    ...(unlabelled === 0 ? [] : [`  ${rowsHave(unlabelled)} no label that the spec declares`]),
    ...(unanswered === 0
      ? []
      : [`  ${unanswered.toLocaleString('en')} ${unanswered === 1 ? 'row' : 'rows'} got no finite answer`]),
    ...(unreadable === undefined ? [] : unreadableLines(unreadable)),
  ];
}

/** Images that are told one by one. */
const mostTold = 10;

function unreadableLines({ rows, first }: NonNullable<EvaluatedPairing['result']['unreadable']>): readonly string[] {
  const told = first.slice(0, mostTold);
  const count = rows === 1 ? '1 image' : `${rows.toLocaleString('en')} images`;
  return [
    `  ${count} could not be used and ${rows === 1 ? 'counts' : 'count'} in nothing:`,
    ...told.map(({ sentence }) => `    ${plainText(sentence)}`),
    ...(rows > told.length
      ? [`    and ${(rows - told.length).toLocaleString('en')} more; --format json names them`]
      : []),
  ];
}

/** What was taken for what in a table of predictions. */
function readAs({ predictions }: EvaluatedPairing['result']): readonly string[] {
  if (predictions === undefined) return [];
  const { truth, answer, scores, positive, threshold } = predictions;
  const parts = [
    `truth in ${truth.join(', ')}`,
    ...(answer.length === 0 ? [] : [`answers in ${answer.join(', ')}`]),
    ...(scores.length === 0 ? [] : [`scores in ${scores.slice(0, mostNamed).join(', ')}`]),
    ...(scores.length > mostNamed ? [`and ${scores.length - mostNamed} more columns`] : []),
    ...(positive === undefined ? [] : [`positive is ${positive}`]),
    ...(threshold === undefined ? [] : [`answered from ${threshold} on`]),
  ];
  return [`  Read: ${plainText(parts.join(', '))}`];
}

/** Columns that are named one by one. */
const mostNamed = 6;

/** The three thresholds side by side. */
function moneyLines({ binary }: EvaluatedPairing['result'], paint: Paint): readonly string[] {
  if (binary === undefined) return [];
  const { used, standard, bayes, searched, searchedOn, bayesBecause } = binary.thresholds;
  if (standard.value === undefined) return [];
  const rows = [
    ...(used === undefined ? [] : [['in use', used] as const]),
    ['standard', standard] as const,
    ...(bayes === undefined ? [] : [['Bayes', bayes] as const]),
    ...(searched === undefined ? [] : [[`best on ${searchedOn ?? 'other rows'}`, searched] as const]),
  ];
  const lines = rows.map(([name, point]) => {
    const threshold = point.threshold === null ? 'never' : point.threshold.toFixed(3);
    const found = point.truePositives / Math.max(1, point.truePositives + point.falseNegatives);
    return `    ${plainText(name).padEnd(20)} ${threshold.padStart(6)}  ${(point.value ?? 0).toFixed(4).padStart(10)} per answer, ${(found * 100).toFixed(1)} % found`;
  });
  return [
    `  ${paint('1', 'Thresholds')}`,
    ...lines,
    ...(bayesBecause === undefined ? [] : [`    there is no Bayes threshold: ${plainText(bayesBecause)}`]),
  ];
}

/** Slices of a column that are told one by one. */
const mostMoneySlices = 5;

/** Money of one answer, in slices, too; where thresholds stand side by side the whole is told with them. */
function rowMoneyLines({ money, binary }: EvaluatedPairing['result'], paint: Paint): readonly string[] {
  if (money === undefined) return [];
  const { currency, value, prevalence, gain } = money;
  const isTold = binary?.thresholds.standard.value !== undefined && value.state === 'known' && gain === undefined;
  const world = prevalence === undefined ? '' : `, at ${Number((prevalence * 100).toPrecision(4))} % positives`;
  const slices = Object.entries(money.slices);
  const named = slices.filter(([id]) => !id.includes('/'));
  const worst = slices
    .flatMap(([id, one]) => (id.includes('/') && one.state === 'known' ? [{ id, one }] : []))
    .toSorted((left, right) => left.one.value - right.one.value)
    .slice(0, mostMoneySlices)
    .map(({ id, one }) => [id, one] as const);
  const rows = [
    ...(isTold ? [] : [['per answer', `${moneyText(value, currency)}${world}`] as const]),
    ...(gain === undefined ? [] : [['beyond the rule', `${moneyText(gain, currency)}${world}`] as const]),
    ...[...named, ...worst].map(
      ([id, one]) => [id, `${moneyText(one, currency)} in ${one.rows.toLocaleString('en')} rows`] as const,
    ),
  ];
  if (rows.length === 0) return [];
  const width = Math.max(20, ...rows.map(([name]) => name.length));
  const lines = rows.map(([name, text]) => `    ${plainText(name).padEnd(width)} ${plainText(text)}`);
  const left = slices.length - named.length - worst.length;
  return [
    `  ${paint('1', slices.length === 0 ? 'Money per answer' : 'Money per answer, in slices as their rows are')}`,
    ...lines,
    ...(left > 0 ? [`    and ${left} slices more; --format json has them`] : []),
  ];
}

function moneyText(value: EvaluatedValue, currency: string): string {
  if (value.state === 'undefined') return `undefined because ${value.because}`;
  const [amount, low, high] = [value.value, value.interval?.low, value.interval?.high].map((one) => one?.toFixed(4));
  const range = low === undefined || high === undefined ? '' : ` (${low} to ${high})`;
  return `${amount ?? ''} ${currency}${range}`;
}
