/** `plumbline/evaluate`, which runs the models of a spec in the worker, and the view model of what was recorded. */
import { createHash } from 'node:crypto';
import { URI, Utils } from 'vscode-uri';
import type * as z from 'zod';
import type { EvaluationReport } from '../../../schemas/evaluationReport.ts';
import { evaluateRequest, evaluationViewRequest, thresholdEditRequest } from '../../../schemas/requests.ts';
import { createAskedOfRuns } from '../operations/evaluate/askedOfRuns.ts';
import { evaluateProject } from '../operations/evaluate/evaluate.ts';
import { makeEvaluationView } from '../operations/evaluate/evaluationView.ts';
import { missedOf } from '../operations/evaluate/renderEvaluation.ts';
import { editThreshold } from '../operations/evaluate/thresholdEdit.ts';
import { runFolder } from '../operations/facts/ownRuns.ts';
import { describeMachine } from '../platform/machine.ts';
import { registerCompareRunsRequest } from './compareRunsRequest.ts';
import { withJobProgress } from './jobProgress.ts';
import { registerOwnRequest, signalOf } from './ownRequest.ts';
import type { Session } from './session.ts';
import { registerShowErrorsRequest } from './showErrorsRequest.ts';

type Answer = z.input<typeof evaluateRequest.result>;
type EditAnswer = z.input<typeof thresholdEditRequest.result>;
type ViewAnswer = z.input<typeof evaluationViewRequest.result>;

export function registerEvaluateRequest(session: Session): void {
  const { connection, engine } = session;
  const asked = createAskedOfRuns();
  registerCompareRunsRequest(session, asked);
  registerShowErrorsRequest(session, asked);
  registerOwnRequest(connection, evaluationViewRequest, async ({ specUri }): Promise<ViewAnswer> => {
    const snapshot = await engine.workspace.snapshot(specUri);
    const context = {
      files: engine.files,
      isTrusted: engine.isTrusted(),
      now: engine.clock.now(),
      asked: asked.of(snapshot?.mainUri ?? specUri),
    };
    return { kind: 'done', value: await makeEvaluationView(snapshot, context) };
  });
  registerOwnRequest(connection, thresholdEditRequest, async ({ specUri, modelId, threshold }): Promise<EditAnswer> => {
    const snapshot = await engine.workspace.snapshot(specUri);
    const edit = snapshot === undefined ? undefined : editThreshold(snapshot.project, modelId, threshold);
    return edit === undefined
      ? { kind: 'failed', sentence: `The spec states no threshold for ${modelId}; add \`decision\` to the model.` }
      : { kind: 'done', value: edit };
  });
  registerOwnRequest(connection, evaluateRequest, async ({ specUri, modelId }, token): Promise<Answer> => {
    if (!engine.isTrusted()) {
      return {
        kind: 'refused',
        sentence: 'Evaluating runs a model of this folder, so it waits until you trust the workspace.',
      };
    }
    const snapshot = await engine.workspace.snapshot(specUri);
    if (snapshot === undefined)
      return { kind: 'failed', sentence: 'This file is not part of a spec that can be read.' };
    const { project, mainUri } = snapshot;
    const folder = Utils.dirname(URI.parse(mainUri));
    const outcome = await withJobProgress(session, 'Evaluating', signalOf(token), (options) =>
      evaluateProject(
        project,
        { modelId: modelId ?? undefined },
        {
          files: engine.files,
          jobs: engine.jobs(),
          history: engine.history(),
          clock: engine.clock,
          version: engine.version,
          machine: describeMachine(),
          hash: (text) => createHash('sha256').update(text).digest('hex'),
          writeBeside: (_, path, text) => engine.writeFolders([changeOf(Utils.joinPath(folder, path), text)]),
        },
        options,
      ),
    );
    switch (outcome.kind) {
      case 'done': {
        // The new record is a measurement, which hints, lenses and rules speak of.
        engine.workspace.filesChanged(recordUris(folder, outcome.report.evaluations));
        return { kind: 'done', value: answerOf(folder, outcome.report.evaluations) };
      }
      case 'failed':
        return { kind: 'failed', sentence: outcome.sentence };
      case 'cancelled':
        return { kind: 'cancelled' };
    }
  });
}

function changeOf(uri: URI, text: string) {
  return { folder: Utils.dirname(uri).fsPath, files: [{ path: Utils.basename(uri), text }] };
}

type Evaluations = EvaluationReport['evaluations'];

function recordUri(folder: URI, run: string): string {
  return Utils.joinPath(folder, runFolder, `${run}.json`).toString();
}

function recordUris(folder: URI, evaluations: Evaluations): readonly string[] {
  return evaluations.flatMap((one) =>
    one.state === 'evaluated' && one.run !== null ? [recordUri(folder, one.run)] : [],
  );
}

function answerOf(folder: URI, evaluations: Evaluations): Extract<Answer, { kind: 'done' }>['value'] {
  return {
    evaluated: evaluations.flatMap((one) =>
      one.state === 'evaluated'
        ? [
            {
              model: one.model,
              split: one.split,
              rows: one.result.rows,
              runUri: one.run === null ? null : recordUri(folder, one.run),
              missed: [...missedOf(one)],
            },
          ]
        : [],
    ),
    problems: evaluations.flatMap((one) => (one.state === 'failed' ? [one.sentence] : [])),
  };
}
