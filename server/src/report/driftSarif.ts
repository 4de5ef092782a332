/** A comparison as SARIF 2.1.0: a result for each drifting column, at the check that watches it. */
import type { Log, Notification, ReportingDescriptor, Result } from 'sarif';
import type { ComparedCheck, DriftReport, RankedColumn, WatchedCheck } from '../../../schemas/driftReport.ts';
import { jsonText } from '../text/jsonText.ts';
import { plainText } from '../text/plainText.ts';
import { sarifMessage } from './sarifMessage.ts';
import { locationIn } from './sarifReport.ts';
import { moneyWords, noteWords, windowWords } from './driftWords.ts';
import { watchedSentences, watchedTitle, watchedVerdict } from './watchedWords.ts';

const rules = {
  drift: {
    id: 'drift/column',
    shortDescription: { text: 'A column has drifted.' },
    fullDescription: { text: 'Its values changed surely, and by enough to matter, against what is normal.' },
    help: { text: 'Look at what delivers the column; when the change is here to stay, take a newer reference.' },
    properties: { tags: ['drift'] },
  },
  rows: {
    id: 'drift/rows',
    shortDescription: { text: 'Rows as a whole have drifted.' },
    fullDescription: { text: 'Columns surely no longer belong together as they do in what is normal.' },
    help: { text: 'Look at the columns that the message names; each may look the same by itself.' },
    properties: { tags: ['drift'] },
  },
  outside: {
    id: 'drift/outside',
    shortDescription: { text: 'A number that is watched lies outside of what is normal.' },
    fullDescription: {
      text: 'A metric, the share of alerts or a condition on rows surely left the range of its check.',
    },
    help: { text: 'Do what the check says under action; the message names the worst window.' },
    properties: { tags: ['drift'] },
  },
  open: {
    id: 'drift/cannot-tell',
    shortDescription: { text: 'Whether a column has drifted cannot be told.' },
    fullDescription: { text: 'There are too few rows to say that it drifted, and too few to say that it is stable.' },
    help: { text: 'Take longer windows or a larger reference; the message says how many rows would settle it.' },
    properties: { tags: ['drift'] },
  },
  failed: {
    id: 'drift/not-compared',
    shortDescription: { text: 'A check or a column could not be compared.' },
    fullDescription: { text: 'The data, the reference or the spec does not allow it; the message says which.' },
    help: {
      text: 'Repair what the message names: a path, a split, a column that one side lacks or that has no values.',
    },
    properties: { tags: ['drift'] },
  },
} as const satisfies Record<string, ReportingDescriptor>;

/** @param baseUri address of the working directory, ending in a slash */
export function driftSarif(report: DriftReport, baseUri: string): string {
  const executionSuccessful = report.checks.every(({ state }) => state !== 'failed');
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Plumbline', semanticVersion: report.version, rules: Object.values(rules) } },
        invocations: [{ executionSuccessful, toolExecutionNotifications: notificationsOf(report) }],
        originalUriBaseIds: { WORKINGDIRECTORY: { uri: baseUri } },
        columnKind: 'utf16CodeUnits',
        results: report.checks.flatMap((check) => resultsOf(check, report)),
      },
    ],
  };
  return jsonText(log);
}

function resultsOf(check: DriftReport['checks'][number], { spec }: DriftReport): Result[] {
  switch (check.state) {
    case 'compared':
      return checkResults(check);
    case 'watched':
      return watchedResults(check);
    case 'failed':
      return [resultOf('failed', null, `${check.id}: ${check.sentence}`, { id: check.id, file: spec, range: null })];
  }
}

/** One result unless the number is normal in all windows. */
function watchedResults(check: WatchedCheck): Result[] {
  const [ranked] = check.ranking;
  if (ranked === undefined || ranked.answer === 'stable') return [];
  const rule = ({ drift: 'outside', 'cannot-tell': 'open', 'not-judged': 'failed' } as const)[ranked.answer];
  const words = `${watchedTitle(check)}. ${watchedVerdict(check)}: ${watchedSentences(check).join(' ')}`;
  return [resultOf(rule, ranked.column, words, check)];
}

