/** What the editor shows about the word under the pointer. */
import type { Hover } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';
import { costCategories } from '../../../../schemas/costCategories.ts';
import { findMetricName } from '../../../../schemas/metricNames.ts';
import { daysBetween } from '../../rules/daysBetween.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { columnsOf } from '../../spec/expression.ts';
import type { ExpressionNode, ReferenceNode } from '../../spec/located.ts';
import type { Entity, Project } from '../../spec/project.ts';
import type { MapShape, ScalarShape } from '../../spec/shape.ts';
import type { SpecFile } from '../../spec/specFile.ts';
import { isDate } from '../../spec/readScalar.ts';
import { counted } from '../../spec/words.ts';
import type { YamlScalar } from '../../yaml/nodes.ts';
import type { Place } from '../../yaml/place.ts';
import type { ProjectFile } from '../../spec/contractFile.ts';
import { classesInQuestion } from '../classes.ts';
import { contractFileOf } from '../contract/contractFiles.ts';
import { hoverInContract } from '../contract/contractHover.ts';
import { findColumn } from '../columns.ts';
import { dataInQuestion } from '../dataInQuestion.ts';
import { fileOf, rangeIn } from '../fileRange.ts';
import { graphInQuestion } from '../graphInQuestion.ts';
import { code, escapeText, paragraphs, sentences } from '../markdown.ts';
import { rolesOfPerson } from '../persons.ts';
import { placeLink } from '../placeLink.ts';
import { followShapes } from '../shapePath.ts';
import type { ShapePath } from '../shapePath.ts';
import { keysOf, pathAt, scalarOf } from '../treePath.ts';
import type { TreePath } from '../treePath.ts';
import { describeColumn } from './columnText.ts';
import { describeEconomicsAt } from './economicsText.ts';
import { describeEntity } from './entityText.ts';
import { describeEvidence } from './evidenceText.ts';
import { describeField } from './keyText.ts';
import { describeMetricName } from './metricText.ts';
import { describeGraphValue } from './modelText.ts';
import { describeQuantity } from './quantityText.ts';
import { describeRule } from './ruleText.ts';
import { describeSlice } from './sliceText.ts';

export interface HoverOptions {
  /** Address below which the pages of rules lie. */
  readonly rulePages: string;
}

/** @returns undefined where nothing is to be said */
export function findHover(
  snapshot: ProjectSnapshot,
  uri: string,
  offset: number,
  options: HoverOptions,
): Hover | undefined {
  const contract = contractFileOf(snapshot.project, uri);
  if (contract !== undefined) {
    const hover =
      aboutSuppression(contract, offset, options) ?? hoverInContract(snapshot, contract, offset, options.rulePages);
    if (hover === undefined) return undefined;
    return { contents: { kind: MarkupKind.Markdown, value: hover.text }, range: rangeIn(contract, hover.span) };
  }
  const file = fileOf(snapshot.project, uri);
  if (file === undefined || !file.yaml.isRead) return undefined;
  const found = aboutSuppression(file, offset, options) ?? aboutTree({ snapshot, file, options }, offset);
  if (found === undefined) return undefined;
  return { contents: { kind: MarkupKind.Markdown, value: found.text }, range: rangeIn(file, found.span) };
}

interface Found {
  readonly text: string;
  readonly span: { readonly start: number; readonly end: number };
}

interface Surroundings {
  readonly snapshot: ProjectSnapshot;
  readonly file: SpecFile;
  readonly options: HoverOptions;
}

/** A rule id in `# plumbline: ignore[…]`. */
function aboutSuppression(file: ProjectFile, offset: number, { rulePages }: HoverOptions): Found | undefined {
  const rule = file.suppressions
    .flatMap(({ rules }) => rules)
    .find(({ start, end }) => start <= offset && offset <= end);
  const text = rule === undefined ? undefined : describeRule(rule.id, rulePages);
  return rule === undefined || text === undefined ? undefined : { text, span: rule };
}

function aboutTree(around: Surroundings, offset: number): Found | undefined {
  const path = pathAt(around.file.yaml, offset);
  if (path === undefined || path.at === 'between') return undefined;
  const shapes = followShapes(path.steps);
  if (path.at === 'key') return aboutKey(around, path, shapes);
  const scalar = scalarOf(path);
  return scalar === undefined ? undefined : aboutScalar(around, path, shapes, scalar, offset);
}

function aboutKey(around: Surroundings, path: TreePath, { owners, field }: ShapePath): Found | undefined {
  const step = path.steps.at(-1);
  if (step?.kind !== 'entry') return undefined;
  const map = owners.find((owner) => owner.kind === 'map');
  const text =
    field !== undefined
      ? paragraphs([
          describeField(field, around.options.rulePages),
          describeEconomicsAt(around.snapshot, keysOf(path.steps)),
        ])
      : map === undefined
        ? undefined
        : describeMapKey(around, path, map, step.entry.key);
  return found(around, step.entry.keyPlace, text);
}

