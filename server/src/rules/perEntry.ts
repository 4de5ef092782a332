/** Searches through all of a spec that look at an entry once for as long as it stands, whatever is typed elsewhere. */
import type { SpecFile } from '../spec/specFile.ts';
import type { Project } from '../spec/project.ts';
import type { Reading } from '../spec/reader.ts';
import type { YamlEntry } from '../yaml/nodes.ts';
import { oncePer } from './oncePer.ts';
import type { Finding } from './rule.ts';

/**
 * Makes a search through the references and scalars of a project.
 *
 * @param find must look at nothing but the reading
 */
export function perEntry<Found>(find: (reading: Reading) => readonly Found[]): (project: Project) => readonly Found[] {
  const findInEntry = oncePer(find);
  const findInSection = oncePer((section: Reading) =>
    section.parts.length === 0 ? find(section) : section.parts.flatMap(findInEntry),
  );
  return (project) => project.readings.flatMap(findInSection);
}

/**
 * Makes a search for findings in the tree of a file. What an alias repeats is found once.
 *
 * @param find must look at nothing but the entry
 */
export function perYamlEntry(find: (entry: YamlEntry) => readonly Finding[]): (file: SpecFile) => readonly Finding[] {
  const findOnce = oncePer(find);
  const findInSection = oncePer((section: YamlEntry) =>
    section.value?.kind === 'map' && !section.value.flow ? section.value.entries.flatMap(findOnce) : findOnce(section),
  );
  return ({ yaml }) => {
    const found = yaml.entries.flatMap(findInSection);
    return found.filter(
      ({ place }, index) =>
        !found
          .slice(0, index)
          .some((other) => other.place.section === place.section && other.place.start === place.start),
    );
  };
}
