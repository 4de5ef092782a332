/** Where a name is defined: ids, columns, classes, files and parts of contracts. */
import type { LocationLink, Range } from 'vscode-languageserver-types';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import { findObject } from '../spec/contractFile.ts';
import { columnsOf } from '../spec/expression.ts';
import type { AnyNode, ExpressionNode } from '../spec/located.ts';
import type { Entity } from '../spec/project.ts';
import type { SpecFile } from '../spec/specFile.ts';
import type { Place } from '../yaml/place.ts';
import { classesInQuestion } from './classes.ts';
import { definitionInContract } from './contract/contractDefinition.ts';
import { contractFileOf } from './contract/contractFiles.ts';
import { dataInQuestion } from './dataInQuestion.ts';
import { findEvidenceRun, partsOfEvidence } from './evidenceRun.ts';
import { fileOf, locationOf, rangeIn } from './fileRange.ts';
import type { LanguageFiles } from './languageFiles.ts';
import { nameIndexOf } from './names/nameIndex.ts';
import { rolesOfPerson } from './persons.ts';
import { followShapes } from './shapePath.ts';
import { pathAt, scalarOf } from './treePath.ts';
import type { TreePath } from './treePath.ts';

const startOfFile: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** @returns links with the range of the word they start from; empty where nothing is defined */
export async function findDefinition(
  snapshot: ProjectSnapshot,
  uri: string,
  offset: number,
  files: LanguageFiles,
): Promise<readonly LocationLink[]> {
  const contract = contractFileOf(snapshot.project, uri);
  if (contract !== undefined) return definitionInContract(contract, offset);
  const file = fileOf(snapshot.project, uri);
  const path = file === undefined || !file.yaml.isRead ? undefined : pathAt(file.yaml, offset);
  if (file === undefined || path === undefined) return [];
  const search: Search = { snapshot, file, files, path };
  if (path.at === 'key') return definitionsOfKey(search);
  const scalar = path.at === 'scalar' ? scalarOf(path) : undefined;
  if (scalar === undefined) return [];
  const node = file.scalars.find((candidate) => candidate.yaml === scalar);
  if (node?.kind === 'expression') return definitionsInExpression(search, node, offset);
  const targets = await targetsOf(search, node, scalar.text);
  return linksFrom(file, scalar.place, targets);
}

interface Search {
  readonly snapshot: ProjectSnapshot;
  readonly file: SpecFile;
  readonly files: LanguageFiles;
  readonly path: TreePath;
}

interface Target {
  readonly uri: string;
  readonly range: Range;
}

function linksFrom(file: SpecFile, from: Place, targets: readonly Target[]): readonly LocationLink[] {
  const span = file.yaml.rangeOf(from);
  return targets.map(({ uri, range }) => ({
    targetUri: uri,
    targetRange: range,
    targetSelectionRange: range,
    ...(span === undefined ? {} : { originSelectionRange: rangeIn(file, span) }),
  }));
}

/** Columns, classes and metrics as keys, such as a column that somebody answers for; a key that defines is its own. */
function definitionsOfKey(search: Search): readonly LocationLink[] {
  const { snapshot, file, path } = search;
  const step = path.steps.at(-1);
  if (step?.kind !== 'entry') return [];
  const { key, keyPlace } = step.entry;
  const keys = followShapes(path.steps).owners.flatMap((owner) => (owner.kind === 'map' ? [owner.keys] : []));
  const targets = keys.includes('column')
    ? columnTargets(search, key)
    : keys.includes('class')
      ? classTargets(search, key)
      : [];
  const own = locationOf(snapshot.project, keyPlace);
  const others = targets.filter(({ uri, range }) => uri !== own?.uri || !isSameRange(range, own.range));
  return linksFrom(file, keyPlace, others);
}

function isSameRange(left: Range, right: Range): boolean {
  return left.start.line === right.start.line && left.start.character === right.start.character;
}

