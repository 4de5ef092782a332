/** Small models of pictures that find red and green squares, and pictures of such squares with a stated seed. */
import { crc32, deflateSync } from 'node:zlib';
import { createRandomStream } from '../../server/src/statistics/seededRandom.ts';
import { elementTypes, model, node, number, tensor, tensorType, value } from './onnxBytes.ts';
import type { Bytes } from './onnxBytes.ts';
import { attribute, floats } from './onnxModels.ts';

export const pictureSize = { width: 96, height: 72 } as const;
/** In the order of the numbers of both models; pixels have the ground as number 0 before them. */
export const squareClasses = ['crate', 'barrel'] as const;

const side = 12;
const stride = 2;

function whole(values: readonly number[]): Bytes {
  return new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
}

const numbers = (name: string, values: readonly number[]): Bytes =>
  attribute(name, 7, ...values.map((one) => number(8, one)));
const one = (name: string, single: number): Bytes => attribute(name, 2, number(3, single));

/**
 * Finds squares of 12 pixels: the score of a place is how much redder, or greener, it is than grey.
 *
 * Gives boxes [N, M, 4] as left, top, right and bottom in pixels of the tensor, scores and class-ids [N, M]; boxes lie on
 * each other in plenty, as nothing in the graph drops the weaker ones.
 */
export function squareFinder(): Bytes {
  return model(finderGraph());
}

/** As `squareFinder`, of one picture at a time: nothing has an axis of their number, as with detectors of torchvision. */
export function singleFinder(): Bytes {
  const { width, height } = pictureSize;
  const finder = finderGraph();
  const outputs = ['boxes', 'scores', 'ids'] as const;
  const types = [elementTypes.float32, elementTypes.float32, elementTypes.int64];
  return model({
    inputs: [value('picture', tensorType(elementTypes.float32, [3, height, width]))],
    initializers: [
      ...finder.initializers,
      tensor({ name: 'front', type: elementTypes.int64, dims: [1], raw: whole([0]) }),
    ],
    nodes: [
      node({ inputs: ['picture', 'front'], outputs: ['x'], operator: 'Unsqueeze' }),
      ...finder.nodes,
      ...outputs.map((name) => node({ inputs: [name, 'front'], outputs: [`own ${name}`], operator: 'Squeeze' })),
    ],
    outputs: outputs.map((name, index) =>
      value(`own ${name}`, tensorType(types[index] ?? 0, name === 'boxes' ? [finder.places, 4] : [finder.places])),
    ),
  });
}

/** How a model says which pixels are those of a square. */
export type MaskForm = 'of-boxes' | 'of-picture';

/**
 * Finds squares and their pixels. As `squareFinder`, and gives
 *
 * - `of-boxes`: masks [N, M, 6, 6] of probabilities in each box, as Mask R-CNN does;
 * - `of-picture`: masks [N, 2, 36, 48] of reds and greens as logits, and coefficients [N, M, 2] of each box, as YOLO does.
 */
export function squareCutter(form: MaskForm): Bytes {
  const finder = finderGraph();
  const parts = form === 'of-boxes' ? boxMasks() : mixedMasks();
  return model({
    inputs: finder.inputs,
    initializers: [...finder.initializers, ...parts.initializers],
    nodes: [...finder.nodes, ...parts.nodes],
    outputs: [...finder.outputs, ...parts.outputs],
  });
}

/**
 * Finds squares, and cuts them out, and gives the numbers of each side by side, too.
 *
 * - `first` [N, 8, M]: box, both scores and both coefficients, as YOLO answers;
 * - `last` [N, M, 6]: box, score and number of the class, as graphs do that drop the weaker boxes themselves.
 */
export function squarePacker(): Bytes {
  const finder = finderGraph();
  const masks = mixedMasks();
  const places = finder.places;
  const axis = [one('axis', 2)];
  return model({
    inputs: finder.inputs,
    initializers: [
      ...finder.initializers,
      ...masks.initializers,
      tensor({ name: 'single', type: elementTypes.int64, dims: [3], raw: whole([0, places, 1]) }),
    ],
    nodes: [
      ...finder.nodes,
      ...masks.nodes,
      node({ inputs: ['boxes', 'byPlace', 'coefficients'], outputs: ['eight'], operator: 'Concat', attributes: axis }),
      node({ inputs: ['eight'], outputs: ['first'], operator: 'Transpose', attributes: [numbers('perm', [0, 2, 1])] }),
      node({ inputs: ['ids'], outputs: ['kinds'], operator: 'Cast', attributes: [one('to', elementTypes.float32)] }),
      node({ inputs: ['kinds', 'single'], outputs: ['kind'], operator: 'Reshape' }),
      node({ inputs: ['boxes', 'best', 'kind'], outputs: ['last'], operator: 'Concat', attributes: axis }),
    ],
    outputs: [
      ...finder.outputs,
      ...masks.outputs,
      value('byPlace', tensorType(elementTypes.float32, ['N', places, 2])),
      value('first', tensorType(elementTypes.float32, ['N', 8, places])),
      value('last', tensorType(elementTypes.float32, ['N', places, 6])),
    ],
  });
}

