/** `plumbline/drift`, which compares what the checks of a spec watch, and the view model of what was found. */
import { URI, Utils } from 'vscode-uri';
import type * as z from 'zod';
import type { DriftReport } from '../../../schemas/driftReport.ts';
import {
  cancelDriftRequest,
  compareDriftRequest,
  driftViewRequest,
  monitorEditRequest,
  referenceEditRequest,
} from '../../../schemas/driftRequests.ts';
import { factsChangedNotification } from '../../../schemas/requests.ts';
import { compareProject } from '../operations/drift/compareProject.ts';
import { recordPath } from '../operations/drift/findRecord.ts';
import type { DriftOptions, QueueWriting } from '../operations/drift/compareProject.ts';
import { makeDriftView } from '../operations/drift/driftView.ts';
import { createPictureDrawer } from '../operations/pictures/createPictureDrawer.ts';
import type { FoundSoFar } from '../operations/drift/followColumns.ts';
import { editMonitor } from '../operations/drift/monitorEdit.ts';
import { acceptReference } from '../operations/drift/acceptReference.ts';
import { createRunningComparisons } from '../operations/drift/runningComparisons.ts';
import { createUnfinishedComparisons } from '../operations/drift/unfinishedComparisons.ts';
import { withJobProgress } from './jobProgress.ts';
import { noSpec } from './noSpec.ts';
import { registerOwnRequest, signalOf } from './ownRequest.ts';
import type { Session } from './session.ts';

type Answer = z.input<typeof compareDriftRequest.result>;
type ViewAnswer = z.input<typeof driftViewRequest.result>;
type EditAnswer = z.input<typeof referenceEditRequest.result>;

export function registerDriftRequest(session: Session): void {
  const { connection, engine } = session;
  const drawPictures = createPictureDrawer(() => engine.jobs());
  const unfinished = createUnfinishedComparisons();
  const tellPanels = (mainUri: string): void =>
    void connection.sendNotification(factsChangedNotification.method, { specUris: [mainUri] });
  const running = createRunningComparisons(tellPanels);
  registerOwnRequest(connection, driftViewRequest, async ({ specUri }): Promise<ViewAnswer> => {
    const snapshot = await engine.workspace.snapshot(specUri);
    const isTrusted = engine.isTrusted();
    const context = {
      files: engine.files,
      isTrusted,
      now: engine.clock.now(),
      drawPictures: isTrusted ? drawPictures : undefined,
      unfinished,
      isComparing: running.isRunning,
    };
    return { kind: 'done', value: await makeDriftView(snapshot, context) };
  });
  registerOwnRequest(
    connection,
    referenceEditRequest,
    async ({ specUri, checkId, windows }, token): Promise<EditAnswer> => {
      if (!engine.isTrusted()) {
        return {
          kind: 'refused',
          sentence: 'A new reference is written into this folder, so it waits until you trust it.',
        };
      }
      const snapshot = await engine.workspace.snapshot(specUri);
      if (snapshot === undefined) return noSpec;
      const ports = {
        files: engine.files,
        jobs: engine.jobs(),
        clock: engine.clock,
        version: engine.version,
        writeBeside: writerBeside(session),
      };
      const outcome = await withJobProgress(session, 'Accepting a new reference', signalOf(token), (options) =>
        acceptReference(snapshot.project, { checkId, windows: windows ?? undefined }, ports, options),
      );
      return outcome.kind === 'done' ? { kind: 'done', value: outcome.edit } : outcome;
    },
  );
  registerOwnRequest(connection, monitorEditRequest, async ({ specUri, wanted }): Promise<EditAnswer> => {
    const snapshot = await engine.workspace.snapshot(specUri);
    const edit = snapshot === undefined ? undefined : editMonitor(snapshot.project, wanted);
    return edit === undefined
      ? {
          kind: 'failed',
          sentence:
            wanted === null
              ? 'The spec has checks already, or no model that answers; add the check by hand under `monitoring`.'
              : `A check watches ${wanted.column} already, or \`monitoring\` cannot be read; look there.`,
        }
      : { kind: 'done', value: edit };
  });
  registerOwnRequest(
    connection,
    compareDriftRequest,
    async ({ specUri, checkId, queueRows }, token): Promise<Answer> => {
      if (!engine.isTrusted()) {
        return {
          kind: 'refused',
          sentence: 'Comparing reads data of this folder, so it waits until you trust the workspace.',
        };
      }
      const snapshot = await engine.workspace.snapshot(specUri);
      if (snapshot === undefined) return noSpec;
      const { mainUri } = snapshot;
      const folder = Utils.dirname(URI.parse(mainUri));
      const onFound = (found: FoundSoFar): void => {
        unfinished.keep(mainUri, found);
        if (found.isNews) tellPanels(mainUri);
      };
      const onChecked: DriftOptions['onChecked'] = (check) => {
        if (check.state === 'failed') {
          unfinished.stop(mainUri, check.sentence);
          unfinished.fail(mainUri, check.id, check.sentence);
          tellPanels(mainUri);
        } else unfinished.finish(mainUri, check.id);
      };
      const compare = (stopped: AbortSignal) =>
        withJobProgress(session, 'Looking for drift', AbortSignal.any([signalOf(token), stopped]), (options) =>
          compareProject(
            snapshot.project,
            {
              checkId: checkId ?? undefined,
              ...(queueRows === undefined ? {} : { queue: { rows: queueRows, file: undefined } }),
            },
            {
              files: engine.files,
              jobs: engine.jobs(),
              clock: engine.clock,
              version: engine.version,
              readEnvironment: engine.readEnvironment,
              nameOf: (uri) => Utils.basename(URI.parse(uri)),
              writeBeside: writerBeside(session),
              writeQueue: queueWriter(session, mainUri),
            },
            { ...options, onFound, onChecked },
          ),
        );
      const outcome = await running.run(mainUri, (stopped) =>
        compare(stopped).finally(() => unfinished.stop(mainUri, 'It was cancelled.')),
      );
      switch (outcome.kind) {
        case 'done':
          engine.workspace.filesChanged(
            outcome.report.checks.map(({ id }) => Utils.joinPath(folder, recordPath(id)).toString()),
          );
          return { kind: 'done', value: answerOf(outcome.report, mainUri) };
        case 'failed':
          return { kind: 'failed', sentence: outcome.sentence };
        case 'cancelled':
          return { kind: 'cancelled' };
      }
    },
  );
  registerOwnRequest(connection, cancelDriftRequest, async ({ specUri }) => {
    const snapshot = await engine.workspace.snapshot(specUri);
    return { cancelled: snapshot !== undefined && running.cancel(snapshot.mainUri) };
  });
}

