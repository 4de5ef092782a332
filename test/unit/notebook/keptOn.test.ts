import { describe, expect, it } from 'vitest';
import { keptOn, keptOnPair } from '../../../server/src/notebook/memory/keptOn.ts';

interface Thing {
  readonly name: string;
}

describe('what is found out about an object', () => {
  it('is computed once, also when it is nothing', () => {
    const asked: string[] = [];
    const find = keptOn(({ name }: Thing): string | undefined => {
      asked.push(name);
      return name === 'none' ? undefined : name;
    });
    const [one, none]: readonly Thing[] = [{ name: 'one' }, { name: 'none' }];
    expect([one, none, one, none].map((thing) => thing && find(thing))).toEqual(['one', undefined, 'one', undefined]);
    expect(asked).toEqual(['one', 'none']);
  });

  it('is told apart by who found it out', () => {
    const thing: Thing = { name: 'one' };
    const [upper, length] = [keptOn(({ name }: Thing) => name.toUpperCase()), keptOn(({ name }: Thing) => name.length)];
    expect([upper(thing), length(thing), upper(thing)]).toEqual(['ONE', 3, 'ONE']);
  });

  it('does not go with a copy, and is not seen', () => {
    const find = keptOn(({ name }: Thing) => name);
    const thing: Thing = { name: 'one' };
    find(thing);
    expect(find({ ...thing, name: 'two' })).toBe('two');
    expect(thing).toStrictEqual({ name: 'one' });
    expect(Reflect.ownKeys({ ...thing })).toEqual(['name']);
  });

  it('holds for two objects together', () => {
    let count = 0;
    const join = keptOnPair((left: Thing, right: Thing) => {
      count += 1;
      return left.name + right.name;
    });
    const [a, b]: readonly [Thing, Thing] = [{ name: 'a' }, { name: 'b' }];
    expect([join(a, b), join(b, a), join(a, b), join(a, a)]).toEqual(['ab', 'ba', 'ab', 'aa']);
    expect(count).toBe(3);
  });
});
