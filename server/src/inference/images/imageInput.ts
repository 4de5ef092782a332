/** Images as the tensor that a model takes. */
import type { ImagePreparation } from '../../../../schemas/imagePreparation.ts';
import type { RowColumn } from '../../evaluation/rowSource.ts';
import type { FedInput, UnreadableRow } from '../fedInput.ts';
import { ModelProblem } from '../modelProblem.ts';
import type { ModelValue, OpenModel } from '../openModel.ts';
import { createTensorFiller } from './createTensorFiller.ts';
import type { DecodingNote } from './decodeImage.ts';
import { freeBytes } from './freeBytes.ts';
import { ImageProblem } from './imageProblem.ts';
import { loadSharp } from './loadSharp.ts';
import type { SharpModule } from './loadSharp.ts';
import type { PictureMap } from './planFit.ts';
import { prepareImage } from './prepareImage.ts';
import type { PreparedImage } from './prepareImage.ts';
import { createPillowKernel } from './resize/pillowKernel.ts';
import type { PillowKernel } from './resize/pillowKernel.ts';
import { createTensorStore, imageTypes } from './tensorStore.ts';
import type { ImageType, TensorStore } from './tensorStore.ts';

/** What is known of an image that lies in a tensor. */
export interface PlacedPicture {
  /** The file as the table names it. */
  readonly file: string;
  /** Size of the picture itself, turned as it is looked at. */
  readonly width: number;
  readonly height: number;
  /** From places in the tensor back to places in the picture. */
  readonly map: PictureMap;
}

export interface ImageInput extends FedInput {
  readonly settle: () => Promise<ReadonlyMap<number, UnreadableRow>>;
  /** The picture at a place of the batch that ended; undefined where it could not be read. */
  readonly pictureAt: (at: number) => PlacedPicture | undefined;
}

/** What an input of images is. */
export interface ImageInputWish {
  readonly name: string;
  /** The column that names the files. */
  readonly column: string;
  readonly type: string | undefined;
  readonly image: ImagePreparation;
}

export interface ImageWorld {
  /**
   * The bytes of an image, which are the caller's own.
   *
   * @param file as the table names it
   * @throws {ImageProblem} when it cannot be read, or lies outside the workspace
   */
  readonly readImage: (file: string) => Promise<Buffer>;
  /** Cores that may be used. */
  readonly threads: number;
}

/**
 * Memory of one tensor, and images in it: a longer batch is no faster, and while it is answered no other image moves on
 * from one step to the next.
 */
const tensorBytes = 64 * 2 ** 20;
const mostImages = 8;

/** Files whose bytes lie ready for those that are decoded. */
const mostWaiting = 6;

/**
 * Images of one batch.
 *
 * @returns 1 where the sizes of the images decide the shape of the tensor
 */
export function imageBatch(graph: ModelValue, { image }: ImageInputWish): number {
  const { height, width } = sizesOf(graph, image);
  if (height === undefined || width === undefined) return 1;
  const bytes = width * height * channelsOf(image) * 4;
  return Math.min(mostImages, Math.max(1, Math.floor(tensorBytes / bytes)));
}

function channelsOf({ color }: ImagePreparation): number {
  return color === 'grayscale' ? 1 : 3;
}

/** Axes of one image: channels, height and width, in the order of the layout. */
export const imageAxes = 3;

interface Sizes {
  readonly height: number | undefined;
  readonly width: number | undefined;
}

/** Sizes that the spec states, else those that the graph fixes. */
function sizesOf({ shape }: ModelValue, { resize, layout }: ImagePreparation): Sizes {
  if (resize !== undefined) return resize;
  const [first, second, third] = shape.slice(-imageAxes);
  return layout === 'NCHW' ? { height: second, width: third } : { height: first, width: second };
}

/**
 * Checks an input of images against that of the graph, and makes it ready.
 *
 * @param batch most images of a tensor
 * @throws {ModelProblem} where preparation and graph do not fit
 */
