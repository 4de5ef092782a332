/** Runs the rules over a project: severities, suppressions, one finding per cause, in a total order. */
import type { Fact, Facts } from '../../../schemas/facts.ts';
import type { TextChange } from '../spec/edits.ts';
import type { Project } from '../spec/project.ts';
import type { ProjectFile } from '../spec/contractFile.ts';
import { applySuppressions } from './applySuppressions.ts';
import { awaitSyntax } from './awaitSyntax.ts';
import { notebookRuleTable } from './notebook/notebookRuleTable.ts';
import { compareFindings } from './reportedFinding.ts';
import type { ReportedFinding, ReportedFix, RuleFailure, SuppressedFinding } from './reportedFinding.ts';
import type { Finding, Outcome, Rule, RuleContext, RuleText, Severity } from './rule.ts';
import type { MissingFact, RuleMemory, RuleRun } from './ruleMemory.ts';
import { concernsContracts } from './contractAlone.ts';
import { effectiveSeverity, isLower, phaseOf, wishedSeverities } from './severity.ts';
import { ruleTable } from './ruleTable.ts';

export { phaseOf };
export type { ReportedFinding, RuleFailure, SuppressedFinding };

export interface CheckResult {
  /** Sorted by file, place and rule. */
  readonly findings: readonly ReportedFinding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Rules that lacked a fact, each with the reasons. */
  readonly notChecked: readonly { readonly rule: string; readonly because: string }[];
  /** Whether some fact is still being found out, so that more findings may come. */
  readonly isPending: boolean;
  /** Rules that threw: bugs of ours, for the log. */
  readonly failures: readonly RuleFailure[];
}

export interface CheckOptions {
  /** Severities of the user's settings, by rule id; the spec's own win over them. */
  readonly severities?: ReadonlyMap<string, Severity | 'silent'>;
  /** The rules to run; all of the table unless said. */
  readonly rules?: readonly Rule[];
  /** What rules found in the last version of the same project, and what they looked at. */
  readonly memory?: RuleMemory;
}

/** Checks a project against every rule. Pure: same project, facts and options, same result. */
export function checkProject(project: Project, facts: Facts, options: CheckOptions = {}): CheckResult {
  const phase = phaseOf(project);
  const wished = wishedSeverities(project, options.severities);
  const rules = options.rules ?? ruleTable;
  const active = rules.flatMap((rule) => {
    if (project.files.length === 0 && !concernsContracts(rule.id)) return [];
    const severity = effectiveSeverity(rule, phase, wished.get(rule.id));
    return severity === 'silent' ? [] : [{ rule, severity }];
  });
  const named = [...rules, ...notebookRuleTable];
  const gaps = new Gaps();
  const failures: RuleFailure[] = [];
  const readNow = (name: string): unknown => (name === 'facts' ? facts.version : project.readNow(name));
  const findingsOf = (rule: Rule, run: (context: RuleContext) => Iterable<Finding>): RuleRun => {
    const missing: MissingFact[] = [];
    try {
      return runWith({ project, facts, rules: named, memory: options.memory, readNow }, run, missing);
    } catch (error) {
      // A bug in one rule must not take the findings of all others away; whoever asked reports it.
      failures.push({ rule: rule.id, error });
      return { findings: [], missing: [...missing, { because: 'the rule failed, which is a fault of Plumbline' }] };
    }
  };
  const collected = active.flatMap(({ rule, severity }) => {
    const check = () => findingsOf(rule, (context) => rule.check(context));
    const { findings, missing } = options.memory?.recall(rule.id, readNow, check) ?? check();
    gaps.addAll(rule.id, missing);
    return findings.flatMap((finding) => locate(project, rule, severity, finding));
  });
  const { kept, suppressed, used } = applySuppressions(
    awaitSyntax(dropSuperseded(collected), project),
    ({ file }) => file.suppressions,
  );
  const activeIds = new Set(active.map(({ rule }) => rule.id));
  const outcome: Outcome = {
    notChecked: gaps.list(),
    usedSuppressions: used,
    isChecked: (id) => activeIds.has(id) && !gaps.has(id),
  };
  const concluded = active.flatMap(({ rule, severity }) => {
    if (rule.conclude === undefined) return [];
    const { findings } = findingsOf(rule, (context) => rule.conclude?.(context, outcome) ?? []);
    return findings.flatMap((finding) => locate(project, rule, severity, finding));
  });
  const findings = [...kept, ...awaitSyntax(concluded, project)]
    .filter(({ file, rule }) => !file.hasUnknownVersion || rule.id === 'spec/unknown-version')
    .map(({ reported }) => reported)
    .toSorted(compareFindings);
  return {
    findings,
    suppressed: suppressed.map(({ candidate, reason }) => ({ finding: candidate.reported, reason })),
    notChecked: outcome.notChecked,
    isPending: gaps.isPending,
    failures,
  };
}

