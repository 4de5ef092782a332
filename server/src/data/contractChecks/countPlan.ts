/** From the questions of a contract to counts over one table: what can be counted, how, and why the rest cannot. */
import type {
  AllowedNumbers,
  ContractMetric,
  ContractViolation,
  ParsedContractQuestions,
} from '../../../../schemas/contractCheck.ts';
import type { TableColumn } from '../../../../schemas/tableJobs.ts';
import { nearest } from '../../spec/nearest.ts';
import type { OpenTable } from '../openTable.ts';
import { quoteName, quoteText } from '../sqlText.ts';
import { textOf, writeUnlike, writeValue, writeViolation } from './conditionSql.ts';
import { checkLogicalType, checkPhysicalKind } from './typeCheck.ts';
import type { TypeVerdict } from './typeCheck.ts';
import { findPlace } from './valuePlace.ts';
import type { ValuePlace } from './valuePlace.ts';

/** Rows that violate something. */
export interface ViolationRows {
  /** SQL of a condition. */
  readonly sql: string;
  /** SQL of the text that shows a row; undefined when the row alone says enough. */
  readonly value: string | undefined;
}

export interface PlannedCount {
  readonly key: string;
  readonly kind: ContractViolation['kind'];
  /** The rows to count; undefined for all. */
  readonly violation: ViolationRows | undefined;
  readonly isMasked: boolean;
  /** What the count may be; undefined when it must be 0. */
  readonly compare:
    { readonly isPercent: boolean; readonly isOfAllRows: boolean; readonly allowed: AllowedNumbers } | undefined;
}

/** A count of rows that repeat earlier ones. */
export interface PlannedRepetition extends PlannedCount {
  readonly columns: readonly TableColumn[];
}

export interface ColumnAnswer {
  readonly column: TableColumn | undefined;
  readonly isMasked: boolean;
}

export interface CountPlan {
  /** Violations that need no counting. */
  readonly violations: readonly ContractViolation[];
  readonly notComputed: readonly { readonly key: string; readonly because: string }[];
  readonly counts: readonly PlannedCount[];
  readonly repetitions: readonly PlannedRepetition[];
  /** The columns of the contract, and what the table has of them. */
  readonly known: readonly ColumnAnswer[];
}

export async function planCounts(table: OpenTable, questions: ParsedContractQuestions): Promise<CountPlan> {
  const planner = new Planner(table);
  for (const column of questions.columns) await planner.addColumn(column);
  for (const { key, columns } of questions.keys)
    planner.addRepetition({ key, kind: 'repeated', compare: undefined }, columns);
  for (const metric of questions.metrics) await planner.addMetric(metric);
  return planner.plan;
}

type ColumnQuestion = ParsedContractQuestions['columns'][number];
type MetricQuestion = ParsedContractQuestions['metrics'][number];

class Planner {
  private readonly table: OpenTable;
  private readonly violations: ContractViolation[] = [];
  private readonly notComputed: { key: string; because: string }[] = [];
  private readonly counts: PlannedCount[] = [];
  private readonly repetitions: PlannedRepetition[] = [];
  private readonly known = new Map<string, ColumnAnswer>();
  /** Patterns that the engine cannot run, with what it says. */
  private readonly refusals = new Map<string, string | undefined>();

  constructor(table: OpenTable) {
    this.table = table;
  }

  get plan(): CountPlan {
    const { violations, notComputed, counts, repetitions, known } = this;
    return { violations, notComputed, counts, repetitions, known: [...known.values()] };
  }

  async addColumn({
    key,
    column: name,
    otherName,
    within,
    types,
    isMasked,
    conditions,
  }: ColumnQuestion): Promise<void> {
    const column = this.tableColumn(name) ?? (otherName === undefined ? undefined : this.tableColumn(otherName));
    if (within.length === 0) this.known.set(name, { column, isMasked });
    if (column === undefined) {
      // That the column is missing is said once, at the column.
      if (within.length > 0) return;
      const found = nearest(
        name,
        this.table.columns.map((candidate) => candidate.name),
      );
      this.violations.push({ key, kind: 'missing-column', examples: [], ...(found === undefined ? {} : { found }) });
      return;
    }
    const place = findPlace(column, within);
    if (place.kind === 'opaque') this.notComputed.push({ key, because: place.because });
    else if (place.kind === 'missing') this.violations.push(missingPart(key, place.near));
    else await this.addValues(place, { types, isMasked, conditions });
  }

  /** What must hold of the values at a place. */
  private async addValues(
    place: ValuePlace,
    { types, isMasked, conditions }: Pick<ColumnQuestion, 'types' | 'isMasked' | 'conditions'>,
  ): Promise<void> {
    const { value: column, onRow, holder, shown } = place;
    if (types !== undefined && !this.addType(place, types, isMasked)) return;
    for (const { key, condition } of conditions) {
      if (condition.kind === 'pattern' && (await this.refuse(key, condition.pattern))) continue;
      const written = writeViolation(column, condition);
      if (written.kind === 'none') {
        this.notComputed.push({ key, because: written.because });
        continue;
      }
      const isPresence = condition.kind === 'present';
      const sql = onRow(isPresence && holder !== 'true' ? `(${holder} AND ${written.sql})` : written.sql);
      const violation = { sql, value: isPresence ? undefined : shown };
      this.counts.push({ key, kind: 'values', violation, isMasked, compare: undefined });
    }
  }

