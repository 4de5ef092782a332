/** What is true of some images and what a model found there, as columns: one entry for each thing. */

/** Things in images; all columns are of one length. */
export interface FoundThings {
  /** Place of the image in `DetectionSet.images`. */
  readonly images: Int32Array;
  /** Place of the class in `DetectionSet.classes`. */
  readonly classes: Int32Array;
  /** Square pixels. */
  readonly areas: Float64Array;
  /** Left, top, width, height of each, in pixels: four numbers for each thing. */
  readonly boxes: Float64Array;
}

/** What is true. */
export interface Truths extends FoundThings {
  /** 1 where a region holds many things of a class that nobody counted. */
  readonly isCrowd: Uint8Array;
  /** 1 where finding it is neither right nor wrong: crowds, and people without a marked point. */
  readonly isIgnored: Uint8Array;
  /** The number in the file; pycocotools takes what matches the number 0 for unmatched. */
  readonly ids: Float64Array;
}

/** What a model found. */
export interface Detections extends FoundThings {
  /** Finite; the higher, the surer. */
  readonly scores: Float64Array;
}

export interface DetectionImage {
  readonly id: number;
  /** The file name, or the number. */
  readonly name: string;
  /** Pixels; 0 where the file does not say. */
  readonly width: number;
  readonly height: number;
}

export interface DetectionSet {
  /** By rising id. */
  readonly images: readonly DetectionImage[];
  /** By rising id. */
  readonly classes: readonly { readonly id: number; readonly name: string }[];
  /** In file order. */
  readonly truths: Truths;
  /** In file order. */
  readonly detections: Detections;
}

/**
 * How much things of one image overlap.
 *
 * @param detections places in `DetectionSet.detections`
 * @param truths places in `DetectionSet.truths`
 * @returns Float64Array of detections * truths, row-major; row = detection; each in [0, 1]
 */
export type Overlaps = (detections: Int32Array, truths: Int32Array) => Float64Array;
