/** Our folder in the user's cache, as `server/launch.cjs` finds it, too: never one that others can write to. */
import { homedir } from 'node:os';
import path from 'node:path';

/** Absolute path; the folder need not exist. @param name what is kept there */
export function userCacheFolder(name: string): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: localAppData } = process.env;
  if (process.platform === 'darwin') return path.join(homedir(), 'Library/Caches/plumbline', name);
  if (process.platform === 'win32') return path.join(localAppData ?? homedir(), 'plumbline', 'cache', name);
  // The XDG standard says that a relative path is to be ignored.
  return path.join(xdg !== undefined && path.isAbsolute(xdg) ? xdg : path.join(homedir(), '.cache'), 'plumbline', name);
}
