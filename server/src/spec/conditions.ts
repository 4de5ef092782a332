/**
 * What conditions say without any data: whether two can hold of one row, and which times one allows.
 *
 * The answers are safe: `disjoint` is a proof, and `overlapping` is given only when nothing between the columns that we
 * cannot see could keep the conditions apart. Everything else is `unknown`.
 */
import { findAlternatives, type Alternative, type Literal, type Test } from './conditionForms.ts';
import { columnsOf, type Expression } from './expression.ts';
import { printExpression } from './expressionPrint.ts';
import { formatInstant, millisecondsPerDay, parseInstant } from './instant.ts';
import { known, undefinedBecause, type Known } from './known.ts';

export type Overlap = 'disjoint' | 'overlapping' | 'unknown';

/** Tests that a comparison may look at, over all pairs of alternatives; hand-written conditions need a few dozen. */
const mostTests = 200_000;

/**
 * Decides whether two conditions can hold of the same row.
 *
 * Pass conditions over columns of the data: derived columns are to be expanded first (`expandDerived`), because
 * `month = 5` and `date < '2001-04-01'` look independent and are not. Texts that are all dates are compared as times.
 */
export function compareConditions(left: Expression, right: Expression): Overlap {
  const leftForms = findAlternatives(left);
  const rightForms = findAlternatives(right);
  if (leftForms === undefined || rightForms === undefined) return 'unknown';
  const leftTests = leftForms.flat();
  const rightTests = rightForms.flat();
  if (leftTests.length * rightForms.length + rightTests.length * leftForms.length > mostTests) return 'unknown';
  const domains = findDomains([...leftTests, ...rightTests]);
  let isDisjoint = true;
  for (const first of leftForms) {
    for (const second of rightForms) {
      const verdict = judge([...first, ...second], domains);
      if (verdict === 'satisfiable' && isComparable(first, second)) return 'overlapping';
      if (verdict !== 'impossible') isDisjoint = false;
    }
  }
  if (isDisjoint) return 'disjoint';
  // The same condition twice selects the same rows, whatever it says.
  return printExpression(left) === printExpression(right) ? 'overlapping' : 'unknown';
}

/** Times that a condition allows, as instants of instant.ts. */
export interface TimeInterval {
  /** First instant that may satisfy the condition; undefined when there is no lower bound. */
  readonly from: number | undefined;
  /** First instant that no longer does, or the last that does when `isToIncluded`; undefined without upper bound. */
  readonly to: number | undefined;
  readonly isFromIncluded: boolean;
  readonly isToIncluded: boolean;
}

/**
 * The smallest interval of times outside which a condition cannot hold.
 *
 * @param column name of the column with the time
 * @returns undefined because the condition never holds, is too large to analyse, or compares the column with values
 *   that are no dates
 */
export function findTimeInterval(condition: Expression, column: string): Known<TimeInterval> {
  const alternatives = findAlternatives(condition);
  if (alternatives === undefined) return undefinedBecause('the condition has too many alternatives');
  const domains = findDomains(alternatives.flat());
  const key = printExpression({ kind: 'column', name: column, start: 0, end: 0 });
  const domain = domains.get(key);
  if (domain !== undefined && domain !== 'time' && domain !== 'any') {
    return undefinedBecause(`\`${column}\` is compared with values that are no dates`);
  }
  const intervals: TimeInterval[] = [];
  for (const alternative of alternatives) {
    const constraints = gather(alternative, domains);
    if ([...constraints.values()].some((constraint) => check(constraint) === 'impossible')) continue;
    const constraint = constraints.get(key);
    if (constraint?.mustBeNull === true) continue;
    intervals.push(constraint === undefined ? unbounded : intervalOf(constraint));
  }
  const [first, ...rest] = intervals;
  return first === undefined
    ? undefinedBecause('no row can satisfy the condition')
    : known(rest.reduce(uniteIntervals, first));
}

/**
 * The condition that a period of a split stands for: `column >= from and column < to`.
 *
 * @param from first instant, included
 * @param to first instant after the period
 */
export function buildPeriodCondition(column: string, from: number, to: number): Expression {
  const nowhere = { start: 0, end: 0 };
  const term: Expression = { kind: 'column', name: column, ...nowhere };
  const bound = (operator: '>=' | '<', instant: number): Expression => ({
    kind: 'comparison',
    operator,
    left: term,
    right: { kind: 'text', value: formatInstant(instant), ...nowhere },
    ...nowhere,
  });
  return { kind: 'and', operands: [bound('>=', from), bound('<', to)], ...nowhere };
}

/** What the literals beside a term are; `any` when it is only tested for null. */
type Domain = 'number' | 'text' | 'boolean' | 'time' | 'any' | 'mixed';

