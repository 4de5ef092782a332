/** Code lenses: what can be done with a metric, a data source or the costs, above the entry. */
import type { CodeLens, Command } from 'vscode-languageserver-types';
import type { ContractAnswers } from '../../../schemas/contractCheck.ts';
import type { DriftFact } from '../../../schemas/facts.ts';
import type { MoneyEstimate } from '../cost/moneyEstimate.ts';
import { ledgerOf } from '../rules/ledgerView.ts';
import { metricsOf, metricsOfKind, placeOfModel, taskOfModel } from '../rules/metricView.ts';
import { daysBetween } from '../rules/daysBetween.ts';
import { comparedChecksOf } from '../rules/monitorFindings.ts';
import { lastMeasurementOf } from '../rules/money/measuredGoal.ts';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import { sourcesOf } from '../rules/sources.ts';
import { formatMoney } from '../spec/quantityFormat.ts';
import { counted } from '../spec/words.ts';
import type { Place } from '../yaml/place.ts';
import { longAge } from './age.ts';
import { contractFileOf } from './contract/contractFiles.ts';
import { sayVerdict } from './margin/driftNotes.ts';
import { fileOf, rangeIn } from './fileRange.ts';

export interface CodeLensOptions {
  /** Without trust nothing is offered that reads data. */
  readonly isTrusted: boolean;
}

/** Something to do, and the key that it stands above. */
interface Lens {
  readonly above: Place;
  readonly command: Command;
}

type FindLenses = (snapshot: ProjectSnapshot, options: CodeLensOptions) => Iterable<Lens>;

/** Every kind of lens, in the order in which they stand above the same key. A new action is a line here. */
const lensTable: readonly FindLenses[] = [
  lastValues,
  profiles,
  contractChecks,
  evaluations,
  comparisons,
  costSums,
  costPanels,
  overviews,
  runsPanels,
];

/** The lenses of one file. */
export function findCodeLenses(snapshot: ProjectSnapshot, uri: string, options: CodeLensOptions): readonly CodeLens[] {
  const file = contractFileOf(snapshot.project, uri) ?? fileOf(snapshot.project, uri);
  if (file === undefined) return [];
  return lensTable
    .flatMap((find) => [...find(snapshot, options)])
    .flatMap(({ above, command }) => {
      const at = snapshot.project.locate(above);
      return at?.file === file ? [{ range: rangeIn(file, at), command }] : [];
    });
}

/** "last value 0.681 · 3 days ago", which opens the run. */
function* lastValues({ project, facts }: ProjectSnapshot): Generator<Lens> {
  for (const metric of metricsOf(project.spec)) {
    const fact = lastMeasurementOf(metric, facts);
    const last = fact.state === 'known' ? fact.value : undefined;
    if (last === undefined) continue;
    const { uri, stale } = last.fact;
    const title = `last value ${last.text} · ${longAge(last.ageDays)}${stale.length === 0 ? '' : ' · stale'}`;
    yield {
      above: metric.keyPlace,
      // A row of a database has no file to open: its lens is text.
      command:
        uri === undefined
          ? { title, command: '' }
          : { title, command: 'plumbline.location.open', arguments: [{ uri }] },
    };
  }
}

/** Modalities whose files are no table. */
const withoutColumns: ReadonlySet<string> = new Set(['image', 'audio']);

function* profiles({ project, mainUri }: ProjectSnapshot, { isTrusted }: CodeLensOptions): Generator<Lens> {
  if (!isTrusted) return;
  for (const { id, node, keyPlace } of sourcesOf(project.spec)) {
    const { path, modality } = node.fields;
    if (path === undefined || withoutColumns.has(modality?.value ?? '')) continue;
    yield {
      above: keyPlace,
      command: { title: 'Profile', command: 'plumbline.data.profile', arguments: [{ specUri: mainUri, dataId: id }] },
    };
  }
}

/** "keeps its contract" and "Check contract", above each source with one and above what its contract says of it. */
function* contractChecks(
  { project, facts, mainUri }: ProjectSnapshot,
  { isTrusted }: CodeLensOptions,
): Generator<Lens> {
  for (const { id, keyPlace } of sourcesOf(project.spec)) {
    const described = project.contractOf(id)?.object?.fields.name?.place;
    if (described === undefined) continue;
    const answers = facts.contractCheck(id);
    for (const above of [keyPlace, described]) {
      if (answers.state === 'known') yield { above, command: { title: sayContract(answers.value), command: '' } };
      if (!isTrusted) continue;
      const named = { specUri: mainUri, dataId: id };
      yield { above, command: { title: 'Check contract', command: 'plumbline.contract.check', arguments: [named] } };
    }
  }
}

function sayContract({ violations, notComputed }: ContractAnswers): string {
  if (violations.length > 0) return `breaks ${counted(violations.length, 'condition')} of its contract`;
  return notComputed.length > 0 ? 'keeps its contract, as far as it can be checked' : 'keeps its contract';
}

