import { describe, expect, it } from 'vitest';
import { decodePython } from '../../../server/src/platform/decodePython.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('the text of a Python file', () => {
  it.each([
    ['# -*- coding: latin-1 -*-\ngröße = 1\n'],
    ['#!/usr/bin/env python\n# vim: set fileencoding=ISO_8859_1 :\ngröße = 1\n'],
    ['\r\n# coding=cp1252\r\ngröße = 1\r\n'],
    ['# coding: iso-8859-15\ngröße = 1\n'],
  ])('is in the encoding that its first two lines declare: %j', (text) => {
    expect(decodePython(latin1(text))).toBe(text);
  });

  it('keeps each byte of Latin-1, as Python does', () => {
    const text = '# coding: latin-1\nx = "\u0080\u009f"\n';
    expect(decodePython(latin1(text))).toBe(text);
  });

  it('is in an encoding of several bytes when it says so', () => {
    const bytes = Buffer.concat([latin1('# coding: shift_jis\nx = "'), Buffer.from([0x93, 0xfa]), latin1('"\n')]);
    expect(decodePython(bytes)).toBe('# coding: shift_jis\nx = "日"\n');
  });

  it.each([
    ['größe = 1\n'],
    ['\uFEFF# coding: latin-1\ngröße = 1\n'],
    ['# coding: utf-8\ngröße = 1\n'],
    ['# coding: nobody-knows-it\ngröße = 1\n'],
    ['x = 1\n# coding: latin-1\ngröße = 1\n'],
    ['#\n#\n# coding: latin-1\ngröße = 1\n'],
    ['print("coding: latin-1", "größe")\n'],
  ])('is UTF-8 otherwise: %j', (text) => {
    expect(decodePython(Buffer.from(text))).toBe(text);
  });

  it('of bytes that are no UTF-8, without a declaration, is told with marks, and not refused', () => {
    expect(decodePython(latin1('größe = 1\n'))).toBe('gr\uFFFD\uFFFDe = 1\n');
  });
});
