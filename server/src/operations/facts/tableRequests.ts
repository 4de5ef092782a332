/** From a spec to the questions that the worker answers: which files, which columns, which rows. */
import { imageColumns } from '../../../../schemas/tableSource.ts';
import type { SplitRows } from '../../../../schemas/tableSource.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { ObjectNode } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';

type DataNode = NonNullable<ReturnType<typeof dataSourceOf>>;
type SplitNode = NonNullable<ReturnType<typeof splitOf>>;

export function dataSourceOf(spec: ObjectNode<SpecShape>, id: string) {
  return spec.fields.data?.entries.get(id);
}

export function splitOf(spec: ObjectNode<SpecShape>, id: string) {
  return spec.fields.splits?.entries.get(id);
}

/** Columns computed on reading, in spec order. */
export function derivedColumns(source: DataNode): { column: string; expression: string }[] {
  return [...(source.fields.derive?.entries ?? [])].map(([column, node]) => ({ column, expression: node.text }));
}

/** The splits of a data source, in spec order. */
export function splitsOf(project: Project, dataId: string): readonly { id: string; node: SplitNode }[] {
  return [...(project.spec.fields.splits?.entries ?? [])]
    .filter(([, node]) => node.fields.of?.id === dataId)
    .map(([id, node]) => ({ id, node }));
}

/** Why something cannot be asked, as the end of "not known because …". */
export interface Unaskable {
  readonly because: string;
}

/**
 * The rows of a split as a job wants them.
 *
 * @param filesOf the files of the source that match the split's own `path`
 */
export function splitRows(
  id: string,
  node: SplitNode,
  source: DataNode,
  filesOf: (pattern: string) => readonly string[],
): SplitRows | Unaskable {
  const { where, period, path, fraction, seed } = node.fields;
  const rows: SplitRows = { id };
  if (where !== undefined) rows.where = where.text;
  if (period !== undefined) {
    const column = source.fields.roles?.fields.time?.text;
    if (column === undefined) return { because: `the source of split ${id} names no time column for its period` };
    const [from = '', to = ''] = period.text.split('/');
    rows.period = { column, from, to };
  }
  if (path !== undefined) rows.files = [...filesOf(path.text)];
  if (fraction !== undefined) {
    if (seed === undefined) return { because: `split ${id} has a fraction and no seed` };
    const share = Number(fraction.quantity.value.toString());
    if (!(share > 0 && share <= 1)) return { because: `the fraction of split ${id} is not between 0 % and 100 %` };
    const group = groupApart(source);
    rows.fraction = { share, seed: seed.value, ...(group === undefined ? {} : { group }) };
  }
  const isUnreadable = ['where', 'period', 'path', 'fraction', 'seed'].some((key) => node.unreadable.has(key));
  return isUnreadable ? { because: `the definition of split ${id} cannot be read` } : rows;
}

/** The column whose groups must lie in one split each; undefined when there is none, or they may be shared. */
export function groupApart(source: DataNode): string | undefined {
  const group = source.fields.roles?.fields.group;
  if (group === undefined) return undefined;
  if (group.kind !== 'object') return group.text;
  return group.fields.across_splits?.value === 'shared' ? undefined : group.fields.column?.text;
}

/** A label with classes, as conditions over the columns of its source. */
export interface LabelConditions {
  /** Condition for rows of the positive class; undefined when the label names none. */
  readonly positive: string | undefined;
  /** Class → condition, in spec order. */
  readonly classes: ReadonlyMap<string, string>;
}

/** How the classes of the label of a source are told apart; undefined when the spec does not say. */
export function labelConditions(project: Project, dataId: string): LabelConditions | undefined {
  const source = dataSourceOf(project.spec, dataId);
  const column = source?.fields.roles?.fields.label?.text;
  if (column === undefined) return undefined;
  for (const label of project.spec.fields.labels?.entries.values() ?? []) {
    if (label.fields.of?.id !== dataId) continue;
    const { classes, positive } = label.fields;
    const values = new Map<string, string>();
    if (classes?.kind === 'map') {
      for (const [name, value] of classes.entries) values.set(name, classCondition(source, column, value.text));
    } else if (classes?.kind === 'list') {
      for (const item of classes.items) values.set(item.text, classCondition(source, column, item.text));
    }
    return { positive: positive === undefined ? undefined : values.get(positive.text), classes: values };
  }
  return undefined;
}

/** The rows of a scenario, or those of one class in it. */
export interface ScenarioCondition {
  /** Different for each condition of a source. */
  readonly id: string;
  readonly scenarioId: string;
  /** Undefined for the rows of all classes together. */
  readonly className: string | undefined;
  readonly where: string;
}

/** What is counted for the scenarios of a source; nothing while its classes are not known. */
export function scenarioConditions(project: Project, dataId: string): readonly ScenarioCondition[] {
  const classes = labelConditions(project, dataId)?.classes;
  if (classes === undefined) return [];
  return [...(dataSourceOf(project.spec, dataId)?.fields.scenarios?.entries ?? [])].flatMap(([scenarioId, node]) => {
    const where = node.fields.where?.text;
    if (where === undefined) return [];
    return [
      { id: `scenario ${scenarioId}`, scenarioId, className: undefined, where },
      ...[...classes].map(([className, condition]) => ({
        id: `scenario ${scenarioId} class ${className}`,
        scenarioId,
        className,
        where: `(${where}) and (${condition})`,
      })),
    ];
  });
}

/** Condition of the rows whose label is a value: booleans and numbers as they are, anything else as text. */
export function classCondition(source: DataNode | undefined, column: string, text: string): string {
  const name = /^[A-Za-z_][A-Za-z0-9_]*$/.test(column) ? column : `"${column.replaceAll('"', '""')}"`;
  const isBare =
    !namesImages(source, column) && (text === 'true' || text === 'false' || /^-?\d+(?:\.\d+)?$/.test(text));
  return `${name} = ${isBare ? text : `'${text.replaceAll("'", "''")}'`}`;
}

/** Whether a column says where an image lies, by itself or derived as one that does: then it is text, as `7/` is. */
function namesImages(source: DataNode | undefined, column: string): boolean {
  if (source?.fields.modality?.value !== 'image') return false;
  return imageColumns.some((name) => name === (source.fields.derive?.entries.get(column)?.text ?? column));
}
