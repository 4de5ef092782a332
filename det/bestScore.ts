/** A score from which answers count, where nobody has chosen one. */
import type { CocoProtocol } from './cocoProtocol.ts';
import type { MatchedClass } from './matchClass.ts';
import { outcome } from './matchClass.ts';

/** Collects classes; memory grows with the answers. */
export function createScoreSearch(scores: Float64Array, { thresholds }: CocoProtocol) {
  const places: Int32Array[] = [];
  const rights: Uint8Array[] = [];
  const half = thresholds.indexOf(0.5);
  let truths = 0;
  return {
    add: ({ places: own, outcomes, truths: counting }: MatchedClass): void => {
      const counts = own.map((_, at) => outcomes[half * own.length + at] ?? outcome.ignored);
      places.push(own.filter((_, at) => counts[at] !== outcome.ignored));
      rights.push(Uint8Array.from(counts.filter((one) => one !== outcome.ignored)));
      truths += counting[0] ?? 0;
    },
    /**
     * The score at which the answers of all classes together have the best F1 at an overlap of 0.5; of equal ones the
     * highest.
     *
     * @returns 0 when there is no answer
     */
    best: (): number => {
      const all = places.flatMap((own, part) =>
        Array.from(own, (place, at) => ({ score: scores[place] ?? 0, isRight: rights[part]?.[at] === outcome.right })),
      );
      all.sort((left, right) => right.score - left.score);
      let [best, bestScore, hits] = [-1, 0, 0];
      for (const [at, { score, isRight }] of all.entries()) {
        if (isRight) hits += 1;
        // Answers of one score are taken together.
        if (all[at + 1]?.score === score) continue;
        const f1 = (2 * hits) / (at + 1 + truths);
        if (f1 > best) [best, bestScore] = [f1, score];
      }
      return bestScore;
    },
  };
}
