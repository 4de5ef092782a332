#!/usr/bin/env node
// `dist/cli.cjs`: runs the command line beside it. What the runtime compiles of it is kept in the user's cache, so that
// every start but the first is spared the compiling. In the sources, `server/src/cli.ts` runs by itself.
'use strict';
const { enableCompileCache } = require('node:module');
const { homedir } = require('node:os');
const path = require('node:path');

/** Absolute path of our folder in the user's cache: never in one that others can write to, because code lies there. */
function compiledFolder() {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: localAppData } = process.env;
  if (process.platform === 'darwin') return path.join(homedir(), 'Library/Caches/plumbline/compiled');
  if (process.platform === 'win32') return path.join(localAppData ?? homedir(), 'plumbline', 'cache', 'compiled');
  // The XDG standard says that a relative path is to be ignored.
  const base = xdg !== undefined && path.isAbsolute(xdg) ? xdg : path.join(homedir(), '.cache');
  return path.join(base, 'plumbline', 'compiled');
}

// Older versions of Node have no such cache, and a folder that cannot be written only costs the time.
enableCompileCache?.(process.env.NODE_COMPILE_CACHE ?? compiledFolder());
require('./commandLine.cjs');