interface Candidate {
  readonly rule: Rule;
  readonly reported: ReportedFinding;
  readonly file: ProjectFile;
  /** Where the findings of superseded rules are dropped: the line of each of these offsets. */
  readonly claimed: readonly number[];
}

/** What rules asked for and did not get. */
class Gaps {
  private readonly reasons = new Map<string, Set<string>>();
  isPending = false;

  addAll(rule: string, missing: readonly MissingFact[]): void {
    for (const { because } of missing) {
      if (because === undefined) this.isPending = true;
      else this.reasons.set(rule, (this.reasons.get(rule) ?? new Set()).add(because));
    }
  }

  has(rule: string): boolean {
    return this.reasons.has(rule);
  }

  list(): readonly { rule: string; because: string }[] {
    return [...this.reasons].flatMap(([rule, reasons]) => [...reasons].map((because) => ({ rule, because })));
  }
}

interface ContextParts {
  readonly project: Project;
  readonly facts: Facts;
  readonly rules: readonly RuleText[];
  readonly memory: RuleMemory | undefined;
  readonly readNow: (name: string) => unknown;
}

/** @param missing gets the facts that were asked for in vain, also those of a run that throws */
function runWith(
  parts: ContextParts,
  run: (context: RuleContext) => Iterable<Finding>,
  missing: MissingFact[] = [],
): RuleRun {
  const findings = [...run(contextFor(parts, (fact) => missing.push(fact)))];
  return { findings, missing };
}

function contextFor(parts: ContextParts, miss: (fact: MissingFact) => void): RuleContext {
  const { project, facts, rules, memory, readNow } = parts;
  return {
    project,
    spec: project.spec,
    facts,
    rules,
    know<Value>(fact: Fact<Value>): Value | undefined {
      switch (fact.state) {
        case 'known':
          return fact.value;
        case 'pending':
          miss({ because: undefined });
          return undefined;
        case 'unknown':
          miss({ because: fact.because });
          return undefined;
      }
    },
    findIn: (part, search, find) => {
      const run = () => runWith(parts, find);
      const { findings, missing } = memory?.recallIn(part, search, readNow, run) ?? run();
      for (const fact of missing) miss(fact);
      return findings;
    },
  };
}

function locate(project: Project, rule: Rule, severity: Severity, finding: Finding): readonly Candidate[] {
  const at = project.locate(finding.place);
  if (at === undefined) return [];
  const related = (finding.related ?? []).flatMap(({ place, message }) => {
    const range = project.locate(place);
    return range === undefined ? [] : [{ uri: range.file.uri, start: range.start, end: range.end, message }];
  });
  const fixes = (finding.fixes ?? []).map(({ title, isPreferred, changes, creates = [] }) => ({
    title,
    isPreferred: isPreferred ?? false,
    edits: changes.flatMap((change) => editOf(project, change)),
    creates: creates.map(({ path, text }) => ({ uri: new URL(path, at.file.uri).href, text })),
  }));
  const reported: ReportedFinding = {
    rule: rule.id,
    severity: finding.atMost !== undefined && isLower(finding.atMost, severity) ? finding.atMost : severity,
    uri: at.file.uri,
    start: at.start,
    end: at.end,
    message: finding.message,
    related,
    fixes: fixes.filter(({ edits }) => edits.length > 0),
    tag: finding.tag,
  };
  const claimed = [finding.place, ...(finding.sameCause ?? [])].flatMap((place) => project.locate(place)?.start ?? []);
  return [{ rule, reported, file: at.file, claimed }];
}

function editOf(project: Project, change: TextChange): ReportedFix['edits'] {
  const range = project.locate(change.place);
  return range === undefined
    ? []
    : [{ uri: range.file.uri, start: range.start, end: range.end, newText: change.newText }];
}

function dropSuperseded(candidates: readonly Candidate[]): readonly Candidate[] {
  const claims = new Map<string, string[]>();
  const lineOf = ({ file }: Candidate, offset: number): string =>
    `${file.uri}\n${file.yaml.text.lastIndexOf('\n', offset - 1)}`;
  for (const candidate of candidates) {
    const { supersedes } = candidate.rule;
    if (supersedes === undefined) continue;
    for (const offset of candidate.claimed) {
      const line = lineOf(candidate, offset);
      claims.set(line, [...(claims.get(line) ?? []), ...supersedes]);
    }
  }
  if (claims.size === 0) return candidates;
  return candidates.filter((candidate) => {
    const patterns = claims.get(lineOf(candidate, candidate.reported.start));
    return patterns === undefined || !patterns.some((pattern) => matches(pattern, candidate.rule.id));
  });
}

function matches(pattern: string, id: string): boolean {
  return pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : pattern === id;
}
