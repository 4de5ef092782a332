/** Messages between the extension and the language server that are about promoting notebooks. */
import * as z from 'zod';
import { notebookStage } from './effects.ts';
import { fileState, promotionReport, verification } from './promotion.ts';
import { promotionViewModel } from './promotionView.ts';
import { outcome } from './requests.ts';
import type { RequestShape } from './requests.ts';
import { textRange } from './sourceLocation.ts';
import { pythonWish } from './verificationJob.ts';

function request<Params extends z.ZodType, Result extends z.ZodType>(
  method: `plumbline/${string}`,
  shape: { readonly params: Params; readonly result: Result },
): RequestShape<Params, Result> {
  return { method, ...shape };
}

const uri = () => z.string().min(1).max(8192);

/** Extension to server: where a notebook was promoted to, and where it could be. */
export const promotionFoldersRequest = request('plumbline/promotionFolders', {
  params: z.strictObject({ notebookUri: uri() }),
  result: outcome(
    z.strictObject({
      /** The one to take where nobody is asked comes first. */
      folders: z.array(
        z.strictObject({
          uri: uri(),
          label: z.string().min(1).meta({ description: 'The folder, from the workspace.' }),
          isPromoted: z.boolean().meta({ description: 'Whether the notebook was promoted there before.' }),
        }),
      ),
    }),
  ),
});

/** What is to become of one file. */
export const filePreview = z.strictObject({
  uri: uri(),
  path: z.string().min(1).meta({ description: 'In the package’s folder.' }),
  state: fileState,
  words: z.string().min(1).meta({ description: 'What becomes of it, in words.' }),
  change: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('create'), text: z.string() }),
      z.strictObject({
        kind: z.literal('edit'),
        edits: z.array(z.strictObject({ range: textRange, newText: z.string() })),
        needsConfirmation: z.boolean().meta({ description: 'Whether it is only written when a person ticks it.' }),
      }),
      z.strictObject({ kind: z.literal('delete') }),
    ])
    .nullable()
    .meta({ description: 'Null when the file stays as it is.' }),
});

/** Extension to server: promotes a notebook up to the point where files would be written. Nothing is written. */
export const promoteRequest = request('plumbline/promote', {
  params: z.strictObject({
    notebookUri: uri(),
    packageUri: uri(),
    keepsExploration: z.boolean(),
  }),
  result: outcome(
    z.strictObject({
      id: z.string().min(1).meta({ description: 'Names this promotion when it is accepted.' }),
      package: z.string().min(1),
      files: z.array(filePreview),
      starter: z
        .strictObject({ uri: uri(), text: z.string() })
        .meta({ description: 'A notebook that runs the package, which is written only when a person ticks it.' }),
      report: promotionReport,
    }),
  ),
});
export type PromotionPreview = Extract<z.infer<typeof promoteRequest.result>, { kind: 'done' }>['value'];
export type FilePreview = z.infer<typeof filePreview>;

/** Extension to server: the editor has written a promotion; what is needed to promote again is recorded. */
export const acceptPromotionRequest = request('plumbline/acceptPromotion', {
  params: z.strictObject({ id: z.string().min(1) }),
  result: outcome(
    z.strictObject({
      readmeUri: uri().nullable().meta({ description: 'The README of the package, if it was written.' }),
    }),
  ),
});

/** Extension to server: the view model of the Promotion panel, passed on unchanged. `specUri` is the notebook. */
export const promotionViewRequest = request('plumbline/promotionView', {
  params: z.strictObject({ specUri: uri() }),
  result: outcome(promotionViewModel),
});

/** Extension to server: puts a statement into a stage; null gives it back to its own. Kept until it is accepted. */
export const moveStatementRequest = request('plumbline/moveStatement', {
  params: z.strictObject({ notebookUri: uri(), statement: z.string().min(1), stage: notebookStage.nullable() }),
  result: outcome(z.strictObject({ moved: z.int().min(0).meta({ description: 'Statements that are moved now.' }) })),
});

/** Extension to server: the places on the other side of the source map, of a line of a cell or of a package. */
export const promotedPlacesRequest = request('plumbline/promotedPlaces', {
  params: z.strictObject({ uri: uri(), line: z.int().min(0) }),
  result: outcome(
    z.strictObject({
      side: z
        .enum(['notebook', 'package'])
        .nullable()
        .meta({ description: 'What the place is of; null when of neither.' }),
      places: z.array(z.strictObject({ uri: uri(), range: textRange, label: z.string().min(1) })),
    }),
  ),
});
export type PromotedPlaces = Extract<z.infer<typeof promotedPlacesRequest.result>, { kind: 'done' }>['value'];

/**
 * Extension to server: runs a notebook and its package in Python, and compares them. Only in a trusted workspace.
 * The server shows the progress itself, whose cancel button cancels this, too.
 */
export const verifyPromotionRequest = request('plumbline/verifyPromotion', {
  params: z.strictObject({
    notebookUri: uri(),
    packageUri: uri(),
    python: pythonWish.optional().meta({ description: 'The interpreter that the settings or the editor name.' }),
  }),
  result: outcome(verification),
});
