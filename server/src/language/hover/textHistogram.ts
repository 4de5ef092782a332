/** A histogram that fits on one line of text. */

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * One block character per bin, the fullest bin highest; a bin that holds anything never looks empty.
 *
 * @param counts whole numbers from 0, lowest bin first
 */
export function textHistogram(counts: readonly number[]): string {
  const most = Math.max(0, ...counts);
  return counts
    .map((count) => (count <= 0 ? ' ' : (blocks[Math.ceil((count / most) * blocks.length) - 1] ?? ' ')))
    .join('');
}

/** A bar of up to ten blocks for a share between 0 and 1. */
export function textBar(share: number): string {
  return '█'.repeat(Math.max(1, Math.round(Math.min(Math.max(share, 0), 1) * 10)));
}
