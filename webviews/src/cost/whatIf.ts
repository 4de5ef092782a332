/** What other inputs would make of the project: the formulas of the server over the few numbers that it sent. Pure. */
import type { WhatIf } from '../../../schemas/costPanel.ts';
import type { Sliders } from './sliders.ts';

export interface WhatIfOutcome {
  /** Money per year against the baseline. */
  readonly saved: number;
  /** Money once. */
  readonly oneOff: number;
  /** Money per year. */
  readonly running: number;
  readonly netPresentValue: number;
  /** Undefined when the running costs take all that is saved. */
  readonly paybackYears: number | undefined;
  readonly recall: number;
  /** Undefined when nothing is raised. */
  readonly precision: number | undefined;
}

interface Point {
  readonly found: number;
  readonly raised: number;
}

/** Formulas 1, 2, 12 and 13; recall and false-positive rate stay when the prevalence moves, precision does not. */
export function computeWhatIf(model: WhatIf, sliders: Sliders): WhatIfOutcome {
  const { costs, annuity, against } = model;
  const volume = sliders.volume ?? model.volume;
  const prevalence = sliders.prevalence ?? model.prevalence;
  const [wage, price] = [sliders.wage ?? 1, sliders.price ?? 1];
  const point = pointAt(model, sliders.threshold);
  const gain = valueOf(model, prevalence, point) - (against === null ? 0 : valueOf(model, prevalence, against));
  const saved = volume * gain;
  const oneOff = costs.onceWork * wage + costs.oncePrice * price;
  const perUse = model.volume === 0 ? 0 : (costs.yearlyUse * price * volume) / model.volume;
  const running = costs.yearlyWork * wage + costs.yearlyPrice * price + perUse;
  const left = saved - running;
  const raised = prevalence * point.found + (1 - prevalence) * point.raised;
  return {
    saved,
    oneOff,
    running,
    netPresentValue: left * annuity - oneOff,
    paybackYears: left > 0 ? oneOff / left : undefined,
    recall: point.found,
    precision: raised === 0 ? undefined : (prevalence * point.found) / raised,
  };
}

function valueOf({ values: { tp, fp, fn, tn } }: WhatIf, prevalence: number, { found, raised }: Point): number {
  return prevalence * (found * tp + (1 - found) * fn) + (1 - prevalence) * (raised * fp + (1 - raised) * tn);
}

/** The quality of the spec, moved by what the curve of the newest run says about another threshold. */
function pointAt({ point, threshold }: WhatIf, wanted: number | undefined): Point {
  if (threshold === undefined || wanted === undefined) return point;
  return threshold.points[nearestPoint(threshold.points, wanted)] ?? point;
}

/** The recorded point whose threshold lies nearest. @param points at least one */
export function nearestPoint(points: readonly { readonly threshold: number }[], wanted: number): number {
  let nearest = 0;
  points.forEach(({ threshold }, index) => {
    const best = points[nearest]?.threshold ?? Infinity;
    if (Math.abs(threshold - wanted) < Math.abs(best - wanted)) nearest = index;
  });
  return nearest;
}