/** Checks that are not about columns, and what else is to be known of a comparison. */
function notificationsOf({ checks, notCompared }: DriftReport): Notification[] {
  const left = notCompared.map(({ id, because }) => `${id}: ${because}`);
  const notes = checks.flatMap((check) => (check.state === 'compared' ? commonNotes(check) : []));
  return [...left, ...notes].map((text) => ({ level: 'note', message: sarifMessage(text) }));
}

/** Columns without a verdict are results, so only the other notes are left. */
function commonNotes(check: ComparedCheck): readonly string[] {
  const words = noteWords({ ...check, result: { ...check.result, notCompared: [] } });
  return words.map((note) => `${check.id}: ${note}`);
}

function checkResults(check: ComparedCheck): Result[] {
  const { reference, current } = check;
  const ranked = check.ranking.flatMap((one) => {
    const column = `${one.column} of ${current}`;
    const result = (rule: keyof typeof rules, head: string): Result =>
      resultOf(rule, one.column, messageOf(one, head), check);
    switch (one.answer) {
      case 'drift':
        return [result('drift', `${column} drifts against ${reference}${windowWords(one, check)}.`)];
      case 'cannot-tell':
        return [result('open', `Whether ${column} drifts against ${reference} cannot be told.`)];
      case 'not-judged':
        return [result('failed', `${column} has no verdict against ${reference}.`)];
      case 'stable':
        return [];
    }
  });
  const left = check.result.notCompared.map(({ column, because }) =>
    resultOf('failed', column, `${column} was not compared. ${because}`, check),
  );
  return [...ranked, ...left, ...rowResults(check)];
}

/** One result for each method by which whole rows are compared, unless they are stable in all windows. */
function rowResults(check: ComparedCheck): Result[] {
  const byMethod = Map.groupBy(check.result.together ?? [], ({ method }) => method);
  return [...byMethod].flatMap(([method, findings]) => {
    const judged = findings.flatMap((one) => (one.kind === 'judged' ? [one] : []));
    const [worst] = judged.toSorted((left, right) => left.adjustedP - right.adjustedP);
    if (worst === undefined) {
      const because = findings.flatMap((one) => (one.kind === 'undefined' ? [one.because] : []))[0] ?? '';
      return [resultOf('failed', method, `Rows were not compared by ${method}. ${because}`, check)];
    }
    const drifting = judged.filter(({ answer }) => answer === 'drift').length;
    if (drifting > 0) {
      const where = judged.length === 1 ? '' : ` in ${drifting} of ${judged.length} windows`;
      const head = `Rows of ${check.current} drift as a whole against ${check.reference} by ${method}${where}.`;
      return [resultOf('rows', method, `${head} ${worst.sentence}`, check)];
    }
    const open = judged.find(({ answer }) => answer === 'cannot-tell');
    if (open === undefined) return [];
    return [
      resultOf(
        'open',
        method,
        `Whether rows of ${check.current} drift by ${method} cannot be told. ${open.sentence}`,
        check,
      ),
    ];
  });
}

function resultOf(
  rule: keyof typeof rules,
  column: string | null,
  text: string,
  { id, file, range }: Pick<ComparedCheck, 'id' | 'file' | 'range'>,
): Result {
  const ruleId = rules[rule].id;
  return {
    ruleId,
    ruleIndex: Object.keys(rules).indexOf(rule),
    // Without a column, a whole check failed.
    level: column === null ? 'error' : rule === 'drift' || rule === 'outside' || rule === 'rows' ? 'warning' : 'note',
    message: sarifMessage(text),
    locations: placeOf(file, range),
    partialFingerprints: {
      'plumblineDrift/v1': plainText([ruleId, id, ...(column === null ? [] : [column])].join(':')),
    },
  };
}

function messageOf(ranked: RankedColumn, head: string): string {
  const advice = ranked.advice === null ? '' : ` ${ranked.advice}`;
  return `${head} ${ranked.sentence}${moneyWords(ranked)}${advice}`;
}

function placeOf(file: string | null, range: ComparedCheck['range']) {
  if (file === null) return [];
  const start = { line: 0, character: 0 };
  return [locationIn(file, range ?? { start, end: start })];
}
