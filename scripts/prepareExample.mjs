// Puts the flights of the npm package `vega-datasets` in place as the data of examples/flight-delays.
// The file is never committed: its .dvc file pins the MD5 and the size, and this script holds itself to that pin.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '..');
const defaults = {
  target: path.join(root, 'examples/flight-delays/data/flights.parquet'),
  pin: path.join(root, 'examples/flight-delays/data/flights.parquet.dvc'),
};

/**
 * Copies the flights into the example, whole or not at all.
 *
 * A target that already has the pinned size and MD5 is left alone; any other content is replaced.
 *
 * @param {{ source?: string, target?: string, pin?: string }} [options] Paths; without `source` the installed package
 *   `vega-datasets` is asked, without the others the example of this repository is meant.
 * @returns {Promise<{ path: string, bytes: number, copied: boolean }>} Where the file lies, its size, and whether it
 *   had to be copied.
 * @throws {Error} When the source is missing or is not the file that the pin names; the target is then unchanged.
 */
export async function prepareExample(options = {}) {
  const { target, pin } = { ...defaults, ...options };
  const expected = await readPin(pin);
  if (await matches(target, expected)) return { path: target, bytes: expected.size, copied: false };

  const source = options.source ?? locateSource();
  await mkdir(path.dirname(target), { recursive: true });
  // Its own name per call, because two may prepare the example at the same time.
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    await copyFile(source, temporary);
    // The copy is judged, not the source: a full disk or a changed source is found before the file is in place.
    if (!(await matches(temporary, expected))) {
      throw new Error(`${source} is not the file that ${pin} pins (MD5 ${expected.md5}, ${expected.size} bytes).`);
    }
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
  return { path: target, bytes: expected.size, copied: true };
}

/** Reads MD5 and size of the only output of a .dvc file. */
async function readPin(file) {
  const output = parse(await readFile(file, 'utf8'))?.outs?.[0];
  if (typeof output?.md5 !== 'string' || !Number.isSafeInteger(output?.size)) {
    throw new Error(`${file} does not pin an output by MD5 and size.`);
  }
  return { md5: output.md5, size: output.size };
}

/** Finds the Parquet file of the installed package, whose main module lies in build/ beside data/. */
function locateSource() {
  let main;
  try {
    main = fileURLToPath(import.meta.resolve('vega-datasets'));
  } catch (cause) {
    throw new Error('The package vega-datasets is not installed; run npm ci first.', { cause });
  }
  return path.resolve(path.dirname(main), '../data/flights-3m.parquet');
}

/** Whether a file exists with this size and MD5. The size is asked first, because it costs nothing. */
async function matches(file, expected) {
  const found = await stat(file).catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined || found.size !== expected.size) return false;
  const hash = createHash('md5');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex') === expected.md5;
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const { path: file, bytes, copied } = await prepareExample();
    const done = copied ? 'put in place' : 'already in place';
    process.stdout.write(`${path.relative(process.cwd(), file)} is ${done} (${(bytes / 1e6).toFixed(1)} MB).\n`);
  } catch (error) {
    process.stderr.write(`The example could not be prepared: ${error.message}\n`);
    process.exitCode = 1;
  }
}