function boxMasks() {
  const { width, height } = pictureSize;
  const cells = side / stride;
  const places = ((height - side) / stride + 1) * ((width - side) / stride + 1);
  const window = Array.from({ length: cells * cells }, (_, cell) => {
    const [row, column] = [Math.floor(cell / cells), cell % cells];
    return Array.from({ length: side * side }, (_one, pixel) => {
      const isOwn =
        Math.floor(Math.floor(pixel / side) / stride) === row && Math.floor((pixel % side) / stride) === column;
      return isOwn ? 1 / stride ** 2 : 0;
    });
  }).flat();
  return {
    initializers: [
      tensor({ name: 'tint', dims: [1, 3, 1, 1], raw: floats([2.5, -2.5, 0]) }),
      tensor({ name: 'window', dims: [cells * cells, 1, side, side], raw: floats(window) }),
      tensor({ name: 'rows', type: elementTypes.int64, dims: [3], raw: whole([0, cells * cells, places]) }),
      tensor({ name: 'grid', type: elementTypes.int64, dims: [4], raw: whole([0, places, cells, cells]) }),
    ],
    nodes: [
      node({ inputs: ['x', 'tint'], outputs: ['tinted'], operator: 'Conv' }),
      node({ inputs: ['tinted'], outputs: ['colour'], operator: 'Abs' }),
      node({
        inputs: ['colour', 'window'],
        outputs: ['windows'],
        operator: 'Conv',
        attributes: [numbers('strides', [stride, stride])],
      }),
      node({ inputs: ['windows', 'rows'], outputs: ['cells'], operator: 'Reshape' }),
      node({ inputs: ['cells'], outputs: ['turned'], operator: 'Transpose', attributes: [numbers('perm', [0, 2, 1])] }),
      node({ inputs: ['turned', 'grid'], outputs: ['masks'], operator: 'Reshape' }),
    ],
    outputs: [value('masks', tensorType(elementTypes.float32, ['N', places, cells, cells]))],
  };
}

function mixedMasks() {
  const { width, height } = pictureSize;
  const places = ((height - side) / stride + 1) * ((width - side) / stride + 1);
  const area = stride ** 2;
  const reds = [1 / area, -1 / area, 0];
  const greens = [-1 / area, 1 / area, 0];
  const kernel = [reds, greens].flatMap((channels) => channels.flatMap((weight) => Array<number>(area).fill(weight)));
  return {
    initializers: [
      tensor({ name: 'shrink', dims: [2, 3, stride, stride], raw: floats(kernel) }),
      tensor({ name: 'least', dims: [2], raw: floats([-0.15, -0.15]) }),
    ],
    nodes: [
      node({
        inputs: ['x', 'shrink', 'least'],
        outputs: ['masks'],
        operator: 'Conv',
        attributes: [numbers('strides', [stride, stride])],
      }),
      node({ inputs: ['byPlace'], outputs: ['coefficients'], operator: 'Relu' }),
    ],
    outputs: [
      value('masks', tensorType(elementTypes.float32, ['N', 2, height / stride, width / stride])),
      value('coefficients', tensorType(elementTypes.float32, ['N', places, 2])),
    ],
  };
}

function finderGraph() {
  const { width, height } = pictureSize;
  const [rows, columns] = [(height - side) / stride + 1, (width - side) / stride + 1];
  const places = rows * columns;
  const area = side * side;
  const red = [1 / area, -0.5 / area, -0.5 / area];
  const green = [-0.5 / area, 1 / area, -0.5 / area];
  const kernel = [red, green].flatMap((channels) => channels.flatMap((weight) => Array<number>(area).fill(weight)));
  const boxes = Array.from({ length: places }, (_, place) => {
    const [left, top] = [stride * (place % columns), stride * Math.floor(place / columns)];
    return [left, top, left + side, top + side];
  }).flat();
  return {
    places,
    inputs: [value('x', tensorType(elementTypes.float32, ['N', 3, height, width]))],
    initializers: [
      tensor({ name: 'kernel', dims: [2, 3, side, side], raw: floats(kernel) }),
      tensor({ name: 'shape', type: elementTypes.int64, dims: [3], raw: whole([0, 2, places]) }),
      tensor({ name: 'zero', dims: [1], raw: floats([0]) }),
      tensor({ name: 'places', dims: [1, places, 4], raw: floats(boxes) }),
    ],
    nodes: [
      node({
        inputs: ['x', 'kernel'],
        outputs: ['contrast'],
        operator: 'Conv',
        attributes: [numbers('strides', [stride, stride])],
      }),
      node({ inputs: ['contrast', 'shape'], outputs: ['flat'], operator: 'Reshape' }),
      node({ inputs: ['flat'], outputs: ['byPlace'], operator: 'Transpose', attributes: [numbers('perm', [0, 2, 1])] }),
      node({
        inputs: ['byPlace'],
        outputs: ['scores'],
        operator: 'ReduceMax',
        attributes: [numbers('axes', [2]), one('keepdims', 0)],
      }),
      node({
        inputs: ['byPlace'],
        outputs: ['ids'],
        operator: 'ArgMax',
        attributes: [one('axis', 2), one('keepdims', 0)],
      }),
      node({ inputs: ['byPlace'], outputs: ['best'], operator: 'ReduceMax', attributes: [numbers('axes', [2])] }),
      node({ inputs: ['best', 'zero'], outputs: ['nothing'], operator: 'Mul' }),
      node({ inputs: ['nothing', 'places'], outputs: ['boxes'], operator: 'Add' }),
    ],
    outputs: [
      value('boxes', tensorType(elementTypes.float32, ['N', places, 4])),
      value('scores', tensorType(elementTypes.float32, ['N', places])),
      value('ids', tensorType(elementTypes.int64, ['N', places])),
    ],
  };
}