export async function prepareImageInput(
  model: OpenModel,
  graph: ModelValue,
  wish: ImageInputWish,
  batch: number,
  label: string,
  world: ImageWorld,
): Promise<ImageInput> {
  const type = requireFit(graph, wish, label);
  const sharp = await loadSharp();
  const kernel = createPillowKernel();
  const found = new Map<DecodingNote, number>();
  const reading = createQueue(world.threads + mostWaiting);
  // More than are decoded at once, as some of them are resized.
  const decoding = createQueue(world.threads + 2);
  // One batch is waited for and answered while the next one is read.
  const [first, second] = [
    createPictureTensor(graph, wish, type, batch),
    createPictureTensor(graph, wish, type, batch),
  ];
  let filled = first;
  let made = second;
  let waiting: Promise<UnreadableRow | undefined>[] = [];
  const read = async (
    into: PictureTensor,
    at: number,
    file: string,
    row: number,
  ): Promise<UnreadableRow | undefined> => {
    try {
      const bytes = await world.readImage(file);
      const image = await decoding(() => prepareOne(sharp, kernel, bytes, wish.image));
      for (const note of image.notes) found.set(note, (found.get(note) ?? 0) + 1);
      into.put(at, file, image);
      freeBytes(image.pixels.data);
      return undefined;
    } catch (error) {
      if (!(error instanceof ImageProblem)) throw error;
      into.clear(at);
      return { row, file, sentence: `${file} ${error.message}.` };
    }
  };
  return {
    name: graph.name,
    columns: [{ kind: 'text', column: wish.column }] satisfies RowColumn[],
    put: (first, values, rows, number) => {
      const into = filled;
      for (const [place, row] of rows.entries()) {
        const at = first + place;
        const file = values[0]?.getItem(row);
        if (typeof file === 'string' && file !== '') {
          waiting[at] = reading(() => read(into, at, file, number + row));
          // A failure is thrown where the batch is waited for.
          waiting[at].catch(() => undefined);
          continue;
        }
        into.clear(at);
        const sentence = `Row ${number + row + 1} names no file in ${wish.column}.`;
        waiting[at] = Promise.resolve({ row: number + row, file: '', sentence });
      }
    },
    settle: async () => {
      const ended = waiting;
      waiting = [];
      [filled, made] = [made, filled];
      const settled = await Promise.allSettled(ended);
      const unreadable = new Map<number, UnreadableRow>();
      for (const [at, outcome] of settled.entries()) {
        if (outcome.status === 'rejected') throw outcome.reason;
        if (outcome.value !== undefined) unreadable.set(at, outcome.value);
      }
      return unreadable;
    },
    tensor: (images) => made.tensor(model, images),
    pictureAt: (at) => made.pictureAt(at),
    notes: () => [...found].map(([note, count]) => describeNote(note, count)),
  };
}

async function prepareOne(
  sharp: SharpModule,
  kernel: PillowKernel,
  bytes: Buffer,
  preparation: ImagePreparation,
): Promise<PreparedImage> {
  try {
    return await prepareImage(sharp, kernel, bytes, preparation);
  } finally {
    freeBytes(bytes);
  }
}

/** @throws {ModelProblem} where preparation and graph do not fit */
function requireFit(graph: ModelValue, { type: declared, image }: ImageInputWish, label: string): ImageType {
  const input = `The input ${graph.name} of ${label}`;
  if (declared !== undefined && declared !== graph.type) {
    throw new ModelProblem(`${input} is ${graph.type}, and the spec says ${declared}; correct the spec.`);
  }
  const type = imageTypes.find((name) => name === graph.type);
  if (type === undefined) throw new ModelProblem(`${input} is of the type ${graph.type}, which images cannot fill.`);
  // One image at a time has no axis of its number.
  const before = graph.shape.length - imageAxes;
  if (before !== 0 && before !== 1) {
    throw new ModelProblem(
      `${input} has ${graph.shape.length} axes, and images have four: number, channels, height and width; or three without the number.`,
    );
  }
  const { resize, layout } = image;
  const channels = channelsOf(image);
  const wanted: readonly (number | undefined)[] =
    layout === 'NCHW' ? [channels, resize?.height, resize?.width] : [resize?.height, resize?.width, channels];
  for (const [axis, size] of wanted.entries()) {
    const own = graph.shape[axis + before];
    if (size === undefined || own === undefined || own === size) continue;
    throw new ModelProblem(
      `${input} takes ${printShape(graph)}, and images become ${[...(before === 0 ? [] : ['N']), ...wanted.map((side) => side ?? '?')].join(' × ')}; correct \`image\` in the spec.`,
    );
  }
  for (const [name, list] of [
    ['mean', image.mean],
    ['std', image.std],
  ] as const) {
    if (list === undefined || list.length === channels) continue;
    throw new ModelProblem(
      `The \`${name}\` of ${graph.name} has ${list.length} numbers, and the image has ${channels} ${channels === 1 ? 'channel' : 'channels'}; write one for each.`,
    );
  }
  return type;
}

