/** `plumbline/exportRun`, which writes a recorded run where MLflow or DVC reads it. */
import { createHash } from 'node:crypto';
import { URI, Utils } from 'vscode-uri';
import type * as z from 'zod';
import { exportRunRequest } from '../../../schemas/requests.ts';
import { exportToDvc, exportToMlflow } from '../operations/export/exportRun.ts';
import { noSpec } from './noSpec.ts';
import { registerOwnRequest } from './ownRequest.ts';
import type { Session } from './session.ts';

type Answer = z.input<typeof exportRunRequest.result>;

export function registerExportRunRequest({ connection, engine }: Session): void {
  registerOwnRequest(connection, exportRunRequest, async ({ specUri, run, format, targetUri }): Promise<Answer> => {
    if (!engine.isTrusted()) {
      return { kind: 'refused', sentence: 'Exporting writes files, so it waits until you trust the workspace.' };
    }
    const snapshot = await engine.workspace.snapshot(specUri);
    if (snapshot === undefined) return noSpec;
    const target = URI.parse(targetUri);
    const ports = { files: engine.files, hash: (text: string) => createHash('sha256').update(text).digest('hex') };
    const outcome =
      format === 'mlflow'
        ? await exportToMlflow(snapshot.project, run, targetUri, ports)
        : await exportToDvc(snapshot.project, run, Utils.basename(target), ports);
    if (outcome.kind === 'failed') return outcome;
    const folder = format === 'mlflow' ? target : Utils.dirname(target);
    try {
      await engine.writeFolders([{ folder: folder.fsPath, files: outcome.files }]);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { kind: 'failed', sentence: `${target.fsPath} cannot be written, and nothing was: ${reason}.` };
    }
    return { kind: 'done', value: {} };
  });
}
