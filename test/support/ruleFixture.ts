/**
 * Fixtures of rules: a spec whose comments say which findings it wants.
 *
 * `test/fixtures/rules/<group>/<name>.fires.plumbline.yaml` and `….silent.plumbline.yaml`, the same with `.odcs.yaml` for
 * a contract alone, or folders of that name without the ending that hold several files. A trailing comment speaks of its line, a comment of its own of the next:
 *
 *     limit: 0.9   # want metric/limit-beyond-target "0.9"
 *
 * The quoted text is exactly what is underlined. `….facts.json` beside it holds what lies outside the text.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type {
  ActualsFact,
  AuthorFact,
  BrokenRunFact,
  ContractFact,
  DriftFact,
  Fact,
  Facts,
  HistoryFact,
  MeasurementFact,
  ModelFact,
  OverlapFact,
  SharedGroupsFact,
  PathFact,
  RevisionFact,
  RunFact,
  ScenarioFact,
  SplitFact,
  TableFact,
  WorkFact,
} from '../../schemas/facts.ts';
import type { ContractAnswers } from '../../schemas/contractCheck.ts';
import { createContractFileReader } from '../../server/src/contract/contractReader.ts';
import { isContractUri } from '../../server/src/operations/specIndex.ts';
import { checkProject } from '../../server/src/rules/checkProject.ts';
import type { CheckResult, ReportedFinding } from '../../server/src/rules/checkProject.ts';
import { assembleProject } from '../../server/src/spec/project.ts';
import type { Project } from '../../server/src/spec/project.ts';
import { createSpecFileReader } from '../../server/src/spec/specFile.ts';

export const fixtureRoot = path.resolve(import.meta.dirname, '../fixtures/rules');

export interface RuleFixture {
  readonly rule: string;
  readonly name: string;
  readonly kind: 'fires' | 'silent';
  /** URI → text. */
  readonly files: ReadonlyMap<string, string>;
  readonly facts: Facts;
}

/** A finding as a fixture wants it. */
export interface Wanted {
  readonly rule: string;
  readonly uri: string;
  readonly line: number;
  readonly text: string;
}

/** All fixtures; a rule may have several of each kind: `no-limit.fires`, `no-limit-empty.fires`. */
export function loadRuleFixtures(ruleIds: readonly string[]): readonly RuleFixture[] {
  const fixtures: RuleFixture[] = [];
  for (const group of readdirSync(fixtureRoot)) {
    const folder = path.join(fixtureRoot, group);
    for (const entry of readdirSync(folder).toSorted()) {
      const match = /^(.+)\.(fires|silent)(?:\.(?:plumbline|odcs)\.yaml)?$/.exec(entry);
      if (match === null) continue;
      const [, name = '', kind = ''] = match;
      const rule = ruleIds
        .filter((id) => id.startsWith(`${group}/`) && name.startsWith(id.slice(group.length + 1)))
        .toSorted((left, right) => right.length - left.length)[0];
      if (rule === undefined) throw new Error(`The fixture ${group}/${entry} names no rule.`);
      fixtures.push({
        rule,
        name: `${group}/${name}.${kind}`,
        kind: kind === 'fires' ? 'fires' : 'silent',
        files: loadFiles(path.join(folder, entry)),
        facts: loadFacts(path.join(folder, `${name}.${kind}.facts.json`)),
      });
    }
  }
  return fixtures;
}

function loadFiles(location: string): ReadonlyMap<string, string> {
  if (!statSync(location).isDirectory()) {
    const name = isContractUri(location) ? 'contract.odcs.yaml' : 'plumbline.yaml';
    return new Map([[`file:///fixture/${name}`, readFileSync(location, 'utf8')]]);
  }
  return new Map(
    readdirSync(location)
      .filter((name) => name.endsWith('plumbline.yaml') || isContractUri(name))
      .map((name) => [`file:///fixture/${name}`, readFileSync(path.join(location, name), 'utf8')]),
  );
}

