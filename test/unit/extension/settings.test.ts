import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettings, settings } from '../../../schemas/settings.ts';

const defaults = settings.parse({});

describe('readSettings', () => {
  it.each([undefined, null, 'text', 7, [], {}])('takes %j as nothing said', (value) => {
    expect(readSettings(value)).toEqual({ settings: defaults, problems: [] });
  });

  it('replaces a value that does not fit, and keeps the others', () => {
    const reading = readSettings({ worker: { memory: 'lots', node: '/opt/node' }, diagnostics: { workspace: false } });
    expect(reading.settings).toEqual({
      ...defaults,
      worker: { memory: defaults.worker.memory, node: '/opt/node' },
      diagnostics: { workspace: false },
    });
    expect(reading.problems).toHaveLength(1);
    expect(reading.problems[0]).toContain('plumbline.worker.memory');
  });

  it('drops one rule with a severity that does not exist', () => {
    const reading = readSettings({ rules: { 'metric/no-limit': 'silent', 'data/no-owner': 'loud' } });
    expect(reading.settings.rules).toEqual({ 'metric/no-limit': 'silent' });
    expect(reading.problems[0]).toContain('data/no-owner');
  });

  it('ignores settings that it does not know', () => {
    expect(readSettings({ future: { feature: true } })).toEqual({ settings: defaults, problems: [] });
  });

  it('reads anything at all', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (rules, worker) => {
        const reading = readSettings({ rules, worker });
        expect(settings.parse(reading.settings)).toEqual(reading.settings);
      }),
    );
  });
});