/** Writes a file below the folder of a spec. */
function writerBeside({ engine }: Session) {
  return (mainUri: string, path: string, text: string): Promise<void> => {
    const uri = Utils.joinPath(Utils.dirname(URI.parse(mainUri)), path);
    return engine.writeFolders([{ folder: Utils.dirname(uri).fsPath, files: [{ path: Utils.basename(uri), text }] }]);
  };
}

function queueUri(mainUri: string, file: string): string {
  return Utils.resolvePath(Utils.dirname(URI.parse(mainUri)), file).toString();
}

/** Writes a queue for labelling below the folder of a spec, never over another one. */
function queueWriter({ engine }: Session, mainUri: string) {
  return async (path: string, text: string): Promise<QueueWriting> => {
    const folder = Utils.dirname(URI.parse(mainUri));
    const below = pathBelow(folder, Utils.resolvePath(folder, path));
    if (below === undefined) return 'outside';
    const found = await engine.files.resolve(below, mainUri);
    if (found.kind !== 'missing') return found.kind === 'outside' ? 'outside' : 'there';
    await engine.writeFolders([{ folder: folder.fsPath, files: [{ path: below, text }] }]);
    return 'written';
  };
}

function pathBelow(folder: URI, file: URI): string | undefined {
  const start = `${folder.path.replace(/\/$/u, '')}/`;
  return file.path.startsWith(start) ? file.path.slice(start.length) : undefined;
}

function answerOf({ checks }: DriftReport, mainUri: string): Extract<Answer, { kind: 'done' }>['value'] {
  return {
    compared: checks.flatMap((check) =>
      check.state !== 'failed'
        ? [
            {
              check: check.id,
              columns: check.ranking.length,
              drifting: check.ranking.flatMap(({ column, answer }) => (answer === 'drift' ? [column] : [])),
              open: check.ranking.filter(({ answer }) => answer === 'cannot-tell').length,
              ...(check.state === 'watched' || check.queue === undefined
                ? {}
                : { queue: { uri: queueUri(mainUri, check.queue.file), rows: check.queue.rows } }),
            },
          ]
        : [],
    ),
    problems: checks.flatMap((check) => (check.state === 'failed' ? [`${check.id}: ${check.sentence}`] : [])),
  };
}
