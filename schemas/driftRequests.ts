/** Messages between the extension and the language server that are about drift. */
import * as z from 'zod';
import { mostQueuedRows } from './driftJob.ts';
import { acceptedWindows, driftViewModel, unwatchedColumn } from './driftPanel.ts';
import { outcome } from './requests.ts';
import type { RequestShape } from './requests.ts';
import { textRange } from './sourceLocation.ts';

function request<Params extends z.ZodType, Result extends z.ZodType>(
  method: `plumbline/${string}`,
  shape: { readonly params: Params; readonly result: Result },
): RequestShape<Params, Result> {
  return { method, ...shape };
}

const uri = () => z.string().min(1).max(8192);
const count = () => z.int().min(0);

/**
 * Extension to server: compares what the checks of a spec watch with their references, and writes the record of each
 * comparison beside the spec. The server shows the progress itself.
 */
export const compareDriftRequest = request('plumbline/compareDrift', {
  params: z.strictObject({
    specUri: uri(),
    checkId: z.string().min(1).nullable().meta({ description: 'One check; null means all that watch inputs.' }),
    queueRows: z.int().positive().max(mostQueuedRows).optional().meta({
      description: 'Rows to pick for labelling, into the file that the spec names under `new_data`; absent: none.',
    }),
  }),
  result: outcome(
    z.strictObject({
      compared: z.array(
        z.strictObject({
          check: z.string().min(1),
          columns: count().meta({ description: 'Columns that were compared.' }),
          drifting: z.array(z.string()).meta({ description: 'Columns that drift, the worst first.' }),
          open: count().meta({ description: 'Columns of which it cannot be told.' }),
          queue: z.strictObject({ uri: uri(), rows: count() }).optional().meta({
            description: 'The file of the rows that were picked for labelling; absent when none were asked for.',
          }),
        }),
      ),
      problems: z.array(z.string().min(1)).meta({ description: 'Of checks that could not be compared.' }),
    }),
  ),
});
export type CompareDriftAnswer = Extract<z.infer<typeof compareDriftRequest.result>, { kind: 'done' }>['value'];

/** Extension to server: stops what is compared of a spec, whoever began it; what was found until then stays shown. */
export const cancelDriftRequest = request('plumbline/cancelDrift', {
  params: z.strictObject({ specUri: uri() }),
  result: z.strictObject({ cancelled: z.boolean().meta({ description: 'Whether anything was under way.' }) }),
});

/** Extension to server: the view model of the Drift panel, passed on unchanged. */
export const driftViewRequest = request('plumbline/driftView', {
  params: z.strictObject({ specUri: uri() }),
  result: outcome(driftViewModel),
});

/** Extension to server: the edit that makes what a check compares its reference. Nothing is written. */
export const referenceEditRequest = request('plumbline/referenceEdit', {
  params: z.strictObject({ specUri: uri(), checkId: z.string().min(1), windows: acceptedWindows }),
  result: outcome(z.strictObject({ uri: uri(), range: textRange, newText: z.string().min(1) })),
});

/** Extension to server: the edit that adds a check of a column, or the first checks of a spec. Nothing is written. */
export const monitorEditRequest = request('plumbline/monitorEdit', {
  params: z.strictObject({ specUri: uri(), wanted: unwatchedColumn.nullable() }),
  result: referenceEditRequest.result,
});
