/** The fact of where the work of a project went. */
import type { Fact, WorkArea, WorkFact } from '../../../../schemas/facts.ts';
import { estimateWork, findWorkArea } from '../../cost/workByArea.ts';
import type { Project } from '../../spec/project.ts';
import { askHistory } from './historyFacts.ts';
import { isPattern, uriOf } from './world.ts';
import type { FactWorld } from './world.ts';

/** Older commits say little about a project of today, and reading them takes time. */
const mostCommits = 2000;

/** @returns unknown without a repository, or while no commit changed anything below the folder of the spec */
export function workFact(world: FactWorld, project: Project): Fact<WorkFact> {
  const uri = project.mainUri;
  const named = namedAreas(project);
  return askHistory<WorkFact>(world, ['work', uri, JSON.stringify([...named])], uri, async () => {
    const answer = await world.history().workBelow(uri, mostCommits);
    if (answer.kind === 'unknown') return { state: 'unknown', because: answer.because };
    const { commits } = answer;
    if (commits.length === 0) return { state: 'unknown', because: 'no commit has changed a file of the project yet' };
    const repository = await world.history().repositoryOf(uri);
    const isShallow = repository.kind === 'repository' && repository.isShallow;
    const instants = commits.map(({ at }) => at);
    const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
    return {
      state: 'known',
      value: {
        ...estimateWork(commits, (path) => findWorkArea(path, named)),
        span: { first: dayOf(Math.min(...instants)), last: dayOf(Math.max(...instants)) },
        isCut: answer.isCut || isShallow,
      },
    };
  });
}

/** What the spec itself says that its files are about, as paths from the folder of the main file. */
function namedAreas(project: Project): ReadonlyMap<string, WorkArea> {
  const areas = new Map<string, WorkArea>();
  const folder = folderOf(project.mainUri);
  const add = (
    node: { readonly text: string; readonly place: Parameters<typeof uriOf>[1] } | undefined,
    area: WorkArea,
  ): void => {
    // A pattern names its folder; a path out of the folder of the spec names nothing here.
    if (node === undefined) return;
    const [fixed = ''] = isPattern(node.text) ? node.text.split(/\/?[^/]*[*?[{]/, 1) : [node.text];
    const address = new URL(fixed, folderOf(uriOf(project, node.place))).href;
    const path = address.startsWith(folder) ? decodeURIComponent(address.slice(folder.length)).replace(/\/$/, '') : '';
    if (path !== '') areas.set(path, area);
  };
  const { data, labels, models, costs } = project.spec.fields;
  for (const { fields } of data?.entries.values() ?? []) {
    add(fields.path, 'data');
    add(fields.contract, 'data');
  }
  for (const { fields } of labels?.entries.values() ?? []) {
    add(fields.guideline?.fields.path, 'labels');
    add(fields.annotations, 'labels');
  }
  for (const { fields } of models?.entries.values() ?? []) add(fields.path, 'training');
  // Bills and timesheets are about no part of the work.
  for (const { fields } of costs?.fields.actuals?.entries.values() ?? []) add(fields.path, 'other');
  return areas;
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1);
}
