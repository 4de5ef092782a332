/** A comparison as SARIF 2.1.0: a result for each drifting column, at the check that watches it. */
import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { ComparedCheck, DriftReport, RankedColumn } from '../../../schemas/driftReport.ts';
import { jsonText } from '../text/jsonText.ts';
import { plainText } from '../text/plainText.ts';
import { locationIn } from './sarifReport.ts';
import { windowWords } from './driftWords.ts';

const rules = {
  drift: {
    id: 'drift/column',
    shortDescription: { text: 'A column has drifted.' },
    fullDescription: { text: 'Its values changed surely, and by enough to matter, against what is normal.' },
    properties: { tags: ['drift'] },
  },
  open: {
    id: 'drift/cannot-tell',
    shortDescription: { text: 'Whether a column has drifted cannot be told.' },
    fullDescription: { text: 'There are too few rows to say that it drifted, and too few to say that it is stable.' },
    properties: { tags: ['drift'] },
  },
  failed: {
    id: 'drift/not-compared',
    shortDescription: { text: 'A check could not be compared.' },
    fullDescription: { text: 'The data, the reference or the spec does not allow it; the message says which.' },
    properties: { tags: ['drift'] },
  },
} as const satisfies Record<string, ReportingDescriptor>;

/** @param baseUri address of the working directory, ending in a slash */
export function driftSarif(report: DriftReport, baseUri: string): string {
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Plumbline', semanticVersion: report.version, rules: Object.values(rules) } },
        originalUriBaseIds: { WORKINGDIRECTORY: { uri: baseUri } },
        columnKind: 'utf16CodeUnits',
        results: report.checks.flatMap((check) =>
          check.state === 'compared' ? checkResults(check) : [failedResult(check.id, check.sentence, report.spec)],
        ),
      },
    ],
  };
  return jsonText(log);
}

function checkResults(check: ComparedCheck): Result[] {
  return check.ranking.flatMap((ranked) => {
    if (ranked.answer !== 'drift' && ranked.answer !== 'cannot-tell') return [];
    const isDrift = ranked.answer === 'drift';
    const ruleId = isDrift ? rules.drift.id : rules.open.id;
    return [
      {
        ruleId,
        level: isDrift ? ('warning' as const) : ('note' as const),
        message: { text: plainText(messageOf(ranked, check)) },
        locations: placeOf(check.file, check.range),
        partialFingerprints: { 'plumblineDrift/v1': plainText(`${ruleId}:${check.id}:${ranked.column}`) },
      },
    ];
  });
}

function messageOf(ranked: RankedColumn, { reference, current, result }: ComparedCheck): string {
  const windows = result.windows.length > 1 ? ` ${windowWords(ranked)}` : '';
  const head =
    ranked.answer === 'drift'
      ? `${ranked.column} of ${current} drifts against ${reference}${windows}.`
      : `Whether ${ranked.column} of ${current} drifts against ${reference} cannot be told.`;
  return [head, ranked.sentence, ...(ranked.advice === null ? [] : [ranked.advice])].join(' ');
}

function failedResult(id: string, sentence: string, spec: string | null): Result {
  return {
    ruleId: rules.failed.id,
    level: 'error',
    message: { text: plainText(`${id}: ${sentence}`) },
    locations: placeOf(spec, null),
    partialFingerprints: { 'plumblineDrift/v1': plainText(`${rules.failed.id}:${id}`) },
  };
}

function placeOf(file: string | null, range: ComparedCheck['range']) {
  if (file === null) return [];
  const start = { line: 0, character: 0 };
  return [locationIn(file, range ?? { start, end: start })];
}
