/** People of a project: who fills which role. */
import type { Entity, Project } from '../spec/project.ts';
import { textBelow } from './yamlValues.ts';

/** The roles of the team that an e-mail address fills, in the order of the file. */
export function rolesOfPerson(project: Project, address: string): readonly Entity[] {
  return project.entities('role').filter(({ node }) => {
    return (textBelow(node?.yaml) ?? textBelow(node?.yaml, 'email')) === address;
  });
}
