/** The launcher of the command line, beside a command line of a few words. */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const launcher = path.join(import.meta.dirname, '../../../server/launch.cjs');

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-launch-')));
  copyFileSync(launcher, path.join(folder, 'cli.cjs'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const saying = (word: string): string =>
  `const later = () => '${word} ' + require('node:path').basename(__filename) + ' ' + process.argv.slice(2).join(' ');\nprocess.stdout.write(later());`;

function run(args: readonly string[], more: Readonly<Record<string, string>> = {}): string {
  const env = { PATH: process.env['PATH'], HOME: folder, NODE_COMPILE_CACHE: path.join(folder, 'cache'), ...more };
  return execFileSync(process.execPath, [path.join(folder, 'cli.cjs'), ...args], { encoding: 'utf8', env });
}

/** Absolute paths of what is kept of commands. */
function kept(): readonly string[] {
  const cache = path.join(folder, 'cache');
  return readdirSync(cache, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.bin'))
    .map((name) => path.join(cache, name));
}

const write = (word: string) => writeFileSync(path.join(folder, 'commandLine.cjs'), saying(word));

describe('the launcher', () => {
  it('keeps what a command compiled, and runs from it the next time', () => {
    write('one');
    expect(run(['check', 'a b'])).toBe('one commandLine.cjs check a b');
    const [file = ''] = kept();
    expect(path.basename(file)).toMatch(/^check-[0-9a-f]{32}\.bin$/);
    const { mtimeMs, ino } = statSync(file);
    expect(run(['check', 'c'])).toBe('one commandLine.cjs check c');
    expect(statSync(file)).toMatchObject({ mtimeMs, ino });
    expect(kept()).toEqual([file]);
  });

  it('runs what lies beside it, even if it has changed into something of the same length', () => {
    write('one');
    run(['check']);
    write('two');
    expect(run(['check'])).toBe('two commandLine.cjs check');
    expect(kept()).toHaveLength(2);
  });

  it('keeps more when a day has passed, because the first run may have gone through little', () => {
    write('one');
    run(['check']);
    const [file = ''] = kept();
    const before = new Date(Date.now() - 25 * 60 * 60 * 1000);
    utimesSync(file, before, before);
    expect(run(['check'])).toBe('one commandLine.cjs check');
    expect(statSync(file).mtimeMs).toBeGreaterThan(before.getTime());
    expect(kept()).toEqual([file]);
  });

  it('keeps three builds of a command at most, and every command by itself', () => {
    for (const word of ['one', 'two', 'three', 'four']) {
      write(word);
      run(['check']);
    }
    expect(kept().filter((file) => path.basename(file).startsWith('check-'))).toHaveLength(3);
    run(['drift']);
    expect(kept()).toHaveLength(4);
  });

  it.each([
    ['cut off', (content: Buffer) => content.subarray(0, content.length - 9)],
    ['of other bytes', (content: Buffer) => Buffer.concat([content.subarray(0, -1), Buffer.from([7])])],
    ['empty', () => Buffer.alloc(0)],
  ])('writes anew what is %s', (_, damage) => {
    write('one');
    run(['check']);
    const [file = ''] = kept();
    const whole = readFileSync(file).length;
    writeFileSync(file, damage(readFileSync(file)));
    expect(run(['check'])).toBe('one commandLine.cjs check');
    expect(readFileSync(file).length).toBeGreaterThanOrEqual(whole - 8);
  });

  it.each([
    ['is asked for no command', ['--version'], {}],
    ['may keep nothing', ['check'], { NODE_DISABLE_COMPILE_CACHE: '1' }],
    ['cannot write its folder', ['check'], { NODE_COMPILE_CACHE: '/dev/null/cache' }],
  ])('runs without keeping anything where it %s', (_, args, env) => {
    write('one');
    expect(run(args, env)).toBe(`one commandLine.cjs ${args.join(' ')}`);
    expect(readdirSync(folder).includes('cache') ? kept() : []).toEqual([]);
  });
});
