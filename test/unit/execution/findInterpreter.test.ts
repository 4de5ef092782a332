import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findInterpreter } from '../../../server/src/execution/findInterpreter.ts';
import type { FoundInterpreter, InterpreterWishes } from '../../../server/src/execution/findInterpreter.ts';

let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-interpreter-')));
  for (const program of [
    'bin/python3',
    'active/bin/python',
    'work/.venv/bin/python',
    'work/notebooks/venv/bin/python',
  ]) {
    place(program);
  }
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function place(program: string): void {
  const file = path.join(root, program);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
}

async function find(wishes: Partial<InterpreterWishes>): Promise<string> {
  const folders = [path.join(root, 'work')];
  const found: FoundInterpreter = await findInterpreter({ folders, searchPath: path.join(root, 'bin'), ...wishes });
  return found.kind === 'found' ? path.relative(root, found.executable) : `missing: ${found.what}`;
}

describe('the interpreter', () => {
  it('is the chosen one, named as a program, as a folder, or as a name on the PATH', async () => {
    const chosen = (location: string) =>
      find({ chosen: { path: location, by: '--python' }, active: path.join(root, 'active') });
    expect(await chosen(path.join(root, 'work/.venv/bin/python'))).toBe('work/.venv/bin/python');
    expect(await chosen('.venv')).toBe('work/.venv/bin/python');
    expect(await chosen('python3')).toBe('bin/python3');
  });

  it('is never another one than the chosen one', async () => {
    expect(await find({ chosen: { path: '/nowhere/python', by: '--python' } })).toBe(
      'missing: the interpreter /nowhere/python',
    );
  });

  it('is the active one before those that lie around', async () => {
    expect(await find({ active: path.join(root, 'active/bin/python') })).toBe('active/bin/python');
  });

  it('is that of the nearest environment, before the PATH', async () => {
    expect(await find({ folders: [path.join(root, 'work/notebooks'), path.join(root, 'work')] })).toBe(
      'work/notebooks/venv/bin/python',
    );
    expect(await find({ folders: [path.join(root, 'elsewhere')] })).toBe('bin/python3');
  });

  it('is missed with what to do', async () => {
    const found = await findInterpreter({ folders: [], searchPath: `relative${path.delimiter}${root}` });
    expect(found.kind === 'missing' && [found.what, found.next]).toEqual([
      'a Python interpreter',
      'Install Python 3.9 or later, or name an interpreter in the setting plumbline.python.path.',
    ]);
  });
});
