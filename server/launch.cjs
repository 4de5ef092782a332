#!/usr/bin/env node
// `dist/cli.cjs`: runs the command line beside it. What the runtime compiles of it and of its workers is kept in the user's
// cache, so that every start but the first is spared the compiling. In the sources, `server/src/cli.ts` runs by itself.
'use strict';
const { createHash } = require('node:crypto');
const { readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const nodeModule = require('node:module');
const { homedir } = require('node:os');
const path = require('node:path');
const { Script } = require('node:vm');

/** Absolute path of our folder in the user's cache: never in one that others can write to, because code lies there. */
function compiledFolder() {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: localAppData } = process.env;
  if (process.platform === 'darwin') return path.join(homedir(), 'Library/Caches/plumbline/compiled');
  if (process.platform === 'win32') return path.join(localAppData ?? homedir(), 'plumbline', 'cache', 'compiled');
  // The XDG standard says that a relative path is to be ignored.
  const base = xdg !== undefined && path.isAbsolute(xdg) ? xdg : path.join(homedir(), '.cache');
  return path.join(base, 'plumbline', 'compiled');
}

/** Builds of which something is kept for one command. */
const mostBuilds = 3;
const hashBytes = 32;
/** The first run of a command may have gone through little of it, so that what is kept grows once a day. */
const freshMs = 24 * 60 * 60 * 1000;

const hashOf = (content) => createHash('sha256').update(content).digest();

/** What was kept, behind its hash: the runtime trusts it blindly. Undefined when there is nothing, or it is damaged. */
function readKept(file) {
  try {
    const content = readFileSync(file);
    const kept = content.subarray(hashBytes);
    return hashOf(kept).equals(content.subarray(0, hashBytes)) ? kept : undefined;
  } catch {
    return undefined;
  }
}

function isStale(file) {
  const status = statSync(file, { throwIfNoEntry: false });
  return status === undefined || Date.now() - status.mtimeMs > freshMs;
}

/** Writes whole or not at all; where that fails, the next start takes as long as this one. */
function keep(folder, name, content) {
  const file = path.join(folder, name);
  const half = `${file}.${process.pid}`;
  try {
    writeFileSync(half, Buffer.concat([hashOf(content), content]), { mode: 0o600 });
    renameSync(half, file);
    const command = name.slice(0, name.indexOf('-') + 1);
    const others = readdirSync(folder).filter((other) => other.startsWith(command) && other.endsWith('.bin'));
    const byAge = others.map((other) => [statSync(path.join(folder, other)).mtimeMs, other]).sort(([a], [b]) => b - a);
    for (const [, old] of byAge.slice(mostBuilds)) rmSync(path.join(folder, old), { force: true });
  } catch {
    rmSync(half, { force: true });
  }
}

/**
 * Runs the command line from what was kept of it. The runtime's own cache has of a file what is compiled while it is read;
 * what a command went through later is a quarter of its work, so that it is kept for each command when it ends.
 */
function runKept(file, folder, command) {
  const source = readFileSync(file, 'utf8');
  // The runtime looks at the length of a source alone.
  const name = `${command}-${hashOf(source).toString('hex').slice(0, 32)}.bin`;
  const kept = path.join(folder, name);
  const [before] = nodeModule.wrapper;
  const script = new Script(nodeModule.wrap(source), {
    filename: file,
    columnOffset: -before.length,
    cachedData: readKept(kept),
  });
  if (script.cachedDataRejected !== false || isStale(kept)) {
    process.once('exit', (code) => {
      if (code === 0 || code === 1) keep(folder, name, script.createCachedData());
    });
  }
  const own = { exports: {} };
  script.runInThisContext().call(own.exports, own.exports, nodeModule.createRequire(file), own, file, __dirname);
}

// Older versions of Node have no such cache, and a folder that cannot be written only costs the time.
nodeModule.enableCompileCache?.(process.env.NODE_COMPILE_CACHE ?? compiledFolder());
const folder = nodeModule.getCompileCacheDir?.();
const command = /^[a-z]{1,20}$/.exec(process.argv[2] ?? '')?.[0];
if (folder === undefined || command === undefined) require('./commandLine.cjs');
else runKept(path.join(__dirname, 'commandLine.cjs'), folder, command);