interface FactsFile {
  readonly today?: string;
  readonly paths?: Readonly<Record<string, PathFact>>;
  /** MD5 hashes by path. */
  readonly md5?: Readonly<Record<string, string>>;
  readonly tables?: Readonly<Record<string, TableFact>>;
  readonly splits?: Readonly<Record<string, SplitFact>>;
  readonly overlaps?: Readonly<Record<string, readonly OverlapFact[]>>;
  readonly sharedGroups?: Readonly<Record<string, readonly SharedGroupsFact[]>>;
  readonly scenarios?: Readonly<Record<string, { rows: number; byClass: Readonly<Record<string, number>> }>>;
  readonly contracts?: Readonly<Record<string, ContractFact>>;
  readonly contractChecks?: Readonly<Record<string, ContractAnswers>>;
  /** By path. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly history?: HistoryFact;
  readonly base?: RevisionFact;
  readonly work?: WorkFact;
  readonly authors?: readonly AuthorFact[];
  readonly revisions?: Readonly<Record<string, RevisionFact>>;
  readonly runs?: readonly RunFact[];
  readonly brokenRuns?: readonly BrokenRunFact[];
  readonly measurements?: Readonly<Record<string, readonly MeasurementFact[]>>;
  readonly models?: Readonly<Record<string, ModelFact>>;
  /** Files that are no models, by the id of the model → because. */
  readonly otherFiles?: Readonly<Record<string, string>>;
  readonly actuals?: Readonly<Record<string, ActualsFact>>;
  /** By check; a check that is null was never compared. */
  readonly drift?: Readonly<Record<string, DriftFact | null>>;
}

/** Facts of a fixture: what its file states is known, everything else unknown. */
export function factsFrom(file: FactsFile): Facts {
  const lookUp = <Value>(table: Readonly<Record<string, Value | undefined>> | undefined, key: string): Fact<Value> => {
    const value = table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
    return value === undefined ? { state: 'unknown', because: 'the fixture does not say' } : { state: 'known', value };
  };
  return {
    today: file.today ?? '2026-11-02',
    version: '',
    path: (name) => lookUp(file.paths, name),
    fileHash: (name) => {
      const fact = lookUp(file.md5, name);
      return fact.state === 'known' ? { state: 'known', value: { md5: fact.value, sha256: '' } } : fact;
    },
    table: (id) => lookUp(file.tables, id),
    split: (id) => lookUp(file.splits, id),
    overlaps: (id) => lookUp(file.overlaps, id),
    sharedGroups: (id) => lookUp(file.sharedGroups, id),
    scenario: (data, scenario) => {
      const fact = lookUp(file.scenarios, `${data}/${scenario}`);
      if (fact.state !== 'known') return fact;
      const value: ScenarioFact = { rows: fact.value.rows, byClass: new Map(Object.entries(fact.value.byClass)) };
      return { state: 'known', value };
    },
    contract: (id) => lookUp(file.contracts, id),
    contractCheck: (id) => lookUp(file.contractChecks, id),
    profile: () => ({ state: 'unknown', because: 'rules ask for no profile' }),
    text: (name) => {
      const fact = lookUp(file.texts, name);
      return fact.state === 'known'
        ? { state: 'known', value: { uri: `file:///fixture/${name}`, text: fact.value } }
        : fact;
    },
    history: () => lookUp({ only: file.history }, 'only'),
    base: () => lookUp({ only: file.base }, 'only'),
    work: () => lookUp({ only: file.work }, 'only'),
    authors: () => lookUp({ only: file.authors }, 'only'),
    revision: (revision) => lookUp(file.revisions, revision),
    runs: (store) =>
      lookUp(
        { only: file.runs?.filter((run) => (store === undefined ? run.store !== 'dvc' : run.store === store)) },
        'only',
      ),
    brokenRuns: () => ({ state: 'known', value: file.brokenRuns ?? [] }),
    measurements: (id) => lookUp(file.measurements, id),
    model: (id) => lookUp(file.models, id),
    modelFile: (id) => {
      const other = lookUp(file.otherFiles, id);
      if (other.state === 'known') return { state: 'known', value: { kind: 'other', because: other.value } };
      const model = lookUp(file.models, id);
      return model.state === 'known' ? { state: 'known', value: { kind: 'model', model: model.value } } : model;
    },
    actuals: (id) => lookUp(file.actuals, id),
    drift: (id) => {
      const fact = lookUp(file.drift, id);
      return fact.state === 'known' ? { state: 'known', value: fact.value ?? undefined } : fact;
    },
    dataVersion: () => ({ state: 'known', value: undefined }),
  };
}

function loadFacts(location: string): Facts {
  return factsFrom(existsSync(location) ? (JSON.parse(readFileSync(location, 'utf8')) as FactsFile) : {});
}

export function projectOf(files: ReadonlyMap<string, string>): Project {
  const [contracts, specs] = [true, false].map((wanted) => [...files].filter(([uri]) => isContractUri(uri) === wanted));
  return assembleProject(
    (specs ?? []).map(([uri, text]) => createSpecFileReader(uri).read(text)),
    {
      files: (contracts ?? []).map(([uri, text]) => createContractFileReader(uri).read(text)),
      addressOf: (path, fromUri) => new URL(path, fromUri).href,
    },
  );
}

