// The address at which a browser finds a folder in a VS Code server.
import type { VsCodeServer } from './startVsCodeServer.ts';

/** What the page is to do besides opening the folder. */
export interface WorkbenchRequest {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Absolute path of a file to open in an editor. */
  readonly openFile?: string;
  /** Extension under development, and the module whose `run()` the page is to call: a test run. */
  readonly tests?: {
    /** Absolute path of an extension's folder. */
    readonly extensionDevelopmentPath: string;
    /** Absolute path of a CommonJS module. */
    readonly extensionTestsPath: string;
  };
}

/**
 * @param server as `startVsCodeServer` gives it
 * @returns an absolute address, every value of it percent-encoded
 */
export function workbenchUrl(server: Pick<VsCodeServer, 'origin' | 'token'>, request: WorkbenchRequest): string {
  const { host } = new URL(server.origin);
  const remote = (file: string): string => `vscode-remote://${host}${encodeURI(file)}`;
  const payload: [string, string][] = [];
  if (request.openFile !== undefined) payload.push(['openFile', remote(request.openFile)]);
  if (request.tests !== undefined) {
    payload.push(
      ['skipWelcome', 'true'],
      ['extensionDevelopmentPath', remote(request.tests.extensionDevelopmentPath)],
      ['extensionTestsPath', remote(request.tests.extensionTestsPath)],
    );
  }
  const url = new URL('/', server.origin);
  url.searchParams.set('tkn', server.token);
  url.searchParams.set('folder', request.folder);
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  // The page does not read `+` as a space.
  return url.href.replaceAll('+', '%20');
}
