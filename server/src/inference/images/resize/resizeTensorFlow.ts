/** Resizing as TensorFlow does it. */
import type { BytePixels, Pixels } from '../pixels.ts';

interface Lerp {
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** Share of `high`, as float32. */
  readonly share: Float32Array;
}

/**
 * Interpolates linearly between the four nearest pixels, without anti-aliasing, in floats that are not rounded.
 *
 * @source TensorFlow, `tf.image.resize(method="bilinear", antialias=False)`: half-pixel centres, float32
 */
export function resizeTensorFlow(pixels: BytePixels, width: number, height: number): Pixels<Float32Array> {
  const { channels, data: from } = pixels;
  const data = new Float32Array(width * height * channels);
  const across = computeLerp(pixels.width, width);
  const down = computeLerp(pixels.height, height);
  const { fround } = Math;
  const value = (row: number, column: number, channel: number): number =>
    from[(row * pixels.width + column) * channels + channel] ?? 0;
  let at = 0;
  for (let y = 0; y < height; y++) {
    const top = down.low[y] ?? 0;
    const bottom = down.high[y] ?? 0;
    const downShare = down.share[y] ?? 0;
    for (let x = 0; x < width; x++) {
      const left = across.low[x] ?? 0;
      const right = across.high[x] ?? 0;
      const share = across.share[x] ?? 0;
      for (let channel = 0; channel < channels; channel++) {
        const topLeft = value(top, left, channel);
        const bottomLeft = value(bottom, left, channel);
        const above = fround(topLeft + fround((value(top, right, channel) - topLeft) * share));
        const below = fround(bottomLeft + fround((value(bottom, right, channel) - bottomLeft) * share));
        data[at++] = fround(above + fround(fround(below - above) * downShare));
      }
    }
  }
  return { width, height, channels, data };
}

function computeLerp(from: number, to: number): Lerp {
  const { fround } = Math;
  const scale = fround(from / to);
  const low = new Int32Array(to);
  const high = new Int32Array(to);
  const share = new Float32Array(to);
  for (let at = 0; at < to; at++) {
    const place = fround(fround(fround(at + 0.5) * scale) - 0.5);
    const floor = Math.floor(place);
    low[at] = Math.max(0, floor);
    high[at] = Math.min(from - 1, Math.ceil(place));
    share[at] = fround(place - floor);
  }
  return { low, high, share };
}
