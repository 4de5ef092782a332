/** Evidence that names a run, a metric of MLflow or a value in a metrics file: it must be there. */
import type { RunFact } from '../../../../schemas/facts.ts';
import { replaceText } from '../../spec/edits.ts';
import type { ScalarNode } from '../../spec/located.ts';
import { nearest } from '../../spec/nearest.ts';
import { listOf, shorten } from '../../spec/words.ts';
import { valueAt } from '../../stores/pointer.ts';
import { findRunName } from '../../stores/runFile.ts';
import { changeTo, insteadAt, partOf, plainOf } from '../fileSource.ts';
import { perEntry } from '../perEntry.ts';
import type { Finding, RuleContext } from '../rule.ts';

type EvidenceNode = ScalarNode<string | number | boolean>;

/** Names that one message lists. */
const listedNames = 5;

const evidenceIn = perEntry(({ scalars }) =>
  scalars.filter((node) => node.kind === 'scalar').filter(({ meaning }) => meaning === 'evidence'),
);

/** Runs, MLflow metrics and DVC values that evidence names and that do not exist. */
export function* unknownMeasures(context: RuleContext): Generator<Finding> {
  for (const node of evidenceIn(context.project)) {
    const [scheme = '', ...rest] = node.text.split(':');
    const name = rest.join(':');
    switch (scheme) {
      case 'run':
        yield* unknownRun(context, node, name);
        break;
      case 'mlflow':
        yield* unknownMlflowMetric(context, node, name);
        break;
      case 'dvc':
        yield* unknownDvcValue(context, node, name);
        break;
      // `split:` is an id, `file:` a path, and what `dbt:` names lies in another project.
    }
  }
}

function* unknownRun({ facts, know }: RuleContext, node: EvidenceNode, name: string): Generator<Finding> {
  const runs = know(facts.runs('plumbline'));
  const broken = know(facts.brokenRuns());
  if (runs === undefined || broken === undefined) return;
  const names = [...runs, ...broken].map(({ id }) => id);
  const found = findRunName(names, name);
  const place = partOf(node, 'run:'.length, node.text.length);
  if (found === undefined) {
    const meant = nearest(name, names);
    const advice =
      meant !== undefined
        ? `did you mean \`${shorten(meant)}\`?`
        : names.length === 0
          ? 'no run was made yet.'
          : `the newest is \`${shorten(names[0] ?? '')}\`.`;
    yield withFix(node, { place, message: `There is no run \`${shorten(name)}\`: ${advice}` }, meant);
    return;
  }
  if (found.kind === 'ambiguous') {
    const listed = found.names.slice(0, listedNames).map(shorten);
    const message = `\`${shorten(name)}\` may mean ${found.names.length} runs, such as ${listOf(listed, 'or')}: write more of its name.`;
    yield { place, message };
    return;
  }
  const damaged = broken.find(({ id }) => id === found.name);
  if (damaged === undefined) return;
  yield {
    place,
    message: `The run \`${shorten(damaged.id)}\` cannot be read because ${damaged.because}: restore its file, or run it again.`,
  };
}

function* unknownMlflowMetric({ facts, know }: RuleContext, node: EvidenceNode, name: string): Generator<Finding> {
  const match = /^runs\/(?<run>[^/]+)(?:\/metrics\/(?<key>.+))?$/.exec(name);
  const runs = know(facts.runs('mlflow'));
  const [run, key] = [match?.groups?.['run'], match?.groups?.['key']];
  if (runs === undefined || run === undefined) return;
  const found: RunFact | undefined = runs.find(({ id }) => id === run);
  const start = 'mlflow:runs/'.length;
  if (found === undefined) {
    const place = partOf(node, start, start + run.length);
    const known = runs.length === 0 ? 'there is no MLflow store with runs here' : 'copy the id of a run from MLflow';
    yield { place, message: `MLflow has no run \`${shorten(run)}\`: ${known}.` };
    return;
  }
  if (key === undefined || found.values[key] !== undefined) return;
  const place = partOf(node, start + run.length + '/metrics/'.length, node.text.length);
  const keys = Object.keys(found.values);
  const meant = nearest(key, keys);
  yield withFix(
    node,
    { place, message: `That run has no metric \`${shorten(key)}\`: ${adviceOf(meant, keys, 'it logged no number')}` },
    meant,
  );
}

function* unknownDvcValue({ facts, know, project }: RuleContext, node: EvidenceNode, name: string): Generator<Finding> {
  const hash = name.indexOf('#');
  if (hash === -1) return;
  const path = name.slice(0, hash);
  const pointer = name.slice(hash + 1);
  const uri = project.uriOf(node.place) ?? '';
  // That the file is missing is said where all paths are looked at.
  const isThere = know(facts.path(path, uri))?.kind === 'file';
  const file = isThere ? know(facts.text(path, uri)) : undefined;
  const read = file === undefined ? undefined : plainOf(file);
  if (read?.kind !== 'value' || valueAt(read.value, pointer) !== undefined) return;
  const start = 'dvc:'.length + hash + 1;
  const { advice, meant } = insteadAt(read.value, pointer, 'it holds no number');
  yield {
    place: partOf(node, start, node.text.length),
    message: `\`${shorten(path)}\` has nothing at \`${shorten(pointer)}\`: ${advice}`,
    fixes: meant === undefined ? [] : changeTo(meant, node, start),
  };
}

function adviceOf(meant: string | undefined, keys: readonly string[], none: string): string {
  if (meant !== undefined) return `did you mean \`${shorten(meant)}\`?`;
  return keys.length === 0 ? `${none}.` : `it has ${listOf(keys.slice(0, listedNames).map(shorten))}.`;
}

function withFix({ textStart }: EvidenceNode, finding: Finding, meant: string | undefined): Finding {
  if (meant === undefined || textStart === undefined) return finding;
  const changes = [replaceText(finding.place, meant)];
  return { ...finding, fixes: [{ title: `Change to \`${shorten(meant)}\``, changes, isPreferred: true }] };
}
