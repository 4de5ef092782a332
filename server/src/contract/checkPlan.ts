/**
 * What a contract asks of a table: questions for the worker, and where in the contract each of them stands.
 *
 * What is never computed (`sql`, `custom`, `text`) is listed with its reason, so that nobody takes silence for a pass.
 */
import type { ContractMetric, ContractQuestions, ValueStep } from '../../../schemas/contractCheck.ts';
import type { LogicalType } from '../../../schemas/contract/logicalTypes.ts';
import { isUpTo } from '../../../schemas/contract/versions.ts';
import { columnsOfObject } from '../spec/contractFile.ts';
import type { ContractCheck, ContractColumn, ContractFile, ContractObject } from '../spec/contractFile.ts';
import type { AnyNode } from '../spec/located.ts';
import type { Place } from '../yaml/place.ts';
import { columnConditions } from './columnConditions.ts';
import type { ContractValue } from './columnConditions.ts';
import { headOf } from './problem.ts';
import { kindOfPhysical } from './physicalType.ts';
import { allowedBy, comparisonOf, kindOfCheck, metricOfCheck, wordsOf } from './qualityCheck.ts';

/** A question's place in the contract, and what it asks, in words. */
export interface PlannedQuestion {
  readonly place: Place;
  /** The column in question; undefined for the object as a whole. */
  readonly column: string | undefined;
  /** What must hold, as the end of "must": `be present`, `be at least 1`. */
  readonly must: string;
  /** Name of the check, for checks with one. */
  readonly check: string | undefined;
}

export interface ContractPlan {
  readonly questions: ContractQuestions;
  /** By the keys of the questions. */
  readonly planned: ReadonlyMap<string, PlannedQuestion>;
  /** Checks that are not even asked. */
  readonly notAsked: readonly { readonly place: Place; readonly because: string }[];
}

/** Classifications whose values may be shown; every other word masks them. */
const openWords: ReadonlySet<string> = new Set(['public', 'internal', 'open', 'unclassified', 'none']);

/** @param personal columns that the spec calls personal data */
export function planContractCheck(
  { version }: Pick<ContractFile, 'version'>,
  object: ContractObject,
  personal: ReadonlySet<string>,
): ContractPlan {
  const plan = new Plan(isUpTo('v3.1.0', version), personal);
  const columns = columnsOfObject(object);
  columns.forEach((column, index) => plan.addColumn(column, `columns/${index}`));
  plan.addPrimaryKey(columns);
  object.fields.quality?.items.forEach((check, index) => plan.addCheck(check, `quality/${index}`, undefined));
  columns.forEach((column, at) => {
    const name = nameInTable(column);
    if (name === undefined) return;
    column.fields.quality?.items.forEach((check, index) =>
      plan.addCheck(check, `columns/${at}/quality/${index}`, name),
    );
  });
  return plan.result;
}

/** The name of a column in the store. */
function nameInTable({ fields }: ContractColumn): string | undefined {
  const name = fields.physicalName?.text ?? fields.name?.text;
  return name === '' ? undefined : name;
}

/** Steps into a nested value that are taken; the worker takes twice as many. */
const deepest = 10;

type Nested = { readonly fields: Pick<ContractColumn['fields'], 'items' | 'properties'> };

/** Where values stand, and how they are asked for. */
interface Holder {
  /** Of the question. */
  readonly key: string;
  /** The column of the table. */
  readonly column: string;
  readonly otherName: string | undefined;
  /** As messages call it: `address.city`, `tags[]`. */
  readonly label: string;
  readonly within: readonly ValueStep[];
  readonly isMasked: boolean;
}

class Plan {
  private readonly columns: ContractQuestions['columns'] = [];
  private readonly keys: ContractQuestions['keys'] = [];
  private readonly metrics: ContractQuestions['metrics'] = [];
  private readonly planned = new Map<string, PlannedQuestion>();
  private readonly notAsked: { place: Place; because: string }[] = [];
  /** Name in the contract → name in the table. */
  private readonly names = new Map<string, string>();
  private readonly tellsTimes: boolean;
  private readonly personal: ReadonlySet<string>;

