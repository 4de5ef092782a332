/** Finds out which project a command is about. */
import { projectsRequest, type ProjectSummary } from '../../../schemas/requests.ts';
import { refuse, type CommandResult, type RunningContext } from './command.ts';

/** The project, or how the command ends without one. */
export type ProjectChoice =
  | { readonly kind: 'chosen'; readonly project: ProjectSummary }
  | { readonly kind: 'ended'; readonly result: CommandResult };

/**
 * Takes the project of the named file, else of the active editor, else the only one, else asks.
 *
 * @param uri a spec or a part of one, when the caller of the command named it
 */
export async function chooseProject(context: RunningContext, uri: string | undefined): Promise<ProjectChoice> {
  const { client, editor, l10n } = context;
  const projects = await client.request(projectsRequest, {});
  const named = uri ?? editor.activeSpec();
  const project =
    (named === undefined ? undefined : findProject(named, projects)) ??
    (projects.length > 1 ? await editor.choose(projects.map(describeProject), l10n.t('Which project?')) : projects[0]);
  if (project !== undefined) return { kind: 'chosen', project };
  if (projects.length > 1) return { kind: 'ended', result: { kind: 'cancelled' } };
  return {
    kind: 'ended',
    result: refuse(context, l10n.t('This workspace has no plumbline.yaml yet.'), [
      { title: l10n.t('Create Spec'), run: () => editor.execute('plumbline.spec.create') },
      { title: l10n.t('Open Example'), run: () => editor.execute('plumbline.example.open') },
    ]),
  };
}

/** The project whose spec this is, else the one in whose folder it lies, the innermost first. */
export function findProject(uri: string, projects: readonly ProjectSummary[]): ProjectSummary | undefined {
  const exact = projects.find((project) => project.specUri === uri);
  if (exact !== undefined) return exact;
  return projects
    .filter((project) => uri.startsWith(folderOf(project.specUri)))
    .toSorted((left, right) => folderOf(right.specUri).length - folderOf(left.specUri).length)[0];
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1);
}

function describeProject(project: ProjectSummary) {
  const path = decodeURIComponent(project.specUri.slice(project.specUri.indexOf(':') + 1).replace(/^\/\//, ''));
  return { label: project.project ?? path, description: project.project === null ? '' : path, value: project };
}