interface Bound {
  readonly value: number | string;
  readonly isIncluded: boolean;
}

/** What one alternative demands of one term. */
interface Constraint {
  readonly domain: Domain;
  low?: Bound;
  high?: Bound;
  /** The only values allowed; undefined for no such list. */
  allowed?: ReadonlySet<Literal>;
  readonly excluded: Set<Literal>;
  mustBeNull: boolean;
  mustBePresent: boolean;
}

function literalsOf(test: Test): readonly Literal[] {
  switch (test.kind) {
    case 'compare':
      return [test.literal];
    case 'one-of':
      return test.literals;
    case 'null':
    case 'opaque':
      return [];
  }
}

/** @returns printed term → what it is compared with, over all tests of both conditions */
function findDomains(tests: readonly Test[]): ReadonlyMap<string, Domain> {
  const literals = new Map<string, Literal[]>();
  for (const test of tests) {
    if (test.kind === 'opaque') continue;
    const { key } = test.term;
    const list = literals.get(key) ?? [];
    list.push(...literalsOf(test));
    literals.set(key, list);
  }
  return new Map([...literals].map(([key, values]) => [key, domainOf(values)]));
}

function domainOf(literals: readonly Literal[]): Domain {
  if (literals.length === 0) return 'any';
  if (literals.every((literal) => typeof literal === 'number')) return 'number';
  if (literals.every((literal) => typeof literal === 'boolean')) return 'boolean';
  const texts = literals.filter((literal) => typeof literal === 'string');
  if (texts.length < literals.length) return 'mixed';
  if (texts.every((text) => parseInstant(text) !== undefined)) return 'time';
  // A date with a zone, or one that does not exist, would be ordered wrongly as text.
  return texts.some((text) => /^\d{4}-\d{2}-\d{2}/.test(text)) ? 'mixed' : 'text';
}

type Verdict = 'impossible' | 'satisfiable' | 'unknown';

/** Says whether all tests can hold of one row, as far as each term alone tells. */
function judge(tests: Alternative, domains: ReadonlyMap<string, Domain>): Verdict {
  const verdicts = [...gather(tests, domains).values()].map(check);
  if (verdicts.includes('impossible')) return 'impossible';
  const isClear = verdicts.every((verdict) => verdict === 'satisfiable');
  return isClear && !tests.some((test) => test.kind === 'opaque') && !hasEntangledTerms(tests)
    ? 'satisfiable'
    : 'unknown';
}

/** Two terms over one column, such as `date` and `extract(month from date)`, may exclude each other. */
function hasEntangledTerms(tests: Alternative): boolean {
  const owners = new Map<string, string>();
  for (const test of tests) {
    if (test.kind === 'opaque') continue;
    const { key } = test.term;
    for (const { name } of columnsOf(test.term.expression)) {
      const owner = owners.get(name);
      if (owner !== undefined && owner !== key) return true;
      owners.set(name, key);
    }
  }
  return false;
}

/** Columns that only one side tests may depend on those of the other, so one side must test all that the other does. */
function isComparable(left: Alternative, right: Alternative): boolean {
  const leftKeys = keysOf(left);
  const rightKeys = keysOf(right);
  return leftKeys.isSubsetOf(rightKeys) || rightKeys.isSubsetOf(leftKeys);
}

function keysOf(tests: Alternative): ReadonlySet<string> {
  return new Set(tests.flatMap((test) => (test.kind === 'opaque' ? [] : [test.term.key])));
}

function gather(tests: Alternative, domains: ReadonlyMap<string, Domain>): ReadonlyMap<string, Constraint> {
  const constraints = new Map<string, Constraint>();
  for (const test of tests) {
    if (test.kind === 'opaque') continue;
    const { key } = test.term;
    const constraint = constraints.get(key) ?? {
      domain: domains.get(key) ?? 'any',
      excluded: new Set<Literal>(),
      mustBeNull: false,
      mustBePresent: false,
    };
    constraints.set(key, constraint);
    narrow(constraint, test);
  }
  return constraints;
}

function narrow(constraint: Constraint, test: Exclude<Test, { kind: 'opaque' }>): void {
  if (test.kind === 'null') {
    if (test.isNull) constraint.mustBeNull = true;
    else constraint.mustBePresent = true;
    return;
  }
  constraint.mustBePresent = true;
  if (constraint.domain === 'mixed') return;
  if (test.kind === 'one-of') {
    allowOnly(constraint, test.literals);
    return;
  }
  const value = orderOf(test.literal, constraint.domain);
  switch (test.operator) {
    case '=':
      allowOnly(constraint, [test.literal]);
      return;
    case '!=':
      constraint.excluded.add(value);
      return;
    case '<':
    case '<=':
      if (typeof value !== 'boolean') lowerHigh(constraint, { value, isIncluded: test.operator === '<=' });
      return;
    case '>':
    case '>=':
      if (typeof value !== 'boolean') raiseLow(constraint, { value, isIncluded: test.operator === '>=' });
      return;
  }
}

