/** Writes how a model takes pictures, and what an export of Ultralytics answers. */
import type { PictureGuess, UltralyticsGuess } from './guessPictureModel.ts';
import { list, value } from './specLines.ts';
import type { SpecLines } from './specLines.ts';

/** The input of a model that takes pictures; how they were prepared for the training is left open where nobody says it. */
export function writePictureInput(
  lines: SpecLines,
  { input, ultralytics }: PictureGuess,
  type: string | undefined,
): void {
  const { name, layout, size, channels } = input;
  const isKnown = ultralytics !== undefined;
  lines.key(3, value(name));
  lines.key(4, 'column', 'image');
  lines.key(4, 'type', type);
  lines.key(4, 'image', undefined, isKnown ? 'guessed: as Ultralytics prepares pictures' : 'as for the training');
  if (size !== undefined) {
    lines.key(5, 'resize');
    lines.key(6, 'width', String(size.width));
    lines.key(6, 'height', String(size.height));
    if (isKnown) {
      lines.key(6, 'mode', 'letterbox');
      lines.key(6, 'fill', '114');
      lines.key(6, 'filter', 'opencv-linear');
    } else lines.key(6, 'mode', undefined, 'stretch, letterbox or crop');
  }
  if (channels === 1) lines.key(5, 'color', 'grayscale');
  else lines.key(5, 'color', isKnown ? 'rgb' : undefined, isKnown ? undefined : 'rgb or bgr');
  lines.key(5, 'layout', layout);
  if (isKnown) lines.key(5, 'scale', '1/255');
  else if (type !== 'uint8') lines.key(5, 'scale', undefined, 'such as 1/255; mean and std where they were used');
}

export function writeUltralyticsOutputs(lines: SpecLines, guess: UltralyticsGuess): void {
  const { things, holds, format, classes, masks } = guess;
  lines.key(3, value(things), undefined, 'guessed from its shape and the classes in the file');
  lines.key(4, 'as', 'detections');
  lines.key(4, 'holds', `[${holds.join(', ')}]`);
  lines.key(4, 'format', format);
  lines.key(4, 'units', 'pixels');
  lines.key(4, 'frame', 'tensor');
  lines.key(4, 'classes', list(classes), 'as the file names them');
  if (masks === undefined) return;
  lines.key(3, value(masks));
  lines.key(4, 'as', 'masks');
  lines.key(4, 'values', 'logits');
}

/** Which answers count: all, as the validation of Ultralytics has it; who uses them will ask for surer ones. */
export function writeUltralyticsDecision(lines: SpecLines, { isSuppressed }: UltralyticsGuess): void {
  const overlap = isSuppressed ? '' : 'nms: {iou: 0.7}, ';
  lines.key(2, 'decision', `{score: 0.001, ${overlap}max: 300}`, 'as for its validation; in use a higher score');
}
