// The VS Code servers that tests and `npm start` use.

/** A release of the npm package `code-server`, which holds a VS Code server. */
export interface ServerRelease {
  /** The exact version, with which everything here was tried. */
  readonly packageVersion: string;
  /** The major version of Node that its own installer wants, and that runs it. */
  readonly nodeMajor: 22 | 24;
  /**
   * Native modules of the server that are worth compiling: without the first, output channels and log files stay empty;
   * without the second, an extension host outlives a server that was killed.
   */
  readonly worthCompiling: readonly string[];
  /** True: its search is downloaded while it is installed, which scripts that stay off do not do. */
  readonly lacksSearch: boolean;
}

export const editions = ['newest', 'oldest'] as const;
export type Edition = (typeof editions)[number];

export const serverReleases: Readonly<Record<Edition, ServerRelease>> = {
  newest: {
    packageVersion: '4.139.1',
    nodeMajor: 24,
    worthCompiling: ['@vscode/spdlog', '@vscode/native-watchdog'],
    lacksSearch: false,
  },
  /**
   * `engines.vscode` names 1.101, the first VS Code that runs extensions on Node 22. npm has no server of 1.101 and of
   * 1.102, whose package was never published there; this is the oldest one that it has with Node 22.
   */
  oldest: {
    packageVersion: '4.103.2',
    nodeMajor: 22,
    worthCompiling: ['@vscode/spdlog', 'native-watchdog'],
    lacksSearch: true,
  },
};

/** Version of VS Code itself: code-server counts as VS Code does, with a 4 for its 1. */
export function vsCodeVersion({ packageVersion }: ServerRelease): string {
  return packageVersion.replace(/^4/, '1');
}
