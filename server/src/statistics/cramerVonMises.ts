/** The limit distribution of the Cramér-von-Mises statistic. */
import { logGamma } from './gamma.ts';

/** Below this the series of Bessel functions is used, above it an integral that keeps its digits in the tail. */
const farValue = 0.5;
const nodes = 256;

/**
 * Probability that the limit of the statistic is at least a value.
 *
 * @param value at least 0
 * @returns a probability in [0, 1], exact in relative terms far into the tail
 * @source Anderson and Darling 1952, Ann. Math. Statist. 23, 193-212 (series); Smirnov 1936, as in Durbin 1973,
 *   Distribution Theory for Tests Based on the Sample Distribution Function, 4.4 (tail)
 */
export function cramerVonMisesTail(value: number): number {
  if (!(value >= 0)) throw new RangeError(`A statistic of ${value} has no probability.`);
  if (value < 0.003) return 1;
  return Math.min(1, Math.max(0, value < farValue ? 1 - series(value) : farTail(value)));
}

function series(value: number): number {
  let sum = 0;
  for (let k = 0; k < 100; k++) {
    const y = 4 * k + 1;
    const q = (y * y) / (16 * value);
    const weight = Math.exp(logGamma(k + 0.5) - logGamma(k + 1));
    // exp(−q) K(q) is e^(−2q) times the scaled Bessel function.
    const term = weight * Math.sqrt(y) * Math.exp(-2 * q) * scaledBessel(q);
    sum += term;
    if (term < sum * Number.EPSILON || 2 * q > 745) break;
  }
  return sum / (Math.PI ** 1.5 * Math.sqrt(value));
}

/**
 * e^x K(x) of order 1/4.
 *
 * @source ∫ exp(x − x cosh t) cosh(t/4) dt over t ≥ 0, by the trapezoidal rule, which converges faster than any power
 */
function scaledBessel(x: number): number {
  const end = Math.acosh(1 + 745 / x);
  const steps = 200;
  const width = end / steps;
  let sum = 0.5;
  for (let step = 1; step <= steps; step++) {
    const t = step * width;
    sum += Math.exp(-2 * x * Math.sinh(t / 2) ** 2) * Math.cosh(t / 4);
  }
  return sum * width;
}

/** (2/π) Σ ± ∫ √(1 / (s |sin s|)) exp(−value s² / 2) ds over the stretches where sin s is negative. */
function farTail(value: number): number {
  let sum = 0;
  for (let stretch = 1; stretch < 50; stretch++) {
    const from = (2 * stretch - 1) * Math.PI;
    let part = 0;
    for (let node = 0; node < nodes; node++) {
      // s = from + π (1 − cos θ) / 2 turns the poles at both ends into smooth points.
      const theta = ((node + 0.5) * Math.PI) / nodes;
      const beyond = (Math.PI * (1 - Math.cos(theta))) / 2;
      const s = from + beyond;
      part += Math.sqrt(1 / (s * Math.sin(beyond))) * Math.exp((-value * s * s) / 2) * Math.sin(theta);
    }
    const term = (part * Math.PI * Math.PI) / (2 * nodes);
    sum += stretch % 2 === 1 ? term : -term;
    if (term <= sum * Number.EPSILON) break;
  }
  return (2 / Math.PI) * sum;
}
