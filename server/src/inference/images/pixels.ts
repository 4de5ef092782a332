/** A decoded picture. */

/** Rows from the top, pixels from the left, channels side by side: `height * width * channels` values. */
export interface Pixels<Data extends Uint8Array | Float32Array = Uint8Array | Float32Array> {
  readonly width: number;
  readonly height: number;
  /** 1 is grey; 3 are red, green, blue in this order. */
  readonly channels: 1 | 3;
  /** From 0 to 255; whole numbers, except where a filter computes in floats. */
  readonly data: Data;
}

export type BytePixels = Pixels<Uint8Array>;
