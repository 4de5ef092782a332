/** Things in pictures of a recorded run: how well each class is found, what became of the answers, and the worst pictures. */
import type { RunView } from '../../../../schemas/evaluationPanel.ts';
import type { RunRecord, RunValue } from '../../../../schemas/run.ts';
import type { ReadPicture } from './worstImages.ts';

type ThingsView = NonNullable<RunView['things']>;
type Flawed = NonNullable<ThingsView['worst']>[number];
type Mark = Flawed['marks'][number];
type RecordedFlaws = NonNullable<NonNullable<RunRecord['things']>['worst']>[number];

const errorWords: Readonly<Record<string, string>> = {
  right: 'right',
  localisation: 'badly placed',
  class: 'wrong class',
  both: 'both',
  duplicate: 'second answer',
  background: 'on nothing',
  missed: 'missed',
};

/** @returns undefined when the run is none of pictures */
export async function thingsView({ things }: RunRecord, read: ReadPicture): Promise<ThingsView | undefined> {
  if (things === undefined) return undefined;
  const { what, measure, classes, errors, score, worst = [] } = things;
  const pictures: Flawed[] = [];
  for (const one of worst) {
    if (one.width > 0 && one.height > 0) pictures.push(flawedPicture(one, await read(one.image)));
  }
  return {
    measure,
    unit: what === 'pixels' ? 'true pixels' : 'true things',
    classes: classes.map(({ name, n, value }) => ({ name, n, value: classValue(value) })),
    errors: Object.entries(errors ?? {}).map(([kind, count]) => ({ what: errorWords[kind] ?? kind, count })),
    ...(score === undefined ? {} : { score }),
    ...(pictures.length === 0 ? {} : { worst: pictures }),
  };
}

function flawedPicture(one: RecordedFlaws, picture: string | undefined): Flawed {
  const { image, width, height, regions } = one;
  return {
    image,
    width,
    height,
    summary: summaryOf(one),
    ...(picture === undefined ? {} : { picture }),
    marks: regions === undefined ? thingMarks(one) : regions.map(regionMark),
  };
}

function summaryOf({ width, height, wrong, missed, regions }: RecordedFlaws): string {
  if (regions !== undefined)
    return `${wrong.toLocaleString('en')} of ${(width * height).toLocaleString('en')} pixels wrong`;
  const parts = [...(wrong === 0 ? [] : [`${wrong} wrong`]), ...(missed === 0 ? [] : [`${missed} not found`])];
  return parts.join(', ') || 'no error';
}

function thingMarks({ truths, answers }: RecordedFlaws): Mark[] {
  return [
    ...truths.map(({ box, outline, class: name, isFound }): Mark => ({
      box,
      ...(outline === undefined ? {} : { outline }),
      kind: isFound ? 'found' : 'not-found',
      text: `true ${name}, ${isFound ? 'found' : 'not found'}, ${placeOf(box)}`,
    })),
    ...answers.flatMap(({ box, outline, class: name, score, outcome }): Mark[] =>
      // On a crowd an answer is neither right nor wrong.
      outcome === 'ignored'
        ? []
        : [
            {
              box,
              ...(outline === undefined ? {} : { outline }),
              kind: outcome === 'right' ? 'right' : 'wrong',
              text: `answered ${name} (${score.toFixed(2)}), ${errorWords[outcome] ?? outcome}, ${placeOf(box)}`,
            },
          ],
    ),
  ];
}

function regionMark({ truth, answer, share, outline }: NonNullable<RecordedFlaws['regions']>[number]): Mark {
  const part = `${percentOf(share)} of the pixels`;
  return answer === undefined
    ? { outline, kind: 'true-class', text: `true ${truth}, ${part}` }
    : { outline, kind: 'confused', text: `${truth} answered as ${answer}, ${part}` };
}

function percentOf(share: number): string {
  return share < 0.001 ? 'less than 0.1 %' : `${Number((100 * share).toPrecision(2))} %`;
}

function placeOf([left, top, across, down]: NonNullable<Mark['box']>): string {
  return `at ${Math.round(left)}, ${Math.round(top)}, ${Math.round(across)} × ${Math.round(down)} pixels`;
}

function classValue(value: RunValue) {
  if (value.state === 'undefined') return { state: 'undefined', because: value.because } as const;
  const { low, high, method } = value;
  return {
    state: 'known',
    number: value.value,
    text: value.value.toFixed(3),
    ...(low === undefined || high === undefined
      ? {}
      : { interval: { low, high, text: `${low.toFixed(3)} to ${high.toFixed(3)}` } }),
    ...(method === undefined ? {} : { method }),
  } as const;
}
