/** The table of effects in memory. */
import type { CallSite, Effect } from './effect.ts';

export interface EffectTable {
  effectOf(call: CallSite): Effect;
}
