/** A finding as it is reported: with its place in a file, its severity, and the edits of its fixes. */
import type { Finding, Severity } from './rule.ts';

/** Where a finding stands for people who see no file: the number of a cell and of the line in it, both from 1. */
export interface CellLine {
  readonly number: number;
  readonly line: number;
}

/** A finding with its place in a file; offsets are UTF-16, ends exclusive. */
export interface ReportedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly related: readonly {
    readonly uri: string;
    readonly start: number;
    readonly end: number;
    readonly message: string;
    readonly cell?: CellLine | undefined;
  }[];
  readonly fixes: readonly ReportedFix[];
  /** More of them, found out when somebody asks. */
  readonly tryFixes?: (() => readonly ReportedFix[]) | undefined;
  readonly tag: Finding['tag'] | undefined;
}

/** Every fix of a finding, those included that are tried first. */
export function allFixesOf<Fix>({
  fixes,
  tryFixes,
}: {
  readonly fixes: readonly Fix[];
  readonly tryFixes?: (() => readonly Fix[]) | undefined;
}): readonly Fix[] {
  const tried = tryFixes?.() ?? [];
  return tried.length === 0 ? fixes : [...fixes, ...tried];
}

export interface ReportedFix {
  readonly title: string;
  readonly isPreferred: boolean;
  readonly edits: readonly {
    readonly uri: string;
    readonly start: number;
    readonly end: number;
    readonly newText: string;
  }[];
  /** Files that it makes. */
  readonly creates: readonly { readonly uri: string; readonly text: string }[];
}

/** A finding that a comment or a setting silenced. */
export interface SuppressedFinding {
  readonly finding: ReportedFinding;
  readonly reason: string;
}

export interface RuleFailure {
  readonly rule: string;
  readonly error: unknown;
}

/** A total order: by file, place, rule and message. */
export function compareFindings(left: ReportedFinding, right: ReportedFinding): number {
  return (
    compare(left.uri, right.uri) ||
    left.start - right.start ||
    left.end - right.end ||
    compare(left.rule, right.rule) ||
    compare(left.message, right.message)
  );
}

/** Texts by their UTF-16 code units. */
export function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