  /** @param tellsTimes whether the version tells days, moments and times of day apart */
  constructor(tellsTimes: boolean, personal: ReadonlySet<string>) {
    this.tellsTimes = tellsTimes;
    this.personal = personal;
  }

  get result(): ContractPlan {
    const { columns, keys, metrics, planned, notAsked } = this;
    return { questions: { columns, keys, metrics }, planned, notAsked };
  }

  addColumn(column: ContractColumn, key: string): void {
    const { fields } = column;
    const name = nameInTable(column);
    if (name === undefined || fields.name === undefined) return;
    this.names.set(fields.name.text, name);
    this.note(key, fields.name.place, name, 'be there');
    const otherName = fields.name.text === name || fields.name.text === '' ? undefined : fields.name.text;
    const own: Holder = { key, column: name, otherName, label: name, within: [], isMasked: this.personal.has(name) };
    const isMasked = this.addValues(column, own);
    if (fields.unique?.value === true) {
      const place = `${key}/unique`;
      this.note(place, placeOf(fields.unique), name, 'not repeat');
      this.keys.push({ key: place, columns: [name] });
    }
    this.addParts(column, { ...own, isMasked });
  }

  /** Asks for type and conditions of the values at a place. @returns whether they are masked */
  private addValues(value: ContractValue, { key, column, otherName, label, within, isMasked }: Holder): boolean {
    const classification = value.fields.classification?.text.trim().toLowerCase();
    const isSecret = classification !== undefined && classification !== '' && !openWords.has(classification);
    const conditions = columnConditions(value).map(({ condition, node, must }, index) => {
      const place = `${key}/conditions/${index}`;
      this.note(place, placeOf(node), label, must);
      return { key: place, condition };
    });
    const types = this.typesOf(value, key, label);
    this.columns.push({
      key,
      column,
      within: [...within],
      isMasked: isMasked || isSecret,
      conditions,
      ...(types === undefined ? {} : { types }),
      ...(otherName === undefined ? {} : { otherName }),
    });
    return isMasked || isSecret;
  }

  /** Parts of an object and elements of a list, and what lies below them. */
  private addParts(value: Nested, holder: Holder): void {
    const { items, properties } = value.fields;
    if (holder.within.length >= deepest) {
      for (const part of [items, properties]) {
        if (part !== undefined) this.skip(placeOf(part), `parts of \`${holder.label}\` are not looked into`);
      }
      return;
    }
    if (items !== undefined) {
      const within: ValueStep[] = [...holder.within, { kind: 'elements' }];
      this.addPart(items, placeOf(items), {
        ...holder,
        key: `${holder.key}/items`,
        within,
        label: `${holder.label}[]`,
      });
    }
    for (const [index, part] of (properties?.items ?? []).entries()) {
      const name = part.fields.physicalName?.text ?? part.fields.name?.text ?? '';
      if (name === '') continue;
      const within: ValueStep[] = [...holder.within, { kind: 'part', name }];
      const key = `${holder.key}/properties/${index}`;
      this.addPart(part, part.fields.name?.place ?? placeOf(part), {
        ...holder,
        key,
        within,
        label: `${holder.label}.${name}`,
      });
    }
  }

  private addPart(part: ContractValue & Nested, place: Place, holder: Holder): void {
    this.note(holder.key, place, holder.label, 'be there');
    const isMasked = this.addValues(part, holder);
    if (part.fields.unique?.value === true) {
      this.skip(placeOf(part.fields.unique), `whether \`${holder.label}\` repeats is not looked at`);
    }
    if (part.fields.quality !== undefined) {
      this.skip(placeOf(part.fields.quality), `checks of \`${holder.label}\` are not run`);
    }
    this.addParts(part, { ...holder, isMasked });
  }

  private typesOf({ fields }: ContractValue, key: string, name: string): ContractQuestions['columns'][number]['types'] {
    const { logicalType, physicalType } = fields;
    const place = `${key}/type`;
    if (logicalType !== undefined) {
      this.note(place, logicalType.place, name, `be of type \`${logicalType.value}\``);
      // Before v3.1 the standard had one word for days, moments and times of day.
      const times: LogicalType[] = ['date', 'timestamp', 'time'];
      const logical: LogicalType[] = logicalType.value === 'date' && !this.tellsTimes ? times : [logicalType.value];
      return { key: place, logical };
    }
    const physical = physicalType === undefined ? undefined : kindOfPhysical(physicalType.text);
    if (physicalType === undefined || physical === undefined) return undefined;
    this.note(place, physicalType.place, name, `be of type \`${physicalType.text}\``);
    return { key: place, physical };
  }

