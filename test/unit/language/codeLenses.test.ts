import { describe, expect, it } from 'vitest';
import { findCodeLenses } from '../../../server/src/language/codeLenses.ts';
import { fixture, mainUri, textIn } from '../../support/languageFixture.ts';
import type { ContractAnswers } from '../../../schemas/contractCheck.ts';
import type { DriftFact } from '../../../schemas/facts.ts';
import { driftColumnFact, driftFactOf } from '../../support/driftFact.ts';
import { moneySpec } from '../../support/moneySpec.ts';
import { factsFrom } from '../../support/ruleFixture.ts';
import { recordedRuns } from '../../support/runsModel.ts';
import { readManifest } from '../../support/manifest.ts';

const run = {
  measured: { value: 0.6812, unit: '' },
  at: '2026-10-30T09:31:00Z',
  reference: 'run:2026-10-30T0931Z-delay',
  uri: 'file:///work/.plumbline/runs/a.json',
  stale: [],
  slices: {},
};

function lenses(facts = factsFrom({}), isTrusted = true, text = moneySpec) {
  const given = fixture(text, facts);
  return findCodeLenses(given.snapshot, mainUri, { isTrusted }).map(({ range, command }) => ({
    above: textIn(given, mainUri, range),
    title: command?.title,
    command: command?.command,
    argument: (command?.arguments as readonly unknown[] | undefined)?.[0],
  }));
}

