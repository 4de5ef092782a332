/** The weights with which Pillow sums pixels along one axis. */

export const pillowFilters = ['box', 'bilinear', 'bicubic', 'lanczos'] as const;
export type PillowFilter = (typeof pillowFilters)[number];

/** For each pixel that is made: which pixels it sums, and with which weights. */
export interface Taps {
  /** First pixel that is read, by pixel that is made. */
  readonly first: Int32Array;
  /** Number of pixels that are read. */
  readonly count: Int32Array;
  /** Weights in units of 2^−22, `most` for each pixel that is made. */
  readonly weights: Int32Array;
  /** Room for weights of one pixel. */
  readonly most: number;
}

/** Fractional bits of a weight: a sum of bytes, overshoot of the filter included, stays within 32 bits. */
const weightBits = 22;

interface Kernel {
  /** Half the width at which the weight becomes 0. */
  readonly support: number;
  readonly weigh: (distance: number) => number;
}

const kernels: Readonly<Record<PillowFilter, Kernel>> = {
  box: { support: 0.5, weigh: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weigh: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { support: 2, weigh: weighBicubic },
  lanczos: { support: 3, weigh: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** Keys' cubic with a = −0.5. */
function weighBicubic(distance: number): number {
  const a = -0.5;
  const x = Math.abs(distance);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

function sinc(x: number): number {
  if (x === 0) return 1;
  const angle = x * Math.PI;
  return Math.sin(angle) / angle;
}

/**
 * Weights of one axis.
 *
 * @param from pixels that are read, at least 1
 * @param to pixels that are made, at least 1
 * @source Pillow, `precompute_coeffs` and `normalize_coeffs_8bpc` of src/libImaging/Resample.c
 */
export function computeTaps(from: number, to: number, filter: PillowFilter): Taps {
  const { support, weigh } = kernels[filter];
  const scale = from / to;
  const widening = Math.max(scale, 1);
  const reach = support * widening;
  const most = Math.ceil(reach) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Int32Array(to * most);
  const exact = new Float64Array(most);
  for (let at = 0; at < to; at++) {
    const centre = (at + 0.5) * scale;
    const low = Math.max(0, Math.trunc(centre - reach + 0.5));
    const high = Math.min(from, Math.trunc(centre + reach + 0.5));
    let sum = 0;
    for (let tap = 0; tap < high - low; tap++) {
      // Multiplied by the inverse, as Pillow does: a division would round otherwise.
      const weight = weigh((tap + low - centre + 0.5) * (1 / widening));
      exact[tap] = weight;
      sum += weight;
    }
    first[at] = low;
    count[at] = high - low;
    for (let tap = 0; tap < high - low; tap++) {
      const weight = sum === 0 ? (exact[tap] ?? 0) : (exact[tap] ?? 0) / sum;
      weights[at * most + tap] = Math.trunc((weight < 0 ? -0.5 : 0.5) + weight * 2 ** weightBits);
    }
  }
  return { first, count, weights, most };
}
