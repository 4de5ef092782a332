import { describe, expect, it } from 'vitest';
import type { ProbeResult, Verification } from '../../../schemas/promotion.ts';
import { verificationMarkdown } from '../../../server/src/report/verificationMarkdown.ts';

const probe: ProbeResult = {
  id: 'features.make_df.df',
  name: 'df',
  kind: 'frame',
  verdict: 'differs',
  notebook: '3 × 2 table',
  package: '3 × 1 table',
  difference: '`df` of the package lacks the column `a|b`.',
  function: 'features.make_df',
  from: { cell: 2, cellId: 'c', first: 1, last: 3 },
  to: null,
};

const verification: Verification = {
  kind: 'verification',
  schema: 1,
  verdict: 'differs',
  sentence: 'The package differs first at `df`.',
  verifiedAt: '2001-02-03T04:05:06Z',
  seed: 7,
  python: { path: '/venv/bin/python', version: '3.12.1', packages: { pandas: '3.0.0' } },
  missing: [],
  seconds: { notebook: 1.25, package: 2 },
  peakMemoryBytes: 300 * 2 ** 20,
  data: [{ path: 'data/a.csv', sha256: 'a'.repeat(64) }],
  probes: [probe],
  firstDivergence: probe.id,
  failure: null,
  isolation: { files: 'system', network: 'python' },
};

describe('the page of a verification', () => {
  const page = verificationMarkdown(verification);

  it('has a row for each value, whose bars do not break the table', () => {
    const row = page.split('\n').find((line) => line.startsWith('| `df`'));
    expect(row).toContain('| **differs** |');
    expect(row).toContain('cell 3, lines 1–3');
    expect(row?.replaceAll('\\|', '').split('|')).toHaveLength(9);
  });

  it('says with what it was run, and what kept it inside', () => {
    expect(page).toContain('- Verified at 2001-02-03T04:05:06Z, seed 7.');
    expect(page).toContain('- Python 3.12.1 at `/venv/bin/python` with pandas 3.0.0.');
    expect(page).toContain('- The notebook took 1.3 s, the package 2.0 s.');
    expect(page).toContain(
      '- Writes were confined by the operating system, the network was switched off by Python alone.',
    );
    expect(page).toContain(`- \`data/a.csv\`: SHA-256 \`${'a'.repeat(64)}\``);
  });

  it('lists what is missing with the next step', () => {
    const missing = [{ what: 'the package pandas', next: 'Install with `pip install pandas`.' }];
    const lacking = verificationMarkdown({ ...verification, verdict: 'not-run', probes: [], missing });
    expect(lacking).toContain('# Verification: not run');
    expect(lacking).toContain('- the package pandas: Install with `pip install pandas`.');
  });
});
