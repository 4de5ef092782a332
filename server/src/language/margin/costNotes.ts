/** Notes beside costs: what all of them come to per year, what was spent on an item, and what the things it is for cost. */
import { sumMoney } from '../../cost/moneyEstimate.ts';
import type { MoneyEstimate } from '../../cost/moneyEstimate.ts';
import type { ItemSummary, LedgerSummary, LedgerSums } from '../../cost/summariseLedger.ts';
import type { ComparedLine } from '../../rules/costComparison.ts';
import { itemsOf } from '../../rules/costView.ts';
import { ledgerOf, termsOf } from '../../rules/ledgerView.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { formatMoney, signedPercent } from '../../spec/quantityFormat.ts';
import { counted } from '../../spec/words.ts';
import { locationOf } from '../fileRange.ts';
import { comparedLinesOf, describeItemActuals } from '../hover/actualsText.ts';
import { code, paragraphs } from '../markdown.ts';
import { placeLink } from '../placeLink.ts';
import { afterEntry, pathText } from './note.ts';
import type { NotePart, NotePlace } from './note.ts';

/** A place for a note behind `costs`, and behind each data source, label, model and target that items are for. */
export function* costNotePlaces(snapshot: ProjectSnapshot): Generator<NotePlace> {
  const { spec } = snapshot.project;
  const ledger = ledgerOf(spec);
  const { costs, data, labels, models, deployment } = spec.fields;
  if (ledger === undefined || costs === undefined) return;
  yield { path: pathText(costs.path), after: afterEntry(costs), find: () => [totalPart(ledger)] };
  const sections = [
    ['data', data],
    ['label', labels],
    ['target', deployment?.fields.targets],
    ['model', models],
  ] as const;
  for (const [kind, section] of sections) {
    for (const [id, node] of section?.entries ?? []) {
      const attached = itemsFor(snapshot, kind, id);
      if (attached.size === 0) continue;
      yield {
        path: pathText(node.path),
        after: afterEntry(node),
        find: () => attachedParts(snapshot, ledger, attached),
      };
    }
  }
}

/** Kinds that an item can be for; an id that several have is that of the first. */
const purposes = ['data', 'label', 'target', 'model'] as const;

/** Items that say that they are for something, or that they make a label. */
function itemsFor({ project }: ProjectSnapshot, kind: (typeof purposes)[number], id: string): ReadonlySet<string> {
  const isFirst = purposes.find((purpose) => project.entity(purpose, id) !== undefined) === kind;
  return new Set(
    itemsOf(project.spec).flatMap(({ id: itemId, node: { fields } }) =>
      (kind === 'label' && fields.label?.id === id) || (isFirst && fields.for?.id === id) ? [itemId] : [],
    ),
  );
}

/** "254 kUSD/year, 17 of 17 tracked". */
function totalPart(ledger: LedgerSummary): NotePart {
  const yearly = moneyWords({ oneOff: [], yearly: ledger.yearly });
  const sums = yearly.length > 0 ? yearly : moneyWords(ledger);
  const { covered, categoryCount, missing } = ledger;
  const [first] = missing;
  const gap =
    first === undefined ? [] : [`${missing.length === 1 ? first.id : counted(missing.length, 'item')} not known`];
  return {
    category: 'money',
    text: [...(sums.length === 0 ? [] : [sums.join(' + ')]), ...gap, `${covered} of ${categoryCount} tracked`].join(
      ', ',
    ),
    explain: () =>
      paragraphs([
        `**Costs** · ${[...moneyWords(ledger).map(code), `${covered} of ${categoryCount} categories tracked`].join(' · ')}`,
        'Currencies without a rate in `costs.rates` have sums of their own.',
        missing.map(({ id, because }) => `- ${code(id)} is in no sum because ${because}`).join('\n'),
        'What is not tracked is not known, and is in no sum.',
      ]),
    opens: () => undefined,
  };
}

/** One text per currency: what is paid once first. */
function moneyWords({ oneOff, yearly }: LedgerSums): readonly string[] {
  const say = (sums: readonly MoneyEstimate[], period?: string): readonly string[] =>
    sums.map(({ mean, currency }) => formatMoney(mean, currency, period));
  return [...say(oneOff).map((text) => `${text} once`), ...say(yearly, 'year')];
}

