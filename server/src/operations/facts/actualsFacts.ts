/** Facts about charges and hours that a spec imports; read by the worker, which keeps names of persons to itself. */
import type { ActualsFact, Fact } from '../../../../schemas/facts.ts';
import type { JobRequest } from '../../../../schemas/jobs.ts';
import type { CostActualShape } from '../../../../schemas/spec/costs.ts';
import type { ObjectNode } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import { millisecondsPerDay, parsePeriod } from '../../spec/instant.ts';
import { convertQuantity } from '../../spec/quantityArithmetic.ts';
import { findTable } from './findTable.ts';
import { runForFact, uriOf } from './world.ts';
import type { FactWorld } from './world.ts';

type ActualNode = ObjectNode<CostActualShape>;
type Wanted = Omit<JobRequest<'importActuals'>, 'label' | 'root' | 'files'>;

export function actualsFact(world: FactWorld, project: Project, actualId: string): Fact<ActualsFact> {
  const node = project.spec.fields.costs?.fields.actuals?.entries.get(actualId);
  const path = node?.fields.path;
  const wanted = node === undefined ? undefined : wantedOf(project, node, world.clock.now());
  if (node === undefined || path === undefined || wanted === undefined) {
    return { state: 'unknown', because: `the import ${actualId} cannot be read` };
  }
  const uri = uriOf(project, node.place);
  return world.cache.get<ActualsFact>(JSON.stringify(['actuals', uri, path.text, wanted]), async (knownStamp) => {
    const found = await findTable(world.files, path.text, uri);
    const { stamp } = found;
    if (stamp === knownStamp) return 'same';
    if (found.kind === 'unknown') return { fact: { state: 'unknown', because: found.because }, stamp };
    const { label, root, paths } = found;
    return { fact: await runForFact(world, 'importActuals', { label, root, files: [...paths], ...wanted }), stamp };
  });
}

/** Formats that state hours of people, which the plan may have to price. */
const workFormats: ReadonlySet<string> = new Set(['timesheet', 'harvest', 'label-tool']);

/** What is asked of the files; undefined while a part of the entry that decides what counts cannot be read. */
function wantedOf(project: Project, { fields, unreadable }: ActualNode, now: Date): Wanted | undefined {
  const { format, cost, tags, map } = fields;
  if (format === undefined || ['cost', 'tags', 'map'].some((key) => unreadable.has(key))) return undefined;
  // A tag that cannot be read would let other projects' charges in.
  if (tags !== undefined && (tags.unreadable.size > 0 || tags.empty.size > 0)) return undefined;
  const { costs } = project.spec.fields;
  const currency = costs?.fields.currency?.value;
  const isWork = workFormats.has(format.value);
  const period = isWork ? workedDays(project, now) : undefined;
  return {
    format: format.value,
    tags: [...(tags?.entries ?? [])].map(([key, value]) => ({ key, value: String(value.value) })),
    map: [...(map?.entries ?? [])].map(([key, category]) => ({ key, category: category.value })),
    // Bills have prices and currencies of their own: editing a rate of the plan must not read them again.
    items: isWork ? ratesOf(project) : [],
    currencies: currency === undefined ? [] : [currency, ...(costs?.fields.rates?.entries.keys() ?? [])],
    ...(cost === undefined ? {} : { cost: cost.value }),
    ...(period === undefined ? {} : { period }),
    ...(currency === undefined || format.value === 'focus' ? {} : { currency }),
  };
}

/** People start before a plan does, but hardly earlier than this. */
const earlyDays = 31;

/**
 * Days on which hours of the project can have been worked: from a month before its plan until today, or until the end of
 * the plan when that comes later. Undefined when nothing says when it is planned.
 */
function workedDays({ spec }: Project, now: Date): Wanted['period'] {
  const planned = spec.fields.schedule?.fields.planned?.text;
  const period = planned === undefined ? undefined : parsePeriod(planned);
  if (planned === undefined || period === undefined) return undefined;
  const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
  return {
    planned,
    from: dayOf(period.from - earlyDays * millisecondsPerDay),
    until: dayOf(Math.max(period.to - 1, now.getTime() + millisecondsPerDay)),
  };
}

/** The items of the plan with what an hour costs. */
function ratesOf({ spec }: Project): NonNullable<Wanted['items']> {
  return [...(spec.fields.costs?.fields.items?.entries ?? [])].map(([id, { fields }]) => {
    const { category, rate } = fields;
    const of = rate?.quantity.dimension.of;
    const hourly =
      of?.kind === 'money' && rate !== undefined ? convertQuantity(rate.quantity, `${of.currency}/h`) : undefined;
    return {
      id,
      category: category?.value ?? id,
      ...(of?.kind !== 'money' || hourly?.kind !== 'known'
        ? {}
        : { rate: { amount: hourly.value.amount.toFixed(), currency: of.currency } }),
    };
  });
}
