/** A project read from disk at once, for commands that need its words and not its findings. */
import { assembleProject } from '../spec/project.ts';
import type { Project } from '../spec/project.ts';
import { createSpecFileReader, isWhole } from '../spec/specFile.ts';
import { specSizeLimit } from './documentStore.ts';
import type { WorkspaceFiles } from './ports.ts';
import { groupSpecs, nearestProject } from './specIndex.ts';
import type { SpecGroup } from './specIndex.ts';

/** The projects whose files lie at an address or below it, by main file. */
export async function findProjects(
  files: Pick<WorkspaceFiles, 'findSpecs'>,
  uri: string,
): Promise<readonly SpecGroup[]> {
  const groups = groupSpecs(await files.findSpecs()).filter(({ uris }) => uris.length > 0);
  const inside = groups.filter(({ uris }) => uris.some((one) => one === uri || one.startsWith(`${uri}/`)));
  const around = inside.length > 0 ? undefined : nearestProject(`${uri}/plumbline.yaml`, groups);
  return around === undefined ? inside : [around];
}

/**
 * @param nameOf what a file is called; its address when absent
 * @returns the project, or one sentence that says which file could not be read: of half a spec nothing is computed
 */
export async function loadProject(
  files: Pick<WorkspaceFiles, 'readFile'>,
  { uris }: SpecGroup,
  nameOf: (uri: string) => string = (uri) => uri,
): Promise<Project | { readonly sentence: string }> {
  const read = [];
  for (const uri of uris) {
    const content = await files.readFile(uri, specSizeLimit);
    switch (content.kind) {
      case 'content':
        read.push(createSpecFileReader(uri).read(content.text));
        break;
      case 'too-large':
        return { sentence: `${nameOf(uri)} is larger than ${specSizeLimit / 1e6} MB and is not read.` };
      case 'failed':
        return { sentence: content.sentence };
      case 'missing':
        break;
    }
  }
  const broken = read.find((file) => !isWhole(file));
  if (broken !== undefined) {
    return { sentence: `${nameOf(broken.uri)} cannot be read to its end; plumbline check says where it is broken.` };
  }
  if (read[0] !== undefined && read.every(({ yaml }) => yaml.entries.length === 0)) {
    return {
      sentence: `${nameOf(read[0].uri)} says nothing yet: begin it with \`plumbline: v1\` and \`project: NAME\`, or remove it and let plumbline init propose one.`,
    };
  }
  return assembleProject(read);
}