/** What some items come to; nothing while one of them is not known, because the sum would be too low. */
function attachedParts(
  snapshot: ProjectSnapshot,
  ledger: LedgerSummary,
  attached: ReadonlySet<string>,
): readonly NotePart[] {
  const { project } = snapshot;
  const byId = new Map(ledger.items.map((summary) => [summary.item.id, summary]));
  const counting = ledger.items.filter(
    ({ item }) => attached.has(item.id) && item.basis.kind !== 'none' && !isInside(item.id, attached, byId),
  );
  const prices = counting.flatMap(({ price }) => (price.kind === 'known' ? [price.value] : []));
  if (prices.length === 0 || prices.length < counting.length) return [];
  const { currency } = termsOf(project.spec);
  const sumOf = (kind: 'once' | 'yearly'): readonly MoneyEstimate[] =>
    sumMoney(
      prices.flatMap(({ when, amount }) => (when === kind ? [amount] : [])),
      currency,
    );
  const places = [...attached].map((id) => ({ id, place: project.entity('item', id)?.keyPlace }));
  const sums: NotePart = {
    category: 'money',
    text: `costs ${moneyWords({ oneOff: sumOf('once'), yearly: sumOf('yearly') }).join(' + ')}`,
    explain: () => `From ${places.map(({ id, place }) => placeLink(project, id, place)).join(' · ')} in the costs.`,
    opens: () => {
      const place = places[0]?.place;
      return place === undefined ? undefined : locationOf(project, place);
    },
  };
  return [sums, ...spentParts(snapshot, attached)];
}

/** Whether an item is part of another one of these, at any distance. */
function isInside(id: string, among: ReadonlySet<string>, byId: ReadonlyMap<string, ItemSummary>): boolean {
  const seen = new Set([id]);
  for (let next = byId.get(id)?.item.partOf; next !== undefined; next = byId.get(next)?.item.partOf) {
    if (seen.has(next)) return false;
    if (among.has(next)) return true;
    seen.add(next);
  }
  return false;
}

/** "spent 650 USD/month, +2 % since August": what the imports say of these items, line by line. */
export function spentParts(snapshot: ProjectSnapshot, itemIds: ReadonlySet<string>): readonly NotePart[] {
  const { project, facts } = snapshot;
  const currency = termsOf(project.spec).currency ?? '';
  const isCompared = itemsOf(project.spec).some(({ id, node }) => itemIds.has(id) && node.fields.actual !== undefined);
  // Imports are read for items that are compared with one alone.
  const lines = isCompared ? comparedLinesOf(snapshot) : [];
  return lines
    .filter(({ line }) => line.items.some((id) => itemIds.has(id)))
    .map((compared): NotePart => {
      const { items } = compared.line;
      const others = items.filter((id) => !itemIds.has(id));
      const own = items.find((id) => itemIds.has(id)) ?? '';
      return {
        category: 'money',
        text: `${spentWords(compared, currency, facts.today)}${others.length === 0 ? '' : ` with ${others.join(', ')}`}`,
        explain: () => describeItemActuals(snapshot, own) ?? '',
        opens: () => undefined,
      };
    });
}

function spentWords({ plans, comparison }: ComparedLine, currency: string, today: string): string {
  const { months, planned, actual, isOnce } = comparison;
  const since = `since ${monthWords(months[0]?.month ?? '', today)}`;
  const isRunning = plans.every(({ when }) => when === 'yearly');
  if (isRunning) {
    const off = planned.gt(0) ? `, ${signedPercent(actual.minus(planned).div(planned))}` : '';
    return `spent ${formatMoney(actual.div(months.length), currency, 'month')}${off} ${since}`;
  }
  // Less than planned may only mean that it is not done yet, so that no difference is told.
  const whole = isOnce && planned.gt(0) ? ` of ${formatMoney(planned, currency)}` : '';
  return `spent ${formatMoney(actual, currency)}${whole} ${since}`;
}

/** The name of a month such as `2026-08`, with its year unless that is the year of today. */
function monthWords(month: string, today: string): string {
  const year = month.slice(0, 4);
  return new Date(`${month}-01T00:00:00Z`).toLocaleDateString('en', {
    timeZone: 'UTC',
    month: 'long',
    ...(today.startsWith(year) ? {} : { year: 'numeric' }),
  });
}