/** Times are compared as numbers. */
function orderOf(literal: Literal, domain: Domain): Literal {
  return domain === 'time' && typeof literal === 'string' ? (parseInstant(literal) ?? literal) : literal;
}

function allowOnly(constraint: Constraint, literals: readonly Literal[]): void {
  const values = new Set(literals.map((literal) => orderOf(literal, constraint.domain)));
  constraint.allowed = constraint.allowed === undefined ? values : constraint.allowed.intersection(values);
}

function raiseLow(constraint: Constraint, bound: Bound): void {
  const { low } = constraint;
  if (low === undefined || bound.value > low.value || (bound.value === low.value && !bound.isIncluded)) {
    constraint.low = bound;
  }
}

function lowerHigh(constraint: Constraint, bound: Bound): void {
  const { high } = constraint;
  if (high === undefined || bound.value < high.value || (bound.value === high.value && !bound.isIncluded)) {
    constraint.high = bound;
  }
}

function isInside(value: Literal, { low, high, excluded }: Constraint): boolean {
  if (excluded.has(value)) return false;
  if (low !== undefined && !(low.isIncluded ? value >= low.value : value > low.value)) return false;
  return high === undefined || (high.isIncluded ? value <= high.value : value < high.value);
}

function check(constraint: Constraint): Verdict {
  const { domain, low, high, allowed, mustBeNull, mustBePresent } = constraint;
  if (mustBeNull && mustBePresent) return 'impossible';
  if (domain === 'mixed') return 'unknown';
  if (mustBeNull) return 'satisfiable';
  if (allowed !== undefined) {
    return [...allowed].some((value) => isInside(value, constraint)) ? 'satisfiable' : 'impossible';
  }
  if (domain === 'boolean') {
    return [true, false].some((value) => isInside(value, constraint)) ? 'satisfiable' : 'impossible';
  }
  if (low === undefined || high === undefined) return 'satisfiable';
  if (low.value === high.value) return isInside(low.value, constraint) ? 'satisfiable' : 'impossible';
  if (low.value > high.value) return 'impossible';
  return hasCommonValue(constraint, low, high) ? 'satisfiable' : 'unknown';
}

/**
 * Says whether values that really occur lie between two bounds.
 *
 * `hour > 17 and hour < 18` has solutions, but not among whole hours; the same holds for midnights and for texts.
 */
function hasCommonValue(constraint: Constraint, low: Bound, high: Bound): boolean {
  if (isInside(low.value, constraint) || isInside(high.value, constraint)) return true;
  if (typeof low.value === 'string' || typeof high.value === 'string') return false;
  const step = constraint.domain === 'time' ? millisecondsPerDay : 1;
  const areWhole = low.value % step === 0 && high.value % step === 0;
  if (!areWhole) return true;
  const between = [...constraint.excluded].filter((value) => value > low.value && value < high.value);
  return (high.value - low.value) / step - 1 > between.length;
}

const unbounded: TimeInterval = { from: undefined, to: undefined, isFromIncluded: false, isToIncluded: false };

function intervalOf(constraint: Constraint): TimeInterval {
  const { low, high, allowed } = constraint;
  const times = [...(allowed ?? [])]
    .filter((value) => typeof value === 'number')
    .filter((value) => isInside(value, constraint));
  if (times.length > 0) {
    return { from: Math.min(...times), to: Math.max(...times), isFromIncluded: true, isToIncluded: true };
  }
  return {
    from: typeof low?.value === 'number' ? low.value : undefined,
    to: typeof high?.value === 'number' ? high.value : undefined,
    isFromIncluded: low?.isIncluded ?? false,
    isToIncluded: high?.isIncluded ?? false,
  };
}

/** The smallest interval that holds both. */
function uniteIntervals(left: TimeInterval, right: TimeInterval): TimeInterval {
  const from = left.from === undefined || right.from === undefined ? undefined : Math.min(left.from, right.from);
  const to = left.to === undefined || right.to === undefined ? undefined : Math.max(left.to, right.to);
  return {
    from,
    to,
    isFromIncluded: [left, right].some((one) => from !== undefined && one.from === from && one.isFromIncluded),
    isToIncluded: [left, right].some((one) => to !== undefined && one.to === to && one.isToIncluded),
  };
}
