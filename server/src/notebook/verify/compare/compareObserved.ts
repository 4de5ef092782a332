/** Two observed values of any kind. */
import type { Observed, ObservedPart } from '../../../../../schemas/verificationRun.ts';
import { compareColumns } from './compareColumns.ts';
import type { ComparedColumns } from './compareColumns.ts';
import type { ReadBlob } from './columnValues.ts';
import { compareFrames, compareIndexes, compareSeries } from './compareTables.ts';
import type { Comparison } from './comparison.ts';
import { different, joinComparisons, list } from './comparison.ts';
import { countOf, showNumber, showObserved, showShape } from './showObserved.ts';
import { isClose } from './tolerance.ts';
import type { Tolerance } from './tolerance.ts';

export interface CompareOptions {
  readonly readBlob: ReadBlob;
  /** For tables, arrays and numbers. */
  readonly values: Tolerance;
  /** For what models learned, wherever it is found. */
  readonly fitted: Tolerance;
  /** Whether only the number counts, as in metrics, which a package makes plain before it writes them. */
  readonly isLenient: boolean;
}

/** What a package has, held against what the notebook has. */
export function compareObserved(notebook: Observed, inPackage: Observed, options: CompareOptions): Comparison {
  if (notebook.kind === 'opaque' || inPackage.kind === 'opaque') return compareOpaque(notebook, inPackage);
  if (options.isLenient && notebook.kind !== inPackage.kind) {
    const [left, right] = [plainNumber(notebook), plainNumber(inPackage)];
    if (left !== undefined && right !== undefined) return compareNumbers(left, right, options.values);
  }
  switch (notebook.kind) {
    case 'scalar':
      return inPackage.kind === 'scalar'
        ? compareScalars(notebook, inPackage, options)
        : otherKind(notebook, inPackage);
    case 'text':
      if (inPackage.kind !== 'text') return otherKind(notebook, inPackage);
      return notebook.sha256 === inPackage.sha256 && notebook.type === inPackage.type
        ? { kind: 'equal' }
        : different(`is ${showObserved(inPackage)} instead of ${showObserved(notebook)}`);
    case 'frame':
      return inPackage.kind === 'frame'
        ? compareFrames(notebook, inPackage, ofColumns(options, 'row'))
        : otherKind(notebook, inPackage);
    case 'series':
      return inPackage.kind === 'series'
        ? compareSeries(notebook, inPackage, ofColumns(options, 'row'))
        : otherKind(notebook, inPackage);
    case 'index':
      return inPackage.kind === 'index'
        ? compareIndexes(notebook, inPackage, ofColumns(options, 'row'))
        : otherKind(notebook, inPackage);
    case 'array':
      return inPackage.kind === 'array' ? compareArrays(notebook, inPackage, options) : otherKind(notebook, inPackage);
    case 'collection':
      if (inPackage.kind !== 'collection') return otherKind(notebook, inPackage);
      if (notebook.class !== inPackage.class && !options.isLenient) return otherKind(notebook, inPackage);
      if (notebook.length !== inPackage.length) {
        return different(`has ${countOf(inPackage.length, 'item')} instead of ${notebook.length.toLocaleString('en')}`);
      }
      return compareParts(notebook.parts, inPackage.parts, options);
    case 'object':
    case 'estimator': {
      if (inPackage.kind !== notebook.kind || !isSameClass(notebook.class, inPackage.class)) {
        return otherKind(notebook, inPackage);
      }
      // Configuration holds sequences that nobody can change, so a list may have become a tuple.
      const inside = {
        ...options,
        isLenient: true,
        values: notebook.kind === 'estimator' ? options.fitted : options.values,
      };
      return compareParts(notebook.parts, inPackage.parts, inside);
    }
  }
}

/** Of several classes of one name the package calls all but the first by a number; what they hold is compared. */
function isSameClass(notebook: string, inPackage: string): boolean {
  return notebook === inPackage || inPackage.replace(/_\d+$/, '') === notebook;
}

function ofColumns({ values, readBlob }: CompareOptions, unit: 'row' | 'item'): ComparedColumns {
  return { tolerance: values, readBlob, unit };
}

/** Functions and the like are compared by name alone, and what is equal so is not proved to be. */
function compareOpaque(notebook: Observed, inPackage: Observed): Comparison {
  return notebook.kind === inPackage.kind ? { kind: 'opaque' } : otherKind(notebook, inPackage);
}

function otherKind(notebook: Observed, inPackage: Observed): Comparison {
  return different(`is ${nameKind(inPackage)} instead of ${nameKind(notebook)}`);
}

function nameKind(value: Observed): string {
  return 'class' in value ? (value.class.split('.').at(-1) ?? value.class) : `${value.type} (${showObserved(value)})`;
}

type Scalar = Extract<Observed, { kind: 'scalar' }>;

function compareScalars(notebook: Scalar, inPackage: Scalar, { values, isLenient }: CompareOptions): Comparison {
  if (notebook.type !== inPackage.type && !isLenient) return otherKind(notebook, inPackage);
  if (notebook.number !== undefined && inPackage.number !== undefined) {
    const isExact = notebook.type.includes('int') && inPackage.type.includes('int');
    return compareNumbers(notebook.number, inPackage.number, isExact ? { relative: 0, absolute: 0 } : values);
  }
  return notebook.text === inPackage.text
    ? { kind: 'equal' }
    : different(`is ${showObserved(inPackage)} instead of ${showObserved(notebook)}`);
}

function compareNumbers(notebook: number, inPackage: number, tolerance: Tolerance): Comparison {
  if (notebook === inPackage) return { kind: 'equal' };
  const distance = Math.abs(notebook - inPackage);
  if (isClose(notebook, inPackage, tolerance)) return { kind: 'close', largest: distance };
  return different(
    `is ${showNumber(inPackage)} instead of ${showNumber(notebook)}, which is ${showNumber(distance)} off`,
  );
}

/** The number that a value is; an array of one item is one. */
function plainNumber(value: Observed): number | undefined {
  return value.kind === 'scalar' ? value.number : undefined;
}

type ObservedArray = Extract<Observed, { kind: 'array' }>;

function compareArrays(notebook: ObservedArray, inPackage: ObservedArray, options: CompareOptions): Comparison {
  if (notebook.class !== inPackage.class && !options.isLenient) return otherKind(notebook, inPackage);
  if (notebook.shape.join() !== inPackage.shape.join()) {
    return different(`has the shape ${showShape(inPackage.shape)} instead of ${showShape(notebook.shape)}`);
  }
  return compareColumns(notebook.column, inPackage.column, ofColumns(options, 'item'));
}

function compareParts(
  notebook: readonly ObservedPart[],
  inPackage: readonly ObservedPart[],
  options: CompareOptions,
): Comparison {
  const others = new Map(inPackage);
  const own = new Set(notebook.map(([name]) => name));
  const absent = notebook.filter(([name]) => !others.has(name)).map(([name]) => name);
  const added = inPackage.filter(([name]) => !own.has(name)).map(([name]) => name);
  if (absent.length > 0) return different(`lacks ${list(absent)}`);
  if (added.length > 0) return different(`also has ${list(added)}`);
  const compared = notebook.map(([name, part]): Comparison => {
    const other = others.get(name);
    if (other === undefined) return different(`lacks \`${name}\``);
    const comparison = compareObserved(part, other, options);
    return comparison.kind === 'differs' ? different(`\`${name}\`: ${comparison.difference}`) : comparison;
  });
  // An empty object is as equal as it can be.
  return joinComparisons(compared);
}
