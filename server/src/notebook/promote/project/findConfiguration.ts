/** Finds what a notebook writes as literals and a package reads from `params.yaml`. */
import type { CellRange } from '../../read/notebook.ts';
import type { ConfigurationValue } from '../plan.ts';
import { findColumns, findThresholds } from './columnValues.ts';
import { readKeptCode } from './configurationInput.ts';
import type { Candidate, ConfigurationInput } from './configurationInput.ts';
import { findConstants } from './constantValues.ts';
import { findHyperParameters } from './hyperParameters.ts';
import { assignKeys } from './assignKeys.ts';
import { findPaths } from './pathValues.ts';
import { findSecretValues } from './secretValues.ts';

/** Text of a cell that is written otherwise in the package. */
export interface ConfigurationReplacement {
  readonly at: CellRange;
  /** An expression, such as `config.split.test_size`, that needs no brackets wherever the literal stood. */
  readonly code: string;
  /** The key that it reads; undefined when it reads the environment, for which the module imports `os`. */
  readonly key: string | undefined;
}

export interface FoundConfiguration {
  /** In effective order of the first places. A key stands here once for each place that reads it. */
  readonly values: readonly ConfigurationValue[];
  /** All places, none inside another. */
  readonly replacements: readonly ConfigurationReplacement[];
  /** What was decided about paths and secrets, as sentences. */
  readonly decisions: readonly string[];
}

/**
 * Paths, hyper-parameters, constants, columns, seeds and thresholds of kept statements. What is no literal stays in the
 * code; so do literals in functions of the notebook, and what means something in its place alone, such as `axis=1`.
 */
export function findConfiguration(input: ConfigurationInput): FoundConfiguration {
  const code = readKeptCode(input);
  const secrets = findSecretValues(code);
  const taken: CellRange[] = secrets.map(({ at }) => at);
  const free = (candidates: readonly Candidate[]): readonly Candidate[] =>
    candidates.filter(({ at }) => {
      const isFree = taken.every((other) => !overlap(at, other));
      if (isFree) taken.push(at);
      return isFree;
    });
  // A literal that means several things is what the first of these says.
  const found = [
    ...free(findPaths(code)),
    ...free(findHyperParameters(code)),
    ...free(findConstants(code)),
    ...free(findColumns(code)),
    ...free(findThresholds(code)),
  ];
  const orderOf = new Map(code.statements.map((kept, index) => [kept, index]));
  const position = ({ at }: Candidate): number => {
    const holder = code.holding(at);
    return holder === undefined ? 0 : (orderOf.get(holder) ?? 0);
  };
  const ordered = found
    .filter(({ at }) => code.holding(at) !== undefined)
    .toSorted((left, right) => position(left) - position(right) || left.at.start - right.at.start);
  const values = assignKeys(ordered);
  const decisions = new Set(ordered.flatMap(({ decision }) => decision ?? []));
  for (const { variable } of secrets) decisions.add(`A secret is read from the environment variable \`${variable}\`.`);
  return {
    values,
    replacements: [
      ...values.map((value) => ({ at: value.at, code: configurationExpression(value), key: value.key })),
      ...secrets.map(({ at, variable }) => ({ at, code: `os.environ["${variable}"]`, key: undefined })),
    ],
    decisions: [...decisions],
  };
}

/** How the package reads a value: a list is a new one each time, as the notebook’s own is. */
export function configurationExpression({ key, sequence }: ConfigurationValue): string {
  return sequence === 'list' ? `list(config.${key})` : `config.${key}`;
}

function overlap(left: CellRange, right: CellRange): boolean {
  return left.cell === right.cell && left.start < right.end && right.start < left.end;
}
