/** What runs recorded, under the ids that the spec has now. */
import type { RunFact } from '../../../../schemas/facts.ts';
import type { RunRecord } from '../../../../schemas/run.ts';
import { oncePer } from '../../rules/oncePer.ts';
import { readFormerIds } from '../../spec/formerIds.ts';
import type { Project } from '../../spec/project.ts';

/** Read once for each state of a project, because every metric and check asks. */
export const formerIdsOf = oncePer((project: Project) => readFormerIds(project));

/** A run of ours as the spec would name it today; the file keeps what it says. */
export function runWithIdsOfNow(project: Project): (run: RunFact) => RunFact {
  const { idNow, keysNow } = formerIdsOf(project);
  return (run) => ({
    ...run,
    model: run.model === undefined ? undefined : idNow('model', run.model),
    split: run.split === undefined ? undefined : idNow('split', run.split),
    target: run.target === undefined ? undefined : idNow('target', run.target),
    values: keysNow('metric', run.values),
    slices: run.slices === undefined ? undefined : keysNow('metric', run.slices),
    data: run.data === undefined ? undefined : { ...run.data, id: idNow('data', run.data.id) },
    undefinedValues: run.undefinedValues === undefined ? undefined : keysNow('metric', run.undefinedValues),
  });
}

/** A whole record, the same way. */
export function recordWithIdsOfNow(project: Project, record: RunRecord): RunRecord {
  const { idNow, keysNow } = formerIdsOf(project);
  const { model, split, target, data } = record;
  return {
    ...record,
    ...(model === undefined ? {} : { model: { ...model, id: idNow('model', model.id) } }),
    ...(split === undefined ? {} : { split: { ...split, id: idNow('split', split.id) } }),
    ...(target === undefined ? {} : { target: idNow('target', target) }),
    ...(data === undefined ? {} : { data: { ...data, id: idNow('data', data.id) } }),
    values: keysNow('metric', record.values),
  };
}
