/** One file of a spec: YAML, read by the language's shape, section by section. */
import { spec } from '../../../schemas/spec.ts';
import type { SpecShape } from '../../../schemas/spec.ts';
import { findDamage } from '../yaml/damage.ts';
import { createYamlFileParser } from '../yaml/yamlFile.ts';
import type { YamlFile, YamlFileParser } from '../yaml/yamlFile.ts';
import type { AnyNode, ObjectNode, ReferenceNode } from './located.ts';
import { readQuantity } from './quantity.ts';
import type { QuantityReading } from './quantity.ts';
import type { KeyCheck, Reading } from './reader.ts';
import { shapeOf } from './shape.ts';
import type { ObjectShape } from './shape.ts';
import type { SpecProblem } from './specProblem.ts';
import { findSuppressions } from './suppressions.ts';
import type { Suppression } from './suppressions.ts';
import { createTopLevelReader } from './topLevel.ts';
import type { TopLevelReader } from './topLevel.ts';

/** Texts of quantities whose meaning a reader remembers. */
const keptQuantities = 5000;

/** The language version that this reader knows. */
export const knownVersion = 'v1';

export interface SpecFile {
  readonly uri: string;
  /** Whether the file is a spec of its own, which all are but parts, named `*.plumbline.yaml`. */
  readonly isMain: boolean;
  readonly yaml: YamlFile;
  readonly root: ObjectNode<SpecShape>;
  readonly problems: readonly SpecProblem[];
  /** These two are gathered from `readings` when they are asked for. */
  readonly references: readonly ReferenceNode[];
  readonly scalars: readonly AnyNode[];
  /** The readings of the sections, each the same for as long as the text that it reads stands. */
  readonly readings: readonly Reading[];
  readonly suppressions: readonly Suppression[];
  /** Whether `plumbline:` names another version than ours; then nothing else about the file can be trusted. */
  readonly hasUnknownVersion: boolean;
  /** Another version of this file, such as a commit holds; entries that stand in both are the same, and read once. */
  otherVersion(text: string): SpecFile;
}

/** Whether all of a file could be read as YAML, so that what it lacks is not there. */
export function isWhole({ yaml }: Pick<SpecFile, 'yaml'>): boolean {
  return yaml.isRead && findDamage(yaml).length === 0;
}

/** Reads the versions of one file; what did not change is not read again. */
export interface SpecFileReader {
  read(text: string): SpecFile;
}

/** The shape of a whole spec. */
export function specShape(): ObjectShape {
  const shape = shapeOf(spec);
  if (shape.kind !== 'object') throw new TypeError('The spec is an object.');
  return shape;
}

/** A spec that says nothing, for a contract that no project holds. */
export function emptySpec(): ObjectNode<SpecShape> {
  return createSpecFileReader('').read('').root;
}

export function createSpecFileReader(uri: string): SpecFileReader {
  const quantities = new Map<string, QuantityReading>();

  function readQuantityOnce(text: string): QuantityReading {
    const reading = quantities.get(text) ?? readQuantity(text);
    if (quantities.size > keptQuantities) quantities.clear();
    quantities.set(text, reading);
    return reading;
  }

  return readerWith(uri, createYamlFileParser(), createTopLevelReader<SpecShape>(specShape(), readQuantityOnce));
}

function readerWith(uri: string, parser: YamlFileParser, topLevel: TopLevelReader<SpecShape>): SpecFileReader {
  let last: SpecFile | undefined;

  function read(text: string): SpecFile {
    const yaml = parser.parse(text);
    if (last?.yaml === yaml) return last;
    const { root, keys, readings } = topLevel.read(yaml);
    const isMain = !uri.endsWith('.plumbline.yaml');
    const version = yaml.entries.findLast((entry) => entry.key === 'plumbline')?.value;
    const ofThisVersion = { parser: parser.fork(), topLevel: topLevel.fork() };
    last = {
      uri,
      isMain,
      yaml,
      root,
      problems: [...rootProblems(yaml, keys, isMain), ...readings.flatMap(({ problems }) => problems)],
      get references() {
        return readings.flatMap(({ references }) => references);
      },
      get scalars() {
        return readings.flatMap(({ scalars }) => scalars);
      },
      readings,
      suppressions: findSuppressions(yaml),
      hasUnknownVersion: version !== undefined && !(version.kind === 'scalar' && version.text === knownVersion),
      otherVersion: (other) => readerWith(uri, ofThisVersion.parser.fork(), ofThisVersion.topLevel.fork()).read(other),
    };
    return last;
  }

  return { read };
}

/** Parts need only `plumbline` and `project`; the main file, what the schema requires. */
function rootProblems(yaml: YamlFile, { unknown, missing }: KeyCheck, isMain: boolean): readonly SpecProblem[] {
  if (!yaml.isRead) return [];
  const inParts = new Set(['plumbline', 'project']);
  const isExpected = ({ missingKey }: SpecProblem): boolean =>
    isMain || missingKey === undefined || inParts.has(missingKey);
  return [...unknown, ...missing.filter(isExpected)];
}
