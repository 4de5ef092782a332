// Opens the example in the VS Code server, for a browser.
import { untilAborted } from '../process/abortOnInterrupt.ts';
import { startChild } from '../process/ownedChild.ts';
import { themedSettings } from '../vscode/quietSettings.ts';
import { startVsCodeServer } from '../vscode/startVsCodeServer.ts';
import { workbenchUrl } from '../vscode/workbenchUrl.ts';
import type { StartRequest } from './startRequest.ts';

/**
 * Serves VS Code until the request is aborted.
 *
 * @param options port (a free one when undefined), and whether the user's browser is to be opened
 * @throws {Error} when the server cannot be installed or started, or ends by itself
 */
export async function openServer(
  { root, folder, openFile, trusted, signal, say }: StartRequest,
  options: { readonly port: number | undefined; readonly opens: boolean },
): Promise<void> {
  const server = await startVsCodeServer({
    trusted,
    extensions: [{ folder: root }],
    settings: themedSettings('dark'),
    signal,
    say,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  try {
    const address = workbenchUrl(server, { folder, openFile });
    say(`\nVS Code with Plumbline and ${folder} is open at\n\n  ${address}\n\nCtrl-C ends it.`);
    if (options.opens) await openInBrowser(address);
    await Promise.race([untilAborted(signal), server.ended]);
    if (!signal.aborted) throw new Error(`The VS Code server ended by itself:\n${server.log()}`);
  } finally {
    await server.stop();
  }
}

/** Asks the desktop to show an address; without a desktop, the printed address is all there is. */
async function openInBrowser(address: string): Promise<void> {
  const opener = browserOpener();
  if (opener === undefined) return;
  try {
    await startChild(opener, [address], { output: () => undefined });
  } catch {
    // The address is on the terminal already, so that nothing is lost.
  }
}

function browserOpener(): string | undefined {
  if (process.platform === 'darwin') return 'open';
  if (process.platform === 'win32') return 'explorer.exe';
  const { DISPLAY: display, WAYLAND_DISPLAY: wayland } = process.env;
  return display === undefined && wayland === undefined ? undefined : 'xdg-open';
}