  addPrimaryKey(columns: readonly ContractColumn[]): void {
    const parts = columns
      .filter(({ fields }) => fields.primaryKey?.value === true)
      .toSorted((left, right) => positionOf(left) - positionOf(right));
    const names = parts.flatMap((part) => nameInTable(part) ?? []);
    const [first] = parts;
    if (first?.fields.primaryKey === undefined || names.length < parts.length) return;
    this.note('primaryKey', placeOf(first.fields.primaryKey), names.join(', '), 'not repeat, as the primary key');
    this.keys.push({ key: 'primaryKey', columns: names });
  }

  /** @param column name in the table; undefined for a check of the object */
  addCheck(check: ContractCheck, key: string, column: string | undefined): void {
    const kind = kindOfCheck(check);
    const place = check.fields.metric?.place ?? check.fields.rule?.place ?? headOf(check);
    if (kind !== 'library') {
      this.skip(check.fields.type?.place ?? headOf(check), `checks of type ${kind} are never run`);
      return;
    }
    const metric = this.metricOf(check, column);
    const comparison = comparisonOf(check);
    const unit = check.fields.unit?.text ?? 'rows';
    if (metric === undefined || comparison === undefined) {
      this.skip(place, 'the check does not say what is counted, or what it is compared with');
    } else if (unit !== 'rows' && unit !== 'percent') {
      this.skip(placeOf(check.fields.unit ?? check), `the unit \`${unit}\` is neither rows nor percent`);
    } else {
      const must = `${wordsOf(comparison)}${unit === 'percent' ? ' percent' : ''}`;
      this.note(key, place, column, must, nameOf(check, metric.kind));
      this.metrics.push({ key, metric, isPercent: unit === 'percent', allowed: allowedBy(comparison) });
    }
  }

  private metricOf(check: ContractCheck, column: string | undefined): ContractMetric | undefined {
    const kind = metricOfCheck(check);
    const texts = (key: string): string[] | undefined => textsOf(check.fields.arguments?.entries.get(key));
    switch (kind) {
      case undefined:
        return undefined;
      case 'rowCount':
        return { kind };
      case 'duplicateValues': {
        const named = column === undefined ? texts('properties') : [column];
        return named === undefined || named.length === 0
          ? undefined
          : { kind, columns: named.map((name) => this.names.get(name) ?? name) };
      }
      case 'nullValues':
        return column === undefined ? undefined : { kind, column };
      case 'missingValues':
        return column === undefined ? undefined : { kind, column, values: texts('missingValues') ?? [] };
      case 'invalidValues': {
        const values = texts('validValues');
        const [pattern] = texts('pattern') ?? [];
        if (column === undefined || (values === undefined && pattern === undefined)) return undefined;
        return {
          kind,
          column,
          ...(values === undefined ? {} : { values }),
          ...(pattern === undefined ? {} : { pattern }),
        };
      }
    }
  }

  private note(key: string, place: Place, column: string | undefined, must: string, check?: string): void {
    this.planned.set(key, { place, column, must, check });
  }

  private skip(place: Place, because: string): void {
    this.notAsked.push({ place, because });
  }
}

function positionOf({ fields }: ContractColumn): number {
  return fields.primaryKeyPosition?.value ?? 0;
}

function placeOf(node: AnyNode): Place {
  return node.kind === 'scalar' ? node.place : headOf(node);
}

function nameOf({ fields }: ContractCheck, metric: string): string {
  const { name, id } = fields;
  return name?.text ?? id?.text ?? metric;
}

/** The texts of a list, or of a single value; undefined when there is none. */
function textsOf(node: AnyNode | undefined): string[] | undefined {
  if (node?.yaml.kind === 'scalar') return [node.yaml.text];
  if (node?.yaml.kind !== 'list') return undefined;
  return node.yaml.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
}
