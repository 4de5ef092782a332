/** View models of the Drift page, made of a formula: a bell curve that moves month by month. */
import type { DriftCheckView, DriftColumnView, DriftViewModel, DriftWatchedView } from '../../../schemas/driftPanel.ts';
import { driftViewModel } from '../../../schemas/driftPanel.ts';

export const specUri = 'file:///work/flight-delays/plumbline.yaml';

export const runbookUri = 'file:///work/flight-delays/runbooks/drift.md';

const place = (line: number, label = `plumbline.yaml:${line + 1}`) => ({
  uri: specUri,
  range: { start: { line, character: 4 }, end: { line, character: 10 } },
  label,
});

const bars = 30;

function bell(centre: number): number[] {
  return Array.from({ length: bars }, (_, bar) => Math.round(9_000 * Math.exp(-(((bar - centre) / 5) ** 2))));
}

function cellOf(
  effect: number,
  aspect: 'values' | 'out-of-range' = 'values',
  half = 0.008,
): DriftColumnView['cells'][number] {
  const smallest = 0.03;
  const answer = effect >= smallest ? 'drift' : effect + half < smallest ? 'stable' : 'cannot-tell';
  return {
    answer,
    verdicts: [
      {
        aspect,
        name: aspect === 'values' ? 'values' : 'beyond the range',
        answer,
        effect,
        low: Math.max(0, effect - half),
        high: effect + half,
        smallest,
        p: answer === 'drift' ? 'below 0.0001' : '0.21',
        test: '9,999 permutations',
        words: `Its values move by ${(effect * 100).toFixed(1)} % of all ranks.`,
        ...(answer === 'cannot-tell' ? { need: 'A window of at least 4,321 rows would settle it.' } : {}),
      },
    ],
    undefinedBecause: [],
    added: [],
    vanished: [],
  };
}

function numeric(name: string, effects: readonly number[]): DriftColumnView {
  const cells = effects.map((effect) => cellOf(effect));
  const drifting = effects.filter((effect) => effect >= 0.03).length;
  const worst = effects.indexOf(Math.max(...effects));
  return {
    name,
    answer: drifting > 0 ? 'drift' : cells.some((cell) => cell?.answer === 'cannot-tell') ? 'cannot-tell' : 'stable',
    drifting,
    judged: effects.length,
    window: worst,
    sentence: `Its values move by ${((effects[worst] ?? 0) * 100).toFixed(1)} % of all ranks, p below 0.0001.`,
    advice: null,
    canMonitor: false,
    money: drifting === 0 ? null : { text: '-508 kUSD/year', range: '-520 to -496 kUSD/year' },
    overlay: {
      kind: 'bars',
      isNumeric: true,
      labels: Array.from({ length: bars }, (_, bar) => `${bar * 10} to ${bar * 10 + 10}`),
      reference: bell(14),
      windows: effects.map((effect) => bell(14 + 60 * effect)),
    },
    cells,
  };
}

function categories(effects: readonly number[]): DriftColumnView {
  const cell = (effect: number) => {
    const made = cellOf(effect);
    return made === null
      ? null
      : { ...made, added: effect > 0.05 ? ['DLG', 'AKN'] : [], vanished: effect > 0.05 ? ['EGE'] : [] };
  };
  return {
    ...numeric('origin', effects),
    overlay: {
      kind: 'bars',
      isNumeric: false,
      labels: ['ATL', 'ORD', 'DFW', 'LAX', 'PHX', 'all others'],
      reference: [900, 850, 700, 500, 300, 4_000],
      windows: effects.map((effect) =>
        [900, 850 - 3_000 * effect, 700, 500, 300, 4_000 + 3_000 * effect].map(Math.round),
      ),
    },
    cells: effects.map(cell),
  };
}

export function buildCheck(changes: Partial<DriftCheckView> = {}): DriftCheckView {
  const labels = ['2001-01', '2001-02', '2001-03', '2001-04', '2001-05', '2001-06'];
  return {
    id: 'months',
    definedAt: place(250),
    record: place(0, 'months.json'),
    progress: null,
    owner: 'ops@example.com',
    action: { text: 'runbooks/drift.md', location: { ...place(0, 'runbooks/drift.md'), uri: runbookUri } },
    reference: 'train',
    current: 'flights',
    age: '3 hours ago',
    at: '2026-11-21T09:00:00Z',
    against: { kind: 'fixed' },
    basis: labels.map(() => ({ label: 'train', hasReference: true, windows: [] })),
    referenceRows: 1_477_911,
    falseAlarm: '5 %',
    tests: 78,
    canAccept: true,
    canAcceptWindows: true,
    windows: labels.map((label, index) => ({ label, rows: 500_000 + 1_000 * index, isIncomplete: false })),
    columns: [
      numeric('delay', [0.004, 0.006, 0.002, 0.027, 0.12, 0.05]),
      categories([0.01, 0.01, 0.012, 0.02, 0.06, 0.035]),
      numeric('hour', [0.003, 0.004, 0.024, 0.003, 0.005, 0.004]),
      numeric('distance', [0.002, 0.003, 0.002, 0.004, 0.002, 0.003]),
    ],
    notCompared: [{ column: 'carrier', because: 'train lacks it: the column is new.' }],
    performance: [],
    wholeRows: [],
    parts: [],
    changed: [],
    moneyBecause: 'Money is estimated: each column alone.',
    notes: [],
    ...changes,
  };
}

