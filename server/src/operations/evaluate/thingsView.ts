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

function flawedPicture(
  { image, width, height, wrong, missed, truths, answers }: RecordedFlaws,
  picture: string | undefined,
): Flawed {
  return {
    image,
    width,
    height,
    summary:
      [...(wrong === 0 ? [] : [`${wrong} wrong`]), ...(missed === 0 ? [] : [`${missed} not found`])].join(', ') ||
      'no error',
    ...(picture === undefined ? {} : { picture }),
    marks: [
      ...truths.map(({ box, class: name, isFound }): Mark => ({
        box,
        kind: isFound ? 'found' : 'not-found',
        text: `true ${name}, ${isFound ? 'found' : 'not found'}, ${placeOf(box)}`,
      })),
      ...answers.flatMap(({ box, class: name, score, outcome }): Mark[] =>
        // On a crowd an answer is neither right nor wrong.
        outcome === 'ignored'
          ? []
          : [
              {
                box,
                kind: outcome === 'right' ? 'right' : 'wrong',
                text: `answered ${name} (${score.toFixed(2)}), ${errorWords[outcome] ?? outcome}, ${placeOf(box)}`,
              },
            ],
      ),
    ],
  };
}

function placeOf([left, top, across, down]: Mark['box']): string {
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
