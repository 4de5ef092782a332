/** The job that compares folders of pictures: measures each picture, then compares what was measured as columns. */
import * as z from 'zod';
import { driftRequest } from './driftJob.ts';
import { evaluationRequest } from './evaluationJob.ts';

const text = (description: string) => z.string().min(1).meta({ description });

/** More pictures of a side take time and tell no more; of more, so many are taken that lie evenly among them. */
export const mostPictures = 20_000;

export const pictureDriftRequest = z.strictObject({
  drift: driftRequest.meta({ description: 'What is compared; `image` among its columns stands for all measures.' }),
  embedding: z
    .strictObject({
      model: evaluationRequest.shape.model,
      inputs: evaluationRequest.shape.inputs,
      answer: text('Output of the graph with the answers; what goes into its last layer is the embedding.'),
      output: text('Output of the graph that is an embedding.').optional(),
    })
    .optional()
    .meta({ description: 'A model that takes the pictures; what it makes of them is compared, too.' }),
});

export type PictureDriftRequest = z.output<typeof pictureDriftRequest>;
