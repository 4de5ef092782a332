/**
 * Plumbline's own messages between the extension and the language server, beside those of the Language Server Protocol.
 *
 * Each message is its method name and the shapes of what travels, side by side. Both ends parse what they receive.
 * Nothing here depends on a protocol library, so that the extension's and the server's bundles each keep their own.
 */
import * as z from 'zod';
import { budgetStatus, costExportFormat, costViewModel, whatIfChange } from './costPanel.ts';
import { evaluationViewModel } from './evaluationPanel.ts';
import { overviewViewModel } from './overview.ts';
import { readiness } from './readiness.ts';
import { runName } from './runName.ts';
import { runsViewModel } from './runsPanel.ts';
import { workerSettings } from './settings.ts';
import { textRange } from './sourceLocation.ts';

/** A message that is answered. */
export interface RequestShape<Params extends z.ZodType, Result extends z.ZodType> {
  readonly method: `plumbline/${string}`;
  readonly params: Params;
  readonly result: Result;
}

/** A message without an answer. */
export interface NotificationShape<Params extends z.ZodType> {
  readonly method: `plumbline/${string}`;
  readonly params: Params;
}

function request<Params extends z.ZodType, Result extends z.ZodType>(
  method: `plumbline/${string}`,
  shape: { readonly params: Params; readonly result: Result },
): RequestShape<Params, Result> {
  return { method, ...shape };
}

function notification<Params extends z.ZodType>(
  method: `plumbline/${string}`,
  shape: { readonly params: Params },
): NotificationShape<Params> {
  return { method, ...shape };
}

const uri = () => z.string().min(1).max(8192);
const sentence = () => z.string().min(1);
const count = () => z.int().min(0);

/**
 * What became of something that can be refused, fail or be cancelled without being a bug.
 * A sentence says what happened, where, and what to do next; it is shown as it is.
 */
export function outcome<Value extends z.ZodType>(value: Value) {
  return z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('done'), value }),
    z.strictObject({ kind: z.literal('refused'), sentence: sentence() }),
    z.strictObject({ kind: z.literal('failed'), sentence: sentence() }),
    z.strictObject({ kind: z.literal('cancelled') }),
  ]);
}

/** What the extension tells the server when it starts it. */
export const initializationOptions = z.strictObject({
  isTrusted: z
    .boolean()
    .meta({ description: 'Whether the user trusts the workspace; without trust nothing is run, loaded or written.' }),
  storagePath: z
    .string()
    .nullable()
    .meta({ description: 'Folder for caches of this workspace, which may not exist yet; null when there is none.' }),
  locale: z.string().meta({ description: 'Language of the editor, such as `en` or `de`.' }),
  rulePages: uri().meta({
    description: 'Address below which the editor opens the page of a rule: append `/<group>/<rule>`.',
  }),
  isYamlValidated: z
    .boolean()
    .default(false)
    .meta({ description: 'Whether another extension holds YAML files to their JSON Schemas.' }),
  worker: workerSettings,
});
export type InitializationOptions = z.infer<typeof initializationOptions>;

/** Extension to server. */
export const projectsRequest = request('plumbline/projects', {
  params: z.strictObject({}),
  result: z.array(
    z.strictObject({
      specUri: uri().meta({ description: 'The plumbline.yaml of the project.' }),
      project: z.string().nullable().meta({ description: 'Its name; null when the spec gives none that can be read.' }),
      phase: z.string().nullable().meta({ description: 'Its phase; null when the spec gives none that can be read.' }),
      dataIds: z.array(z.string()).meta({ description: 'Ids of its data sources, in the order of the spec.' }),
    }),
  ),
});
export type ProjectSummary = z.infer<typeof projectsRequest.result>[number];

/** Extension to server: the view model of the Overview panel, passed on unchanged. */
export const overviewRequest = request('plumbline/overview', {
  params: z.strictObject({ specUri: uri() }),
  result: outcome(overviewViewModel),
});