export function check(fixture: Pick<RuleFixture, 'files' | 'facts'>): CheckResult {
  const project = projectOf(fixture.files);
  const result = checkProject(project, withMlflow(project, withContracts(fixture)));
  const [failure] = result.failures;
  if (failure !== undefined) throw new Error(`${failure.rule} threw.`, { cause: failure.error });
  return result;
}

/** The facts of a fixture, which know that its contracts are there: also those that a quick fix has made. */
function withContracts({ files, facts }: Pick<RuleFixture, 'files' | 'facts'>): Facts {
  const contract: PathFact = { kind: 'file', sizeBytes: 1, matches: undefined };
  const isContract = (name: string, uri: string): boolean =>
    isContractUri(name) && uri !== '' && files.has(new URL(name, uri).href);
  return {
    ...facts,
    path: (name, uri) => (isContract(name, uri) ? { state: 'known', value: contract } : facts.path(name, uri)),
  };
}

/** The facts of a fixture, where a metric without a value has the one that runs of MLflow hold under its `source`. */
function withMlflow(project: Project, facts: Facts): Facts {
  const measurements: Facts['measurements'] = (id) => {
    const [fact, runs] = [facts.measurements(id), facts.runs('mlflow')];
    const source = project.metric(id)?.fields.source?.fields.mlflow?.fields;
    if (fact.state !== 'known' || fact.value.length > 0 || runs.state !== 'known' || source === undefined) return fact;
    const key = source.key?.text ?? '';
    const value = runs.value.flatMap(({ at, experiment, uri, values }): readonly MeasurementFact[] => {
      const measured = experiment === source.experiment?.text ? values[key] : undefined;
      return measured === undefined ? [] : [{ measured, at, reference: `mlflow:${key}`, uri, stale: [], slices: {} }];
    });
    return { state: 'known', value };
  };
  return { ...facts, measurements };
}

/** What the comments of a fixture want, in file order. */
export function wantedBy(files: ReadonlyMap<string, string>): readonly Wanted[] {
  const wanted: Wanted[] = [];
  for (const [uri, text] of files) {
    const lines = text.split(/\r?\n/);
    lines.forEach((line, index) => {
      const marker = /(?:^|\s)# want (.*)$/.exec(line);
      if (marker === null) return;
      const target = line.slice(0, marker.index).trim() === '' ? index + 1 : index;
      for (const match of (marker[1] ?? '').matchAll(/([a-z]+\/[a-z-]+) ("(?:[^"\\]|\\.)*")/g)) {
        wanted.push({ rule: match[1] ?? '', uri, line: target, text: JSON.parse(match[2] ?? '""') as string });
      }
    });
  }
  return wanted;
}

/** The files without the comments that say what is wanted, as an example for readers. */
export function withoutMarkers(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const strip = (text: string): string =>
    text
      .split('\n')
      .filter((line) => !/^\s*# want /.test(line))
      .map((line) => line.replace(/\s+# want .*?(?=\r?$)/, ''))
      .join('\n');
  return new Map([...files].map(([uri, text]) => [uri, strip(text)]));
}

/** What lies outside the text of a fixture, as JSON; undefined when it needs nothing. */
export function readFactsText({ name }: Pick<RuleFixture, 'name'>): string | undefined {
  const location = path.join(fixtureRoot, `${name}.facts.json`);
  return existsSync(location) ? readFileSync(location, 'utf8') : undefined;
}

/** A finding in the form of a wanted one, for comparison. */
export function describeFinding(finding: ReportedFinding, files: ReadonlyMap<string, string>): Wanted {
  const text = files.get(finding.uri) ?? '';
  return {
    rule: finding.rule,
    uri: finding.uri,
    line: text.slice(0, finding.start).split('\n').length - 1,
    text: text.slice(finding.start, finding.end),
  };
}

/** The files after a fix. */
export function applyFix(
  files: ReadonlyMap<string, string>,
  fix: ReportedFinding['fixes'][number],
): ReadonlyMap<string, string> {
  const changed = new Map(files);
  for (const { uri, text } of fix.creates) changed.set(uri, text);
  for (const edit of fix.edits.toSorted((left, right) => right.start - left.start)) {
    const text = changed.get(edit.uri) ?? '';
    changed.set(edit.uri, text.slice(0, edit.start) + edit.newText + text.slice(edit.end));
  }
  return changed;
}
