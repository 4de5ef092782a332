/** Facts about whether a table keeps its contract: asked of the worker, one question per table at a time. */
import type { ContractAnswers } from '../../../../schemas/contractCheck.ts';
import type { Fact } from '../../../../schemas/facts.ts';
import { planContractCheck } from '../../contract/checkPlan.ts';
import type { JobRequest } from '../../../../schemas/jobs.ts';
import type { JobOptions, JobOutcome } from '../../jobs/jobRunner.ts';
import { columnsOfObject } from '../../spec/contractFile.ts';
import type { Project } from '../../spec/project.ts';
import { findTable, tableSource } from './findTable.ts';
import type { TableOnDisk } from './findTable.ts';
import { mayBePersonal } from './personalColumns.ts';
import { dataSourceOf, derivedColumns } from './tableRequests.ts';
import { mapFact, runForFact, uriOf } from './world.ts';
import type { FactWorld } from './world.ts';

/** Bytes up to which a table is checked without being asked to. */
const unaskedCheckBytes = 512 * 1024 * 1024;

export interface ContractChecks {
  /** What is known of a source; found out in the background when the table is not large. */
  of(world: FactWorld, project: Project, dataId: string): Fact<ContractAnswers>;
  /** Checks now, whatever the size of the table; the fact knows the result. */
  run(project: Project, dataId: string, options?: JobOptions<'checkContract'>): Promise<JobOutcome<'checkContract'>>;
  /** Grows with each check that was asked for. */
  versionOf(mainUri: string): number;
}

interface Question {
  readonly path: string;
  readonly uri: string;
  readonly derive: { column: string; expression: string }[];
  readonly questions: JobRequest<'checkContract'>['questions'];
}

/** What is asked of a source, or why nothing is, as the end of "not known because …". */
function questionAbout(project: Project, dataId: string): Question | { readonly because: string } {
  const node = dataSourceOf(project.spec, dataId);
  const contract = project.contractOf(dataId);
  if (node === undefined) return { because: `there is no data source ${dataId}` };
  if (contract?.object === undefined) return { because: `${dataId} names no contract object that can be read` };
  const { path, modality } = node.fields;
  if (path === undefined) return { because: `${dataId} has no path that can be read` };
  if (modality?.value === 'image' || modality?.value === 'audio') {
    return { because: `${dataId} is a folder of ${modality.value} files, not a table` };
  }
  const names = columnsOfObject(contract.object).flatMap(
    ({ fields }) => fields.physicalName?.text ?? fields.name?.text ?? [],
  );
  const personal = new Set(names.filter((name) => mayBePersonal(node, name)));
  const { questions } = planContractCheck(contract.file, contract.object, personal);
  return { path: path.text, uri: uriOf(project, node.place), derive: derivedColumns(node), questions };
}

/**
 * @param readsLargeTables whether tables of any size are read without being asked to, as on the command line
 * @param onChange told when a check that was asked for is done
 */
export function createContractChecks(
  outside: Omit<FactWorld, 'cache'>,
  readsLargeTables: boolean,
  onChange: (mainUri: string) => void,
): ContractChecks {
  /** Answers that were asked for, by what was asked. */
  const asked = new Map<string, { readonly answers: ContractAnswers; readonly stamp: string }>();
  const versions = new Map<string, number>();
  /** The newest question about each table, and the turn of asking it: while somebody types, only the last one counts. */
  const newest = new Map<string, string>();
  const turns = new Map<string, Promise<unknown>>();
  /** How often a question was given up for a newer one, so that it can be asked again. */
  const givenUp = new Map<string, number>();

  async function ask(world: FactWorld, table: TableOnDisk, topic: string, key: string, question: Question) {
    const before = turns.get(topic) ?? Promise.resolve();
    const turn = before.then(async (): Promise<Fact<ContractAnswers>> => {
      if (newest.get(topic) !== key) {
        givenUp.set(key, (givenUp.get(key) ?? 0) + 1);
        return { state: 'unknown', because: 'the contract has changed since' };
      }
      const fact = await runForFact(world, 'checkContract', requestOf(table, question));
      return mapFact(fact, ({ answers }) => answers);
    });
    turns.set(topic, turn);
    return turn;
  }

  return {
    of: (world, project, dataId) => {
      const question = questionAbout(project, dataId);
      if ('because' in question) return { state: 'unknown', because: question.because };
      const topic = JSON.stringify([project.mainUri, dataId]);
      const key = JSON.stringify(['contract check', question]);
      newest.set(topic, key);
      return world.cache.get<ContractAnswers>(`${topic} ${key} ${givenUp.get(key) ?? 0}`, async (knownStamp) => {
        const table = await findTable(world.files, question.path, question.uri);
        if (table.kind === 'unknown') return { fact: { state: 'unknown', because: table.because }, stamp: table.stamp };
        const wasAsked = asked.get(key);
        if (wasAsked?.stamp === table.stamp) {
          return { fact: { state: 'known', value: wasAsked.answers }, stamp: table.stamp };
        }
        if (table.stamp === knownStamp) return 'same';
        if (table.sizeBytes > unaskedCheckBytes && !readsLargeTables) {
          const because = `${table.label} is large; run Plumbline: Check Contract Against Data to read all of it`;
          return { fact: { state: 'unknown', because }, stamp: table.stamp };
        }
        return { fact: await ask(world, table, topic, key, question), stamp: table.stamp };
      });
    },
    run: async (project, dataId, options = {}) => {
      const question = questionAbout(project, dataId);
      const failed = (because: string) =>
        ({
          kind: 'failed',
          sentence: `${dataId} cannot be checked because ${because}.`,
          category: 'bad-input',
        }) as const;
      if ('because' in question) return failed(question.because);
      const table = await findTable(outside.files, question.path, question.uri);
      if (table.kind === 'unknown') return failed(table.because);
      const outcome = await outside.jobs().run('checkContract', requestOf(table, question), options);
      if (outcome.kind === 'done') {
        asked.set(JSON.stringify(['contract check', question]), { answers: outcome.value.answers, stamp: table.stamp });
        versions.set(project.mainUri, (versions.get(project.mainUri) ?? 0) + 1);
        onChange(project.mainUri);
      }
      return outcome;
    },
    versionOf: (mainUri) => versions.get(mainUri) ?? 0,
  };
}

function requestOf(table: TableOnDisk, { derive, questions }: Question): JobRequest<'checkContract'> {
  return { source: tableSource(table, derive), questions };
}
