/** A measurement in words, with the way to where it stands. */
import type { Location } from 'vscode-languageserver-types';
import type { LastMeasurement, Verdict } from '../../rules/money/measuredGoal.ts';
import type { MetricView } from '../../rules/metricView.ts';
import { longAge } from '../age.ts';
import { code, escapeText, link, paragraphs, sentences } from '../markdown.ts';

/** Value, interval, age, source, and why it may no longer hold. */
export function explainMeasurement(metric: MetricView, last: LastMeasurement): string {
  const { fact, text, interval, ageDays } = last;
  const source = fact.uri === undefined ? code(fact.reference) : link(fact.reference, fact.uri);
  return paragraphs([
    `**Last value of ${escapeText(metric.id)}** · ${code(text)}${interval === undefined ? '' : ` (95 %: ${escapeText(interval)})`}`,
    `${verdictWords[last.verdict]}${longAge(ageDays)}, ${source}`,
    fact.stale.length === 0 ? undefined : `_Stale because ${sentences(fact.stale.join(', and '))}._`,
  ]);
}

/** What a measurement says about the goals, before its age. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  'target-met': 'Meets the target · ',
  'limit-held': 'Holds the limit, not yet the target · ',
  'limit-missed': 'Misses the limit · ',
  'not-known': '',
};

/** The file that holds the measurement; undefined when it is a row of a database. */
export function measurementLocation({ fact: { uri } }: LastMeasurement): Location | undefined {
  const start = { line: 0, character: 0 };
  return uri === undefined ? undefined : { uri, range: { start, end: start } };
}