async function targetsOf(search: Search, node: AnyNode | undefined, text: string): Promise<readonly Target[]> {
  const { snapshot, path } = search;
  const { project } = snapshot;
  if (node?.kind === 'reference') {
    const found = node.refersTo
      .map((kind) => project.entity(kind, node.id))
      .find((entity): entity is Entity => entity !== undefined);
    if (found !== undefined) return atPlace(snapshot, found.keyPlace);
    return node.otherwise === 'path' ? fileTarget(search, text) : [];
  }
  for (const shape of followShapes(path.steps).shapes) {
    if (shape.kind !== 'scalar') continue;
    switch (shape.meaning) {
      case 'column':
        return columnTargets(search, text);
      case 'class':
        return classTargets(search, text);
      case 'path':
      case 'glob':
        return fileTarget(search, text);
      case 'part':
        return partTarget(search, text);
      case 'evidence':
        return evidenceTarget(search, text);
      case 'person':
        return rolesOfPerson(project, text).flatMap(({ keyPlace }) => atPlace(snapshot, keyPlace));
      case 'quantity':
      case 'fraction':
      case 'expression':
      case 'reference':
      case 'date':
      case 'period':
      case 'commit':
      case 'currency':
      case 'environment':
      case 'thresholds':
      case 'formula':
      case undefined:
    }
  }
  return [];
}

function atPlace({ project }: ProjectSnapshot, place: Place): readonly Target[] {
  const location = locationOf(project, place);
  return location === undefined ? [] : [location];
}

async function fileTarget({ files, file }: Search, path: string): Promise<readonly Target[]> {
  const resolved = await files.resolve(path, file.uri);
  return resolved.kind === 'file' ? [{ uri: resolved.uri, range: startOfFile }] : [];
}

async function evidenceTarget(search: Search, text: string): Promise<readonly Target[]> {
  const { snapshot } = search;
  const { scheme, name } = partsOfEvidence(text);
  switch (scheme) {
    case 'split': {
      const split = snapshot.project.entity('split', name);
      return split === undefined ? [] : atPlace(snapshot, split.keyPlace);
    }
    case 'run':
    case 'mlflow': {
      const run = findEvidenceRun(snapshot.facts, text);
      const uri = run.state === 'known' ? run.value?.uri : undefined;
      return uri === undefined ? [] : [{ uri, range: startOfFile }];
    }
    case 'file':
      return fileTarget(search, name);
    case 'dvc':
      return fileTarget(search, name.split('#', 1)[0] ?? '');
    default:
      return [];
  }
}

/** The object of a contract, or the start of the file when it is no contract, or names none that exists. */
async function partTarget({ snapshot, files, file }: Search, text: string): Promise<readonly Target[]> {
  const [path = '', object] = text.split('#', 2);
  const resolved = await files.resolve(path, file.uri);
  if (resolved.kind !== 'file') return [];
  const contract = snapshot.project.contracts.find(({ uri }) => uri === resolved.uri);
  const name = contract === undefined ? undefined : findObject(contract, object)?.fields.name;
  const [found] = name === undefined ? [] : atPlace(snapshot, name.place);
  return [found ?? { uri: resolved.uri, range: startOfFile }];
}

function classTargets({ snapshot, path }: Search, name: string): readonly Target[] {
  const found = classesInQuestion(snapshot.project, path.steps).find((one) => one.name === name);
  return found === undefined ? [] : atPlace(snapshot, found.place);
}

/** A column where it is derived, else where a contract describes it. */
function columnTargets({ snapshot, path }: Search, id: string): readonly Target[] {
  const { project } = snapshot;
  const definitions = dataInQuestion(project, path.steps)
    .flatMap((dataId) => nameIndexOf(project).of({ kind: 'column', dataId, id }))
    .filter(({ isDefinition }) => isDefinition)
    .map(({ place }) => place);
  const derived = definitions.find((place) => isInSpec(snapshot, place));
  const place = derived ?? definitions[0];
  return place === undefined ? [] : atPlace(snapshot, place);
}

function isInSpec({ project }: ProjectSnapshot, place: Place): boolean {
  const uri = project.locate(place)?.file.uri;
  return uri !== undefined && fileOf(project, uri) !== undefined;
}

function definitionsInExpression(search: Search, node: ExpressionNode, offset: number): readonly LocationLink[] {
  const { file } = search;
  const { textStart } = node;
  if (textStart === undefined) return [];
  const at = file.yaml.offsetIn(node.place.section, offset) - textStart;
  const use = columnsOf(node.expression).find(({ start, end }) => start <= at && at <= end);
  if (use === undefined) return [];
  const from = { section: node.place.section, start: textStart + use.start, end: textStart + use.end };
  return linksFrom(file, from, columnTargets(search, use.name));
}
