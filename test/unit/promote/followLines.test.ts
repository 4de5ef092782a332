import { describe, expect, it } from 'vitest';
import { followLines } from '../../../server/src/operations/promote/followLines.ts';

const follow = (before: readonly string[], after: readonly string[]) =>
  followLines(before.join('\n'), after.join('\n')).first.slice(1);

describe('followLines', () => {
  it('leaves lines of equal texts where they are', () => {
    expect(follow(['a = 1', '', 'b = 2'], ['a = 1', '', 'b = 2'])).toEqual([1, 1, 3]);
  });

  it('follows a call that is broken into several lines', () => {
    const after = ['x = f(', '    a,', '    b,', ')', 'y = 2'];
    expect(follow(['x = f(a, b)', 'y = 2'], after)).toEqual([1, 5]);
    expect(followLines('x = f(a, b)\ny = 2', after.join('\n')).last).toEqual([0, 3, 5]);
  });

  it('follows lines that are joined', () => {
    expect(follow(['x = f(', '  a)', 'y = 2'], ['x = f(a)', 'y = 2'])).toEqual([1, 1, 2]);
  });

  it('follows what stands below a removed import', () => {
    const names = Array.from({ length: 30 }, (_, index) => `name${index}`).join(', ');
    expect(follow([`from a import ${names}`, 'import b', 'b.run(1)'], ['import b', '', 'b.run(1)'])).toEqual([1, 1, 3]);
  });

  it('follows what stands below text that a person added', () => {
    expect(follow(['a = 1', 'b = 2'], ['# new', 'z = 9', 'a = 1', 'b = 2'])).toEqual([3, 4]);
  });

  it('never goes backwards or past the end', () => {
    const { first, last } = followLines('a\nb\nc\nd', 'd\nc');
    const lines = first.flatMap((line, index) => [line, last[index] ?? 0]);
    expect(lines.every((line, index) => index < 2 || (line <= 2 && line >= (lines[index - 1] ?? 0)))).toBe(true);
  });
});
