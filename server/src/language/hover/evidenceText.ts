/** What a piece of evidence is: a run with its values, or the split that it names. */
import type { MeasuredValue, RunFact } from '../../../../schemas/facts.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { longAge } from '../age.ts';
import { findEvidenceRun, partsOfEvidence } from '../evidenceRun.ts';
import { code, escapeText, link, paragraphs } from '../markdown.ts';
import { describeEntity } from './entityText.ts';

/** Values of one run that are listed. */
const mostValues = 12;

/** @returns undefined for evidence that leads to a file, or to another project */
export function describeEvidence(snapshot: ProjectSnapshot, text: string): string | undefined {
  const { scheme, name } = partsOfEvidence(text);
  if (scheme === 'split') {
    const split = snapshot.project.entity('split', name);
    return split === undefined ? undefined : describeEntity(snapshot, split);
  }
  const fact = findEvidenceRun(snapshot.facts, text);
  switch (fact.state) {
    case 'pending':
      return '_The runs are being read; more shows here in a moment._';
    case 'unknown':
      return `_The run is not known because ${escapeText(fact.because)}._`;
    case 'known':
      return fact.value === undefined ? undefined : describeRun(snapshot, fact.value);
  }
}

function describeRun({ project, facts }: ProjectSnapshot, run: RunFact): string {
  const name = run.uri === undefined ? code(run.id) : link(run.id, run.uri);
  const days = Math.floor((Date.parse(facts.today) - Date.parse(run.at.slice(0, 10))) / 86_400_000);
  const about = [
    run.model === undefined ? undefined : `model ${code(run.model)}`,
    run.split === undefined ? undefined : `split ${code(run.split)}`,
    run.target === undefined ? undefined : `on ${code(run.target)}`,
    run.commit === undefined
      ? undefined
      : `commit ${code(run.commit.slice(0, 7))}${run.isDirty === true ? ' with changes that were not committed' : ''}`,
  ].filter((part) => part !== undefined);
  const values = Object.entries(run.values).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const rows = values.slice(0, mostValues).map(([id, value]) => {
    const limit = project.spec.fields.metrics?.entries.get(id)?.fields.limit?.text;
    return `- ${code(id)} ${describeValue(value)}${limit === undefined ? '' : `, limit ${code(limit)}`}`;
  });
  const more = values.length > mostValues ? `- and ${values.length - mostValues} more` : undefined;
  return paragraphs([
    `**${name}** · run of ${storeNames[run.store]} · ${longAge(days)}`,
    about.length === 0 ? undefined : about.join(' · '),
    rows.length === 0 ? 'It has no values.' : [...rows, more].filter((row) => row !== undefined).join('\n'),
  ]);
}

const storeNames: Readonly<Record<RunFact['store'], string>> = { plumbline: 'Plumbline', mlflow: 'MLflow', dvc: 'DVC' };

function describeValue({ value, unit, low, high }: MeasuredValue): string {
  const withUnit = (number: number): string => `${Number(number.toPrecision(4))}${unit === '' ? '' : ` ${unit}`}`;
  const interval =
    low === undefined || high === undefined ? undefined : `(95 %: ${withUnit(low)} to ${withUnit(high)})`;
  return interval === undefined ? code(withUnit(value)) : `${code(withUnit(value))} ${escapeText(interval)}`;
}