function printShape({ shape }: ModelValue): string {
  return shape.map((size) => size ?? '?').join(' × ');
}

interface PictureTensor {
  /** @throws {ImageProblem} when the picture has not the size of the tensor */
  readonly put: (at: number, file: string, image: PreparedImage) => void;
  readonly clear: (at: number) => void;
  readonly tensor: (model: OpenModel, images: number) => ReturnType<TensorStore['tensor']>;
  readonly pictureAt: (at: number) => PlacedPicture | undefined;
}

function createPictureTensor(graph: ModelValue, wish: ImageInputWish, type: ImageType, batch: number): PictureTensor {
  const { image } = wish;
  const channels = channelsOf(image);
  const { height, width } = sizesOf(graph, image);
  const isOpen = height === undefined || width === undefined;
  // Where pictures come as they are, each one is a batch of its own, as large as it is.
  let shape = { height: height ?? 1, width: width ?? 1 };
  const fill = createTensorFiller(image);
  let store = createTensorStore(type, batch * channels * shape.height * shape.width, fill);
  let pictures: (PlacedPicture | undefined)[] = [];
  const length = (): number => channels * shape.height * shape.width;
  return {
    put: (at, file, { pixels, map, ...size }) => {
      const fits = (side: number | undefined, own: number): boolean => side === undefined || side === own;
      if (!fits(height, pixels.height) || !fits(width, pixels.width)) {
        throw new ImageProblem(
          `has ${pixels.width} × ${pixels.height} pixels, and the input ${graph.name} takes ${width ?? 'any'} × ${height ?? 'any'}; say under \`resize\` how it becomes that`,
        );
      }
      if (isOpen) {
        shape = { height: pixels.height, width: pixels.width };
        store = createTensorStore(type, length(), fill);
      }
      store.put(pixels, at * length());
      pictures[at] = { file, map, width: size.width, height: size.height };
    },
    clear: (at) => {
      store.clear(at * length(), (at + 1) * length());
      pictures[at] = undefined;
    },
    tensor: (model, images) => {
      const sides =
        image.layout === 'NCHW' ? [channels, shape.height, shape.width] : [shape.height, shape.width, channels];
      const tensor = store.tensor(model, images * length(), [images, ...sides]);
      pictures = pictures.slice(0, images);
      return tensor;
    },
    pictureAt: (at) => pictures[at],
  };
}

/** Runs what it is given, in the order given, a few at a time, so that no more is in memory. */
function createQueue(width: number): <Value>(work: () => Promise<Value>) => Promise<Value> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= width) await new Promise<void>((start) => waiting.push(start));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

function describeNote(note: DecodingNote, count: number): string {
  const images = count === 1 ? '1 image' : `${count.toLocaleString('en-US')} images`;
  const was = count === 1 ? 'was' : 'were';
  switch (note) {
    case 'turned':
      return `${images} ${was} turned as the EXIF data says.`;
    case 'alpha':
      return `The transparency of ${images} was dropped; the colours below it count.`;
    case 'deep':
      return `${images} of 16 bits ${was} read with 8.`;
    case 'animated':
      return `Of ${images} with several pictures the first one was read.`;
    case 'cmyk':
      return `${images} in CMYK ${was} taken for the plain opposite of RGB, without the colour profile.`;
  }
}
