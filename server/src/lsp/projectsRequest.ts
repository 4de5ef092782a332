/** `plumbline/projects`: the projects of the workspace. */
import { projectsRequest } from '../../../schemas/requests.ts';
import type { ProjectSummary } from '../../../schemas/requests.ts';
import { shownText } from '../text/shownText.ts';
import { throwIfCancelled } from './answer.ts';
import { registerOwnRequest } from './ownRequest.ts';
import type { Session } from './session.ts';

export function registerProjectsRequest({ connection, engine: { workspace } }: Session): void {
  registerOwnRequest(connection, projectsRequest, async (_params, token) => {
    const summaries: ProjectSummary[] = [];
    for (const { mainUri, uris } of await workspace.projects()) {
      // A contract alone is no project that a person could choose.
      if (uris.length === 0) continue;
      throwIfCancelled(token);
      const snapshot = await workspace.snapshot(mainUri);
      if (snapshot === undefined) continue;
      const { spec } = snapshot.project;
      summaries.push({
        specUri: mainUri,
        project: spec.fields.project === undefined ? null : shownText(spec.fields.project.value),
        phase: spec.fields.phase?.value ?? null,
        dataIds: [...(spec.fields.data?.entries.keys() ?? [])],
      });
    }
    return summaries;
  });
}
