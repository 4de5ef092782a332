/** A drawing as a picture for slides and messages, which take no SVG. */
import { chartFile } from './chartFile.ts';

/** Pixels for each unit of the drawing: sharp on a screen and in print. */
const scale = 3;

/**
 * @returns the PNG in base 64
 * @throws {Error} when the browser cannot draw it
 */
export async function chartPicture(drawing: SVGSVGElement): Promise<string> {
  const { text: file, width, height } = chartFile(drawing);
  const image = new Image();
  // Without a size of its own the file would be drawn at that of the screen.
  const text = file.replace('<svg', `<svg width="${width * scale}" height="${height * scale}"`);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * scale;
  canvas.height = height * scale;
  const paper = canvas.getContext('2d');
  if (paper === null) throw new Error('This browser draws no pictures.');
  paper.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^[^,]*,/, '');
}
