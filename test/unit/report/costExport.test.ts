/** The ledger as CSV and as FOCUS, for spreadsheets and for tools that read bills. */
import { describe, expect, it } from 'vitest';
import { makeCostView } from '../../../server/src/operations/cost/costView.ts';
import { renderCost } from '../../../server/src/operations/cost/renderCost.ts';
import { fixture } from '../../support/languageFixture.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';
import { moneySpec } from '../../support/moneySpec.ts';
import { factsFrom } from '../../support/ruleFixture.ts';

async function render(spec: string, format: 'csv' | 'focus' | 'markdown' | 'text'): Promise<string> {
  const { snapshot } = fixture(spec, factsFrom({ today: '2024-02-29' }));
  const files = memoryWorkspace(new Map());
  const costs = await makeCostView(snapshot, { files, isTrusted: true, now: new Date('2024-02-29T08:00:00Z') });
  const head = { kind: 'cost', schema: 1, version: '1.2.3', spec: 'plumbline.yaml', verdict: 'ok' } as const;
  return renderCost({ ...head, costs }, format, false);
}

describe('the export of costs', () => {
  it('is FOCUS rows that add up to the plan, with our columns under x_', async () => {
    const [head = '', ...rows] = (await render(moneySpec, 'focus')).trim().split('\r\n');
    const columns = head.split(',');
    const cost = columns.indexOf('EffectiveCost');
    expect(columns).toEqual(expect.arrayContaining(['BillingCurrency', 'ChargePeriodStart', 'x_MLCostCategory']));
    expect(rows.map((row) => row.split(',')[cost])).toEqual(['1058406.00', '347760.00']);
    // A year from a leap day ends after the last day of February.
    expect(rows[1]).toContain('2024-02-29T00:00:00Z,2025-03-01T00:00:00Z');
  });

  it('names in x_MetricId what measures the thing that an item is for', async () => {
    const spec = moneySpec
      .replace(
        '    support:',
        '    inference: {cost: 900 USD/month, for: delay}\n    infra: {cost: 400 USD/month, for: edge-box}\n    storage: {cost: 90 USD/month, for: flights}\n    support:',
      )
      .replace('deployment:', 'deployment:\n  targets:\n    edge-box: {kind: edge}');
    const [head = '', ...rows] = (await render(spec, 'focus')).trim().split('\r\n');
    const [id, metric] = ['ResourceId', 'x_MetricId'].map((name) => head.split(',').indexOf(name));
    expect(Object.fromEntries(rows.map((row) => [row.split(',')[id ?? 0], row.split(',')[metric ?? 0]]))).toEqual({
      development: 'NULL',
      inference: 'recall;precision',
      infra: 'latency',
      storage: 'recall;precision',
      support: 'NULL',
    });
  });

  it('takes a formula in a name for the text that it is', async () => {
    const spec = moneySpec
      .replace('project: flight-delays', 'project: "=cmd|calc"')
      .replace('    support:', '    labelling: {none: "=HYPERLINK(\\"http://example.com\\")"}\n    support:');
    const text = await render(spec, 'csv');
    expect(text).not.toMatch(/(?:^|,)"?[=+@]/m);
    expect(text).toContain('UNTRACKED');
  });

  it('shows tags of HTML in a reason as text in Markdown, and no escape sequence in a terminal', async () => {
    const spec = moneySpec.replace(
      '    support:',
      '    labelling: {none: "<img src=x onerror=alert(1)> | \\e[31mred"}\n    support:',
    );
    const markdown = await render(spec, 'markdown');
    expect(markdown).not.toMatch(/(?<!\\)<img/);
    expect(await render(spec, 'text')).not.toContain('\u001B');
  });
});
