/** Something wrong with what is true of one picture: it costs that picture, not the run; the message is the whole sentence. */
export class PictureProblem extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'PictureProblem';
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * @param truth what says the size `stated`
 * @throws {PictureProblem} when it is not that of the picture, whose truth then lies somewhere else
 */
export function requirePictureSize(truth: string, file: string, stated: Size, picture: Size): void {
  if (stated.width === picture.width && stated.height === picture.height) return;
  const isTurned = stated.width === picture.height && stated.height === picture.width;
  throw new PictureProblem(
    `${truth} is for ${stated.width} × ${stated.height} pixels, and ${file} has ${picture.width} × ${picture.height}${
      isTurned
        ? '; if its EXIF data turn it and its truth was made without turning, write `orient: false` under `image`'
        : ''
    }.`,
  );
}
