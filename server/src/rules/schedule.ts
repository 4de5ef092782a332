/** Rules of the group `schedule`: what is overdue, and labelling that cannot be done in the time that is left. */
import { decimal, zero } from '../spec/decimal.ts';
import type { Decimal } from '../spec/decimal.ts';
import { readShare } from '../spec/economicsInputs.ts';
import { millisecondsPerDay, parseInstant, parsePeriod } from '../spec/instant.ts';
import { lacks } from '../spec/located.ts';
import { formatNumber, formatQuantity } from '../spec/quantityFormat.ts';
import { shorten } from '../spec/words.ts';
import { labellingHoursOf } from './labellingHours.ts';
import { delayCostOf } from './savedGoals.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { phaseOf } from './severity.ts';

/** ", and delay costs 68.3 kUSD/week", or nothing while that is not known. */
function describeDelay({ spec }: RuleContext): string {
  const cost = delayCostOf(spec);
  return cost.kind === 'undefined' ? '' : `, and delay costs ${formatQuantity(cost.value)}`;
}

/**
 * Whether something shows that a milestone was reached.
 *
 * A stage of the roll-out is shown by its guard, a metric by its measurements, anything else by any run.
 *
 * @returns undefined while nothing could show it
 */
function isReached(context: RuleContext, milestone: string): boolean | undefined {
  const { spec, facts, know } = context;
  const stage = spec.fields.deployment?.fields.rollout?.fields.stages?.entries.get(milestone);
  const metric = stage === undefined ? milestone : stage.fields.guard?.id;
  if (stage !== undefined && metric === undefined) return undefined;
  if (metric !== undefined && spec.fields.metrics?.entries.has(metric) === true) {
    const measurements = know(facts.measurements(metric));
    return measurements === undefined ? undefined : measurements.length > 0;
  }
  const runs = know(facts.runs());
  return runs === undefined ? undefined : runs.length > 0;
}

function* findLate(context: RuleContext): Generator<Finding> {
  const { spec, facts, project } = context;
  const { schedule } = spec.fields;
  if (schedule === undefined) return;
  const phase = phaseOf(project);
  if (lacks(schedule, 'planned') && phase !== 'poc') {
    yield {
      place: schedule.empty.get('planned') ?? schedule.keyPlace ?? schedule.place,
      message: 'Without a first and a last day nobody can say whether the project is late: add `planned`.',
    };
  }
  for (const [id, { text, place }] of schedule.fields.milestones?.entries ?? []) {
    if (parseInstant(text) === undefined || text >= facts.today || isReached(context, id) !== false) continue;
    yield {
      place,
      message: `\`${shorten(id)}\` was due on ${text}, and nothing has been measured that shows it${describeDelay(context)}: measure it, or move the date.`,
    };
  }
  const { planned } = schedule.fields;
  const period = planned === undefined ? undefined : parsePeriod(planned.text);
  const today = parseInstant(facts.today);
  if (planned === undefined || period === undefined || today === undefined || today < period.to) return;
  if (phase === 'production' || phase === 'retired') return;
  yield {
    place: planned.place,
    message: `The project was to end on ${planned.text.split('/')[1] ?? ''}, and its phase is still \`${phase}\`${describeDelay(context)}: set the phase, or plan anew.`,
  };
}

/** Working hours of one person in a week. */
const hoursPerWeek = decimal(40);

function* findUnlabellable(context: RuleContext): Generator<Finding> {
  const { spec, facts } = context;
  const planned = spec.fields.schedule?.fields.planned;
  const period = planned === undefined ? undefined : parsePeriod(planned.text);
  const today = parseInstant(facts.today);
  if (planned === undefined || period === undefined || today === undefined || today >= period.to) return;
  const weeks = decimal(period.to - Math.max(today, period.from)).div(7 * millisecondsPerDay);
  for (const { id, node, hours, people } of labellingHoursOf(spec)) {
    const outside = readShare('outsourceable', node.fields.outsourceable?.quantity);
    const own = outside.kind === 'known' ? hours.times(decimal(1).minus(outside.value)) : hours;
    const left = own.minus(hoursDone(context, id, node.fields.actual?.id));
    const available = weeks.times(hoursPerWeek).times(people);
    if (left.lte(available)) continue;
    const needed = left.div(weeks.times(hoursPerWeek)).round(0, 3);
    yield {
      place: node.fields.items?.place ?? node.keyPlace ?? node.place,
      message: `\`${shorten(id)}\` has ${formatNumber(left)} h of labelling left, and until ${planned.text.split('/')[1] ?? ''} ${people === 1 ? 'one person has' : `${people} people have`} ${formatNumber(available)} h: it takes ${needed.toFixed()} people, fewer items, or more time.`,
      related: [{ place: planned.place, message: 'The project ends here.' }],
    };
  }
}

/** Hours that are imported for an item; none while nothing is. */
function hoursDone({ facts, know }: RuleContext, itemId: string, actualId: string | undefined): Decimal {
  const actuals = actualId === undefined ? undefined : know(facts.actuals(actualId));
  return (actuals?.sums ?? [])
    .filter(({ item }) => item === itemId)
    .reduce((sum, { hours }) => (hours === undefined ? sum : sum.plus(hours)), zero);
}

export const scheduleRules: readonly Rule[] = [
  {
    id: 'schedule/late',
    severity: '–/W/W',
    waits: 'project',
    finds: 'a milestone that has passed without a measurement, or a project past its last day',
    why: 'Delay has a price: what is spent each week, and what would have been saved that week. A stage of the roll-out counts as reached when its guard has been measured, a metric when it has a value, anything else when there is a run.',
    check: findLate,
  },
  {
    id: 'schedule/labels-do-not-fit',
    severity: '–/W/W',
    finds: 'more hours of labelling than the time that is left allows',
    why: 'Labels are often what a date fails on, and it can be computed on the first day: items, opinions, seconds, review and rework against working weeks of 40 hours. As many people are assumed as opinions are asked for each item, and what can be done outside is left out.',
    check: findUnlabellable,
  },
];
