/** Takes apart what one tensor says of things side by side, as YOLO and its kin answer, into outputs of their own. */
import type { PictureOutput, PictureRequest } from '../../../../schemas/pictureJob.ts';
import { leastOf, thingAxis, widthOfParts } from '../../../../schemas/thingParts.ts';
import type { ThingAxis, ThingPart } from '../../../../schemas/thingParts.ts';
import { ModelProblem } from '../modelProblem.ts';
import { numbersOf } from './numbersOf.ts';
import type { Answers, NumberTensor } from './numbersOf.ts';

export interface SeparatedParts {
  /** The outputs as if the graph gave each of them alone. */
  readonly outputs: readonly PictureOutput[];
  /** @returns the answers of a batch by the names of those outputs; @throws {ModelProblem} when they have another shape */
  readonly separate: (answers: Answers) => Answers;
}

/** What each part would be as an output of its own; `objectness` goes into the scores. */
const meanings = {
  box: 'boxes',
  scores: 'scores',
  score: 'scores',
  'class-id': 'class-ids',
  coefficients: 'coefficients',
} as const satisfies Partial<Record<ThingPart, PictureOutput['as']>>;

type OwnPart = keyof typeof meanings;

/** A part of the numbers of a thing. */
interface PlacedPart {
  readonly part: ThingPart;
  /** Its first number, and how many it has. */
  readonly start: number;
  readonly width: number;
}

/** @throws {ModelProblem} when the parts cannot all be told from each other */
export function separateParts({ outputs, classes, model: { label } }: PictureRequest): SeparatedParts {
  const packed = outputs.find(({ as }) => as === 'detections');
  if (packed === undefined) return { outputs, separate: (answers) => answers };
  const parts = packed.holds ?? [];
  requireClearParts(parts, packed.name, label);
  const width = widthOfParts(parts, classes.length);
  const own = parts.flatMap((part) => (isOwn(part) ? [part] : []));
  const separate = (answers: Answers): Answers => {
    const tensor = answers[packed.name];
    if (tensor === undefined) throw new ModelProblem(`${label} gave no output ${packed.name}.`);
    const [secondLast = 0, last = 0] = tensor.dims.slice(-2);
    const axis = tensor.dims.length < 2 ? undefined : thingAxis(secondLast, last, width);
    if (axis === undefined) throw widthProblem(tensor, packed.name, label, parts, classes.length);
    const numbers = takeApart(numbersOf(tensor, packed.name, label), tensor.dims, axis, parts, classes.length);
    return {
      ...answers,
      ...Object.fromEntries(own.map((part) => [partName(packed.name, part), numbers(part)])),
    };
  };
  const last = new WeakMap<Answers, Answers>();
  return {
    outputs: [
      ...outputs.filter((output) => output !== packed),
      ...own.map((part): PictureOutput => ({ ...packed, name: partName(packed.name, part), as: meanings[part] })),
    ],
    // Each picture of a batch asks with the same answers.
    separate: (answers) => {
      const separated = last.get(answers) ?? separate(answers);
      last.set(answers, separated);
      return separated;
    },
  };
}

function isOwn(part: ThingPart): part is OwnPart {
  return part in meanings;
}

function partName(output: string, part: OwnPart): string {
  return `${output} (${part})`;
}

function requireClearParts(parts: readonly ThingPart[], name: string, label: string): void {
  const refuse = (because: string): never => {
    throw new ModelProblem(
      `The output ${name} of ${label} ${because}; say under \`holds\` what it holds, in its order.`,
    );
  };
  if (parts.length === 0) refuse('holds several numbers for each thing');
  const twice = parts.find((part, index) => parts.indexOf(part) !== index);
  if (twice !== undefined) refuse(`cannot hold ${twice} twice`);
  if (parts.includes('scores') && parts.includes('score')) refuse('cannot hold both scores and score');
  if (parts.includes('coefficients') && parts.includes('ignore')) {
    refuse('cannot hold both coefficients and ignore, which each take what is left');
  }
}

function widthProblem(
  { dims }: NumberTensor,
  name: string,
  label: string,
  parts: readonly ThingPart[],
  classes: number,
): ModelProblem {
  const { least, isOpen } = widthOfParts(parts, classes);
  const named = parts.map((part) =>
    part === 'scores' ? `scores of ${classes} ${classes === 1 ? 'class' : 'classes'}` : part,
  );
  return new ModelProblem(
    `The output ${name} of ${label} has the shape ${dims.join(' × ')}; with ${named.join(', ')} a thing has ${least} numbers${isOpen ? ' or more' : ''}, which is the length of none of its last two axes.`,
  );
}

/** @returns makes the tensor of a part: as the whole one, with things before numbers */
function takeApart(
  numbers: ArrayLike<number>,
  dims: readonly number[],
  axis: ThingAxis,
  parts: readonly ThingPart[],
  classes: number,
): (part: OwnPart) => NumberTensor {
  const [secondLast = 0, last = 0] = dims.slice(-2);
  const [width, things] = axis === 'last' ? [last, secondLast] : [secondLast, last];
  const before = dims.slice(0, -2);
  const pictures = before.reduce((product, size) => product * size, 1);
  const [ofThing, ofNumber] = axis === 'last' ? [width, 1] : [1, things];
  const places = placeParts(parts, classes, width);
  const objectness = places.find(({ part }) => part === 'objectness');
  return (wanted) => {
    const place = places.find(({ part }) => part === wanted);
    const own = place?.width ?? 0;
    const data = new Float32Array(pictures * things * own);
    const isWeighted = objectness !== undefined && meanings[wanted] === 'scores';
    for (let picture = 0; picture < pictures; picture++) {
      for (let thing = 0; thing < things; thing++) {
        const start = picture * things * width + thing * ofThing;
        const target = (picture * things + thing) * own;
        const weight = isWeighted ? (numbers[start + objectness.start * ofNumber] ?? NaN) : 1;
        for (let number = 0; number < own; number++) {
          data[target + number] = weight * (numbers[start + ((place?.start ?? 0) + number) * ofNumber] ?? NaN);
        }
      }
    }
    const isSingle = wanted === 'score' || wanted === 'class-id';
    return { data, dims: [...before, things, ...(isSingle ? [] : [own])] };
  };
}

function placeParts(parts: readonly ThingPart[], classes: number, width: number): readonly PlacedPart[] {
  const rest = width - widthOfParts(parts, classes).least;
  let start = 0;
  return parts.map((part) => {
    const isOpen = part === 'coefficients' || part === 'ignore';
    const placed = { part, start, width: leastOf(part, classes) + (isOpen ? rest : 0) };
    start += placed.width;
    return placed;
  });
}
