/** Modules that come with Python. */
import standardLibrary from './standardLibrary.json' with { type: 'json' };

const modules: ReadonlySet<string> = new Set(standardLibrary);

/** @param name without dots */
export function isStandardModule(name: string): boolean {
  return modules.has(name);
}