describe('code lenses', () => {
  it('open the run of the last value from above its metric', () => {
    const facts = factsFrom({ today: '2026-11-02', measurements: { recall: [run] } });
    expect(lenses(facts).find(({ above }) => above === 'recall')).toEqual({
      above: 'recall',
      title: 'last value 0.681 · 3 days ago',
      command: 'plumbline.location.open',
      argument: { uri: run.uri },
    });
  });

  it('are plain text for a value that has no file, and say when it is stale', () => {
    const row = { ...run, uri: undefined, stale: ['the data has changed'] };
    const facts = factsFrom({ today: '2026-10-30', measurements: { recall: [row] } });
    const lens = lenses(facts).find(({ above }) => above === 'recall');
    expect(lens).toMatchObject({ title: 'last value 0.681 · today · stale', command: '' });
  });

  it('profile a table, in a trusted workspace alone', () => {
    const profile = (isTrusted: boolean) => lenses(undefined, isTrusted).filter(({ title }) => title === 'Profile');
    expect(profile(true)).toEqual([
      {
        above: 'flights',
        title: 'Profile',
        command: 'plumbline.data.profile',
        argument: { specUri: mainUri, dataId: 'flights' },
      },
    ]);
    expect(profile(false)).toEqual([]);
  });

  it('look for drift above each check, and open the panel above them all', () => {
    const checks = 'monitoring:\n  checks:\n    seen: {watch: inputs}\n    right: {watch: metric}\n';
    const drift = (isTrusted: boolean) =>
      lenses(undefined, isTrusted, `plumbline: v1\n${checks}`).map(({ above, title }) => [above, title]);
    expect(drift(true)).toEqual([
      ['monitoring', 'Drift'],
      ['seen', 'Look for drift'],
      ['right', 'Look for drift'],
    ]);
    expect(drift(false)).toEqual([['monitoring', 'Drift']]);
  });

  it('say above a check what its last comparison found, also without trust, and open the panel', () => {
    const text = 'plumbline: v1\nmonitoring:\n  checks:\n    seen: {watch: inputs}\n';
    const said = (fact: DriftFact) =>
      lenses(factsFrom({ today: '2026-11-02', drift: { seen: fact } }), false, text).find(
        ({ above }) => above === 'seen',
      );
    const columns = [driftColumnFact('late', { answer: 'drift', drifting: 2 }), driftColumnFact('hour')];
    expect(said(driftFactOf(columns))).toEqual({
      above: 'seen',
      title: 'drift in 1 of 2 columns · 3 days ago',
      command: 'plumbline.drift.open',
      argument: { specUri: mainUri },
    });
    expect(
      said(driftFactOf([driftColumnFact('late', { answer: 'cannot-tell' }), driftColumnFact('hour')]))?.title,
    ).toBe('cannot tell of 1 of 2 columns · 3 days ago');
    expect(said(driftFactOf([driftColumnFact('hour')], { stale: ['it is old'] }))?.title).toBe(
      'stable · 3 days ago · out of date',
    );
  });

  it('are not offered for images, which have no columns', () => {
    const text = moneySpec.replace('modality: table', 'modality: image');
    expect(lenses(undefined, true, text).map(({ title }) => title)).not.toContain('Profile');
  });

  describe('of a contract', () => {
    const contractUri = 'file:///work/c.odcs.yaml';
    const texts = {
      'plumbline.yaml': 'data:\n  flights: {path: a.csv, contract: c.odcs.yaml#flights}\n  other: {path: b.csv}\n',
      'c.odcs.yaml': 'apiVersion: v3.1.0\nschema:\n  - name: airports\n  - name: flights\n',
    };
    const answers = { rows: 3, violations: [], notComputed: [], undescribed: [] };
    const violation = { key: 'a', kind: 'metric' as const, examples: [] };

    function shown(uri: string, contractChecks: Record<string, ContractAnswers>, isTrusted = true) {
      const given = fixture(texts, factsFrom({ contractChecks }));
      return findCodeLenses(given.snapshot, uri, { isTrusted })
        .filter(({ command }) => /ontract/.test(command?.title ?? ''))
        .map(({ range, command }) => [textIn(given, uri, range), command?.title, command?.command]);
    }

    it('say whether the data keeps it and check it again, beside the source and the object', () => {
      const expected = [
        ['flights', 'keeps its contract', ''],
        ['flights', 'Check contract', 'plumbline.contract.check'],
      ];
      expect(shown(mainUri, { flights: answers })).toEqual(expected);
      expect(shown(contractUri, { flights: answers })).toEqual(expected);
    });

    it('say how much of it is broken, and what could not be looked at', () => {
      const first = (found: ContractAnswers): unknown => shown(contractUri, { flights: found })[0]?.[1];
      expect(first({ ...answers, violations: [violation] })).toBe('breaks 1 condition of its contract');
      expect(first({ ...answers, notComputed: [{ key: 'a', because: 'it is odd' }] })).toBe(
        'keeps its contract, as far as it can be checked',
      );
    });

    it('check nothing without trust', () => {
      expect(shown(contractUri, {}, false)).toEqual([]);
    });
  });

  it('evaluate a model that a metric measures, in a trusted workspace alone', () => {
    const evaluate = (isTrusted: boolean) => lenses(undefined, isTrusted).filter(({ title }) => title === 'Evaluate');
    expect(evaluate(true)).toEqual([
      {
        above: 'delay',
        title: 'Evaluate',
        command: 'plumbline.model.evaluate',
        argument: { specUri: mainUri, modelId: 'delay' },
      },
    ]);
    expect(evaluate(false)).toEqual([]);
  });

  it('evaluate no model that runs elsewhere, whose answers come in files', () => {
    const text = moneySpec.replace('path: models/delay.onnx', 'elsewhere: CatBoost');
    expect(lenses(undefined, true, text).map(({ title }) => title)).not.toContain('Evaluate');
  });

  it.each(['multilabel-classification', 'object-detection', 'instance-segmentation', 'semantic-segmentation'])(
    'evaluate a model of %s',
    (task) => {
      const titles = lenses(undefined, true, moneySpec.replace('binary-classification', task)).map(
        ({ title }) => title,
      );
      expect(titles).toContain('Evaluate');
    },
  );

  it('sum the costs, unless one of them is not known', () => {
    expect(lenses().find(({ above }) => above === 'costs')?.title).toBe('1.06 MUSD once · 348 kUSD/year');
    const missing = moneySpec.replace('rate: 60 USD/h', 'rate: 60 USD');
    const titles = lenses(undefined, true, missing).flatMap(({ above, title }) => (above === 'costs' ? [title] : []));
    expect(titles).toEqual(['Costs']);
  });

  it('open the history of the runs from above the metrics, once there is a run', () => {
    expect(lenses(factsFrom({ runs: recordedRuns(12) })).find(({ title }) => title === '12 runs')).toEqual({
      above: 'metrics',
      title: '12 runs',
      command: 'plumbline.runs.open',
      argument: { specUri: mainUri },
    });
    expect(lenses(factsFrom({ runs: [] })).filter(({ command }) => command === 'plumbline.runs.open')).toEqual([]);
  });

  it('open the Cost panel from above the costs, also without trust, and not where there are none', () => {
    for (const isTrusted of [true, false]) {
      expect(lenses(undefined, isTrusted).find(({ title }) => title === 'Costs')).toEqual({
        above: 'costs',
        title: 'Costs',
        command: 'plumbline.cost.open',
        argument: { specUri: mainUri },
      });
    }
    const [withoutCosts = ''] = moneySpec.split('costs:\n');
    expect(lenses(undefined, true, withoutCosts).map(({ title }) => title)).not.toContain('Costs');
  });

  it('open the Cost panel of the whole spec from the part in which the costs stand', () => {
    const [head = '', rest = ''] = moneySpec.split('costs:\n');
    const part = `plumbline: v1\nproject: flight-delays\ncosts:\n${rest}`;
    const { snapshot } = fixture({ 'plumbline.yaml': head, 'costs.plumbline.yaml': part }, factsFrom({}));
    const found = findCodeLenses(snapshot, 'file:///work/costs.plumbline.yaml', { isTrusted: true });
    expect(found.find(({ command }) => command?.title === 'Costs')?.command?.arguments).toEqual([{ specUri: mainUri }]);
  });

  it('run nothing but commands that the extension declares', () => {
    const facts = factsFrom({ measurements: { recall: [run] } });
    const commands = new Set(lenses(facts).flatMap(({ command }) => command ?? []));
    expect(commands.size).toBeGreaterThan(2);
    const declared = readManifest().contributes.commands.map(({ command }) => command);
    expect(declared).toEqual(expect.arrayContaining([...commands]));
  });
});
