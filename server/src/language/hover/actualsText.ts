/** What was spent: plan against actual by month, below an import or an item of the ledger. */
import type { ActualsFact, Fact } from '../../../../schemas/facts.ts';
import type { MonthOfPlan } from '../../cost/actualsPlan.ts';
import { compareWithPlan } from '../../rules/costComparison.ts';
import type { ComparedLine } from '../../rules/costComparison.ts';
import { actualsByItem, importsOf } from '../../rules/costView.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { decimal, sumDecimals } from '../../spec/decimal.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { formatMoney, formatNumber } from '../../spec/quantityFormat.ts';
import { counted } from '../../spec/words.ts';
import { code, escapeText, paragraphs } from '../markdown.ts';

/** Months that a table shows; earlier ones are one row. */
const shownMonths = 12;
/** Problems that are listed. */
const shownProblems = 3;

/** What an entry of `costs.actuals` holds. */
export function describeImport(snapshot: ProjectSnapshot, actualId: string): string {
  const fact = snapshot.facts.actuals(actualId);
  if (fact.state !== 'known') return describeGap(fact);
  const { rows, files, unreadRows, problems } = fact.value;
  const lines = comparedLinesOf(snapshot).filter(({ line }) => line.actual === actualId);
  return paragraphs([
    `${counted(rows, 'row')} of ${counted(files.length, 'file')}${unreadRows === 0 ? '' : `, ${counted(unreadRows, 'row')} not read`}`,
    describeEnergy(fact.value),
    describeTotals(snapshot, lines),
    describeLoose(snapshot, actualId, fact.value),
    problems
      .slice(0, shownProblems)
      .map((problem) => `- ${escapeText(problem)}`)
      .join('\n'),
  ]);
}

/** What an item has cost until now; undefined when it is compared with no import. */
export function describeItemActuals(snapshot: ProjectSnapshot, itemId: string): string | undefined {
  const actual = snapshot.project.spec.fields.costs?.fields.items?.entries.get(itemId)?.fields.actual;
  if (actual === undefined) return undefined;
  const fact = snapshot.facts.actuals(actual.id);
  if (fact.state !== 'known') return describeGap(fact);
  const lines = comparedLinesOf(snapshot).filter(({ line }) => line.items.includes(itemId));
  if (lines.length === 0)
    return `_No complete month of ${code(actual.id)} can be compared with the plan of this item._`;
  return paragraphs(lines.map((line) => describeLine(snapshot, line, itemId)));
}

/** The lines of all known imports that can be compared with the plan. */
export function comparedLinesOf({ project, facts }: ProjectSnapshot): readonly ComparedLine[] {
  return compareWithPlan(project.spec, knownImports({ project, facts }), facts.today);
}

function knownImports({ project, facts }: Pick<ProjectSnapshot, 'project' | 'facts'>) {
  return importsOf(
    project.spec,
    (id) => facts.actuals(id),
    (fact) => (fact.state === 'known' ? fact.value : undefined),
  );
}

function currencyOf({ project }: ProjectSnapshot): string {
  return project.spec.fields.costs?.fields.currency?.value ?? '';
}

function describeLine(snapshot: ProjectSnapshot, { line, comparison }: ComparedLine, itemId: string): string {
  const others = line.items.filter((id) => id !== itemId).map(code);
  const { months, planned, actual, isOnce } = comparison;
  const currency = currencyOf(snapshot);
  const earlier = months.slice(0, -shownMonths);
  const rows = [
    ...(earlier.length === 0 ? [] : [row('before', sumPlanned(earlier), sumActual(earlier), currency)]),
    ...months.slice(-shownMonths).map((month) => row(month.month, month.planned, month.actual, currency)),
    row(isOnce ? '**until now, of all**' : '**until now**', planned, actual, currency),
  ];
  return paragraphs([
    others.length === 0 ? undefined : `Together with ${others.join(', ')}, which the import does not tell apart:`,
    table(['month', 'planned', 'actual'], rows),
  ]);
}

function sumActual(months: readonly MonthOfPlan[]): Decimal {
  return sumDecimals(months.map(({ actual }) => actual));
}

function sumPlanned(months: readonly MonthOfPlan[]): Decimal | undefined {
  const planned = months.flatMap((month) => month.planned ?? []);
  return planned.length === months.length ? sumDecimals(planned) : undefined;
}

function row(month: string, planned: Decimal | undefined, actual: Decimal, currency: string): readonly string[] {
  return [month, planned === undefined ? 'not stated' : formatMoney(planned, currency), formatMoney(actual, currency)];
}

/** One row per item of an import. */
function describeTotals(snapshot: ProjectSnapshot, lines: readonly ComparedLine[]): string | undefined {
  if (lines.length === 0) return undefined;
  const currency = currencyOf(snapshot);
  const rows = lines.map(({ line, comparison: { months, planned, actual } }) => [
    line.items.map(code).join(', '),
    `${months[0]?.month ?? ''} to ${months.at(-1)?.month ?? ''}`,
    formatMoney(planned, currency),
    formatMoney(actual, currency),
  ]);
  return table(['item', 'months', 'planned', 'actual'], rows);
}

function describeLoose(snapshot: ProjectSnapshot, actualId: string, { unmapped }: ActualsFact): string | undefined {
  const { loose } = actualsByItem(snapshot.project.spec, knownImports(snapshot));
  const own = loose.filter(({ actual, amount }) => actual === actualId && !amount.eq(0));
  if (own.length === 0) return undefined;
  const sums = own.map(({ amount, currency }) => escapeText(formatMoney(amount, currency)));
  const names = unmapped.slice(0, shownProblems).map(({ name }) => escapeText(name));
  return `No item: ${sums.join(', ')}${names.length === 0 ? '' : ` (${names.join(', ')}${unmapped.length > names.length ? ', …' : ''})`}`;
}

function describeEnergy({ sums }: ActualsFact): string | undefined {
  const total = (texts: readonly (string | undefined)[]): Decimal | undefined => {
    const parts = texts.flatMap((text) => (text === undefined ? [] : [decimal(text)]));
    return parts.length === 0 ? undefined : sumDecimals(parts);
  };
  const energy = total(sums.map(({ energyKwh }) => energyKwh));
  const emissions = total(sums.map(({ emissionsKg }) => emissionsKg));
  if (energy === undefined) return undefined;
  return `${formatNumber(energy)} kWh${emissions === undefined ? '' : ` · ${formatNumber(emissions)} kgCO2e`}`;
}

/** Cells are Markdown; the first column is text, the others are amounts. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = header.map((_, index) => (index === 0 ? '---' : '--:'));
  return [line(header), line(rule), ...rows.map(line)].join('\n');
}

function describeGap(fact: Exclude<Fact<ActualsFact>, { readonly state: 'known' }>): string {
  return fact.state === 'pending'
    ? '_The files are being read; more shows here in a moment._'
    : `_What was spent is not known because ${escapeText(fact.because)}._`;
}
