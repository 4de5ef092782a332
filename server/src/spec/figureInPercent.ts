/** Shares as people say them. */
import type { Figure } from './figure.ts';
import { convertQuantity } from './quantityArithmetic.ts';

/** The same figure in percent. @param share a figure without a unit */
export function figureInPercent(share: Figure): Figure {
  if (share.kind === 'undefined') return share;
  const shown = convertQuantity(share.value, '%');
  return shown.kind === 'known' ? { ...share, value: shown.value } : shown;
}
