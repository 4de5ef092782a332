/** Gradient-boosted trees over columns of numbers; small, seeded by nothing, the same on every run. */

export interface BoostOptions {
  readonly loss: 'squared' | 'logistic';
  readonly trees: number;
  readonly depth: number;
  readonly rate: number;
  /** Fewest rows of a leaf. */
  readonly fewest: number;
}

const defaults: BoostOptions = { loss: 'squared', trees: 100, depth: 3, rate: 0.1, fewest: 20 };
const mostBins = 64;
const shrinkage = 1;

export interface BoostedTrees {
  /** For each row the expected target; with the logistic loss the log-odds. */
  readonly predict: (columns: readonly Float64Array[]) => Float64Array;
  /** By how much each column lowered the loss, as shares that sum to 1; all 0 when no split helped. */
  readonly gains: Float64Array;
}

/** One split per inner node in the order of a heap; a node without a split sends all rows to its left. */
interface Tree {
  readonly features: Int32Array;
  readonly cuts: Uint8Array;
  readonly leaves: Float64Array;
}

/**
 * @param columns of equal length; NaN is missing, and a value of its own
 * @param target as long; 0 and 1 for the logistic loss
 * @source Friedman 2001, Annals of Statistics 29, 1189-1232, with second-order leaves and histograms of at most 64 bins;
 *   not the trees of LightGBM, whose numbers differ in the second digit
 */
export function fitBoostedTrees(
  columns: readonly Float64Array[],
  target: Float64Array,
  options: Partial<BoostOptions> = {},
): BoostedTrees {
  const settings = { ...defaults, ...options };
  const edges = columns.map(findEdges);
  const binned = columns.map((column, feature) => sortIntoBins(column, edges[feature] ?? []));
  const mean = target.reduce((sum, value) => sum + value, 0) / Math.max(1, target.length);
  const start = settings.loss === 'squared' ? mean : Math.log(clamp(mean) / (1 - clamp(mean)));
  const scores = new Float64Array(target.length).fill(start);
  const gains = new Float64Array(columns.length);
  const trees: Tree[] = [];
  const slopes = new Float64Array(target.length);
  const bends = new Float64Array(target.length);
  for (let round = 0; round < settings.trees; round++) {
    for (let row = 0; row < target.length; row++) {
      const score = scores[row] ?? 0;
      const expected = settings.loss === 'squared' ? score : 1 / (1 + Math.exp(-score));
      slopes[row] = expected - (target[row] ?? 0);
      bends[row] = settings.loss === 'squared' ? 1 : Math.max(1e-6, expected * (1 - expected));
    }
    const tree = growTree(binned, slopes, bends, settings, gains);
    trees.push(tree);
    addTree(tree, binned, scores, settings.depth);
  }
  const all = gains.reduce((sum, gain) => sum + gain, 0);
  return {
    gains: gains.map((gain) => (all === 0 ? 0 : gain / all)),
    predict: (others) => {
      const bins = others.map((column, feature) => sortIntoBins(column, edges[feature] ?? []));
      const sums = new Float64Array(others[0]?.length ?? 0).fill(start);
      for (const tree of trees) addTree(tree, bins, sums, settings.depth);
      return sums;
    },
  };
}

function clamp(share: number): number {
  return Math.min(1 - 1e-6, Math.max(1e-6, share));
}

/** Distinct quantiles; bin 0 is for missing values. */
function findEdges(column: Float64Array): readonly number[] {
  const sorted = column.filter((value) => !Number.isNaN(value)).sort();
  const edges = Array.from(
    { length: mostBins - 2 },
    (_, part) => sorted[Math.floor(((part + 1) / (mostBins - 1)) * sorted.length)],
  );
  return [...new Set(edges.filter((edge) => edge !== undefined))];
}

function sortIntoBins(column: Float64Array, edges: readonly number[]): Uint8Array {
  return Uint8Array.from(column, (value) => {
    if (Number.isNaN(value)) return 0;
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value >= (edges[middle] ?? 0)) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  });
}

