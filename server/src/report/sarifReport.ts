/** The check report as SARIF 2.1.0 (OASIS), for code scanning and editors. */
import type { Log, Location, Region, ReportingDescriptor, Result, Fix } from 'sarif';
import type { CheckReport, ReportFinding, ReportSeverity } from '../../../schemas/checkReport.ts';
import type { TextRange } from '../../../schemas/sourceLocation.ts';
import { plainText } from '../text/plainText.ts';
import { sarifMessage } from './sarifMessage.ts';
import { reviewDescriptor, reviewResults } from './reviewSarif.ts';
import { jsonText } from '../text/jsonText.ts';

/** What SARIF says about a rule. */
export interface RuleDescription {
  readonly id: string;
  readonly finds: string;
  readonly why: string;
  /** Address of its page. */
  readonly helpUri: string;
}

export interface SarifOptions {
  /** Every rule that can occur. */
  readonly rules: readonly RuleDescription[];
  /** Address of the working directory, ending in a slash; files are named relative to it. */
  readonly baseUri: string;
  /** The text of a file, from which fingerprints are made; undefined when it cannot be read. */
  readonly textOf: (file: string) => string | undefined;
}

/** Writes a place of a file, named relative to the working directory. */
export type LocationOf = (file: string, range: TextRange) => Location;

/** SARIF knows no hints: they are notes, as information is. */
const levels = { error: 'error', warning: 'warning', info: 'note', hint: 'note' } as const satisfies Record<
  ReportSeverity,
  Result['level']
>;

const base = 'WORKINGDIRECTORY';

export function sarifReport(report: CheckReport, options: SarifOptions): string {
  const used = new Set(
    [...report.findings, ...report.suppressed.map(({ finding }) => finding)].map(({ rule }) => rule),
  );
  const rules = options.rules.filter(({ id }) => used.has(id));
  const changes = reviewResults(report.review ?? [], locationIn);
  const index = new Map(rules.map(({ id }, at) => [id, at]));
  const fingerprints = createFingerprints(options.textOf);
  const toResult = (finding: ReportFinding) => resultOf(finding, index, fingerprints);
  const descriptors = [...rules.map(descriptorOf), ...(changes.length > 0 ? [reviewDescriptor] : [])];
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Plumbline', semanticVersion: report.version, rules: descriptors } },
        originalUriBaseIds: { [base]: { uri: options.baseUri } },
        columnKind: 'utf16CodeUnits',
        results: [
          ...report.findings.map(toResult),
          ...report.suppressed.map(({ finding, reason }) => ({
            ...toResult(finding),
            suppressions: [
              { kind: 'inSource' as const, status: 'accepted' as const, justification: plainText(reason) },
            ],
          })),
          ...changes,
        ],
      },
    ],
  };
  return jsonText(log);
}

function descriptorOf({ id, finds, why, helpUri }: RuleDescription): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: `${finds.charAt(0).toUpperCase()}${finds.slice(1)}.` },
    fullDescription: { text: why },
    help: { text: why },
    helpUri,
    properties: { tags: [id.split('/', 1)[0] ?? id] },
  };
}

function resultOf(
  finding: ReportFinding,
  index: ReadonlyMap<string, number>,
  fingerprintOf: (finding: ReportFinding) => string,
): Result {
  const ruleIndex = index.get(finding.rule);
  return {
    ruleId: finding.rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[finding.severity],
    message: sarifMessage(finding.message),
    locations: [locationIn(finding.file, finding.range)],
    ...(finding.related.length === 0
      ? {}
      : {
          relatedLocations: finding.related.map(({ file, range, message }, at) => ({
            id: at + 1,
            ...locationIn(file, range),
            message: sarifMessage(message),
          })),
        }),
    ...(finding.fixes.length === 0 ? {} : { fixes: finding.fixes.map(fixOf) }),
    partialFingerprints: { 'plumblineFinding/v1': fingerprintOf(finding) },
  };
}

function fixOf({ title, edits }: ReportFinding['fixes'][number]): Fix {
  const byFile = Map.groupBy(edits, ({ file }) => file);
  return {
    description: sarifMessage(title),
    artifactChanges: [...byFile].map(([file, changes]) => ({
      artifactLocation: { uri: uriOf(file), uriBaseId: base },
      replacements: changes.map(({ range, newText }) => ({
        deletedRegion: regionOf(range),
        insertedContent: { text: newText },
      })),
    })),
  };
}

/** A place of a file, named relative to the working directory. */
export function locationIn(file: string, range: TextRange): Location {
  const artifactLocation = { uri: uriOf(file), uriBaseId: base };
  return { physicalLocation: { artifactLocation, region: regionOf(range) } };
}

/** A relative address: every character of a name that means something in an address is escaped. */
function uriOf(file: string): string {
  return file.toWellFormed().split('/').map(encodeURIComponent).join('/');
}

/** SARIF counts from 1, and its end column is exclusive, as ours is. */
function regionOf({ start, end }: TextRange): Region {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/**
 * Names a finding so that it is the same one after lines were added above it: rule, file, the text of its line, and
 * its turn among findings that are equal so far.
 */
function createFingerprints(textOf: (file: string) => string | undefined): (finding: ReportFinding) => string {
  const lines = new Map<string, readonly string[]>();
  const turns = new Map<string, number>();
  return ({ rule, file, range }) => {
    const known = lines.get(file) ?? (textOf(file) ?? '').split(/\r?\n/);
    lines.set(file, known);
    const name = `${rule}|${file}|${(known[range.start.line] ?? '').trim()}`;
    const turn = (turns.get(name) ?? 0) + 1;
    turns.set(name, turn);
    return `${hash(name)}:${turn}`;
  };
}

/**
 * A short name of a text, for telling texts apart, not for security.
 *
 * @source FNV-1a with 64 bits, over UTF-16 code units
 */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at += 1) {
    value = BigInt.asUintN(64, (value ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  }
  return value.toString(16).padStart(16, '0');
}
