/** How far blocks of the reference, such as its days, lie apart beyond what chance among independent rows explains. */
import { chiSquareTail } from '../../statistics/chiSquare.ts';
import { dealCounts } from '../../statistics/hypergeometric.ts';
import { createRandomStream } from '../../statistics/seededRandom.ts';
import { studentTail } from '../../statistics/student.ts';
import type { DriftAspect, DriftJudgement, DriftNeed } from '../../../../schemas/driftVerdict.ts';
import type { ColumnPair, RowCounts } from '../columnPair.ts';
import { measureCategories, measureRanks, sumCounts, type MeasuredCells } from './measuredCells.ts';

/** Fewer blocks do not tell how far they lie apart. */
export const fewestBlocks = 6;
/** Blocks with a smaller part of the rows of the others, such as a day that has just begun, say little. */
const leastPart = 0.1;
/** Blocks that lie apart by chance in more of 100 cases count as rows that are independent. */
const chanceLevel = 0.05;
const deals = 99;
const rankCells = 64;

/** How the blocks of the reference lie around all of it, in one aspect of one column. */
export interface BlockSpread {
  /** Blocks that were looked at. */
  readonly blocks: number;
  /** Mean square of how far a block lies from the truth behind all blocks, beyond what its number of rows explains. */
  readonly between: number;
  /** Mean rows of a block. */
  readonly rowsPerBlock: number;
}

/** Of each block the share of rows of a kind that the other blocks lack, by which such a share of a window is judged. */
type BlockShares = readonly number[];

export interface BlockVariation {
  /** @returns undefined where blocks lie no farther apart than chance explains */
  readonly spreadOf: (aspect: 'values' | 'missing' | 'not-finite') => BlockSpread | undefined;
  /** Shares of each block that all other blocks together lack. */
  readonly newcomersOf: (aspect: 'new-values' | 'out-of-range') => BlockShares;
}

/**
 * Looks at one column of the reference, block by block; each aspect once, when it is first asked for.
 *
 * Blocks are taken as independent of each other, so they must be long enough for that: a week rather than a day where
 * days of the week differ.
 *
 * @param pairs the whole reference beside each of its blocks
 * @returns undefined where fewer than {@link fewestBlocks} have rows enough
 */
export function measureBlocks(pairs: readonly ColumnPair[], seed: number): BlockVariation | undefined {
  const mean = pairs.reduce((sum, { rows }) => sum + rows.current.rows, 0) / Math.max(1, pairs.length);
  const blocks = pairs.filter(({ rows }) => rows.current.rows >= leastPart * mean);
  if (blocks.length < fewestBlocks) return undefined;
  const spreads = new Map<DriftAspect, BlockSpread | undefined>();
  const newcomers = new Map<DriftAspect, BlockShares>();
  return {
    spreadOf: (aspect) => {
      if (!spreads.has(aspect)) spreads.set(aspect, findSpread(aspect, blocks, seed));
      return spreads.get(aspect);
    },
    newcomersOf: (aspect) => {
      const known = newcomers.get(aspect) ?? findNewcomers(aspect, blocks);
      newcomers.set(aspect, known);
      return known;
    },
  };
}

/** One block beside all rows, by the squares of distances. */
export interface Square {
  readonly rows: number;
  readonly observed: number;
}

function findSpread(
  aspect: 'values' | 'missing' | 'not-finite',
  blocks: readonly ColumnPair[],
  seed: number,
): BlockSpread | undefined {
  const measured = aspect === 'values' ? measureValues(blocks, seed) : measureShares(aspect, blocks);
  return measured === undefined ? undefined : spreadOfSquares(measured);
}

