/** How an image that is prepared as the spec says fits the tensor of the graph. */
import type { GraphValueFact } from '../../../../schemas/facts.ts';
import type { ModelImageShape } from '../../../../schemas/spec/models.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { counted, shorten } from '../../spec/words.ts';
import type { Place } from '../../yaml/place.ts';
import type { Finding } from '../rule.ts';
import { placeOf, printShape } from './modelView.ts';
import type { Bound, InputNode } from './modelView.ts';

type ImageNode = ObjectNode<ModelImageShape>;

/** Sizes of one image in a tensor; undefined where they are open. */
interface ImageSizes {
  readonly channels: number | undefined;
  readonly height: number | undefined;
  readonly width: number | undefined;
}

/** @returns undefined for tensors that hold no image, or whose rank is open */
function sizesOf({ shape }: GraphValueFact, layout: 'NCHW' | 'NHWC'): ImageSizes | undefined {
  if (shape?.length !== 3 && shape?.length !== 4) return undefined;
  const sizes = shape.slice(-3).map((axis) => (typeof axis === 'number' ? axis : undefined));
  const [first, second, third] = sizes;
  return layout === 'NCHW'
    ? { channels: first, height: second, width: third }
    : { channels: third, height: first, width: second };
}

export function* imageMismatches(bound: Bound<InputNode>, image: ImageNode): Generator<Finding> {
  const { model, isInherited, name, value } = bound;
  const { color, layout, resize } = image.fields;
  const channels = color === undefined ? undefined : color.value === 'grayscale' ? 1 : 3;
  const says = `the graph of \`${model.id}\` takes ${printShape(value.shape)} as \`${shorten(name)}\``;
  const at = (own: Place, message: string): Finding => ({ place: placeOf(model, isInherited, own), message });
  yield* perChannel(bound, image, channels);
  if (layout === undefined) return;
  const sizes = sizesOf(value, layout.value);
  if (sizes === undefined) {
    if (value.shape === undefined || value.shape.length === 0) return;
    yield at(layout.place, `An image is a tensor of four axes, and ${says}: this input takes no image as it is.`);
    return;
  }
  if (channels !== undefined && sizes.channels !== undefined && sizes.channels !== channels) {
    const other = layout.value === 'NCHW' ? 'NHWC' : 'NCHW';
    if (sizesOf(value, other)?.channels === channels) {
      yield at(layout.place, `By its sizes the layout is ${other}: ${says}.`);
      return;
    }
    yield at(
      (color ?? layout).place,
      `By \`color\` the image has ${counted(channels, 'channel')}, and ${says}: choose the colours of the training.`,
    );
  }
  if (resize === undefined) return;
  const { width, height } = resize.fields;
  if (height !== undefined && sizes.height !== undefined && height.value !== sizes.height) {
    yield at(height.place, `The height is ${height.value} in the spec, and ${says}: write ${sizes.height}.`);
  }
  if (width !== undefined && sizes.width !== undefined && width.value !== sizes.width) {
    yield at(width.place, `The width is ${width.value} in the spec, and ${says}: write ${sizes.width}.`);
  }
}

/** Means and deviations, which are one number for each channel. */
function* perChannel(
  { model, isInherited }: Bound<InputNode>,
  { fields }: ImageNode,
  channels: number | undefined,
): Generator<Finding> {
  for (const list of [fields.mean, fields.std]) {
    if (list === undefined || channels === undefined || list.items.length === channels) continue;
    yield {
      place: placeOf(model, isInherited, list.place),
      message: `The list has ${counted(list.items.length, 'number')}, and the image has ${counted(channels, 'channel')}: write one for each.`,
    };
  }
}
