/**
 * What a panel's page and its host say to each other.
 *
 * State flows one way: the host sends the whole view model, the page sends intents and owns no truth. An intent has no
 * answer of its own (what it changes comes back as the next view model), so messages carry no ids. Both ends parse;
 * what does not parse is logged and dropped.
 */
import * as z from 'zod';
import { costExportFormat, whatIfChange } from './costPanel.ts';
import { acceptedWindows, unwatchedColumn } from './driftPanel.ts';
import { notebookStage } from './effects.ts';
import { runName } from './runName.ts';
import { sourceLocation } from './sourceLocation.ts';

/** Page to host. */
export const pageMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }).meta({ description: 'The page listens now; sent once per page.' }),
  z.strictObject({ type: z.literal('refresh') }).meta({ description: 'Compute the view model again.' }),
  z
    .strictObject({ type: z.literal('openLocation'), uri: sourceLocation.shape.uri, range: sourceLocation.shape.range })
    .meta({ description: 'Open a file that the view model names.' }),
  z
    .strictObject({ type: z.literal('runProfile'), dataId: z.string().min(1) })
    .meta({ description: 'Profile a data source.' }),
  z
    .strictObject({
      type: z.literal('moveStatement'),
      statement: z.string().min(1),
      stage: notebookStage.nullable().meta({ description: 'Null gives it back to its own.' }),
    })
    .meta({ description: 'Put a statement of the notebook into another stage.' }),
  z.strictObject({ type: z.literal('promote') }).meta({ description: 'Preview the package and write it.' }),
  z.strictObject({ type: z.literal('verify') }).meta({ description: 'Run the notebook and the package, and compare.' }),
  z
    .strictObject({ type: z.literal('evaluate') })
    .meta({ description: 'Run the models of the spec over their splits.' }),
  z
    .strictObject({
      type: z.literal('applyThreshold'),
      model: z.string().min(1).max(200),
      threshold: z.number().min(0).max(1),
    })
    .meta({ description: 'Write a threshold into the spec.' }),
  z
    .strictObject({ type: z.literal('compareRuns'), first: runName(), second: runName() })
    .meta({ description: 'Compare two recorded runs, the older one first.' }),
  z
    .strictObject({ type: z.literal('showRuns'), run: runName(), other: runName().nullable() })
    .meta({ description: 'Open a run in the Evaluation panel, compared with an older one unless that is null.' }),
  z
    .strictObject({
      type: z.literal('showErrors'),
      run: runName(),
      wanted: z.strictObject({ truth: z.string().max(1000), answer: z.string().max(1000) }).nullable(),
    })
    .meta({ description: 'Find the rows that a run answers wrongly; null means in whatever way.' }),
  z.strictObject({ type: z.literal('compareDrift') }).meta({ description: 'Compare what the checks watch.' }),
  z.strictObject({ type: z.literal('cancelDrift') }).meta({ description: 'Stop what the checks compare.' }),
  z
    .strictObject({
      type: z.literal('acceptReference'),
      check: z.string().min(1).max(200),
      windows: acceptedWindows,
    })
    .meta({ description: 'Make what a check compares, or some windows of it, its reference, in the spec.' }),
  z
    .strictObject({ type: z.literal('addMonitor'), wanted: unwatchedColumn.nullable() })
    .meta({ description: 'Add a check of a column that drifts to the spec; null means the first checks at all.' }),
  z
    .strictObject({
      type: z.literal('saveText'),
      name: z
        .string()
        .regex(/^[\w-]{1,80}\.(csv|svg)$/)
        .meta({ description: 'Name of the file; no folder, so that the user alone says where it goes.' }),
      text: z.string().max(20_000_000),
    })
    .meta({ description: 'Save a table or a drawing of the page, where the user says.' }),
  z
    .strictObject({
      type: z.literal('savePicture'),
      name: z.string().regex(/^[\w-]{1,80}\.png$/),
      base64: z.base64().max(30_000_000).meta({ description: 'The file, as PNG.' }),
    })
    .meta({ description: 'Save a drawing of the page as a picture, where the user says.' }),
  z
    .strictObject({ type: z.literal('applyWhatIf'), change: whatIfChange })
    .meta({ description: 'Write what the sliders of the Cost panel say into the spec.' }),
  z
    .strictObject({ type: z.literal('exportCosts'), format: costExportFormat })
    .meta({ description: 'Open the costs as a file that is not saved yet.' }),
  z.strictObject({ type: z.literal('showProblems') }).meta({ description: 'Show the findings in Problems.' }),
  z.strictObject({ type: z.literal('manageTrust') }).meta({ description: 'Open the editor of workspace trust.' }),
  z
    .strictObject({ type: z.literal('report'), problem: z.string().min(1).max(2000) })
    .meta({ description: 'Something the page could not handle, for the log.' }),
]);

/** Host to page. The view model is parsed by the page with the schema of its own panel. */
export const hostMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('loading') }).meta({ description: 'A view model is on its way.' }),
  z
    .strictObject({ type: z.literal('show'), resource: z.string().min(1), viewModel: z.unknown() })
    .meta({ description: 'The whole view model; `resource` is the URI that the panel is about, kept for a revival.' }),
  z
    .strictObject({ type: z.literal('lookAtRuns'), run: runName(), other: runName().nullable() })
    .meta({ description: 'Which run the page is to show, and the one that it is compared with; null means none.' }),
  z
    .strictObject({ type: z.literal('stale'), because: z.string().min(1) })
    .meta({ description: 'What is shown no longer holds, and nothing newer can be had: one sentence.' }),
  z
    .strictObject({ type: z.literal('failed'), sentence: z.string().min(1) })
    .meta({ description: 'Nothing can be shown: what happened and what to do next, in one sentence.' }),
]);

/** What a page keeps in the editor's state: enough to revive the panel, and what the page itself remembers. */
export const panelState = z.object({
  resource: z.string().min(1).optional(),
  page: z.unknown().optional(),
});

export type PageMessage = z.infer<typeof pageMessage>;
export type HostMessage = z.infer<typeof hostMessage>;
/** The runs that the Evaluation page is to look at. */
export type LookedAtRuns = Omit<Extract<HostMessage, { type: 'lookAtRuns' }>, 'type'>;
export type PanelState = z.infer<typeof panelState>;