/** @returns undefined where blocks lie no farther apart than chance explains */
export function spreadOfSquares({ squares, all, expected, shape }: Measured): BlockSpread | undefined {
  const count = squares.length;
  const rowsPerBlock = squares.reduce((sum, { rows }) => sum + rows, 0) / count;
  const chanceOf = (rows: number): number => 1 / rows - 1 / all;
  let [ratios, surplus] = [0, 0];
  for (const { rows, observed } of squares) {
    const byChance = (expected * chanceOf(rows)) / chanceOf(rowsPerBlock);
    ratios += byChance === 0 ? 0 : observed / byChance;
    surplus += observed - byChance;
  }
  // Squares that chance gives are about a gamma distribution, whose sums are one, too.
  if (surplus <= 0 || chiSquareTail(ratios * shape, count * shape) >= chanceLevel) return undefined;
  // A block is part of all rows, which pulls it closer to them.
  return { blocks: count, between: surplus / (count - 1), rowsPerBlock };
}

/** How far blocks lie from all rows, and how far chance puts them. */
export interface Measured {
  readonly squares: readonly Square[];
  readonly all: number;
  /** What chance gives a block of mean size. */
  readonly expected: number;
  /** Degrees of freedom of one square: twice its squared mean over its variance. */
  readonly shape: number;
}

function measureValues(blocks: readonly ColumnPair[], seed: number): Measured | undefined {
  const tables = blocks.flatMap(({ cells }) => {
    if (cells.kind === 'apart') return [];
    const { reference, current } = cells;
    if (sumCounts(reference) === 0 || sumCounts(current) === 0) return [];
    return [
      cells.kind === 'numeric' ? measureRanks(reference, current, rankCells) : measureCategories(reference, current),
    ];
  });
  const [first] = tables;
  if (first === undefined || tables.length < fewestBlocks) return undefined;
  const squares = tables.map((cells) => ({ rows: cells.currentRows, observed: squareOf(cells, cells.current) }));
  const rows = Math.round(squares.reduce((sum, own) => sum + own.rows, 0) / squares.length);
  const random = createRandomStream(seed);
  const drawn = new Float64Array(first.reference.length);
  const chance = Array.from({ length: deals }, () => {
    dealCounts(random, first.reference, Math.min(rows, first.referenceRows), drawn);
    return squareOf(first, drawn);
  });
  return measureChance(squares, first.referenceRows, chance);
}

/**
 * @param chance squares that chance gives blocks of mean size
 * @returns undefined where chance gives none
 */
export function measureChance(
  squares: readonly Square[],
  all: number,
  chance: readonly number[],
): Measured | undefined {
  const expected = chance.reduce((sum, square) => sum + square, 0) / chance.length;
  const variance = chance.reduce((sum, square) => sum + (square - expected) ** 2, 0) / (chance.length - 1);
  if (expected === 0 || variance === 0) return undefined;
  return { squares, all, expected, shape: (2 * expected * expected) / variance };
}

function squareOf({ measure, reference }: MeasuredCells, side: Float64Array): number {
  return measure(reference, side) ** 2;
}

function measureShares(aspect: 'missing' | 'not-finite', blocks: readonly ColumnPair[]): Measured | undefined {
  const [first] = blocks;
  if (first === undefined) return undefined;
  const { reference } = first.rows;
  const share = countOf(aspect, reference) / reference.rows;
  const squares = blocks.map(({ rows: { current } }) => ({
    rows: current.rows,
    observed: (countOf(aspect, current) / current.rows - share) ** 2,
  }));
  const rows = squares.reduce((sum, own) => sum + own.rows, 0) / squares.length;
  const expected = share * (1 - share) * (1 / rows - 1 / reference.rows);
  return expected <= 0 ? undefined : { squares, all: reference.rows, expected, shape: 1 };
}

function countOf(aspect: 'missing' | 'not-finite', side: RowCounts): number {
  return aspect === 'missing' ? side.missing : side.nan + side.positiveInfinity + side.negativeInfinity;
}

