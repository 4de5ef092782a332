/** The job that shrinks images for a page. */
import type { JobContext, JobHandler } from '../../../../schemas/jobs.ts';
import { answerJob } from '../answerJob.ts';
import type { ModelPorts } from '../answerJob.ts';
import { createImageReader } from './createImageReader.ts';
import { decodeImage } from './decodeImage.ts';
import { ImageProblem } from './imageProblem.ts';
import { loadSharp } from './loadSharp.ts';
import type { SharpModule } from './loadSharp.ts';

/** Pictures with fewer pixels are drawn as they are: their pixels are what one wants to see. */
const smallEdge = 64;
const jpegQuality = 82;

export function createDrawThumbnails(ports: ModelPorts): JobHandler<'drawThumbnails'> {
  return ({ root, folder, images, edge }, { report }: JobContext<'drawThumbnails'>) =>
    answerJob<'drawThumbnails'>(ports, async () => {
      const sharp = await loadSharp();
      const source = { label: folder, root, files: [], images: { folder }, derive: [] };
      const read = createImageReader({ source }, ports);
      const pictures = [];
      for (const [at, image] of images.entries()) {
        report({ doing: 'Shrinking images', share: at / images.length });
        pictures.push({ image, ...(await draw(sharp, read, image, edge)) });
      }
      return { pictures };
    });
}

async function draw(
  sharp: SharpModule,
  read: (image: string) => Promise<Buffer>,
  image: string,
  edge: number,
): Promise<{ readonly picture: string } | { readonly because: string }> {
  try {
    const { pixels } = await decodeImage(sharp, await read(image), { color: 'rgb', orient: true });
    const { width, height, channels, data } = pixels;
    const raw = sharp(data, { raw: { width, height, channels } });
    if (width <= smallEdge && height <= smallEdge) {
      return { picture: `data:image/png;base64,${(await raw.png().toBuffer()).toString('base64')}` };
    }
    const shrunk = raw.resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true });
    const bytes = await shrunk.jpeg({ quality: jpegQuality }).toBuffer();
    return { picture: `data:image/jpeg;base64,${bytes.toString('base64')}` };
  } catch (error) {
    // One image that cannot be drawn costs its picture, not those of the others.
    if (error instanceof ImageProblem) return { because: `${image} ${error.message}` };
    throw error;
  }
}
