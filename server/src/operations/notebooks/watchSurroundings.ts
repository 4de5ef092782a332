/** Notes what a check asked about its surroundings, so that it is repeated only when an answer has changed. */
import type { NotebookSurroundings } from '../../rules/notebook/surroundings.ts';

/** What has to be looked up for a notebook before it is checked: surroundings answer at once or not at all. */
export interface Wanted {
  /** Paths as written. */
  readonly paths: ReadonlySet<string>;
  /** Modules as imported. */
  readonly modules: ReadonlySet<string>;
  /** Paths of notebooks and scripts that are run. */
  readonly scripts: ReadonlySet<string>;
}

export function joinWanted(left: Wanted, right: Wanted): Wanted {
  return {
    paths: left.paths.union(right.paths),
    modules: left.modules.union(right.modules),
    scripts: left.scripts.union(right.scripts),
  };
}

export interface WatchedSurroundings {
  /** Answers like those that were given, and notes what is asked. */
  readonly surroundings: NotebookSurroundings;
  /** What was asked for so far. */
  readonly wanted: () => Wanted;
  /** Whether every answer that was given is the same in other surroundings. */
  readonly holdsIn: (later: NotebookSurroundings) => boolean;
}

export function watchSurroundings(given: NotebookSurroundings): WatchedSurroundings {
  const asked = new Map<string, (surroundings: NotebookSurroundings) => unknown>();
  const wanted = { paths: new Set<string>(), modules: new Set<string>(), scripts: new Set<string>() };
  const ask = <Answer>(key: string, question: (surroundings: NotebookSurroundings) => Answer): Answer => {
    asked.set(key, question);
    return question(given);
  };
  return {
    surroundings: {
      pathState: (path) => {
        wanted.paths.add(path);
        return ask(`path ${path}`, (from) => from.pathState(path));
      },
      similarPath: (path) => ask(`similar ${path}`, (from) => from.similarPath(path)),
      moduleText: (module) => {
        wanted.modules.add(module);
        return ask(`module ${module}`, (from) => from.moduleText(module));
      },
      scriptTexts: (path) => {
        wanted.scripts.add(path);
        return ask(`script ${path}`, (from) => from.scriptTexts(path));
      },
      declaredPackages: () => ask('packages', (from) => from.declaredPackages()),
      otherCode: () => ask('code', (from) => from.otherCode()),
      projectEffects: () => ask('effects', (from) => from.projectEffects()),
      specMetrics: () => ask('metrics', (from) => from.specMetrics()),
    },
    wanted: () => wanted,
    holdsIn: (later) => [...asked.values()].every((question) => isSame(question(given), question(later))),
  };
}

/** Whether two answers are the same: lists when they hold the same things, whatever else when it is one thing. */
function isSame(left: unknown, right: unknown): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return Object.is(left, right);
  return left.length === right.length && left.every((item, index) => Object.is(item, right[index]));
}
