/** The files of the shipped table. */
import { describe, expect, it } from 'vitest';
import { effectFile, objectKinds } from '../../../../schemas/effects.ts';
import type { CallEffect, ClassEffect, ReturnedValue } from '../../../../schemas/effects.ts';
import { shippedEffectFiles } from '../../../../server/src/notebook/effects/shippedEffects.ts';

const files = shippedEffectFiles.map((file) => effectFile.parse(file));
const entries: readonly (readonly [string, CallEffect | ClassEffect])[] = files.flatMap((file) => [
  ...Object.entries(file.calls),
  ...Object.entries(file.classes),
]);
const kinds: ReadonlySet<string> = new Set(objectKinds);

/** Words of an entry that must be a parameter, `self`, `result` or a resource. */
function namesIn(entry: CallEffect | ClassEffect): readonly string[] {
  const ofRows = (rows: CallEffect['rows']): readonly string[] => (typeof rows === 'object' ? Object.keys(rows) : []);
  const ofValue = (value: ReturnedValue | undefined): readonly string[] =>
    value === undefined
      ? []
      : [
          ...[value.alias, value.view, value.like].filter((name) => name !== undefined),
          ...ofRows(value.rows),
          ...(value.items ?? []).flatMap(ofValue),
          ...ofValue(value.each),
        ];
  return [
    ...(entry.mutates ?? []),
    ...ofRows(entry.rows),
    ...Object.keys(entry.receives ?? {}),
    ...ofValue(entry.returns),
    ...[entry.data].filter((name) => name !== undefined),
  ];
}

describe('shipped files', () => {
  it('know some thousand calls', () => {
    expect(entries.length).toBeGreaterThan(2000);
  });

  it('speak only of parameters that the entry names', () => {
    const strangers = entries.flatMap(([key, entry]) => {
      const known = new Set(['self', 'result', ...(entry.parameters ?? []).map((name) => name.replace('*', ''))]);
      return namesIn(entry).flatMap((name) =>
        /^\$|^self\./u.test(name) || known.has(name) ? [] : [`${key}: ${name}`],
      );
    });
    expect(strangers).toEqual([]);
  });

  it('extend classes whose methods are there', () => {
    const keys = new Set(entries.map(([key]) => key));
    const missing = entries.flatMap(([key, entry]) => {
      const base = 'extends' in entry ? entry.extends : undefined;
      const isKnown = base === undefined || [...keys].some((other) => other === base || other.startsWith(`${base}.`));
      return isKnown ? [] : [key];
    });
    expect(missing).toEqual([]);
  });

  it('say a stage for every call that reads a table', () => {
    const without = entries.filter(([key, entry]) => /^pandas\.read_/u.test(key) && entry.stage !== 'data');
    expect(without).toEqual([]);
  });

  it('describe each call of a function or method once', () => {
    const owner = new Map<string, string>();
    const twice: string[] = [];
    for (const [index, file] of files.entries()) {
      for (const key of Object.keys(file.calls)) {
        if (owner.has(key)) twice.push(`${key}: ${owner.get(key) ?? ''} and file ${index}`);
        owner.set(key, `file ${index}`);
      }
    }
    expect(twice).toEqual([]);
  });

  it('lead every alias to something else', () => {
    const circles = files.flatMap((file) =>
      Object.entries(file.aliases).filter(([from, to]) => from === to || to.startsWith(`${from}.`)),
    );
    expect(circles).toEqual([]);
  });

  it('name no module like a kind, so that keys are clear', () => {
    const roots = new Set(files.flatMap((file) => Object.keys(file.classes)).map((key) => key.split('.')[0] ?? ''));
    expect([...roots].filter((root) => kinds.has(root))).toEqual([]);
  });
});
