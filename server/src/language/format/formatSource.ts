/** What formatting needs of a file: its text as a tree, and which of its scalars are quantities. */
import type { ProjectFile } from '../../spec/contractFile.ts';
import type { AnyNode } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import { createSpecFileReader } from '../../spec/specFile.ts';
import type { YamlFile } from '../../yaml/yamlFile.ts';
import { parseYamlOnce } from '../../yaml/yamlFile.ts';
import { fileOf, projectFileOf } from '../fileRange.ts';

export interface FormatSource {
  readonly yaml: YamlFile;
  /** Empty for a contract, which has no quantities. */
  readonly scalars: readonly AnyNode[];
  /** Reads another text as a file of the same kind. */
  readonly readAgain: (text: string) => Omit<FormatSource, 'readAgain'>;
}

/** The spec or contract at an address; undefined for a file that is no part of the project. */
export function sourceAt(project: Project, uri: string): (FormatSource & { readonly file: ProjectFile }) | undefined {
  const spec = fileOf(project, uri);
  if (spec !== undefined) {
    const { yaml, scalars } = spec;
    return { file: spec, yaml, scalars, readAgain: (text) => createSpecFileReader(uri).read(text) };
  }
  const file = projectFileOf(project, uri);
  if (file === undefined) return undefined;
  return { file, yaml: file.yaml, scalars: [], readAgain: (text) => ({ yaml: parseYamlOnce(text), scalars: [] }) };
}
