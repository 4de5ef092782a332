/** From the `image` of an input to a preparation in which every choice is stated. */
import type { ImagePreparation } from '../../../../schemas/imagePreparation.ts';
import type { ModelImageShape } from '../../../../schemas/spec/models.ts';
import type { ObjectNode } from '../../spec/located.ts';

export function imagePreparationOf({ fields }: ObjectNode<ModelImageShape>): ImagePreparation {
  const { color, layout, scale, mean, std, orient } = fields;
  const { width, height, mode, fill, filter } = fields.resize?.fields ?? {};
  const hasSize = width !== undefined && height !== undefined;
  return {
    ...(hasSize
      ? {
          resize: {
            width: width.value,
            height: height.value,
            mode: mode?.value ?? 'stretch',
            fill: fill?.value ?? 0,
            filter: filter?.value ?? 'bilinear',
          },
        }
      : {}),
    color: color?.value ?? 'rgb',
    layout: layout?.value ?? 'NCHW',
    orient: orient?.value ?? true,
    ...(scale === undefined ? {} : { scale: readFraction(scale.text) }),
    ...(mean === undefined ? {} : { mean: mean.items.map(({ value }) => value) }),
    ...(std === undefined ? {} : { std: std.items.map(({ value }) => value) }),
  };
}

/** A number, or a fraction such as `1/255`, as the reader of the spec has checked it. */
function readFraction(text: string): number {
  const [over = '', under = '1'] = text.split('/');
  return Number(over) / Number(under);
}