function growTree(
  binned: readonly Uint8Array[],
  slopes: Float64Array,
  bends: Float64Array,
  { depth, rate, fewest }: BoostOptions,
  gains: Float64Array,
): Tree {
  const inner = 2 ** depth - 1;
  const features = new Int32Array(inner).fill(-1);
  const cuts = new Uint8Array(inner);
  const nodes = new Uint16Array(slopes.length);
  for (let level = 0; level < depth; level++) {
    const first = 2 ** level - 1;
    const best = new Float64Array(2 ** level);
    for (const [feature, bins] of binned.entries()) {
      const sums = countBins(bins, nodes, slopes, bends, first, 2 ** level);
      for (let node = 0; node < 2 ** level; node++) {
        const split = findSplit(sums, node, fewest);
        if (split.gain <= (best[node] ?? 0)) continue;
        best[node] = split.gain;
        features[first + node] = feature;
        cuts[first + node] = split.cut;
      }
    }
    for (let node = 0; node < 2 ** level; node++) {
      const feature = features[first + node] ?? -1;
      if (feature >= 0) gains[feature] = (gains[feature] ?? 0) + (best[node] ?? 0);
    }
    moveDown(binned, features, cuts, nodes);
  }
  const leaves = new Float64Array(inner + 1);
  const [slope, bend] = [new Float64Array(inner + 1), new Float64Array(inner + 1)];
  for (let row = 0; row < nodes.length; row++) {
    const leaf = (nodes[row] ?? 0) - inner;
    slope[leaf] = (slope[leaf] ?? 0) + (slopes[row] ?? 0);
    bend[leaf] = (bend[leaf] ?? 0) + (bends[row] ?? 0);
  }
  for (let leaf = 0; leaf <= inner; leaf++)
    leaves[leaf] = (-rate * (slope[leaf] ?? 0)) / ((bend[leaf] ?? 0) + shrinkage);
  return { features, cuts, leaves };
}

/** Slope, bend and rows per node and bin, one after the other. */
function countBins(
  bins: Uint8Array,
  nodes: Uint16Array,
  slopes: Float64Array,
  bends: Float64Array,
  first: number,
  count: number,
): Float64Array {
  const sums = new Float64Array(count * mostBins * 3);
  for (let row = 0; row < bins.length; row++) {
    const place = (((nodes[row] ?? 0) - first) * mostBins + (bins[row] ?? 0)) * 3;
    sums[place] = (sums[place] ?? 0) + (slopes[row] ?? 0);
    sums[place + 1] = (sums[place + 1] ?? 0) + (bends[row] ?? 0);
    sums[place + 2] = (sums[place + 2] ?? 0) + 1;
  }
  return sums;
}

function findSplit(sums: Float64Array, node: number, fewest: number): { readonly gain: number; readonly cut: number } {
  const start = node * mostBins * 3;
  let [slope, bend, rows] = [0, 0, 0];
  for (let bin = 0; bin < mostBins; bin++) {
    slope += sums[start + bin * 3] ?? 0;
    bend += sums[start + bin * 3 + 1] ?? 0;
    rows += sums[start + bin * 3 + 2] ?? 0;
  }
  const worth = (s: number, b: number): number => (s * s) / (b + shrinkage);
  let best = { gain: 0, cut: 0 };
  let [a, b, n] = [0, 0, 0];
  for (let bin = 0; bin < mostBins - 1; bin++) {
    a += sums[start + bin * 3] ?? 0;
    b += sums[start + bin * 3 + 1] ?? 0;
    n += sums[start + bin * 3 + 2] ?? 0;
    if (n < fewest || rows - n < fewest) continue;
    const gain = worth(a, b) + worth(slope - a, bend - b) - worth(slope, bend);
    if (gain > best.gain * (1 + 1e-12)) best = { gain, cut: bin };
  }
  return best;
}

function moveDown(binned: readonly Uint8Array[], features: Int32Array, cuts: Uint8Array, nodes: Uint16Array): void {
  for (let row = 0; row < nodes.length; row++) {
    const node = nodes[row] ?? 0;
    const feature = features[node] ?? -1;
    const isRight = feature >= 0 && (binned[feature]?.[row] ?? 0) > (cuts[node] ?? 0);
    nodes[row] = 2 * node + (isRight ? 2 : 1);
  }
}

function addTree(
  { features, cuts, leaves }: Tree,
  binned: readonly Uint8Array[],
  scores: Float64Array,
  depth: number,
): void {
  const nodes = new Uint16Array(scores.length);
  for (let level = 0; level < depth; level++) moveDown(binned, features, cuts, nodes);
  for (let row = 0; row < nodes.length; row++) {
    scores[row] = (scores[row] ?? 0) + (leaves[(nodes[row] ?? 0) - (leaves.length - 1)] ?? 0);
  }
}
