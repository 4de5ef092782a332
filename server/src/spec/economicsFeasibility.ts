/** What quality and load imply for people and machines (19, 21 to 23, 25). */
import { decimal, one, type Decimal } from './decimal.ts';
import { findPolicyShares, type Policy } from './economics.ts';
import { figure, inputWords, refuseOutside, type Figure } from './figure.ts';
import { undefinedBecause } from './known.ts';
import { minus, over, plus, times, type Rational } from './rational.ts';

/** Recall and precision of a classifier at a prevalence; all three are shares above 0. */
export interface OperatingPoint {
  readonly recall: Decimal;
  readonly precision: Decimal;
  readonly prevalence: Decimal;
}

function describePoint({ recall, precision, prevalence }: OperatingPoint): readonly string[] {
  return [inputWords('recall', recall), inputWords('precision', precision), inputWords('prevalence', prevalence)];
}

/** Alerts as a share of predictions: found cases and false alarms. */
function findAlertRate({ recall, precision, prevalence }: OperatingPoint) {
  const policy: Policy = { kind: 'point', recall, precision };
  const shares = findPolicyShares(policy, prevalence);
  if (shares.kind === 'undefined') return shares;
  const value = plus(times(prevalence, shares.value.found), shares.value.falseAlarms);
  return { kind: 'known', value } as const;
}

/** Formula 19: alerts as a share of predictions. */
export function computeAlertRate(point: OperatingPoint): Figure {
  const rate = findAlertRate(point);
  return rate.kind === 'undefined' ? rate : figure(rate.value, '', 19, describePoint(point));
}

/** Formula 19. @param volume predictions per year */
export function computeAlertsPerDay(point: OperatingPoint, volume: Decimal): Figure {
  const rate = findAlertRate(point);
  if (rate.kind === 'undefined') return rate;
  const inputs = [...describePoint(point), inputWords('volume', volume, 'predictions/year')];
  return figure(over(times(rate.value, volume), decimal(365)), 'alerts/day', 19, inputs);
}

/**
 * Formula 19 solved for precision: the least precision at which the alerts of a recall fit a capacity.
 *
 * @param cap alerts as a share of predictions, above 0
 */
export function computeLeastPrecision(recall: Decimal, prevalence: Decimal, cap: Decimal): Figure {
  const refusal = refuseOutside('recall', recall, 0, 1) ?? refuseOutside('prevalence', prevalence, 0, 1);
  if (refusal !== undefined) return refusal;
  if (cap.lte(0)) return undefinedBecause('there is no capacity for alerts');
  const least = over(times(prevalence, recall), cap);
  if (minus(least, one).numerator.gt(0)) return undefinedBecause('even without false alarms there are too many alerts');
  const inputs = [inputWords('recall', recall), inputWords('prevalence', prevalence), inputWords('cap', cap)];
  return figure(least, '', 19, inputs);
}

/** Formula 21: F1 of a point; when both are lower limits, the F1 that they imply at least. */
export function computeImpliedF1(recall: Decimal, precision: Decimal): Figure {
  const refusal = refuseOutside('recall', recall, 0, 1) ?? refuseOutside('precision', precision, 0, 1);
  if (refusal !== undefined) return refusal;
  const sum = recall.plus(precision);
  if (sum.eq(0)) return undefinedBecause('recall and precision are both 0');
  const inputs = [inputWords('recall', recall), inputWords('precision', precision)];
  return figure(over(times(decimal(2), precision, recall), sum), '', 21, inputs);
}

/** Formula 21: the share of negatives that raise an alert. */
export function computeFalsePositiveRate(point: OperatingPoint): Figure {
  const rate = findFalsePositiveRate(point);
  return rate.kind === 'undefined' ? rate : figure(rate.value, '', 21, describePoint(point));
}

function findFalsePositiveRate({ recall, precision, prevalence }: OperatingPoint) {
  const shares = findPolicyShares({ kind: 'point', recall, precision }, prevalence);
  if (shares.kind === 'undefined') return shares;
  const value: Rational = over(shares.value.falseAlarms, one.minus(prevalence));
  return { kind: 'known', value } as const;
}