/** Extension to server: the ML Test Score of a project, once every fact that it needs is known. */
export const readinessRequest = request('plumbline/readiness', {
  params: z.strictObject({ specUri: uri() }),
  result: outcome(readiness),
});

/** Extension to server: the changes of a spec since a commit. git is asked, and nothing of the repository is run. */
export const reviewRequest = request('plumbline/review', {
  params: z.strictObject({
    specUri: uri(),
    base: z
      .string()
      .min(1)
      .max(1000)
      .nullable()
      .meta({ description: 'A branch, tag or commit; null means where the work left the default branch.' }),
  }),
  result: outcome(
    z.strictObject({
      base: z.string().min(1).meta({ description: 'Short id of the commit that was compared with.' }),
      markdown: z.string().meta({ description: 'The review as a page; every value in it is escaped.' }),
      loosened: count().meta({ description: 'Promises that became easier to keep.' }),
      files: z
        .array(
          z.strictObject({
            uri: uri(),
            baseText: z.string().nullable().meta({ description: 'The file as the base has it; null when it is new.' }),
            isGone: z.boolean().meta({ description: 'Whether the file is there no more.' }),
          }),
        )
        .meta({ description: 'Files of the project whose text differs.' }),
    }),
  ),
});
export type ReviewAnswer = Extract<z.infer<typeof reviewRequest.result>, { kind: 'done' }>['value'];

/**
 * Extension to server: profiles one data source in the worker; the facts change when it is done.
 * The server shows the progress itself (`window/workDoneProgress`), whose cancel button cancels this, too.
 */
export const profileDataRequest = request('plumbline/profileData', {
  params: z.strictObject({ specUri: uri(), dataId: z.string().min(1) }),
  result: outcome(
    z.strictObject({
      rows: count().meta({ description: 'Rows that were read.' }),
      columns: count().meta({ description: 'Columns, derived ones included.' }),
    }),
  ),
});

/**
 * Extension to server: checks one data source against its contract in the worker, whatever its size; the findings
 * change when it is done. The server shows the progress itself.
 */
export const checkContractRequest = request('plumbline/checkContract', {
  params: z.strictObject({ specUri: uri(), dataId: z.string().min(1) }),
  result: outcome(
    z.strictObject({
      rows: count().meta({ description: 'Rows that were read.' }),
      violations: count().meta({ description: 'Conditions of the contract that do not hold.' }),
      notComputed: count().meta({ description: 'Conditions that cannot be computed.' }),
    }),
  ),
});

/**
 * Extension to server: runs the models of a spec over the splits that its metrics name, and writes the record of each
 * run beside the spec; the facts change when it is done. The server shows the progress itself.
 */
export const evaluateRequest = request('plumbline/evaluate', {
  params: z.strictObject({
    specUri: uri(),
    modelId: z.string().min(1).nullable().meta({ description: 'One model; null means all that metrics name.' }),
    splitId: z.string().min(1).nullable().default(null).meta({ description: 'One split; null means all of these.' }),
    machine: z
      .strictObject({
        target: z.string().min(1).nullable().meta({ description: 'The deployment target that this machine is.' }),
      })
      .nullable()
      .default(null)
      .meta({ description: 'Measures the machine, too; null leaves it out.' }),
    predictionsUri: uri()
      .nullable()
      .default(null)
      .meta({ description: 'A table of predictions that were made elsewhere; null runs the model.' }),
  }),
  result: outcome(
    z.strictObject({
      evaluated: z.array(
        z.strictObject({
          model: z.string().min(1),
          split: z.string().min(1),
          rows: count(),
          runUri: uri().nullable().meta({ description: 'The run record.' }),
          missed: z.array(z.string()).meta({ description: 'Metrics, and slices of them, whose limit was missed.' }),
        }),
      ),
      problems: z.array(sentence()).meta({ description: 'Of models that could not be evaluated.' }),
    }),
  ),
});
export type EvaluateAnswer = Extract<z.infer<typeof evaluateRequest.result>, { kind: 'done' }>['value'];