/** Recall that is estimated for all windows, and realised for the first ones. */
export const performance: DriftCheckView['performance'] = [
  {
    metric: 'recall',
    reference: 0.61,
    points: [0.6, 0.61, 0.58, 0.52, 0.47].map((value, index) => ({
      label: `2001-0${index + 1}`,
      estimated: { value, low: value - 0.02, high: value + 0.02 },
      realised: index < 3 ? { value: value + 0.01, low: value, high: value + 0.02 } : null,
    })),
  },
];

/** Rows as a whole: one window that can be told apart, one that cannot be, and a method that found no columns. */
export const wholeRows: DriftCheckView['wholeRows'] = [
  {
    window: '2001-05',
    method: 'domain_classifier',
    name: 'domain classifier',
    answer: 'drift',
    size: '0.631',
    range: '0.604 to 0.658',
    smallest: '0.55',
    p: 'below 0.0001',
    features: [
      { name: 'delay', share: 0.61 },
      { name: 'hour', share: 0.24 },
    ],
    words: 'A classifier tells the rows of 2001-05 apart with an area of 0.631.',
  },
  {
    window: '2001-04',
    method: 'row_mmd',
    name: 'discrepancy of rows (MMD)',
    answer: 'cannot-tell',
    size: '0.0021',
    range: null,
    smallest: null,
    p: '0.21',
    features: [],
    words: 'The discrepancy has no size of its own.',
  },
  {
    window: '2001-05',
    method: 'pca_reconstruction',
    name: 'reconstruction (PCA)',
    answer: 'not-judged',
    size: null,
    range: null,
    smallest: null,
    p: null,
    features: [],
    words: 'Columns move together from two on, and there are fewer.',
  },
];

/** A number of which one window lies outside, one at the edge, and one has no verdict. */
export function buildWatched(changes: Partial<DriftWatchedView> = {}): DriftWatchedView {
  const shares = [0.31, 0.33, 0.36, 0.52, 0.61, 0.4];
  return {
    id: 'alerts',
    definedAt: place(280),
    record: place(0, 'alerts.json'),
    kind: 'share of alerts',
    name: 'share of alerts',
    current: 'june',
    normal: '22 % to 54 %',
    low: 0.22,
    high: 0.54,
    isShare: true,
    answer: 'drift',
    outside: 1,
    judged: 5,
    sentence: 'In 2001-06-05 it was 61 % (59 % to 63 %) of 16,000 rows, above the 54 % that is normal.',
    advice: null,
    age: '3 hours ago',
    at: '2026-11-21T09:00:00Z',
    windows: shares.map((value, index) => {
      const isSmall = index === 2;
      return {
        label: `2001-06-0${index + 1}`,
        rows: isSmall ? 12 : 16_000,
        isIncomplete: false,
        value: isSmall ? null : value,
        low: isSmall ? null : value - 0.03,
        high: isSmall ? null : value + 0.03,
        text: isSmall ? 'It has 12 rows, fewer than the 500 that a verdict needs.' : `${Math.round(value * 100)} %`,
        answer: isSmall ? 'not-judged' : value > 0.57 ? 'drift' : value > 0.51 ? 'cannot-tell' : 'stable',
      };
    }),
    notes: ['False alarms are held at 5 % over 5 windows together.'],
    ...changes,
  };
}

export function buildDrift(
  checks: readonly DriftCheckView[] = [buildCheck()],
  isTrusted = true,
  watched: readonly DriftWatchedView[] = [],
  isComparing = false,
): DriftViewModel {
  return driftViewModel.parse({
    state: 'checks',
    project: 'flight-delays',
    spec: place(0, 'plumbline.yaml'),
    isTrusted,
    isComparing,
    checks,
    watched,
    waiting: [],
    failures: [],
    unreadable: 0,
  });
}

export function buildNothingCompared(canCompare: boolean, canMonitor = false, isComparing = false): DriftViewModel {
  return driftViewModel.parse({
    state: 'empty',
    project: 'flight-delays',
    because: 'Nothing has been compared yet.',
    next: 'Compare what the checks watch with their references.',
    canCompare,
    canMonitor,
    isComparing,
  });
}
