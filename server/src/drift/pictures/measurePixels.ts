/** What can be said of a picture without knowing what it shows. */
import type { PictureMeasure } from '../../../../schemas/pictureMeasures.ts';

/** Rows from the top, pixels from the left, red, green and blue side by side: `3 * width * height` bytes. */
export interface ColourPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export type PixelMeasures = Readonly<Record<Exclude<PictureMeasure, 'file_size'>, number>>;

/** Weights of red, green and blue in light, of ITU-R 601. */
const [redLight, greenLight, blueLight] = [0.299, 0.587, 0.114];

/**
 * Measures a picture.
 *
 * Light is that of ITU-R 601 in [0, 1]. Saturation is that of HSV. The Laplacian has the neighbours left, right, above
 * and below; at the border a pixel is its own neighbour.
 *
 * @param pixels at least one
 * @returns NaN for the shares of colours of a picture without light
 * @source sharpness: Pech-Pacheco et al. 2000, ICPR 15, 314-317; tested against numpy and scipy.ndimage
 */
export function measurePixels({ width, height, data }: ColourPixels): PixelMeasures {
  const size = width * height;
  const light = new Float32Array(size);
  const sums = { light: 0, squares: 0, saturation: 0, red: 0, green: 0, blue: 0 };
  for (let pixel = 0, at = 0; pixel < size; pixel++, at += 3) {
    const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
    const own = (redLight * red + greenLight * green + blueLight * blue) / 255;
    light[pixel] = own;
    sums.light += own;
    sums.squares += own * own;
    sums.red += red;
    sums.green += green;
    sums.blue += blue;
    const most = Math.max(red, green, blue);
    if (most > 0) sums.saturation += (most - Math.min(red, green, blue)) / most;
  }
  const brightness = sums.light / size;
  const colours = sums.red + sums.green + sums.blue;
  return {
    brightness,
    contrast: Math.sqrt(Math.max(0, sums.squares / size - brightness ** 2)),
    sharpness: varianceOfLaplacian(light, width, height),
    saturation: sums.saturation / size,
    red_share: colours === 0 ? Number.NaN : sums.red / colours,
    blue_share: colours === 0 ? Number.NaN : sums.blue / colours,
    width,
    height,
  };
}

function varianceOfLaplacian(light: Float32Array, width: number, height: number): number {
  let [sum, squares] = [0, 0];
  for (let row = 0; row < height; row++) {
    const [above, below] = [Math.max(0, row - 1) * width, Math.min(height - 1, row + 1) * width];
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const [left, right] = [column === 0 ? at : at - 1, column === width - 1 ? at : at + 1];
      const edge =
        (light[left] ?? 0) +
        (light[right] ?? 0) +
        (light[above + column] ?? 0) +
        (light[below + column] ?? 0) -
        4 * (light[at] ?? 0);
      sum += edge;
      squares += edge * edge;
    }
  }
  const size = width * height;
  return Math.max(0, squares / size - (sum / size) ** 2);
}