/** Tasks that can be evaluated here, over tables and over images. */
const evaluatedTasks: ReadonlySet<string> = new Set([
  'binary-classification',
  'multiclass-classification',
  'multilabel-classification',
  'regression',
  'object-detection',
  'instance-segmentation',
  'semantic-segmentation',
]);

/** "Evaluate", above each model that a metric measures. */
function* evaluations({ project, mainUri }: ProjectSnapshot, { isTrusted }: CodeLensOptions): Generator<Lens> {
  if (!isTrusted) return;
  const measured = new Set(metricsOfKind(project.spec, 'model').map(({ node }) => node.fields.model?.id));
  for (const [id, node] of project.spec.fields.models?.entries ?? []) {
    // Answers given elsewhere come in files, which the lens does not know.
    if (placeOfModel(project.spec, id) !== undefined) continue;
    if (!measured.has(id) || !evaluatedTasks.has(taskOfModel(project.spec, id) ?? '')) continue;
    yield {
      above: node.keyPlace ?? node.place,
      command: {
        title: 'Evaluate',
        command: 'plumbline.model.evaluate',
        arguments: [{ specUri: mainUri, modelId: id }],
      },
    };
  }
}

/** "Look for drift" and the last result, above each check that compares, and "Drift", which opens the panel, above them all. */
function* comparisons({ project, facts, mainUri }: ProjectSnapshot, { isTrusted }: CodeLensOptions): Generator<Lens> {
  const checks = comparedChecksOf(project.spec);
  const place = project.spec.fields.monitoring?.keyPlace;
  if (place !== undefined && checks.length > 0) {
    yield {
      above: place,
      command: openDrift(mainUri),
    };
  }
  for (const { id, keyPlace } of checks) {
    const last = facts.drift(id);
    if (last.state === 'known' && last.value !== undefined) {
      yield { above: keyPlace, command: { ...openDrift(mainUri), title: titleOf(last.value, facts.today) } };
    }
    if (!isTrusted) continue;
    const named = { specUri: mainUri, checkId: id };
    yield {
      above: keyPlace,
      command: { title: 'Look for drift', command: 'plumbline.drift.compare', arguments: [named] },
    };
  }
}

function openDrift(specUri: string): Command {
  return { title: 'Drift', command: 'plumbline.drift.open', arguments: [{ specUri }] };
}

/** "drift in 3 of 7 columns · 3 days ago". */
function titleOf(last: DriftFact, today: string): string {
  const { columns, at, stale } = last;
  const drifting = columns.filter(({ answer }) => answer === 'drift').length;
  const open = columns.filter(({ answer }) => answer !== 'stable' && answer !== 'drift').length;
  const verdict =
    last.of === 'number'
      ? sayVerdict(last)
      : drifting > 0
        ? `drift in ${drifting} of ${counted(columns.length, 'column')}`
        : open > 0
          ? `cannot tell of ${open} of ${counted(columns.length, 'column')}`
          : 'stable';
  return `${verdict} · ${longAge(daysBetween(at, today))}${stale.length === 0 ? '' : ' · out of date'}`;
}

/** "692 kUSD once · 264 kUSD/year", which opens the overview. */
function* costSums({ project, mainUri }: ProjectSnapshot): Generator<Lens> {
  const place = project.spec.fields.costs?.keyPlace;
  const ledger = ledgerOf(project.spec);
  // A sum that lacks an item is not shown as if it were whole.
  if (place === undefined || ledger === undefined || ledger.missing.length > 0) return;
  const say = (sums: readonly MoneyEstimate[], period: string | undefined): readonly string[] =>
    sums.map(({ mean, currency }) => formatMoney(mean, currency, period));
  const once = say(ledger.oneOff, undefined).map((text) => `${text} once`);
  const title = [...once, ...say(ledger.yearly, 'year')].join(' · ');
  if (title === '') return;
  yield { above: place, command: { ...openOverview(mainUri), title } };
}

/** "Costs", which opens the panel, also while a sum is not known. */
function* costPanels({ project, mainUri }: ProjectSnapshot): Generator<Lens> {
  const place = project.spec.fields.costs?.keyPlace;
  if (place === undefined) return;
  yield {
    above: place,
    command: { title: 'Costs', command: 'plumbline.cost.open', arguments: [{ specUri: mainUri }] },
  };
}

function* overviews({ project, mainUri }: ProjectSnapshot): Generator<Lens> {
  const place = project.spec.fields.metrics?.keyPlace;
  if (place !== undefined) yield { above: place, command: openOverview(mainUri) };
}

function openOverview(specUri: string): Command {
  return { title: 'Overview', command: 'plumbline.overview.open', arguments: [{ specUri }] };
}

/** "12 runs", which opens their history. */
function* runsPanels({ project, facts, mainUri }: ProjectSnapshot): Generator<Lens> {
  const place = project.spec.fields.metrics?.keyPlace;
  const runs = facts.runs('plumbline');
  if (place === undefined || runs.state !== 'known' || runs.value.length === 0) return;
  yield {
    above: place,
    command: {
      title: counted(runs.value.length, 'run'),
      command: 'plumbline.runs.open',
      arguments: [{ specUri: mainUri }],
    },
  };
}
