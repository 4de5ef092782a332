/** The job that profiles a folder of pictures: each picture becomes a row of numbers, and rows are profiled as ever. */
import type { JobHandler, JobResult, ParsedJobRequest } from '../../../../schemas/jobs.ts';
import { answerJob } from '../answerJob.ts';
import type { ModelPorts } from '../answerJob.ts';
import { ModelProblem } from '../modelProblem.ts';
import { measuredShare, measures, measureSide, pickPictures, sayUnreadable } from './measurePictures.ts';
import type { MeasuredPicture, MeasuringContext } from './measurePictures.ts';

/** What the job needs of the side that reads and writes tables. */
export interface ProfilePicturesPorts extends ModelPorts {
  readonly profileTable: JobHandler<'profileTable'>;
  readonly writeMeasuredImages: (
    location: string,
    folder: string,
    columns: readonly string[],
    images: Iterable<{ readonly file: string; readonly values: readonly number[] }>,
  ) => Promise<void>;
}

export function createProfilePictures(ports: ProfilePicturesPorts): JobHandler<'profilePictures'> {
  return (request, context) => answerJob<'profilePictures'>(ports, () => profile(request, context, ports));
}

async function profile(
  request: ParsedJobRequest<'profilePictures'>,
  context: MeasuringContext & { readonly scratch: string },
  ports: ProfilePicturesPorts,
): Promise<JobResult<'profilePictures'>> {
  const { source, splits, split } = request;
  const label = split ?? source.label;
  const pictures = pickPictures({ kind: 'rows', label, source, splits, ...(split === undefined ? {} : { split }) });
  if (pictures === undefined) throw new RangeError('The job is for folders of images.');
  const { images, files } = pictures;
  const known = new Map<string, MeasuredPicture>();
  await measureSide(pictures, { known, embedder: undefined, context, ports, total: files.length });
  const path = `${context.scratch}/measured/images.csv`;
  const rows = files.map((file) => ({ file, values: known.get(file)?.values ?? [] }));
  await ports.writeMeasuredImages(path, images.folder, measures, rows);
  const outcome = await ports.profileTable(
    {
      ...request,
      source: { ...source, files: [...files], images: { ...images, measured: { path, columns: [...measures] } } },
      // Each image has a name of its own, so names tell nothing of how images spread.
      leaveOut: [...request.leaveOut, 'image', 'file'],
    },
    {
      limits: context.limits,
      scratch: `${context.scratch}/profiled`,
      report: ({ doing, share }) => {
        context.report({ doing, share: measuredShare + (1 - measuredShare) * share });
      },
    },
  );
  if (outcome.kind === 'failed') throw new ModelProblem(outcome.sentence, outcome.category);
  const notes = [...outcome.value.notes, ...pictures.notes, ...sayUnreadable(known)];
  return { ...outcome.value, notes: [...new Set(notes)] };
}
