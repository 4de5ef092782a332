/** Whether a classifier of words can tell texts of the window from texts of the reference, and by which words. */
import { findAreaInterval, foldWidening } from '../multivariate/areaInterval.ts';
import { createRandomStream } from '../../statistics/seededRandom.ts';
import { countValues, pairValues } from '../columnPair.ts';
import { computeMannWhitney } from '../measures/rankTests.ts';
import { widenProbability } from '../verdict/judgeShares.ts';
import { wordsOf } from './wordsOf.ts';

export interface TextAnswer {
  /** Area under the ROC curve of texts that were not learnt from; 0.5 is no difference. */
  readonly auc: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
  /** Words that tell the most, the most first, and on which side they stand more often. */
  readonly words: readonly { readonly word: string; readonly share: number; readonly isMore: boolean }[];
}

const folds = 5;
/** A word must stand in so many texts to be learnt. */
const fewestTexts = 3;
const mostWords = 20_000;
const rounds = 12;
const ridge = 1e-4;
const firstStep = 2;
const toldWords = 20;

/** A text as places of words in the list of those that are learnt, each once, with their weight. */
interface Encoded {
  readonly words: Uint32Array;
  readonly weights: Float64Array;
}

/**
 * @returns undefined when no word stands in three texts
 * @source logistic regression on term presence times inverse document frequency of unit length, by stochastic gradient
 *   descent, five folds; interval and probability as of the domain classifier
 */
export function classifyTexts(
  reference: readonly string[],
  current: readonly string[],
  seed: number,
): TextAnswer | undefined {
  const texts = [...reference, ...current].map((text) => [...new Set(wordsOf(text))]);
  const list = listWords(texts);
  if (list.length === 0) return undefined;
  const encoded = encodeTexts(texts, list);
  const target = (row: number): number => Number(row >= reference.length);
  const foldOf = (row: number): number => (row < reference.length ? row : row - reference.length) % folds;
  const rows = shuffle(encoded.length, seed);
  const scores = new Float64Array(encoded.length);
  const told = new Float64Array(list.length);
  for (let fold = 0; fold < folds; fold++) {
    const { weights, bias } = fit(
      rows.filter((row) => foldOf(row) !== fold),
      encoded,
      target,
      list.length,
    );
    for (const row of rows) if (foldOf(row) === fold) scores[row] = scoreOf(encoded[row], weights, bias);
    for (const [word, weight] of weights.entries()) told[word] = (told[word] ?? 0) + weight / folds;
  }
  const [left, right] = [scores.subarray(0, reference.length), scores.subarray(reference.length)];
  const ranks = computeMannWhitney(pairValues(countValues(left), countValues(right), false));
  const auc = ranks === undefined ? 0.5 : 1 - ranks.value / (left.length * right.length);
  return {
    auc,
    ...findAreaInterval(auc, left.length, right.length),
    // What tells worse than chance tells nothing: so it looks where equal texts stand on both sides.
    p: auc <= 0.5 ? 1 : widenProbability(ranks?.p ?? 1, foldWidening(folds)),
    words: tellWords(list, told, encoded),
  };
}

function listWords(texts: readonly (readonly string[])[]): readonly (readonly [word: string, texts: number])[] {
  const counts = new Map<string, number>();
  for (const words of texts) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= fewestTexts)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, mostWords);
}

function encodeTexts(
  texts: readonly (readonly string[])[],
  list: readonly (readonly [word: string, texts: number])[],
): readonly Encoded[] {
  const places = new Map(list.map(([word], place) => [word, place]));
  const rarity = list.map(([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1);
  return texts.map((words) => {
    const own = words.flatMap((word) => places.get(word) ?? []);
    const raw = own.map((place) => rarity[place] ?? 0);
    const length = Math.hypot(...raw);
    return {
      words: Uint32Array.from(own),
      weights: Float64Array.from(raw, (weight) => (length === 0 ? 0 : weight / length)),
    };
  });
}

function shuffle(count: number, seed: number): readonly number[] {
  const random = createRandomStream(seed);
  const order = Array.from({ length: count }, (_, row) => row);
  for (let place = count - 1; place > 0; place--) {
    const other = random.nextBelow(place + 1);
    [order[place], order[other]] = [order[other] ?? 0, order[place] ?? 0];
  }
  return order;
}

/** Texts of the rarer side weigh more, so that the bias stands between both. */
function fit(rows: readonly number[], encoded: readonly Encoded[], target: (row: number) => number, size: number) {
  const ones = rows.reduce((sum, row) => sum + target(row), 0);
  const weightOf = (isOne: number): number => rows.length / (2 * Math.max(1, isOne === 1 ? ones : rows.length - ones));
  const weights = new Float64Array(size);
  let bias = 0;
  for (let round = 0; round < rounds; round++) {
    const step = firstStep / (1 + round);
    for (const row of rows) {
      const text = encoded[row];
      if (text === undefined) continue;
      const truth = target(row);
      const gap = weightOf(truth) * (truth - 1 / (1 + Math.exp(-scoreOf(text, weights, bias))));
      for (const [at, word] of text.words.entries()) {
        const own = weights[word] ?? 0;
        weights[word] = own + step * (gap * (text.weights[at] ?? 0) - ridge * own);
      }
      bias += step * 0.1 * gap;
    }
  }
  return { weights, bias };
}

function scoreOf(text: Encoded | undefined, weights: Float64Array, bias: number): number {
  return (text?.words ?? new Uint32Array()).reduce(
    (sum, word, at) => sum + (weights[word] ?? 0) * (text?.weights[at] ?? 0),
    bias,
  );
}

/** A word tells as much as its weight moves the texts in which it stands. */
function tellWords(
  list: readonly (readonly [word: string, texts: number])[],
  weights: Float64Array,
  encoded: readonly Encoded[],
): TextAnswer['words'] {
  const moved = new Float64Array(list.length);
  for (const { words, weights: own } of encoded) {
    for (const [at, word] of words.entries()) {
      moved[word] = (moved[word] ?? 0) + Math.abs((weights[word] ?? 0) * (own[at] ?? 0));
    }
  }
  const whole = moved.reduce((sum, one) => sum + one, 0);
  return list
    .map(([word], place) => ({
      word,
      share: whole === 0 ? 0 : (moved[place] ?? 0) / whole,
      isMore: (weights[place] ?? 0) > 0,
    }))
    .sort((one, other) => other.share - one.share || (one.word < other.word ? -1 : 1))
    .slice(0, toldWords);
}
