/** `plumbline/evaluate`, which runs the models of a spec in the worker, and the view model of what was recorded. */
import { createHash } from 'node:crypto';
import { URI, Utils } from 'vscode-uri';
import type * as z from 'zod';
import type { EvaluationReport } from '../../../schemas/evaluationReport.ts';
import {
  evaluateRequest,
  evaluationChoicesRequest,
  evaluationViewRequest,
  factsChangedNotification,
  showRunsRequest,
  thresholdEditRequest,
} from '../../../schemas/requests.ts';
import { createPictureDrawer } from '../operations/pictures/createPictureDrawer.ts';
import { createAskedOfRuns } from '../operations/evaluate/askedOfRuns.ts';
import { evaluateProject } from '../operations/evaluate/evaluate.ts';
import { evaluateProjectPredictions } from '../operations/evaluate/evaluatePredictions.ts';
import type { PredictionsFile } from '../operations/evaluate/evaluatePredictions.ts';
import { pairingsOf } from '../operations/evaluate/evaluationPlan.ts';
import { makeEvaluationView } from '../operations/evaluate/evaluationView.ts';
import { editThreshold } from '../operations/evaluate/thresholdEdit.ts';
import { describeMachine } from '../platform/machine.ts';
import { registerCompareRunsRequest } from './compareRunsRequest.ts';
import { evaluateAnswer, recordUri } from './evaluateAnswer.ts';
import { registerExportRunRequest } from './exportRunRequest.ts';
import { withJobProgress } from './jobProgress.ts';
import { noSpec } from './noSpec.ts';
import { registerOwnRequest, signalOf } from './ownRequest.ts';
import type { Session } from './session.ts';
import { registerShowErrorsRequest } from './showErrorsRequest.ts';

type Answer = z.input<typeof evaluateRequest.result>;
type EditAnswer = z.input<typeof thresholdEditRequest.result>;
type ChoicesAnswer = z.input<typeof evaluationChoicesRequest.result>;
type ViewAnswer = z.input<typeof evaluationViewRequest.result>;
type ShowAnswer = z.input<typeof showRunsRequest.result>;

export function registerEvaluateRequest(session: Session): void {
  const { connection, engine } = session;
  const asked = createAskedOfRuns();
  const drawPictures = createPictureDrawer(() => engine.jobs());
  registerCompareRunsRequest(session, asked);
  registerShowErrorsRequest(session, asked);
  registerExportRunRequest(session);
  registerOwnRequest(connection, evaluationChoicesRequest, async ({ specUri }): Promise<ChoicesAnswer> => {
    const snapshot = await engine.workspace.snapshot(specUri);
    if (snapshot === undefined) return noSpec;
    const { spec } = snapshot.project;
    const targets = [...(spec.fields.deployment?.fields.targets?.entries.keys() ?? [])];
    return { kind: 'done', value: { pairings: [...pairingsOf(spec)], targets } };
  });
  registerOwnRequest(connection, evaluationViewRequest, async ({ specUri }): Promise<ViewAnswer> => {
    const snapshot = await engine.workspace.snapshot(specUri);
    const isTrusted = engine.isTrusted();
    const context = {
      files: engine.files,
      isTrusted,
      drawPictures: isTrusted ? drawPictures : undefined,
      now: engine.clock.now(),
      asked: asked.of(snapshot?.mainUri ?? specUri),
    };
    return { kind: 'done', value: await makeEvaluationView(snapshot, context) };
  });
  registerOwnRequest(connection, showRunsRequest, async ({ specUri, runs }): Promise<ShowAnswer> => {
    const snapshot = await engine.workspace.snapshot(specUri);
    if (snapshot === undefined) return noSpec;
    asked.keepRuns(snapshot.mainUri, runs);
    await connection.sendNotification(factsChangedNotification.method, { specUris: [snapshot.mainUri] });
    return { kind: 'done', value: {} };
  });
  registerOwnRequest(connection, thresholdEditRequest, async ({ specUri, modelId, threshold }): Promise<EditAnswer> => {
    const snapshot = await engine.workspace.snapshot(specUri);
    const edit = snapshot === undefined ? undefined : editThreshold(snapshot.project, modelId, threshold);
    return edit === undefined
      ? { kind: 'failed', sentence: `The spec states no threshold for ${modelId}; add \`decision\` to the model.` }
      : { kind: 'done', value: edit };
  });
  registerOwnRequest(connection, evaluateRequest, async (params, token): Promise<Answer> => {
    const { specUri, modelId, splitId, machine, predictionsUri } = params;
    if (!engine.isTrusted()) {
      return {
        kind: 'refused',
        sentence: 'Evaluating runs a model of this folder, so it waits until you trust the workspace.',
      };
    }
    const snapshot = await engine.workspace.snapshot(specUri);
    if (snapshot === undefined) return noSpec;
    const { project, mainUri } = snapshot;
    const folder = Utils.dirname(URI.parse(mainUri));
    const wishes = {
      modelId: modelId ?? undefined,
      splitId: splitId ?? undefined,
      measuresMachine: machine !== null,
      target: machine?.target ?? undefined,
    };
    const ports = {
      files: engine.files,
      jobs: engine.jobs(),
      history: engine.history(),
      clock: engine.clock,
      version: engine.version,
      machine: describeMachine(),
      hash: (text: string) => createHash('sha256').update(text).digest('hex'),
      writeBeside: (_: string, path: string, text: string) =>
        engine.writeFolders([changeOf(Utils.joinPath(folder, path), text)]),
    };
    const file = predictionsUri === null ? undefined : predictionsFile(predictionsUri);
    const outcome = await withJobProgress(session, 'Evaluating', signalOf(token), (options) =>
      file === undefined
        ? evaluateProject(project, wishes, ports, options)
        : evaluateProjectPredictions(project, file, { ...wishes, columns: {} }, ports, options),
    );
    switch (outcome.kind) {
      case 'done': {
        // The new record is a measurement, which hints, lenses and rules speak of.
        engine.workspace.filesChanged(recordUris(folder, outcome.report.evaluations));
        return { kind: 'done', value: evaluateAnswer(folder, outcome.report.evaluations) };
      }
      case 'failed':
        return { kind: 'failed', sentence: outcome.sentence };
      case 'cancelled':
        return { kind: 'cancelled' };
    }
  });
}

/** A file that the user chose; it may lie anywhere, and nothing beside it is read. */
function predictionsFile(uri: string): PredictionsFile {
  const location = URI.parse(uri);
  return { label: Utils.basename(location), location: location.fsPath, root: Utils.dirname(location).fsPath };
}

function changeOf(uri: URI, text: string) {
  return { folder: Utils.dirname(uri).fsPath, files: [{ path: Utils.basename(uri), text }] };
}

function recordUris(folder: URI, evaluations: EvaluationReport['evaluations']): readonly string[] {
  return evaluations.flatMap((one) =>
    one.state === 'evaluated' && one.run !== null ? [recordUri(folder, one.run)] : [],
  );
}
