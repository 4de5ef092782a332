/** `plumbline/review`: a project against a commit. git is asked, so nothing is done before trust is given. */
import type * as z from 'zod';
import { reviewRequest } from '../../../schemas/requests.ts';
import { reviewForEditor } from '../operations/review/reviewForEditor.ts';
import { throwIfCancelled } from './answer.ts';
import { registerOwnRequest } from './ownRequest.ts';
import type { Session } from './session.ts';

type Answer = z.input<typeof reviewRequest.result>;

export function registerReviewRequest({ connection, engine }: Session): void {
  registerOwnRequest(connection, reviewRequest, async ({ specUri, base }, token): Promise<Answer> => {
    if (!engine.isTrusted()) {
      return {
        kind: 'refused',
        sentence: 'This workspace is not trusted, so git is not asked for its history: trust it and review again.',
      };
    }
    const snapshot = await engine.workspace.snapshot(specUri);
    throwIfCancelled(token);
    if (snapshot === undefined || snapshot.project.files.length === 0) {
      return { kind: 'refused', sentence: 'This file is not part of a spec that can be read.' };
    }
    const folder = snapshot.mainUri.slice(0, snapshot.mainUri.lastIndexOf('/') + 1);
    const nameOf = (uri: string) => (uri.startsWith(folder) ? decodeURI(uri.slice(folder.length)) : uri);
    const addressOf = (name: string) =>
      linkInPreview(name.includes('://') ? name : `${folder}${encodeURI(name)}`, engine.folderUris());
    const { files } = engine;
    return reviewForEditor(snapshot.project, base ?? undefined, {
      files,
      history: engine.history(),
      facts: snapshot.facts,
      nameOf,
      addressOf,
    });
  });
}

/**
 * VS Code's preview of Markdown draws no link to a `file:` address. One that begins with a slash counts from the first
 * folder of the workspace, so what lies elsewhere has no link.
 */
function linkInPreview(uri: string, [first]: readonly string[]): string | undefined {
  return first !== undefined && uri.startsWith(`${first}/`) ? uri.slice(first.length) : undefined;
}