/** Extension to server: what can be evaluated in a project, and on which machines. */
export const evaluationChoicesRequest = request('plumbline/evaluationChoices', {
  params: z.strictObject({ specUri: uri() }),
  result: outcome(
    z.strictObject({
      pairings: z.array(z.strictObject({ modelId: z.string().min(1), splitId: z.string().min(1) })),
      targets: z.array(z.string().min(1)).meta({ description: 'Deployment targets of the spec.' }),
    }),
  ),
});

/** Extension to server: writes a recorded run where MLflow or DVC reads it. */
export const exportRunRequest = request('plumbline/exportRun', {
  params: z.strictObject({
    specUri: uri(),
    run: runName(),
    format: z.enum(['mlflow', 'dvc']),
    targetUri: uri().meta({ description: 'The folder of MLflow, or the metrics file of DVC.' }),
  }),
  result: outcome(z.strictObject({})),
});

/** Extension to server: the view model of the Evaluation panel, passed on unchanged. */
export const evaluationViewRequest = request('plumbline/evaluationView', {
  params: z.strictObject({ specUri: uri() }),
  result: outcome(evaluationViewModel),
});

/** Extension to server: the view model of the Runs panel, passed on unchanged. */
export const runsViewRequest = request('plumbline/runsView', {
  params: z.strictObject({ specUri: uri() }),
  result: outcome(runsViewModel),
});

/**
 * Extension to server: the view model of the Evaluation panel has these runs from then on, however old they are.
 */
export const showRunsRequest = request('plumbline/showRuns', {
  params: z.strictObject({ specUri: uri(), runs: z.array(runName()).min(1).max(2) }),
  result: outcome(z.strictObject({})),
});

/**
 * Extension to server: compares two recorded runs, row by row where their answers are kept. The view model of the
 * Evaluation panel has the comparison from then on; the server shows the progress itself.
 */
export const compareRunsRequest = request('plumbline/compareRuns', {
  params: z.strictObject({ specUri: uri(), first: runName(), second: runName() }),
  result: outcome(
    z.strictObject({
      rows: count().nullable().meta({ description: 'Rows that were compared one by one; null when none were.' }),
      metrics: count().meta({ description: 'Metrics that both runs have.' }),
      better: z.array(z.string()).meta({ description: 'Metrics that are surely better in the second run.' }),
      worse: z.array(z.string()),
    }),
  ),
});
export type CompareRunsAnswer = Extract<z.infer<typeof compareRunsRequest.result>, { kind: 'done' }>['value'];

/**
 * Extension to server: finds the rows that a recorded run answers wrongly. The view model of the Evaluation panel has
 * them from then on, or why there are none; the server shows the progress itself.
 */
export const showErrorsRequest = request('plumbline/showErrors', {
  params: z.strictObject({
    specUri: uri(),
    run: runName(),
    wanted: z.strictObject({ truth: z.string().max(1000), answer: z.string().max(1000) }).nullable(),
  }),
  result: outcome(z.strictObject({})),
});

/** Extension to server: the edit that writes a threshold of a model into the spec. Nothing is written. */
export const thresholdEditRequest = request('plumbline/thresholdEdit', {
  params: z.strictObject({ specUri: uri(), modelId: z.string().min(1), threshold: z.number().min(0).max(1) }),
  result: outcome(z.strictObject({ uri: uri(), range: textRange, newText: z.string().min(1) })),
});

/** Extension to server: the view model of the Cost panel, passed on unchanged. */
export const costViewRequest = request('plumbline/costView', {
  params: z.strictObject({ specUri: uri() }),
  result: outcome(costViewModel),
});

/** Extension to server: the budget of a project for the status item; null when there is none to compare with. */
export const budgetStatusRequest = request('plumbline/budgetStatus', {
  params: z.strictObject({ specUri: uri() }),
  result: outcome(budgetStatus.nullable()),
});

/** Extension to server: the edits that write what the sliders say into the spec. Nothing is written. */
export const whatIfEditsRequest = request('plumbline/whatIfEdits', {
  params: z.strictObject({ specUri: uri(), change: whatIfChange }),
  result: outcome(z.array(z.strictObject({ uri: uri(), range: textRange, newText: z.string().min(1) })).min(1)),
});

