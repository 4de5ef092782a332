/** What panels say where there is no spec, and how they call a project without a name. */
import type { Project } from '../spec/project.ts';

/** Why a page is empty whose file is not part of a spec that can be read. */
export const noSpecHere = 'There is no plumbline.yaml here that can be read.';

/** The empty page in that case, but for what each page adds of its own. */
export const noProject = {
  state: 'empty',
  project: '',
  because: noSpecHere,
  next: 'Open or create a plumbline.yaml.',
} as const;

/** Name of a project for display. */
export function projectName({ spec }: Pick<Project, 'spec'>): string {
  return spec.fields.project?.text ?? 'unnamed project';
}
