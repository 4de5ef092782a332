/** Draws images for pages, and keeps what it drew last: a page asks for the same ones again and again. */
import type { JobRequest } from '../../../../schemas/jobs.ts';
import type { JobRunner } from '../../jobs/jobRunner.ts';

/** @returns path of an image below the folder → its picture; without those that cannot be drawn */
export type DrawPictures = (request: JobRequest<'drawThumbnails'>) => Promise<ReadonlyMap<string, string>>;

/** Requests whose pictures are kept. */
const mostKept = 8;
/** Pictures that one job draws. */
const mostPictures = 200;

/** @param jobs asked for with each drawing: the runner changes when trust is granted */
export function createPictureDrawer(jobs: () => JobRunner): DrawPictures {
  const kept = new Map<string, Promise<ReadonlyMap<string, string>>>();
  return (request) => {
    const key = JSON.stringify(request);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const drawing = draw(request, jobs()).then((drawn) => {
      // What failed is tried again.
      if (drawn.size === 0) kept.delete(key);
      return drawn;
    });
    kept.set(key, drawing);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return drawing;
  };
}

async function draw(request: Parameters<DrawPictures>[0], jobs: JobRunner): Promise<ReadonlyMap<string, string>> {
  const images = [...new Set(request.images)].slice(0, mostPictures);
  const outcome = await jobs.run('drawThumbnails', { ...request, images });
  if (outcome.kind !== 'done') return new Map();
  return new Map(
    outcome.value.pictures.flatMap(({ image, picture }) => (picture === undefined ? [] : [[image, picture] as const])),
  );
}