/** Of each block the share of rows in categories, or beyond the range, of all other blocks together. */
function findNewcomers(aspect: 'new-values' | 'out-of-range', blocks: readonly ColumnPair[]): BlockShares {
  return blocks.map(({ cells }) => {
    if (cells.kind === 'apart') return 0;
    const rows = sumCounts(cells.current);
    if (rows === 0) return 0;
    const others = cells.reference.map((count, cell) => count - (cells.current[cell] ?? 0));
    if (aspect === 'new-values') return sumCounts(cells.current.filter((_, cell) => (others[cell] ?? 0) <= 0)) / rows;
    const [first, last] = [others.findIndex((count) => count > 0), others.findLastIndex((count) => count > 0)];
    return 1 - sumCounts(cells.current.subarray(first, last + 1)) / rows;
  });
}

/** How many blocks each side of a comparison holds. */
export interface BlocksOfSides {
  readonly reference: number;
  readonly current: number;
}

/** What blocks that lie apart make of a judgement: how much wider its interval is, and the least probability. */
export interface Widening {
  /** At least 1. */
  readonly factor: number;
  readonly leastP: number;
  readonly blocks: number;
  /** Length of a block, and how many each side holds; undefined for rows that are independent. */
  readonly held:
    { readonly period: string; readonly sides: BlocksOfSides; readonly hasOneValue?: boolean | undefined } | undefined;
}

/** Rows that are independent of each other. */
export const notWidened: Widening = { factor: 1, leastP: 0, blocks: 0, held: undefined };

/** The probability, or that which blocks leave where it is larger. */
export function raiseProbability(
  found: Pick<DriftJudgement, 'p' | 'test'>,
  { leastP, blocks, held }: Omit<Widening, 'factor'>,
): Pick<DriftJudgement, 'p' | 'test'> {
  if (leastP <= found.p) return found;
  return { p: leastP, test: { kind: 'blocks', blocks, ...(held === undefined ? {} : { period: held.period }) } };
}

/**
 * What would settle it, told in blocks too, because more rows in as few blocks do not.
 *
 * @param rows of both sides of the comparison
 */
export function needInBlocks(
  need: DriftNeed,
  { held }: Pick<Widening, 'held'>,
  rows: { readonly reference: number; readonly current: number },
): DriftNeed {
  if (held === undefined) return need;
  const { period, sides, hasOneValue = false } = held;
  const blocksOf = (count: number, side: keyof typeof rows): number =>
    Math.max(1, Math.ceil((count / rows[side]) * sides[side] - 1e-9));
  switch (need.kind) {
    case 'rows':
      return { ...need, blocks: { count: blocksOf(need.rows, 'current'), period } };
    case 'no-window': {
      const reference = Math.max(1, Math.round(sides.reference));
      const both = blocksOf(need.bothRows, 'reference');
      return { ...need, blocks: { reference, both, period, ...(hasOneValue ? { hasOneValue } : {}) } };
    }
    case 'enough':
    case 'at-the-line':
      return need;
  }
}

/**
 * Holds the effect of a window against how far blocks of the reference lie from the others.
 *
 * @param byChance mean square of the effect that independent rows give
 * @param sides blocks on both sides, at least one each
 * @source Student's t with one degree of freedom less than there are blocks; exact where all of a block moves together
 */
export function widenByBlocks(
  { blocks, between }: BlockSpread,
  effect: number,
  byChance: number,
  { sides, period, hasOneValue }: NonNullable<Widening['held']>,
): Widening {
  const square = byChance + between * (1 / sides.reference + 1 / sides.current);
  return {
    factor: byChance <= 0 ? 1 : Math.sqrt(square / byChance),
    leastP: studentTail(effect / Math.sqrt(square), blocks - 1),
    blocks,
    held: { period, sides, hasOneValue },
  };
}

/**
 * Least probability of a share that the reference lacks, where its own blocks have such shares, too.
 *
 * @param counting shares of blocks from which they say something; a single row beyond all others is nothing
 * @returns (1 + blocks with at least as large a share) / (1 + blocks); 0 where no block has a share that counts
 */
export function leastProbabilityOf(shares: BlockShares, share: number, counting: number): number {
  if (!shares.some((own) => own >= counting)) return 0;
  return (1 + shares.filter((own) => own >= share).length) / (1 + shares.length);
}
