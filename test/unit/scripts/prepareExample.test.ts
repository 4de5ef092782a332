import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareExample } from '../../../scripts/prepareExample.mjs';

const content = 'three million flights';

describe('preparing the example', () => {
  let folder: string;
  let source: string;
  let target: string;
  let pin: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'plumbline-example-'));
    source = path.join(folder, 'source.parquet');
    target = path.join(folder, 'data', 'flights.parquet');
    pin = path.join(folder, 'flights.parquet.dvc');
    const md5 = createHash('md5').update(content).digest('hex');
    await writeFile(pin, `outs:\n- md5: ${md5}\n  size: ${content.length}\n  hash: md5\n  path: flights.parquet\n`);
    await writeFile(source, content);
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('puts the pinned file in place and leaves nothing else behind', async () => {
    expect(await prepareExample({ source, target, pin })).toEqual({
      path: target,
      bytes: content.length,
      copied: true,
    });
    expect(await readFile(target, 'utf8')).toBe(content);
    expect(await readdir(path.dirname(target))).toEqual(['flights.parquet']);
  });

  it('does not read the source again when the file is in place', async () => {
    await prepareExample({ source, target, pin });
    await rm(source);
    expect(await prepareExample({ source, target, pin })).toMatchObject({ copied: false });
  });

  it('replaces a file of the same size with other content', async () => {
    await prepareExample({ source, target, pin });
    await writeFile(target, content.toUpperCase());
    expect(await prepareExample({ source, target, pin })).toMatchObject({ copied: true });
    expect(await readFile(target, 'utf8')).toBe(content);
  });

  it('refuses a source that is not the pinned file and keeps the target as it was', async () => {
    await prepareExample({ source, target, pin });
    await writeFile(target, 'damaged');
    await writeFile(source, 'other flights, other bytes');
    await expect(prepareExample({ source, target, pin })).rejects.toThrow('is not the file that');
    expect(await readFile(target, 'utf8')).toBe('damaged');
    expect(await readdir(path.dirname(target))).toEqual(['flights.parquet']);
  });

  it('refuses a pin without MD5 and size', async () => {
    await writeFile(pin, 'outs:\n- path: flights.parquet\n');
    await expect(prepareExample({ source, target, pin })).rejects.toThrow('does not pin');
  });

  it('lets two prepare the same example at the same time', async () => {
    await Promise.all([prepareExample({ source, target, pin }), prepareExample({ source, target, pin })]);
    expect(await readFile(target, 'utf8')).toBe(content);
    expect(await readdir(path.dirname(target))).toEqual(['flights.parquet']);
  });
});
