/**
 * Everything that is wrong with a contract by the version of the standard that it names.
 *
 * One mistake gives one finding: what could not be read as its shape is not looked at any further.
 */
import type { ContractShape } from '../../../schemas/contract/contract.ts';
import { isUpTo } from '../../../schemas/contract/versions.ts';
import type { ContractVersion } from '../../../schemas/contract/versions.ts';
import { columnsOfObject, objectsOf } from '../spec/contractFile.ts';
import type { ContractColumn } from '../spec/contractFile.ts';
import type { ObjectNode } from '../spec/located.ts';
import type { SpecProblem } from '../spec/specProblem.ts';
import { shorten } from '../spec/words.ts';
import { findKeyProblems, raiseVersion } from './keyProblems.ts';
import { findNameProblems } from './nameProblems.ts';
import { findOptionProblems } from './optionProblems.ts';
import { invalid, nodesBelow } from './problem.ts';
import type { Reading } from './problem.ts';
import { findCheckProblems } from './qualityProblems.ts';
import { findServerProblems } from './serverProblems.ts';
import { findValueProblems } from './valueProblems.ts';
import { mayBeNewer } from './versionProblem.ts';

export interface ContractReading {
  readonly root: ObjectNode<ContractShape>;
  readonly version: ContractVersion;
  /** What reading by the shape found. */
  readonly ofReading: readonly SpecProblem[];
}

export function findContractProblems({ root, version, ofReading }: ContractReading): readonly SpecProblem[] {
  const reading: Reading = { root, version, isLenient: mayBeNewer(root) };
  return [...problemsOfReading(ofReading), ...problemsIn(reading)];
}

/** Unknown keys are judged by the version; the rest has one rule. */
function problemsOfReading(problems: readonly SpecProblem[]): readonly SpecProblem[] {
  return problems
    .filter(({ code }) => code !== 'spec/unknown-key')
    .map((problem) => ({ ...problem, code: 'contract/invalid' }));
}

function* problemsIn(reading: Reading): Generator<SpecProblem> {
  const { root, version } = reading;
  for (const node of nodesBelow(root)) {
    if (node.kind === 'object') yield* findKeyProblems(node, reading);
    else if (node.kind === 'scalar') yield* findValueProblems(node, reading);
  }
  const { team } = root.fields;
  if (team?.kind === 'object' && !isUpTo('v3.1.0', version)) {
    yield invalid(
      team.keyPlace ?? team.place,
      `\`team\` has a name and members since v3.1.0, and this contract follows ${version}: raise \`apiVersion\`, or write the list of members.`,
      raiseVersion(root, 'v3.1.0'),
    );
  }
  for (const object of objectsOf({ root })) {
    for (const check of object.fields.quality?.items ?? []) yield* findCheckProblems(check, 'object', reading);
    for (const column of columnsOfObject(object)) yield* findColumnProblems(column, reading);
  }
  yield* findServerProblems(reading);
  yield* findNameProblems(reading);
}

function* findColumnProblems(column: ContractColumn, reading: Reading): Generator<SpecProblem> {
  for (const check of column.fields.quality?.items ?? []) yield* findCheckProblems(check, 'column', reading);
  yield* findOptionProblems(column, reading);
  yield* findValueListProblems(column);
  for (const part of column.fields.properties?.items ?? []) yield* findColumnProblems(part, reading);
}

/** A closed list of values has some, each once; a map says what its keys and values are. */
function* findValueListProblems({ fields }: ContractColumn): Generator<SpecProblem> {
  const { enum: values, logicalType, map } = fields;
  if (values?.yaml.kind === 'list' && values.yaml.items.length === 0) {
    yield invalid(values.place, 'An empty list allows no value at all: name the values, or remove the key.');
  }
  const seen = new Set<string>();
  for (const item of values?.items ?? []) {
    const { value } = item.fields;
    if (value === undefined) continue;
    if (seen.has(value.text)) {
      yield invalid(value.place, `\`${shorten(value.text)}\` stands above already: remove one of the two.`);
    }
    seen.add(value.text);
  }
  if (logicalType?.value === 'map' && map === undefined) {
    yield invalid(logicalType.place, 'A map needs `map`, which says what its keys and its values are: add it.');
  }
}