/** Formula 21: the area under a concave receiver operating characteristic through a point, at least. */
export function computeLeastAuc(point: OperatingPoint): Figure {
  const rate = findFalsePositiveRate(point);
  if (rate.kind === 'undefined') return rate;
  const area = over(minus(plus(one, point.recall), rate.value), decimal(2));
  return figure(area, '', 21, describePoint(point));
}

/**
 * Formula 22, Little's law: answers that are in work at once on average.
 *
 * @param arrivals predictions per second
 * @param latency seconds
 */
export function computeBusyAnswers(arrivals: Decimal, latency: Decimal): Figure {
  if (arrivals.lt(0) || latency.lt(0)) return undefinedBecause('the load or the latency is negative');
  const inputs = [inputWords('load', arrivals, 'predictions/s'), inputWords('latency', latency, 's')];
  return figure(arrivals.times(latency), '', 22, inputs);
}

/**
 * Formula 23: energy of one answer.
 *
 * @param power watts
 * @param latency seconds
 */
export function computeEnergyPerPrediction(power: Decimal, latency: Decimal): Figure {
  if (power.lt(0) || latency.lt(0)) return undefinedBecause('the power or the latency is negative');
  return figure(power.times(latency), 'J/prediction', 23, [
    inputWords('power', power, 'W'),
    inputWords('latency', latency, 's'),
  ]);
}

/** Work of a machine over hours. */
export interface MachineWork {
  /** Kilowatts of the machine. */
  readonly kilowatts: Decimal;
  readonly hours: Decimal;
  /** Power usage effectiveness of the room, at least 1: all energy over that of the machines. */
  readonly effectiveness: Decimal;
}

function refuseWork({ kilowatts, hours, effectiveness }: MachineWork) {
  if (kilowatts.lt(0) || hours.lt(0)) return undefinedBecause('the power or the time is negative');
  return effectiveness.lt(1) ? undefinedBecause('a room cannot use less energy than its machines') : undefined;
}

function describeWork({ kilowatts, hours, effectiveness }: MachineWork): readonly string[] {
  return [
    inputWords('power', kilowatts, 'kW'),
    inputWords('time', hours, 'h'),
    inputWords('power usage effectiveness', effectiveness),
  ];
}

/** Formula 23: energy of machines. */
export function computeEnergy(work: MachineWork): Figure {
  const energy = work.kilowatts.times(work.hours).times(work.effectiveness);
  return refuseWork(work) ?? figure(energy, 'kWh', 23, describeWork(work));
}

/** Formula 23. @param intensity kilograms of carbon dioxide equivalent per kilowatt hour */
export function computeEmissions(work: MachineWork, intensity: Decimal): Figure {
  if (intensity.lt(0)) return undefinedBecause('the carbon intensity is negative');
  const mass = work.kilowatts.times(work.hours).times(work.effectiveness).times(intensity);
  const inputs = [...describeWork(work), inputWords('carbon intensity', intensity, 'kgCO2e/kWh')];
  return refuseWork(work) ?? figure(mass, 'kgCO2e', 23, inputs);
}

/** Formula 25: false alarms expected of checks that each raise one with a given probability. */
export function computeExpectedFalseAlarms(checks: Decimal, falseAlarm: Decimal): Figure {
  const refusal = refuseOutside('false alarm', falseAlarm, 0, 1);
  if (refusal !== undefined) return refusal;
  const inputs = [inputWords('checks', checks), inputWords('false alarm', falseAlarm)];
  return figure(checks.times(falseAlarm), 'alerts', 25, inputs);
}

/**
 * Formula 25: the probability of at least one false alarm among independent checks.
 *
 * @param checks whole number, at most 100,000
 */
export function computeAnyFalseAlarm(checks: number, falseAlarm: number): Figure {
  if (!Number.isInteger(checks) || checks < 0 || checks > 100_000) {
    return undefinedBecause(`${checks} is no number of checks`);
  }
  const refusal = refuseOutside('false alarm', decimal(falseAlarm), 0, 1);
  if (refusal !== undefined) return refusal;
  // log1p and expm1 keep small probabilities exact to the last digit.
  const probability = checks === 0 ? 0 : -Math.expm1(checks * Math.log1p(-falseAlarm));
  const inputs = [inputWords('checks', decimal(checks)), inputWords('false alarm', decimal(falseAlarm))];
  return figure(decimal(probability).round(10), '', 25, inputs);
}
