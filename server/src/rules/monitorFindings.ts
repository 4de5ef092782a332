/** Rules about what the last comparison of each check found: columns that drift, and checks that nobody has compared. */
import type { DriftColumnFact, DriftFact } from '../../../schemas/facts.ts';
import { counted, listOf, shorten } from '../spec/words.ts';
import type { Place } from '../yaml/place.ts';
import { checksOf } from './monitorView.ts';
import type { CheckView } from './monitorView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** Columns of one check that get a finding of their own; the rest is one more, because a wide table would fill the list. */
const namedColumns = 8;
/** The checks that say what is watched; looking at one leaves a record. */
export function comparedChecksOf(spec: RuleContext['spec']): readonly CheckView[] {
  return checksOf(spec).filter(({ node }) => node.fields.watch !== undefined);
}

function* findDrift({ spec, facts, know }: RuleContext): Generator<Finding> {
  for (const check of comparedChecksOf(spec)) {
    const fact = know(facts.drift(check.id));
    const drifting = fact?.columns.filter(({ answer }) => answer === 'drift') ?? [];
    if (fact === undefined || drifting.length === 0) continue;
    for (const column of drifting.slice(0, namedColumns)) yield driftOf(check, fact, column);
    const rest = drifting.slice(namedColumns).map(({ name }) => shorten(name));
    if (rest.length === 0) continue;
    const unnamed = rest.length > 5 ? [`${rest.length - 5} more`] : [];
    yield {
      place: check.keyPlace,
      message: `${counted(rest.length, 'more column')} of \`${shorten(fact.current)}\` ${rest.length === 1 ? 'drifts' : 'drift'} against \`${shorten(fact.reference)}\`: ${[listOf(rest.slice(0, 5)), ...unnamed].join(' and ')}.`,
    };
  }
}

function driftOf(check: CheckView, last: DriftFact, column: DriftColumnFact): Finding {
  const { reference, current, windows } = last;
  const { name, drifting, judged, sentence, advice, money } = column;
  const where = windows === 1 ? '' : ` in ${drifting} of ${counted(judged, 'window')}`;
  const cost =
    money === undefined ? '' : ` The value changes by ${money.text} (${money.low} to ${money.high}) if it stays so.`;
  const next = advice === undefined ? nextStep(check) : ` ${advice}`;
  if (last.of === 'number') {
    return {
      place: check.keyPlace,
      message: `\`${shorten(name)}\` of \`${shorten(current)}\` is surely not normal${where}, which would be ${shorten(reference)}. ${sentence}${next}`,
    };
  }
  return {
    place: placeOf(check, name),
    message: `\`${shorten(name)}\` of \`${shorten(current)}\` drifts against \`${shorten(reference)}\`${where}. ${sentence}${cost}${next}`,
  };
}

function nextStep({ node }: CheckView): string {
  const action = node.fields.action?.text;
  return action === undefined ? '' : ` What to do: ${shorten(action)}.`;
}

/** Where a check lists a column, else its name. */
function placeOf({ node, keyPlace }: CheckView, column: string): Place {
  return node.fields.columns?.items.find(({ text }) => text === column)?.place ?? keyPlace;
}

function* findNotCompared({ spec, facts, know }: RuleContext): Generator<Finding> {
  const known = comparedChecksOf(spec).flatMap((check) => {
    const fact = facts.drift(check.id);
    const last = know(fact);
    // That there is no comparison differs from not knowing whether there is one.
    return fact.state === 'known' ? [{ check, last }] : [];
  });
  const never = known.flatMap(({ check, last }) => (last === undefined ? [check] : []));
  const section = spec.fields.monitoring?.keyPlace;
  if (never.length > 1 && never.length === known.length && section !== undefined) {
    // One sentence where each check would say the same.
    yield {
      place: section,
      message: `None of the ${never.length} checks that watch data was ever compared: look for drift, with the lens above a check or \`plumbline drift\`.`,
    };
  } else {
    for (const { id, keyPlace } of never) {
      yield {
        place: keyPlace,
        message: `\`${shorten(id)}\` was never compared with what is normal: look for drift, with the lens above it or \`plumbline drift --check ${shorten(id)}\`.`,
      };
    }
  }
  for (const { check, last } of known) {
    if (last === undefined || last.stale.length === 0) continue;
    yield {
      place: check.keyPlace,
      message: `The last comparison of \`${shorten(check.id)}\`, of ${last.at.slice(0, 10)}, is out of date because ${last.stale.join(', and ')}: look for drift again.`,
    };
  }
}

export const monitorFindingRules: readonly Rule[] = [
  {
    id: 'monitor/drift-found',
    severity: 'I/W/W',
    finds: 'a column that drifts, by the last comparison of its check',
    why: 'The answers of a model rest on data that looks as it did in training. A column that surely changed, and by enough to matter, asks for a decision: repair what delivers it, train again, or accept the new data as the reference. The rate of false alarms of the check was held over all its columns and windows together, so this is rarely chance.',
    check: findDrift,
  },
  {
    id: 'monitor/not-compared',
    severity: '–/I/W',
    waits: 'section',
    finds: 'a check that was never compared, or whose last comparison is out of date',
    why: 'A check in the spec watches nothing by itself. Something must compare, such as `plumbline drift` every night in CI, and a comparison that is older than its windows, or made for another reference or other columns, says nothing of what comes in now.',
    check: findNotCompared,
  },
];
