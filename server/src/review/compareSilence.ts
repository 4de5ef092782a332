/** Rules that speak less loudly than before: their severity was lowered, or a comment silences a finding. */
import type { Project } from '../spec/project.ts';
import type { SpecFile } from '../spec/specFile.ts';
import type { FilePlace, ReviewViews, SpecChange, StatedReason } from './change.ts';
import { fromTo, quoted } from './words.ts';

const loudness = ['silent', 'hint', 'info', 'warning', 'error'];

/** Rules that one of the two specs sets, and that speak differently now. */
export function* compareSeverities(
  before: Project,
  after: Project,
  { loudnessOf }: Pick<ReviewViews, 'loudnessOf'>,
): Generator<SpecChange> {
  const [then, now] = [before.spec.fields.rules?.entries, after.spec.fields.rules?.entries];
  if (after.spec.unreadable.has('rules')) return;
  for (const id of new Set([...(then?.keys() ?? []), ...(now?.keys() ?? [])])) {
    const [from, to] = [loudnessOf(before, id), loudnessOf(after, id)];
    if (from === to) continue;
    const setting = now?.get(id);
    const words = [loudness[from], loudness[to]] as const;
    const reason = setting?.fields.reason?.text;
    const stated: StatedReason | undefined = reason === undefined ? undefined : { by: undefined, reason };
    yield {
      kind: 'rule',
      weight: to < from ? 'loosened' : 'tightened',
      subject: `rules.${id}`,
      sentence: `The rule ${quoted(id)} was ${to < from ? 'lowered' : 'raised'} ${fromTo(...words)}.`,
      from: words[0],
      to: words[1],
      base: then?.get(id)?.keyPlace,
      current: setting?.keyPlace ?? after.spec.fields.rules?.keyPlace,
      stated,
    };
  }
}

/** A comment that silences a rule. Its place is known in the file alone, as a comment belongs to no value. */
export interface SilenceChange {
  readonly weight: 'loosened' | 'tightened';
  readonly rule: string;
  readonly sentence: string;
  readonly base: FilePlace | undefined;
  readonly current: FilePlace | undefined;
  readonly stated: StatedReason | undefined;
}

interface Silence {
  readonly rule: string;
  /** Rule and the first line that it covers, which stays the same when lines are added above. */
  readonly key: string;
  readonly line: string;
  readonly reason: string;
  readonly place: FilePlace;
}

/** Comments that came and went. */
export function* compareSuppressions(before: Project, after: Project): Generator<SilenceChange> {
  const [then, now] = [silencesOf(before), silencesOf(after)];
  for (const [key, { rule, line, reason, place }] of now) {
    if (then.has(key)) continue;
    const where = line === '' ? '' : ` at ${quoted(line)}`;
    yield {
      weight: 'loosened',
      rule,
      sentence: `Findings of ${quoted(rule)} are ignored now${where}.`,
      base: undefined,
      current: place,
      stated: reason === '' ? undefined : { by: undefined, reason },
    };
  }
  for (const [key, { rule, line, place }] of then) {
    if (now.has(key)) continue;
    const where = line === '' ? '' : ` at ${quoted(line)}`;
    const sentence = `Findings of ${quoted(rule)} are no longer ignored${where}.`;
    yield { weight: 'tightened', rule, sentence, base: place, current: undefined, stated: undefined };
  }
}

function silencesOf({ files }: Project): ReadonlyMap<string, Silence> {
  const silences = new Map<string, Silence>();
  for (const file of files) {
    for (const { rules, reason, covers, comment } of file.suppressions) {
      const line = coveredKey(file, covers.start);
      for (const { id } of rules) {
        const key = JSON.stringify([id, line]);
        silences.set(key, { rule: id, key, line, reason, place: { uri: file.uri, ...comment } });
      }
    }
  }
  return silences;
}

/** The key on the line that is covered first; a value may change while its silence stays. */
function coveredKey({ yaml: { text } }: SpecFile, offset: number): string {
  const end = text.indexOf('\n', offset);
  const line = text.slice(offset, end === -1 ? text.length : end).trim();
  return /^[^\s:#]+(?=:)/.exec(line)?.[0] ?? line;
}
