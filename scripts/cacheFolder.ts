// Where downloads live that outlast `npm ci`: outside the working tree, in the user's cache.
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Absolute path of our folder in the user's cache; it may not exist yet. PLUMBLINE_CACHE overrides it.
 *
 * Everything in it can be deleted at any time and is made again when needed.
 */
export function cacheFolder(): string {
  const { PLUMBLINE_CACHE: wished, XDG_CACHE_HOME: xdg, LOCALAPPDATA: localAppData } = process.env;
  if (wished !== undefined && wished !== '') return path.resolve(wished);
  if (process.platform === 'darwin') return path.join(homedir(), 'Library/Caches/plumbline');
  if (process.platform === 'win32') return path.join(localAppData ?? homedir(), 'plumbline', 'cache');
  // The XDG standard says that a relative path is to be ignored.
  const base = xdg !== undefined && path.isAbsolute(xdg) ? xdg : path.join(homedir(), '.cache');
  return path.join(base, 'plumbline');
}
