// The suites that run inside VS Code.

export interface Suite {
  /** Name of its file in test/vscode/suites, and on the command line. */
  readonly name: string;
  /** Whether every folder is trusted from the start; if not, the window starts in Restricted Mode. */
  readonly trusted: boolean;
  /** What is opened: a small project made for tests, a table alone, one with a model, or the example. */
  readonly project: 'small' | 'table' | 'model' | 'example';
}

const suites: readonly Suite[] = [
  { name: 'trusted', trusted: true, project: 'small' },
  { name: 'restricted', trusted: false, project: 'small' },
  { name: 'granted', trusted: false, project: 'small' },
  { name: 'empty', trusted: true, project: 'table' },
  { name: 'model', trusted: true, project: 'model' },
  { name: 'example', trusted: true, project: 'example' },
];

/**
 * @param names names of suites; none means all
 * @throws {Error} on a name that is none
 */
export function chooseSuites(names: readonly string[]): readonly Suite[] {
  const unknown = names.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    throw new Error(`There is no suite ${unknown}; there are ${suites.map(({ name }) => name).join(', ')}.`);
  }
  return names.length === 0 ? suites : suites.filter(({ name }) => names.includes(name));
}
