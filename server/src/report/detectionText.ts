/** Measured boxes, masks and points for a person at a terminal. */
import type { DetectionsResult, MasksResult } from '../../../schemas/detectionJob.ts';
import type { DetectionReport } from '../../../schemas/detectionReport.ts';
import type { EvaluatedValue } from '../../../schemas/evaluationJob.ts';
import { plainText } from '../text/plainText.ts';

type Paint = (code: string, text: string) => string;

/** Classes that are listed: the worst ones, when there are more. */
const mostClasses = 20;
const mostNames = 5;

const things = { 'object-detection': 'boxes', 'instance-segmentation': 'masks', keypoints: 'points' } as const;

/** @param hasColour whether escape sequences for colours may be written */
export function detectionText(report: DetectionReport, hasColour: boolean): string {
  const paint: Paint = (code, text) => (hasColour ? `\u001B[${code}m${text}\u001B[0m` : text);
  const head = paint('1', plainText(`${report.answers} against ${report.groundTruth}`));
  const lines = report.kind === 'detections' ? detectionLines(report.result, paint) : maskLines(report.result, paint);
  const notes = report.result.notes.map((note) => `  ${plainText(note)}`);
  return `${[head, ...lines, ...notes].join('\n')}\n`;
}

function detectionLines(result: DetectionsResult, paint: Paint): readonly string[] {
  const { images, truths, crowds, detections, summary, classes, worst, task, seconds } = result;
  const crowded = crowds === 0 ? '' : ` (${crowds.toLocaleString('en')} of them crowds)`;
  return [
    `  ${things[task]}: ${truths.toLocaleString('en')} true${crowded}, ${detections.toLocaleString('en')} answered, in ${images.toLocaleString('en')} images, ${seconds.total.toFixed(1)} s`,
    '',
    ...table(summary.map(({ name, value }) => ({ name, cells: [valueText(value)] }))),
    '',
    ...classTable(
      'AP',
      classes.map(({ name, truths: own, precision }) => ({
        name,
        value: precision,
        cells: [`${own.toLocaleString('en')} true`],
      })),
      paint,
    ),
    '',
    ...errorLines(result, paint),
    ...(worst.length === 0
      ? []
      : [
          '',
          paint('1', '  Images with most errors'),
          ...table(
            worst.slice(0, mostNames).map(({ name, missed, wrong }) => ({
              name,
              cells: [`${missed} missed, ${wrong} wrong`],
            })),
            '    ',
          ),
        ]),
  ];
}

/** Answers by what became of them. */
export function errorLines({ errors }: Pick<DetectionsResult, 'errors'>, paint: Paint): readonly string[] {
  const { score, isChosen, right, missed, ...kinds } = errors;
  const origin = isChosen ? 'as asked' : 'where F1 is best';
  const number = (count: number): string => count.toLocaleString('en').padStart(9);
  return [
    paint('1', `  Answers from the score ${Number(score.toPrecision(4))} on, ${origin}, at an overlap of 0.5`),
    `    ${'right'.padEnd(22)}${number(right)}`,
    `    ${'badly placed'.padEnd(22)}${number(kinds.localisation)}`,
    `    ${'wrong class'.padEnd(22)}${number(kinds.class)}`,
    `    ${'both'.padEnd(22)}${number(kinds.both)}`,
    `    ${'second answer'.padEnd(22)}${number(kinds.duplicate)}`,
    `    ${'on nothing'.padEnd(22)}${number(kinds.background)}`,
    `    ${'missed'.padEnd(22)}${number(missed)}`,
  ];
}

function maskLines({ pictures, summary, classes, worst, seconds }: MasksResult, paint: Paint): readonly string[] {
  return [
    `  ${pictures.toLocaleString('en')} pairs of masks, ${seconds.total.toFixed(1)} s`,
    '',
    ...table(summary.map(({ name, value }) => ({ name, cells: [valueText(value)] }))),
    '',
    ...classTable(
      'IoU',
      classes.map(({ name, iou, dice }) => ({
        name,
        value: iou,
        cells: [dice.state === 'known' ? `Dice ${dice.value.toFixed(3)}` : ''],
      })),
      paint,
    ),
    '',
    paint('1', '  Masks with most wrong pixels'),
    ...table(
      worst
        .slice(0, mostNames)
        .map(({ name, accuracy }) => ({ name, cells: [`${(100 * accuracy).toFixed(1)} % right`] })),
      '    ',
    ),
  ];
}

interface ClassRow {
  readonly name: string;
  readonly value: EvaluatedValue;
  readonly cells: readonly string[];
}

function classTable(measure: string, classes: readonly ClassRow[], paint: Paint): readonly string[] {
  const order = classes.toSorted((left, right) => numberOf(left.value) - numberOf(right.value));
  const shown = order.slice(0, mostClasses);
  const title =
    classes.length > shown.length ? `${measure} of the ${mostClasses} worst classes` : `${measure} by class`;
  return [
    paint('1', `  ${title}`),
    ...table(
      shown.map(({ name, value, cells }) => ({ name, cells: [valueText(value), ...cells] })),
      '    ',
    ),
  ];
}

/** Undefined ones come last. */
function numberOf(value: EvaluatedValue): number {
  return value.state === 'known' ? value.value : Infinity;
}

function valueText(value: EvaluatedValue): string {
  if (value.state === 'undefined') return `undefined because ${value.because}`;
  const { interval } = value;
  const range = interval === undefined ? '' : ` (${interval.low.toFixed(3)} to ${interval.high.toFixed(3)})`;
  return `${value.value.toFixed(3)}${range}`;
}

function table(
  rows: readonly { readonly name: string; readonly cells: readonly string[] }[],
  indent = '  ',
): readonly string[] {
  const nameWidth = Math.max(0, ...rows.map(({ name }) => plainText(name).length));
  const widths = Array.from({ length: Math.max(0, ...rows.map(({ cells }) => cells.length)) }, (_, column) =>
    Math.max(0, ...rows.map(({ cells }) => (cells[column] ?? '').length)),
  );
  return rows.map(({ name, cells }) => {
    const padded = cells.map((cell, column) => plainText(cell).padEnd(widths[column] ?? 0));
    return `${indent}${plainText(name).padEnd(nameWidth)}  ${padded.join('  ')}`.trimEnd();
  });
}
