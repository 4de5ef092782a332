/** The Cost report as tables of plain text, which the terminal and Markdown draw alike. */
import type { Costs } from '../../../schemas/costPanel.ts';
import type { Figure } from '../../../schemas/overview.ts';

export interface CostTable {
  readonly title: string;
  /** What the table says, or why there is none. */
  readonly sentences: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function costTables(costs: Costs): readonly CostTable[] {
  return [
    icebergTable(costs),
    returnsTable(costs),
    breakEvenTable(costs),
    simulationTable(costs),
    planTable(costs),
    monthsTable(costs),
    budgetTable(costs),
    leversTable(costs),
    frontierTable(costs),
    labelsTable(costs),
    driftTable(costs),
    energyTable(costs),
    importsTable(costs),
    workTable(costs),
    changeTable(costs),
  ].filter(({ rows, sentences }) => rows.length > 0 || sentences.length > 0);
}

/** A value, or that it is not known. */
export function textOf(figure: Figure | undefined): string {
  if (figure === undefined) return '';
  return figure.state === 'known' ? figure.text : 'not known';
}

const coverageWords: Readonly<Record<Costs['categories'][number]['coverage'], string>> = {
  tracked: 'tracked',
  derived: 'derived, never added',
  none: 'none',
  untracked: 'UNTRACKED',
};

function icebergTable({ categories, coverage, hiddenShare, oneOff, yearly }: Costs): CostTable {
  const inOrder = [...categories.filter(({ isHidden }) => !isHidden), ...categories.filter(({ isHidden }) => isHidden)];
  const untracked =
    coverage.untracked.length === 0
      ? []
      : [`Unknown, and not zero: ${coverage.untracked.join(', ')}; the sums are too low by what they cost.`];
  const hidden = hiddenShare.state === 'known' ? `, of which ${hiddenShare.text} is usually forgotten` : '';
  return {
    title: 'Iceberg',
    sentences: [
      `${coverage.tracked} of ${coverage.all} categories tracked: ${sumWords(oneOff, 'once')} and ${sumWords(yearly, 'per year')}${hidden}.`,
      ...untracked,
    ],
    columns: ['Category', 'Part', 'State', 'One-off', 'Per year'],
    rows: inOrder.map(({ name, isHidden, coverage: state, oneOff: once, yearly: perYear, range, reason }) => [
      name,
      isHidden ? 'hidden' : 'visible',
      state === 'none' && reason !== undefined ? `none: ${reason}` : coverageWords[state],
      textOf(once),
      range?.text ?? textOf(perYear),
    ]),
  };
}

function sumWords(figure: Figure, when: string): string {
  return figure.state === 'known'
    ? `${figure.text} ${when}`.replace('/year per year', '/year')
    : `not known ${when} because ${figure.because}`;
}

function returnsTable({ returns }: Costs): CostTable {
  return {
    title: 'Return',
    sentences: returns.flatMap(({ label, atTarget }) =>
      atTarget.state === 'unknown' ? [`${label}: not known at the target because ${atTarget.because}.`] : [],
    ),
    columns: ['', 'At the target', 'At the limit', 'As measured'],
    rows: returns.map(({ label, atTarget, atLimit, measured }) => [
      label,
      textOf(atTarget),
      textOf(atLimit),
      textOf(measured),
    ]),
  };
}

function breakEvenTable({ breakEven }: Costs): CostTable {
  return {
    title: 'From where on it pays',
    sentences: [],
    columns: ['', 'Value'],
    rows: breakEven.map(({ label, figure }) => [label, textOf(figure)]),
  };
}

function simulationTable({ simulation }: Costs): CostTable {
  const title = 'Net present value over all ranges';
  if (simulation.state === 'unknown') return unknownTable(title, simulation);
  const { p10, p50, p90, lossShare, drivers, draws, seed } = simulation;
  return {
    title,
    sentences: [
      `P10 ${textOf(p10)}, P50 ${textOf(p50)}, P90 ${textOf(p90)}; ${percent(lossShare)} of ${draws} draws (seed ${seed}) lose money.`,
    ],
    columns: ['What drives the spread', 'Share', 'Range'],
    rows: drivers.slice(0, 5).map(({ label, share, range }) => [label, percent(share), range]),
  };
}

function percent(share: number): string {
  const value = share * 100;
  return `${value > 0 && value < 0.1 ? '< 0.1' : value.toFixed(value < 10 && value > 0 ? 1 : 0)} %`;
}

function unknownTable(
  title: string,
  part: { readonly because: string; readonly next?: string | undefined },
): CostTable {
  const next = part.next === undefined ? '' : ` ${part.next}`;
  return { title, sentences: [`Not known because ${part.because}.${next}`], columns: [], rows: [] };
}

function planTable({ plan }: Costs): CostTable {
  const title = 'Plan against actual';
  if (plan.state === 'unknown') return unknownTable(title, plan);
  return {
    title,
    sentences: [
      `${textOf(plan.spent)} spent in complete months; with the forecast ${textOf(plan.atEnd)}. Imports follow ${percent(plan.followed)} of the planned money.`,
    ],
    columns: ['Items', 'Plan', 'Actual', 'Difference'],
    rows: plan.lines.map(({ label, planned, actual, difference }) => [
      label,
      textOf(planned),
      textOf(actual),
      difference,
    ]),
  };
}

function monthsTable({ plan, currency }: Costs): CostTable {
  const months = plan.state === 'known' ? plan.months : [];
  const cell = (amount: number | undefined) => (amount === undefined ? '' : wholeMoney(amount));
  return {
    title: `By month, in ${currency}`,
    sentences: [],
    columns: ['Month', 'Plan', 'Actual', 'Forecast', 'at least', 'at most'],
    rows: months.map(({ month, planned, actual, forecast }) => [
      month,
      cell(planned),
      cell(actual),
      cell(forecast?.likely),
      cell(forecast?.low),
      cell(forecast?.high),
    ]),
  };
}

function wholeMoney(amount: number): string {
  return Math.round(amount).toLocaleString('en');
}

function budgetTable({ budgets }: Costs): CostTable {
  return {
    title: 'Budget',
    sentences: [],
    columns: ['', 'Budget', 'Plan', 'Expected', 'Used'],
    rows: budgets.map(({ label, limit, planned, expected, used, isOver }) => [
      label,
      textOf(limit),
      textOf(planned),
      textOf(expected),
      `${percent(used)}${isOver ? ', OVER' : ''}`,
    ]),
  };
}

function leversTable({ levers }: Costs): CostTable {
  return {
    title: 'Levers, by payback',
    sentences: [],
    columns: ['Lever', 'Per year', 'Worth up to, once', 'Payback'],
    rows: levers.map(({ label, perYear, worthUpTo, payback }) => [
      label,
      textOf(perYear),
      textOf(worthUpTo),
      payback.state === 'known' ? payback.text : 'cost not stated',
    ]),
  };
}

function frontierTable({ frontier }: Costs): CostTable {
  const title = 'Runs by cost and value';
  if (frontier.state === 'unknown') return unknownTable(title, frontier);
  return {
    title,
    sentences: frontier.lines.map(({ label, text }) => `${label}: ${text}`),
    columns: ['Run', 'Model', frontier.cost, frontier.quality, ''],
    rows: frontier.runs.map(({ id, model, costText, valueText, passes, isBest, isCheapestPassing }) => [
      id,
      model,
      costText,
      valueText,
      [
        passes ? 'passes' : 'misses a limit',
        ...(isBest ? ['none is both cheaper and better'] : []),
        ...(isCheapestPassing ? ['CHEAPEST THAT PASSES'] : []),
      ].join(', '),
    ]),
  };
}

function labelsTable({ labels }: Costs): CostTable {
  const title = 'Labels';
  if (labels.state === 'unknown') return unknownTable(title, labels);
  return {
    title,
    sentences: [`${labels.curve}.`],
    columns: ['', 'Value'],
    rows: [
      ['Labels for the target', textOf(labels.needed)],
      ['Money for those that are missing', textOf(labels.budget)],
    ],
  };
}

function driftTable({ drift }: Costs): CostTable {
  const title = 'What the drift found costs';
  if (drift.state === 'unknown') return unknownTable(title, drift);
  return {
    title,
    sentences: [
      drift.lines.length === 0
        ? 'No column drifts whose change has a price.'
        : 'Not added up: several columns may tell of one change.',
      ...drift.stale.map((id) => `The last comparison of ${id} is out of date.`),
    ],
    columns: ['Column', 'Check', 'Compared', 'Per year, if it stayed so'],
    rows: drift.lines.map(({ column, check, at, perYear }) => [column, check, at.slice(0, 10), textOf(perYear)]),
  };
}

function energyTable({ energy }: Costs): CostTable {
  const title = 'Energy and carbon';
  if (energy.state === 'unknown') return unknownTable(title, energy);
  return {
    title,
    sentences: [`${textOf(energy.energy)}, ${textOf(energy.carbon)}.`],
    columns: ['Month', 'kWh', 'kgCO2e'],
    rows: energy.months.map(({ month, kwh, kg }) => [month, kwh.toFixed(2), kg?.toFixed(2) ?? '']),
  };
}

function importsTable({ imports }: Costs): CostTable {
  const notes = imports.flatMap(({ id, unmapped, problems, leftOut, unreadRows }) => [
    ...(leftOut === undefined
      ? []
      : [
          `${id}: ${leftOut} in ${unreadRows ?? 0} row${unreadRows === 1 ? '' : 's'} could not be booked and is in no sum.`,
        ]),
    ...unmapped.map(({ name, text }) => `${id}: ${text} of ${name} match no category.`),
    ...problems.map((problem) => `${id}: ${problem}`),
  ]);
  return {
    title: 'Imports',
    sentences: notes,
    columns: ['Import', 'Format', 'Rows', 'Months', 'Files of', 'Sum'],
    rows: imports.map(({ id, format, column, rows, span, total, state, because, changedAt }) => [
      id,
      column === undefined ? format : `${format}, ${column}`,
      state === 'read' ? String(rows ?? 0) : '',
      span ?? '',
      changedAt?.slice(0, 10) ?? '',
      state === 'read'
        ? (total ?? 'no money')
        : state === 'reading'
          ? 'being read'
          : `not known because ${because ?? ''}`,
    ]),
  };
}

function workTable({ work }: Costs): CostTable {
  const title = 'Work by area, estimated from the history';
  if (work.state === 'unknown') return unknownTable(title, work);
  const planned =
    work.plannedShare.state === 'known'
      ? `; the plan gives ${work.plannedShare.text} of its money for people to data`
      : '';
  return {
    title,
    sentences: [
      `${textOf(work.dataShare)} of about ${textOf(work.hours)} went to data and labels${planned}.`,
      `From ${work.basis}.`,
    ],
    columns: ['Area', 'Share', 'Hours', 'Mostly in'],
    rows: work.areas.map(({ name, shareText, hours, paths }) => [name, shareText, textOf(hours), paths.join(', ')]),
  };
}

function changeTable({ change }: Costs): CostTable {
  const title = 'Against the base';
  if (change.state === 'unknown') return unknownTable(title, change);
  return {
    title: `${title}, ${change.base}`,
    sentences: change.rows.length === 0 ? ['No cost has changed.'] : [],
    columns: ['', 'Then', 'Now', 'Difference'],
    rows: change.rows.map(({ label, before, after, difference }) => [label, before, after, difference]),
  };
}
