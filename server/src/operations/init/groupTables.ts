/** Joins files that are parts of one table: the same name but for its digits. */
import type { FoundTable } from './survey.ts';

/** Two numbered files may as well be two tables. */
const fewestParts = 3;

/** @param paths sorted */
export function groupTables(paths: readonly string[]): readonly FoundTable[] {
  const groups = Map.groupBy(paths, patternOf);
  return [...groups]
    .flatMap(([pattern, files]): FoundTable[] => {
      const matches = matcherOf(pattern);
      const isExact = paths.filter((path) => matches.test(path)).length === files.length;
      if (files.length >= fewestParts && isExact) return [{ path: pattern, files }];
      return files.map((path) => ({ path, files: [path] }));
    })
    .toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

/** `data/part-0001.csv` as `data/part-*.csv`; folders keep their digits. */
function patternOf(path: string): string {
  const at = path.lastIndexOf('/') + 1;
  return path.slice(0, at) + path.slice(at).replace(/\d+(?:[-_.]\d+)*/, '*');
}

/** What the pattern matches: a star stands for anything but a slash. */
function matcherOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`);
}