/** A key that a user chose, or that means a column, a class, a rule. */
function describeMapKey(around: Surroundings, path: TreePath, map: MapShape, key: string): string | undefined {
  const { snapshot, options } = around;
  const { project } = snapshot;
  if (map.defines !== undefined) {
    const entity = project.entity(map.defines, key);
    if (entity === undefined) return undefined;
    const category = map.defines === 'item' ? describeCategory(key) : undefined;
    const money = describeEconomicsAt(snapshot, keysOf(path.steps));
    return paragraphs([describeEntity(snapshot, entity), category ?? sentences(map.suggests[key] ?? ''), money]);
  }
  switch (map.keys) {
    case 'column': {
      const column = findColumn(snapshot, dataInQuestion(project, path.steps), key);
      return column === undefined ? undefined : describeColumn(snapshot, column);
    }
    case 'metric-name': {
      const metric = findMetricName(key);
      return metric === undefined ? undefined : describeMetricName(metric);
    }
    case 'class':
      return paragraphs([describeClass(project, path, key), sentences(map.value.description)]);
    case 'path':
      return describePath(snapshot, key, around.file.uri);
    case 'rule':
      return describeRule(key, options.rulePages);
    default: {
      const graph = map.keys === 'graph-name' ? graphInQuestion(snapshot, path.steps) : undefined;
      const value = graph === undefined ? undefined : describeGraphValue(graph, key);
      if (value !== undefined) return value;
      const meaning = map.suggests[key] ?? map.value.description;
      return paragraphs([
        meaning === '' ? undefined : `**${escapeText(key)}** · ${sentences(meaning)}`,
        describeSliceAt(snapshot, path),
      ]);
    }
  }
}

function describeSliceAt(snapshot: ProjectSnapshot, path: TreePath): string | undefined {
  const [section, metricId, slices, sliceId, ...deeper] = keysOf(path.steps);
  if (section !== 'metrics' || slices !== 'slices' || deeper.length > 0) return undefined;
  return metricId === undefined || sliceId === undefined ? undefined : describeSlice(snapshot, metricId, sliceId);
}

function describeCategory(name: string): string | undefined {
  const category = costCategories.find((candidate) => candidate.name === name);
  if (category === undefined) return undefined;
  const hidden = category.isHidden ? ' Plans usually forget it.' : '';
  return `Cost category of ${category.group}: ${sentences(category.description)}${hidden}`;
}

function aboutScalar(
  around: Surroundings,
  path: TreePath,
  shapes: ShapePath,
  scalar: YamlScalar,
  offset: number,
): Found | undefined {
  const node = around.file.scalars.find((candidate) => candidate.yaml === scalar);
  switch (node?.kind) {
    case 'quantity': {
      const step = path.steps.at(-1);
      const owner = step?.kind === 'entry' ? step : undefined;
      const text = describeQuantity(node, owner?.entry.key, owner?.map);
      return found(around, scalar.place, paragraphs([text, describeEconomicsAt(around.snapshot, node.path)]));
    }
    case 'expression':
      return aboutExpression(around, path, node, offset);
    case 'reference':
      return found(around, scalar.place, describeReference(around, node) ?? describeOwnKey(around, shapes));
    case 'scalar':
    case undefined:
      return found(around, scalar.place, describeWord(around, path, shapes, scalar) ?? describeOwnKey(around, shapes));
    case 'object':
    case 'map':
    case 'list':
      return undefined;
  }
}

/** What the key of a value is for, where the value itself says nothing more. */
function describeOwnKey({ options }: Surroundings, { field }: ShapePath): string | undefined {
  return field === undefined ? undefined : describeField(field, options.rulePages);
}

function describeReference({ snapshot }: Surroundings, { refersTo, id }: ReferenceNode): string | undefined {
  const entity = refersTo
    .map((kind) => snapshot.project.entity(kind, id))
    .find((one): one is Entity => one !== undefined);
  return entity === undefined ? undefined : describeEntity(snapshot, entity);
}

/** The column under the pointer, else the columns that the expression uses. */
function aboutExpression(
  around: Surroundings,
  path: TreePath,
  node: ExpressionNode,
  offset: number,
): Found | undefined {
  const { snapshot, file } = around;
  const dataIds = dataInQuestion(snapshot.project, path.steps);
  const uses = columnsOf(node.expression);
  const start = node.textStart;
  if (start !== undefined) {
    const at = file.yaml.offsetIn(node.place.section, offset) - start;
    const use = uses.find((one) => one.start <= at && at <= one.end);
    const column = use === undefined ? undefined : findColumn(snapshot, dataIds, use.name);
    if (use !== undefined && column !== undefined) {
      const place = { section: node.place.section, start: start + use.start, end: start + use.end };
      return found(around, place, describeColumn(snapshot, column));
    }
  }
  const names = [...new Set(uses.map(({ name }) => name))];
  const known = names.map((name) => {
    const column = findColumn(snapshot, dataIds, name);
    return column === undefined
      ? code(name)
      : `${code(name)}${column.type === undefined ? '' : ` ${escapeText(column.type.toLowerCase())}`}`;
  });
  const text = names.length === 0 ? 'This expression uses no column.' : `Uses ${known.join(', ')}.`;
  return found(around, node.place, text);
}