/** Gives each pixel logits [N, 3, H, W] of ground, crate and barrel. */
export function squarePainter(): Bytes {
  return model({
    inputs: [value('x', tensorType(elementTypes.float32, ['N', 3, 'H', 'W']))],
    initializers: [
      tensor({ name: 'kernel', dims: [3, 3, 1, 1], raw: floats([0, 0, 0, 1, -1, 0, -1, 1, 0]) }),
      tensor({ name: 'bias', dims: [3], raw: floats([0.2, 0, 0]) }),
    ],
    nodes: [node({ inputs: ['x', 'kernel', 'bias'], outputs: ['mask'], operator: 'Conv' })],
    outputs: [value('mask', tensorType(elementTypes.float32, ['N', 3, 'H', 'W']))],
  });
}

export interface SquarePicture {
  readonly name: string;
  /** PNG files. */
  readonly picture: Buffer;
  readonly mask: Buffer;
  /** Red, green and blue of each pixel, and its class, row by row. */
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
  readonly squares: readonly { readonly category: number; readonly box: readonly [number, number, number, number] }[];
}

/** Squares of 10 to 14 pixels, at most one in each quarter, on noisy grey; some are pale and hard to find. */
export function drawSquares(count: number, seed: number): readonly SquarePicture[] {
  const random = createRandomStream(seed);
  const { width, height } = pictureSize;
  return Array.from({ length: count }, (_, index) => {
    const pixels = Buffer.alloc(3 * width * height);
    const mask = Buffer.alloc(width * height);
    for (let pixel = 0; pixel < width * height; pixel++)
      pixels.fill(40 + random.nextBelow(40), 3 * pixel, 3 * pixel + 3);
    const squares: SquarePicture['squares'][number][] = [];
    for (let quarter = 0; quarter < 4; quarter++) {
      if (random.nextBelow(10) < 3) continue;
      const size = 10 + random.nextBelow(5);
      const left = (quarter % 2) * 48 + random.nextBelow(48 - size);
      const top = Math.floor(quarter / 2) * 36 + random.nextBelow(36 - size);
      const category = random.nextBelow(2);
      const brightness = random.nextBelow(6) === 0 ? 70 : 180;
      for (let y = top; y < top + size; y++) {
        for (let x = left; x < left + size; x++) {
          const pixel = y * width + x;
          pixels[3 * pixel + category] = brightness + random.nextBelow(60);
          mask[pixel] = category + 1;
        }
      }
      squares.push({ category: category + 1, box: [left, top, size, size] });
    }
    return {
      name: `square-${index}.png`,
      picture: drawPng(width, height, 3, pixels),
      mask: drawPng(width, height, 1, mask),
      pixels,
      labels: mask,
      squares,
    };
  });
}

/** The COCO ground truth of pictures. */
export function squareTruth(pictures: readonly SquarePicture[]) {
  return {
    images: pictures.map(({ name }, index) => ({ id: index + 1, file_name: name, ...pictureSize })),
    categories: squareClasses.map((name, index) => ({ id: index + 1, name })),
    annotations: pictures
      .flatMap(({ squares }, index) => squares.map((square) => ({ ...square, image: index + 1 })))
      .map(({ category, box, image }, index) => ({
        id: index + 1,
        image_id: image,
        category_id: category,
        bbox: box,
        segmentation: [cornersOf(box)],
        area: box[2] * box[3],
        iscrowd: 0,
      })),
  };
}

function cornersOf([left, top, width, height]: SquarePicture['squares'][number]['box']): number[] {
  return [left, top, left + width, top, left + width, top + height, left, top + height];
}

/** A PNG file; black where no pixels are given. */
export function drawPng(
  width: number,
  height: number,
  channels: 1 | 3,
  pixels = Buffer.alloc(width * height * channels),
): Buffer {
  const rows = Array.from({ length: height }, (_, row) =>
    Buffer.concat([Buffer.alloc(1), pixels.subarray(row * width * channels, (row + 1) * width * channels)]),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = channels === 3 ? 2 : 0;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