/** Extension to server: the costs as a file. Nothing is written. */
export const costExportRequest = request('plumbline/costExport', {
  params: z.strictObject({ specUri: uri(), format: costExportFormat }),
  result: outcome(z.strictObject({ text: z.string() })),
});

/** Extension to server: a data contract drafted from a data source, or why there is none. Nothing is written. */
export const draftContractRequest = request('plumbline/draftContract', {
  params: z.strictObject({ specUri: uri(), dataId: z.string().min(1) }),
  result: outcome(z.strictObject({ text: z.string().min(1).meta({ description: 'The whole contract.' }) })),
});

/** Extension to server: a spec proposed from what lies in a folder. Nothing is written. */
export const proposeSpecRequest = request('plumbline/proposeSpec', {
  params: z.strictObject({ folderUri: uri() }),
  result: outcome(
    z.strictObject({
      text: z.string().meta({ description: 'The whole spec, with blanks for what only people know.' }),
      blanks: count().meta({ description: 'Values that are left to fill in.' }),
    }),
  ),
});

/** What `plumbline doctor` found out about one thing that Plumbline needs. */
export const doctorCheck = z.strictObject({
  name: z.string().min(1).meta({ description: 'What was tried, such as `DuckDB`.' }),
  state: z.enum(['works', 'absent', 'broken']),
  sentence: sentence().meta({ description: 'Version and place when it works, else what fails and what to do next.' }),
});
export type DoctorCheck = z.infer<typeof doctorCheck>;

/** Extension to server: tries everything that Plumbline needs, natives in the worker. */
export const doctorRequest = request('plumbline/doctor', {
  params: z.strictObject({}),
  result: outcome(z.array(doctorCheck)),
});

/** Extension to server: trust was granted while the server runs; it is never taken away without a restart. */
export const trustGrantedNotification = notification('plumbline/trustGranted', { params: z.strictObject({}) });

/** Server to extension: reads a file that is not on a disk the server sees. `file:` is never asked for. */
export const readFileRequest = request('plumbline/readFile', {
  params: z.strictObject({ uri: uri(), maxBytes: z.int().min(1) }),
  result: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('content'), base64: z.base64(), modifiedMs: z.number() }),
    z.strictObject({ kind: z.literal('missing') }),
    z.strictObject({ kind: z.literal('too-large'), sizeBytes: count() }),
    z.strictObject({ kind: z.literal('failed'), sentence: sentence() }),
  ]),
});

/** Server to extension: lists a folder that is not on a disk the server sees. `file:` is never asked for. */
export const readFolderRequest = request('plumbline/readFolder', {
  params: z.strictObject({ uri: uri() }),
  result: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('entries'),
      entries: z.array(
        z.strictObject({
          name: z.string().min(1),
          isFolder: z.boolean(),
          isLink: z.boolean().meta({ description: 'Whether it is a link, to a folder when `isFolder`.' }),
        }),
      ),
    }),
    z.strictObject({ kind: z.literal('missing') }),
    z.strictObject({ kind: z.literal('failed'), sentence: sentence() }),
  ]),
});

/** Server to extension: what is known beyond the text has changed, so panels ask again. */
export const factsChangedNotification = notification('plumbline/factsChanged', {
  params: z.strictObject({
    specUris: z.array(uri()).meta({ description: 'Specs of the projects in question; empty means all.' }),
  }),
});

/** Server to extension: what the server is doing, for the status item. */
export const statusNotification = notification('plumbline/status', {
  params: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('idle') }),
    z.strictObject({
      kind: z.literal('working'),
      text: z.string().min(1).meta({ description: 'A few words, such as `Profiling flights`.' }),
    }),
    z.strictObject({
      kind: z.literal('problem'),
      sentence: sentence().meta({ description: 'Short: the status item cuts off after about 60 characters.' }),
    }),
  ]),
});
export type ServerStatus = z.infer<typeof statusNotification.params>;
