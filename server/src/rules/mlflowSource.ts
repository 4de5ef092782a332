/** Why MLflow has no value for a metric whose `source` names an experiment and a key there, and what was meant. */
import type { RunFact } from '../../../schemas/facts.ts';
import { replaceText, scalarText } from '../spec/edits.ts';
import type { ScalarNode } from '../spec/located.ts';
import { nearest } from '../spec/nearest.ts';
import { listOf, shorten } from '../spec/words.ts';
import type { Finding } from './rule.ts';

type MissingValue = Omit<Finding, 'place'> & Partial<Pick<Finding, 'place'>>;

/** Names that a message lists. */
const listedNames = 5;

/**
 * @param runs all runs of the store, of which none has the value
 * @param head beginning of the sentence, up to what there is not
 * @returns a finding, with the place of the name that is wrong where one is
 */
export function whyNotInMlflow(
  runs: readonly RunFact[],
  { experiment, key, head }: { experiment: ScalarNode<string>; key: ScalarNode<string>; head: string },
): MissingValue {
  const inExperiment = runs.filter((run) => run.experiment === experiment.text);
  const named = `the MLflow experiment \`${shorten(experiment.text)}\``;
  if (runs.length === 0) return { message: `${head} there is no MLflow store with runs here.` };
  if (inExperiment.length === 0) {
    const names = new Set(runs.flatMap((run) => run.experiment ?? []));
    return insteadOf(experiment, names, `${head} there is no run in ${named}`, 'there are runs in');
  }
  const keys = new Set(inExperiment.flatMap((run) => Object.keys(run.values)));
  return insteadOf(key, keys, `${head} no run in ${named} logged a number as \`${shorten(key.text)}\``, 'they logged');
}

function insteadOf(
  node: ScalarNode<string>,
  known: ReadonlySet<string>,
  sentence: string,
  others: string,
): MissingValue {
  const meant = nearest(node.text, known);
  if (meant === undefined) {
    const listed = [...known].toSorted().slice(0, listedNames);
    const such = known.size > listed.length ? 'names such as ' : '';
    const names = known.size === 0 ? '' : `: ${others} ${such}${listOf(listed.map(shorten))}`;
    return { place: node.place, message: `${sentence}${names}.` };
  }
  return {
    place: node.place,
    message: `${sentence}: did you mean \`${meant}\`?`,
    fixes: [
      { title: `Change to \`${meant}\``, changes: [replaceText(node.place, scalarText(meant))], isPreferred: true },
    ],
  };
}
