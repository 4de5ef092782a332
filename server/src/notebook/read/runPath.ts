/** What `%run` runs. */

/** The path in the argument of `%run`, without options and quotes; empty when there is none. */
export function runPath(argument: string): string {
  const path = /^(?:-\w+\s+)*(?:"(?<quoted>[^"]*)"|(?<bare>\S+))/.exec(argument)?.groups;
  return path?.['quoted'] ?? path?.['bare'] ?? '';
}