function describeWord(
  around: Surroundings,
  path: TreePath,
  { shapes }: ShapePath,
  scalar: YamlScalar,
): string | undefined {
  for (const shape of shapes) {
    if (shape.kind === 'choice' && shape.values.some((value) => String(value) === scalar.text)) {
      const metric = isMetricField(path) ? findMetricName(scalar.text) : undefined;
      if (metric !== undefined) return describeMetricName(metric);
      const meaning = shape.meanings[scalar.text];
      return meaning === undefined ? undefined : `**${escapeText(scalar.text)}** · ${sentences(meaning)}`;
    }
    if (shape.kind !== 'scalar') continue;
    const text = describeMeaning(around, path, shape, scalar);
    if (text !== undefined) return text;
    if (Object.hasOwn(shape.suggests, scalar.text)) {
      return `**${escapeText(scalar.text)}** · ${sentences(shape.suggests[scalar.text] ?? '')}`;
    }
  }
  return undefined;
}

/** Whether a value is the name of a metric, out of the closed list. */
function isMetricField(path: TreePath): boolean {
  const step = path.steps.at(-1);
  return step?.kind === 'entry' && step.entry.key === 'metric';
}

function describeMeaning(
  { snapshot, file }: Surroundings,
  path: TreePath,
  shape: ScalarShape,
  scalar: YamlScalar,
): string | undefined {
  switch (shape.meaning) {
    case 'column': {
      const column = findColumn(snapshot, dataInQuestion(snapshot.project, path.steps), scalar.text);
      return column === undefined ? undefined : describeColumn(snapshot, column);
    }
    case 'class':
      return describeClass(snapshot.project, path, scalar.text);
    case 'path':
    case 'glob':
      return describePath(snapshot, scalar.text, file.uri);
    case 'part':
      return describePath(snapshot, scalar.text.split('#', 1)[0] ?? '', file.uri);
    case 'evidence':
      return describeEvidence(snapshot, scalar.text);
    case 'period':
      return describePeriod(scalar.text);
    case 'person':
      return describePerson(snapshot, scalar.text);
    case 'quantity':
    case 'fraction':
    case 'expression':
    case 'reference':
    case 'date':
    case 'commit':
    case 'currency':
    case 'environment':
    case 'thresholds':
    case 'formula':
    case undefined:
      return undefined;
  }
}

function describeClass(project: Project, path: TreePath, name: string): string | undefined {
  const found = classesInQuestion(project, path.steps).find((one) => one.name === name);
  if (found === undefined) return undefined;
  const value = found.value === undefined ? '' : `: rows whose label is ${code(found.value)}`;
  return `**${escapeText(found.name)}** · class of ${code(found.labelId)}${value}`;
}

/** How long a period is; undefined where it cannot be read, which a rule says. */
function describePeriod(text: string): string | undefined {
  const [from = '', to = ''] = text.split('/');
  if (!isDate(from) || !isDate(to) || to < from) return undefined;
  const days = daysBetween(from, to);
  return `${code(text)} · ${counted(days + 1, 'day')}, both ends included`;
}

/** The roles that somebody fills; undefined when the team has nobody with this address. */
function describePerson({ project }: ProjectSnapshot, address: string): string | undefined {
  const roles = rolesOfPerson(project, address);
  if (roles.length === 0) return undefined;
  const names = roles.map(({ id, keyPlace }) => placeLink(project, id, keyPlace));
  return `**${escapeText(address)}** · ${names.join(', ')} of the team`;
}

function describePath({ facts }: ProjectSnapshot, path: string, uri: string): string | undefined {
  const fact = facts.path(path, uri);
  if (fact.state !== 'known') return undefined;
  const { kind, sizeBytes, matches } = fact.value;
  if (matches !== undefined) return `${code(path)} · ${matches.toLocaleString('en')} matching files`;
  switch (kind) {
    case 'file':
      return `${code(path)} · file${sizeBytes === undefined ? '' : `, ${sizeBytes.toLocaleString('en')} bytes`}`;
    case 'folder':
      return `${code(path)} · folder`;
    case 'missing':
      return `${code(path)} · does not exist`;
    case 'outside':
      return `${code(path)} · lies outside the workspace, and is not read`;
  }
}

function found({ file }: Surroundings, place: Place, text: string | undefined): Found | undefined {
  const span = file.yaml.rangeOf(place);
  return text === undefined || text === '' || span === undefined ? undefined : { text, span };
}
