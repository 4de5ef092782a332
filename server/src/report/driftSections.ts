/** The parts of a comparison beyond single columns, as lines of words: whole rows, and the answers of the model. */
import type {
  AnswersWindow,
  DetectorFinding,
  DriftAnswers,
  WatchedMetric,
  WatchedValue,
} from '../../../schemas/driftAnswers.ts';
import type { ChangedRow } from '../../../schemas/driftJob.ts';
import type { ComparedCheck } from '../../../schemas/driftReport.ts';
import type { TogetherFinding } from '../../../schemas/driftTogether.ts';
import { answerWords, probabilityWords } from './driftWords.ts';

/** A heading and what stands below it, a line each. */
export interface DriftSection {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** Empty for a comparison of single columns alone. */
export function driftSections(check: ComparedCheck): readonly DriftSection[] {
  const label = (window: number): string => check.result.windows[window]?.label ?? '';
  const together = (check.result.together ?? []).map((finding) => togetherLine(finding));
  const { answers, queue } = check;
  const changed = changedLines(check, label);
  return [
    ...(together.length === 0 ? [] : [{ heading: 'Rows as a whole', lines: together }]),
    ...(changed.length === 0 ? [] : [{ heading: 'Changed most', lines: changed }]),
    ...(answers === undefined ? [] : answerSections(answers, label)),
    ...(queue === undefined
      ? []
      : [
          {
            heading: 'For labelling',
            lines: [`${queue.rows.toLocaleString('en')} rows were picked and written to ${queue.file}.`],
          },
        ]),
  ];
}

/** Rows of a window that are told in words; pages show all of them. */
const toldRows = 3;

function changedLines({ result }: ComparedCheck, label: (window: number) => string): readonly string[] {
  const byWindow = Map.groupBy(result.changed ?? [], ({ window }) => window);
  return [...byWindow].flatMap(([window, rows]) =>
    rows.slice(0, toldRows).map((row) => `${label(window)}: ${row.names}: ${sayChangedRow(row)}`),
  );
}

/** How far a row lies from what is usual. */
export function sayChangedRow({ column, value, usual: [low, high] }: ChangedRow): string {
  return `${column} ${short(value)}, usually ${low === high ? short(low) : `${short(low)} to ${short(high)}`}`;
}

function togetherLine(finding: TogetherFinding): string {
  if (finding.kind === 'undefined') return `${finding.method}: not compared. ${finding.because}`;
  const { method, answer, adjustedP, sentence, pairs } = finding;
  const more = pairs
    .slice(0, 5)
    .map(
      ({ first, second, reference, current }) =>
        `${first} with ${second} from ${short(reference)} to ${short(current)}`,
    );
  const surely = more.length === 0 ? '' : ` Surely changed: ${more.join('; ')}.`;
  return `${method}: ${answerWords[answer]}. ${sentence} ${probability(adjustedP)}.${surely}`;
}

function answerSections(answers: DriftAnswers, label: (window: number) => string): readonly DriftSection[] {
  const { windows, detectors, assumptions, notes, pastError } = answers;
  const how = [
    ...(pastError === null ? [] : [`Where labels have come, the estimate was off by ${short(pastError)} on average.`]),
    ...assumptions,
    ...notes,
  ];
  return [
    {
      heading: headingOf(answers),
      lines: [
        ...toldWindows(windows).flatMap((window) => windowLines(window, label(window.window))),
        ...sayOthers(windows),
        ...how,
      ],
    },
    ...(detectors.length === 0
      ? []
      : [
          {
            heading: 'Errors in the order in which labels came',
            lines: detectors.map((one) => detectorLine(one, label)),
          },
        ]),
  ];
}

/** More windows than these are not told one by one. */
const mostToldWindows = 6;
/** So many are told then: those in which labels moved most among rows of equal score. */
const worstWindows = 3;

/** In their order. */
function toldWindows(windows: readonly AnswersWindow[]): readonly AnswersWindow[] {
  if (windows.length <= mostToldWindows) return windows;
  return windows
    .toSorted((left, right) => (right.concept?.effect ?? 0) - (left.concept?.effect ?? 0))
    .slice(0, worstWindows)
    .toSorted((left, right) => left.window - right.window);
}

function sayOthers(windows: readonly AnswersWindow[]): readonly string[] {
  if (windows.length <= mostToldWindows) return [];
  const kinds = (['concept', 'covariate', 'label'] as const).map((kind) => {
    const count = windows.filter(({ shifts }) => shifts.some((shift) => shift.kind === kind)).length;
    return `${kind} shift in ${count}`;
  });
  return [
    `Of ${windows.length} windows: ${kinds.join(', ')}; told are the ${worstWindows} in which labels moved most among rows of equal score.`,
  ];
}

function headingOf({ method, threshold, referenceRows }: DriftAnswers): string {
  const at = threshold === null ? '' : ` at the threshold ${short(threshold)}`;
  const by = method === 'cbpe' ? 'calibrated scores (CBPE)' : 'expected losses (DLE)';
  return `Answers${at}, estimated from ${by} of ${referenceRows.toLocaleString('en')} labelled rows`;
}

const names: Readonly<Record<WatchedMetric, string>> = {
  accuracy: 'accuracy',
  precision: 'precision',
  recall: 'recall',
  specificity: 'specificity',
  f1: 'F1',
  mae: 'mean absolute error',
  mse: 'mean squared error',
  rmse: 'root mean squared error',
};

function windowLines(window: AnswersWindow, label: string): readonly string[] {
  const { rows, labelled, values, concept, shifts } = window;
  const came = labelled === 0 ? 'no label has come' : `labels of ${labelled.toLocaleString('en')} have come`;
  const head = `${label}: ${rows.toLocaleString('en')} rows, ${came}.`;
  const found = concept === null ? [] : [conceptLine(concept)];
  return [head, ...values.map(valueLine), ...found, ...shifts.map(({ says }) => `  ${says}`)];
}

function valueLine({ metric, reference, estimated, realised }: WatchedValue): string {
  const part = (word: string, value: WatchedValue['estimated']): string => {
    if (value === null) return `${word} not known`;
    const range =
      value.low === undefined || value.high === undefined ? '' : ` (${short(value.low)} to ${short(value.high)})`;
    return `${word} ${short(value.value)}${range}`;
  };
  const was = reference === null ? 'undefined' : short(reference);
  return `  ${names[metric]}: ${part('estimated', estimated)}, ${part('realised', realised)}, ${was} in the reference`;
}

function conceptLine({ effect, low, high, answer, adjustedP }: NonNullable<AnswersWindow['concept']>): string {
  const range = `${percent(effect)} (${percent(low)} to ${percent(high)})`;
  return `  labels given the score: ${answerWords[answer]}, they move by ${range}, ${probability(adjustedP)}`;
}

function detectorLine(
  { detector, rows, alarms, alarmCount, warnings, chance }: DetectorFinding,
  label: (window: number) => string,
) {
  const warned = warnings === 0 ? '' : `, ${warnings.toLocaleString('en')} warnings`;
  const seen = `${rows.toLocaleString('en')} labelled rows`;
  const [first] = alarms;
  if (first === undefined) return `${detector}: no alarm in ${seen}${warned}`;
  const where = first.at ?? (first.window === null ? '' : label(first.window));
  const place = where === '' ? '' : `, ${where}`;
  const count = alarmCount === 1 ? '1 alarm' : `${alarmCount.toLocaleString('en')} alarms`;
  const than = chance === undefined ? '' : `, ${chanceWords(chance)}`;
  return `${detector}: ${count} in ${seen}${than}, the first at row ${(first.row + 1).toLocaleString('en')}${place}${warned}`;
}

/** Most alarms that chance gives on average where no stream gave any, with a confidence of 95 %. */
const unseenAtMost = 3;

function chanceWords({ expected, streams, adjustedP }: NonNullable<DetectorFinding['chance']>): string {
  const usual = expected === 0 ? `fewer than ${short(unseenAtMost / streams)}` : `about ${short(expected)}`;
  return `${adjustedP <= 0.05 ? 'more than' : 'as'} chance gives (${usual} if nothing changes)`;
}

function probability(p: number): string {
  return `p ${probabilityWords(p)}`;
}

function percent(share: number): string {
  return `${short(share * 100)} %`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
