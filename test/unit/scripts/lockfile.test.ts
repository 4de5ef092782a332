import { describe, expect, it } from 'vitest';
import { lockedClosure } from '../../../scripts/package/lockfile.ts';

const lock = JSON.stringify({
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { engine: '^1.0.0' } },
    'node_modules/engine': {
      version: '1.2.0',
      integrity: 'sha512-e',
      dependencies: { helper: '^2.0.0', installer: '^1.0.0' },
      optionalDependencies: { '@engine/linux': '1.2.0', '@engine/windows': '1.2.0' },
    },
    'node_modules/engine/node_modules/helper': { version: '2.0.0', dependencies: { leaf: '*', engine: '*' } },
    'node_modules/helper': { version: '1.0.0' },
    'node_modules/leaf': { version: '3.0.0' },
    'node_modules/installer': { version: '1.0.0', dependencies: { archive: '*' } },
    'node_modules/archive': { version: '1.0.0' },
    'node_modules/@engine/linux': { version: '1.2.0' },
    'node_modules/stranger': { version: '9.0.0' },
  },
});

describe('lockedClosure', () => {
  it('follows dependencies as Node finds them, the nested ones first', () => {
    expect([...lockedClosure(lock, ['engine'], ['installer']).keys()]).toEqual([
      'node_modules/@engine/linux',
      'node_modules/engine',
      'node_modules/engine/node_modules/helper',
      'node_modules/leaf',
    ]);
  });

  it('leaves out a package together with what only that needs', () => {
    const places = [...lockedClosure(lock, ['engine'], ['installer']).keys()];
    expect(places.filter((place) => /installer|archive/.test(place))).toEqual([]);
  });

  it('gives version and hash', () => {
    expect(lockedClosure(lock, ['engine'], []).get('node_modules/engine')).toEqual({
      name: 'engine',
      version: '1.2.0',
      integrity: 'sha512-e',
    });
  });

  it('refuses a root that the lock does not know', () => {
    expect(() => lockedClosure(lock, ['missing'], [])).toThrow('missing');
  });
});