  /** @returns whether the values have the type, so that conditions on them make sense */
  private addType(
    { value: column, onRow, shown }: ValuePlace,
    types: NonNullable<ColumnQuestion['types']>,
    isMasked: boolean,
  ): boolean {
    const format = this.table.files[0]?.format ?? 'csv';
    const ofLogical = types.logical === undefined ? fitting : checkLogicalType(column, types.logical, format);
    const ofPhysical = types.physical === undefined ? fitting : checkPhysicalKind(column, types.physical, format);
    const verdict = ofLogical.kind === 'fits' ? ofPhysical : ofLogical;
    switch (verdict.kind) {
      case 'fits':
        return true;
      case 'differs':
        this.violations.push({ key: types.key, kind: 'wrong-type', found: column.type, examples: [] });
        return false;
      case 'values': {
        const violation = { sql: onRow(verdict.violation), value: shown };
        this.counts.push({ key: types.key, kind: 'wrong-type', violation, isMasked, compare: undefined });
        return false;
      }
    }
  }

  async addMetric({ key, metric, isPercent, allowed }: MetricQuestion): Promise<void> {
    const compare = { isPercent, allowed, isOfAllRows: metric.kind === 'rowCount' };
    const planned = { key, kind: 'metric', compare } as const;
    if (metric.kind === 'rowCount') {
      this.counts.push({ ...planned, violation: undefined, isMasked: false });
    } else if (metric.kind === 'duplicateValues') {
      this.addRepetition(planned, metric.columns);
    } else {
      const answer = this.known.get(metric.column);
      // That the column is missing is said once, at the column.
      if (answer?.column === undefined) return;
      const isPattern = metric.kind === 'invalidValues' && metric.pattern !== undefined;
      if (isPattern && (await this.refuse(key, metric.pattern ?? ''))) return;
      const sql = writeMetric(answer.column, metric);
      const value = metric.kind === 'nullValues' ? undefined : textOf(answer.column);
      this.counts.push({ ...planned, violation: { sql, value }, isMasked: answer.isMasked });
    }
  }

  addRepetition(planned: Pick<PlannedCount, 'key' | 'kind' | 'compare'>, names: readonly string[]): void {
    const columns = names.map((name) => this.known.get(name)?.column ?? this.tableColumn(name));
    const found = columns.filter((column) => column !== undefined);
    if (found.length < names.length) {
      const missing = names.filter((name, index) => columns[index] === undefined && !this.known.has(name));
      if (missing.length === 0) return;
      this.notComputed.push({ key: planned.key, because: `the table has no column ${missing.join(', ')}` });
      return;
    }
    const isMasked = names.some((name) => this.known.get(name)?.isMasked === true);
    this.repetitions.push({ ...planned, violation: undefined, isMasked, columns: found });
  }

  private tableColumn(name: string): TableColumn | undefined {
    return this.table.columns.find((column) => column.name === name);
  }

  /** Says that a pattern cannot be run, if so. */
  private async refuse(key: string, pattern: string): Promise<boolean> {
    if (!this.refusals.has(pattern)) this.refusals.set(pattern, await this.tryPattern(pattern));
    const because = this.refusals.get(pattern);
    if (because !== undefined) this.notComputed.push({ key, because });
    return because !== undefined;
  }

  private async tryPattern(pattern: string): Promise<string | undefined> {
    try {
      await this.table.engine.select(`SELECT regexp_matches('', ${quoteText(pattern)})`);
      return undefined;
    } catch {
      return `the pattern \`${pattern.slice(0, 60)}\` is not one that the engine can run in linear time`;
    }
  }
}

function missingPart(key: string, near: string | undefined): ContractViolation {
  return { key, kind: 'missing-column', examples: [], ...(near === undefined ? {} : { found: near }) };
}

const fitting: TypeVerdict = { kind: 'fits' };

type ValueMetric = Exclude<ContractMetric, { kind: 'rowCount' | 'duplicateValues' }>;

/** SQL of the rows that a metric counts. */
function writeMetric(column: TableColumn, metric: ValueMetric): string {
  const name = quoteName(column.name);
  const listed = (values: readonly string[]): string => values.map((value) => writeValue(column, value)).join(', ');
  switch (metric.kind) {
    case 'nullValues':
      return `${name} IS NULL`;
    case 'missingValues': {
      const { values } = metric;
      return values.length === 0 ? `${name} IS NULL` : `(${name} IS NULL OR ${textOf(column)} IN (${listed(values)}))`;
    }
    case 'invalidValues': {
      const faults = [
        ...(metric.values === undefined || metric.values.length === 0
          ? []
          : [`${textOf(column)} NOT IN (${listed(metric.values)})`]),
        ...(metric.pattern === undefined ? [] : [writeUnlike(column, metric.pattern)]),
      ];
      // What is null is neither in a list nor like a pattern, and does not count.
      return faults.length === 0 ? 'false' : faults.join(' OR ');
    }
  }
}
