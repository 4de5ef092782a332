/** The rule about contracts that no longer promise what the spec relies on. */
import type { RevisionFact } from '../../../schemas/facts.ts';
import { compareContracts } from '../contract/compareContracts.ts';
import type { ContractChange } from '../contract/compareContracts.ts';
import { createContractFileReader } from '../contract/contractReader.ts';
import { findObject, objectsOf } from '../spec/contractFile.ts';
import type { ContractFile } from '../spec/contractFile.ts';
import { columnUsesOf } from './columnUses.ts';
import type { ColumnUse } from './columnUses.ts';
import { oncePer } from './oncePer.ts';
import { shortRevision } from './revisionView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** A contract as a commit holds it, read once. */
const contractAt = oncePer(({ uri, text }: RevisionFact['files'][number]) => createContractFileReader(uri).read(text));

/**
 * What a commit holds of a contract of today; undefined where it holds none under that address.
 *
 * One with the same text is the contract of today itself, which needs no second reading.
 */
export function contractBefore({ files }: RevisionFact, today: ContractFile): ContractFile | undefined {
  const held = files.find(({ uri }) => uri === today.uri);
  if (held === undefined) return undefined;
  return held.text === today.yaml.text ? today : contractAt(held);
}

/** A source that names a contract, and the object of the contract that it means. */
interface NamingSource {
  readonly dataId: string;
  readonly object: string | undefined;
}

function* findBreakingChanges({ project, spec, facts, know }: RuleContext): Generator<Finding> {
  const sources = new Map<string, NamingSource[]>();
  for (const [dataId, { fields }] of spec.fields.data?.entries ?? []) {
    const contract = project.contractOf(dataId);
    if (contract === undefined) continue;
    const object = fields.contract?.text.split('#', 2)[1];
    sources.set(contract.file.uri, [...(sources.get(contract.file.uri) ?? []), { dataId, object }]);
  }
  if (sources.size === 0 || know(facts.history())?.head === undefined) return;
  const base = know(facts.base());
  if (base === undefined) return;
  const uses = [...columnUsesOf(spec)];
  for (const after of project.contracts) {
    const before = contractBefore(base, after);
    const naming = sources.get(after.uri);
    if (before === undefined || before === after || naming === undefined) continue;
    for (const change of compareContracts(before, after)) {
      if (change.level !== 'major') continue;
      const affected = naming.filter(({ object }) => nameOfObject(before, object) === change.object);
      const used = usesOf(change, affected, uses);
      if (used === undefined) continue;
      const place = change.current ?? placeOfObject(after, change.object);
      yield {
        place,
        message: `${change.sentence.replace(/\.$/, '')} since ${shortRevision(base)}, and the spec relies on it: take it back, or raise the major version and change what reads it.`,
        related: used.slice(0, 5).map((use) => ({ place: use.place, message: `The spec reads \`${use.name}\` here.` })),
      };
    }
  }
}

/** The object that a source means by its name, or by naming none. */
function nameOfObject(contract: ContractFile, object: string | undefined): string | undefined {
  return findObject(contract, object)?.fields.name?.text;
}

/**
 * Where the spec uses what changed.
 *
 * @returns nothing but undefined when it does not use it; no places for a promise about the whole object
 */
function usesOf(
  { column }: ContractChange,
  sources: readonly NamingSource[],
  uses: readonly ColumnUse[],
): readonly ColumnUse[] | undefined {
  if (sources.length === 0) return undefined;
  if (column === undefined) return [];
  const [name] = column.split('.', 1);
  const found = uses.filter((use) => use.name === name && sources.some(({ dataId }) => dataId === use.dataId));
  return found.length === 0 ? undefined : found;
}

/** The object, else the contract: where one says that a part of it is gone. */
function placeOfObject(contract: ContractFile, name: string) {
  const object = findObject(contract, name) ?? objectsOf(contract)[0] ?? contract.root;
  return (object.fields.name ?? object).place;
}

export const breakingChangeRule: Rule = {
  id: 'contract/breaking-change',
  severity: 'I/W/E',
  waits: 'project',
  finds: 'a contract that breaks, since the base, what the spec relies on',
  why: 'A column that is gone, of another type or allowed to be empty breaks the model long after the contract was changed. What counts as breaking is what semantic versions call major; changes to columns that the spec does not use are left to `plumbline check --base`.',
  check: findBreakingChanges,
};
