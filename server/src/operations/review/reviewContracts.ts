/** The contracts of a project against those of a commit. */
import type { RevisionFact } from '../../../../schemas/facts.ts';
import { compareContracts, levelOf, refuseVersionStep } from '../../contract/compareContracts.ts';
import type { ContractFile } from '../../spec/contractFile.ts';
import type { Change, FilePlace } from '../../review/change.ts';
import { contractBefore } from '../../rules/contractBreaking.ts';
import type { Project } from '../../spec/project.ts';

/** Changes of the contracts that both have; a declared version that rises too little is one, too. */
export function* reviewContracts(revision: RevisionFact, project: Project): Generator<Change> {
  for (const after of project.contracts) {
    const before = contractBefore(revision, after);
    if (before === undefined || before === after) continue;
    const changes = [...compareContracts(before, after)];
    for (const { object, column, base, current, ...change } of changes) {
      yield {
        ...change,
        kind: 'contract',
        subject: column === undefined ? object : `${object}.${column}`,
        base: placeIn(before, base),
        current: placeIn(after, current),
        money: undefined,
        stated: undefined,
      };
    }
    const level = levelOf(changes);
    const step = level === undefined ? undefined : refuseVersionStep(before, after, level);
    if (level === undefined || step === undefined) continue;
    const [from, to] = [before, after].map(({ root }) => root.fields.version?.text);
    const stays = from === to ? `is still \`${to ?? ''}\`` : `went from \`${from ?? ''}\` to \`${to ?? ''}\``;
    yield {
      kind: 'contract',
      weight: 'neutral',
      level,
      subject: 'version',
      sentence: `The version of the contract ${stays}, and a ${level} change asks for \`${step.needed}\`.`,
      from,
      to,
      base: placeIn(before, before.root.fields.version?.place),
      current: placeIn(after, step.place),
      money: undefined,
      stated: undefined,
    };
  }
}

function placeIn(
  { uri, yaml }: ContractFile,
  place: Parameters<typeof yaml.rangeOf>[0] | undefined,
): FilePlace | undefined {
  const range = place === undefined ? undefined : yaml.rangeOf(place);
  return range === undefined ? undefined : { uri, start: range.start, end: range.end };
}
