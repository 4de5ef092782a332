/** Runs the rules over a notebook: severities, suppressions, a total order; places stay those of cells. */
import type { NotebookAnalysis } from '../../notebook/flow/analysis.ts';
import type { Notebook } from '../../notebook/read/notebook.ts';
import type { PythonParser } from '../../notebook/syntax/pythonParser.ts';
import { readCell } from '../../notebook/syntax/readCell.ts';
import { maskSecrets } from '../../spec/secrets.ts';
import { allRules } from '../allRules.ts';
import { applySuppressions } from '../applySuppressions.ts';
import { knownRuleIds } from '../knownRuleIds.ts';
import { compare } from '../reportedFinding.ts';
import type { RuleFailure } from '../reportedFinding.ts';
import type { Severity } from '../rule.ts';
import { effectiveSeverity, isLower } from '../severity.ts';
import type { Phase } from '../severity.ts';
import { formOf } from './cellForm.ts';
import { suppressionsOfCell } from './cellSuppressions.ts';
import type { DeclaredData } from './declaredData.ts';
import { notebookRuleTable } from './notebookRuleTable.ts';
import type {
  CellFinding,
  NotebookContext,
  NotebookFinding,
  NotebookFix,
  NotebookRule,
  PythonCell,
} from './notebookRule.ts';
import { unknownSurroundings } from './surroundings.ts';
import type { NotebookSurroundings } from './surroundings.ts';
import { createTrial, isWatchedInTrials } from './trial.ts';

export interface NotebookCheckOptions {
  readonly parser: PythonParser;
  readonly phase: Phase;
  /** What the project's spec says of data; nothing unless given. */
  readonly declaredData?: readonly DeclaredData[];
  /** What lies around the notebook; nothing is known unless given. */
  readonly surroundings?: NotebookSurroundings;
  /** Severities that somebody wishes, by rule id. */
  readonly severities?: ReadonlyMap<string, Severity | 'silent'>;
  /** The rules to run; all of the table unless said. */
  readonly rules?: readonly NotebookRule[];
  /** Makes the data flow of a notebook; without it, rules that need it are silent. */
  readonly analyse?: (notebook: Notebook) => NotebookAnalysis | undefined;
}

export interface NotebookCheck {
  /** Sorted by cell, place, rule and message; those of the whole notebook first. */
  readonly findings: readonly CellFinding[];
  readonly suppressed: readonly { readonly finding: CellFinding; readonly reason: string }[];
  /** Rules that threw: bugs of ours, for the log. */
  readonly failures: readonly RuleFailure[];
}

/** Checks a notebook against every rule. Pure: same notebook and options, same result. */
export function checkNotebook(notebook: Notebook, options: NotebookCheckOptions): NotebookCheck {
  return check(notebook, options, { isTrial: false });
}

function check(
  notebook: Notebook,
  options: NotebookCheckOptions,
  { isTrial }: { readonly isTrial: boolean },
): NotebookCheck {
  const { phase, severities, rules = notebookRuleTable } = options;
  const failures: RuleFailure[] = [];
  const attempt = <Result>(rule: string, run: () => Result, otherwise: Result): Result => {
    try {
      return run();
    } catch (error) {
      // A bug in one rule must not take the findings of all others away; whoever asked reports it.
      failures.push({ rule, error });
      return otherwise;
    }
  };
  const pythonCells = pythonCellsOf(notebook, options.parser);
  const findingsInTrial = (changed: Notebook): readonly CellFinding[] | undefined => {
    const watched = { ...options, rules: rules.filter(isWatchedInTrials) };
    const analyse = changed === notebook ? () => context.analysis : options.analyse;
    const tried = check(changed, analyse === undefined ? watched : { ...watched, analyse }, { isTrial: true });
    return tried.failures.length > 0 ? undefined : tried.findings;
  };
  const context: NotebookContext = {
    notebook,
    pythonCells,
    analysis: attempt('notebook/analysis', () => options.analyse?.(notebook), undefined),
    declaredData: options.declaredData ?? [],
    surroundings: options.surroundings ?? unknownSurroundings,
    phase,
    knownRuleIds: knownRuleIds([...allRules, ...rules]),
    suppressions: pythonCells.flatMap(suppressionsOfCell),
    improves: isTrial ? () => false : createTrial(notebook, findingsInTrial),
  };
  const active = rules.flatMap((rule) => {
    const severity = effectiveSeverity(rule, phase, severities?.get(rule.id));
    return severity === 'silent' ? [] : [{ rule, severity }];
  });
  const candidates = active.flatMap(({ rule, severity }) =>
    attempt(rule.id, () => [...rule.check(context)], []).map((finding) => candidateOf(rule, severity, finding)),
  );
  const { kept, suppressed, used } = applySuppressions(candidates, ({ reported: { at } }) =>
    at === undefined ? [] : context.suppressions.filter(({ cell }) => cell === at.cell),
  );
  const activeIds = new Set(active.map(({ rule }) => rule.id));
  const outcome = { usedSuppressions: used, isChecked: (id: string) => activeIds.has(id) };
  const concluded = active.flatMap(({ rule, severity }) =>
    attempt(rule.id, () => [...(rule.conclude?.(context, outcome) ?? [])], []).map((finding) =>
      candidateOf(rule, severity, finding),
    ),
  );
  return {
    findings: [...kept, ...concluded].map(({ reported }) => reported).toSorted(compareCellFindings),
    suppressed: suppressed.map(({ candidate, reason }) => ({ finding: candidate.reported, reason })),
    failures,
  };
}

function pythonCellsOf(notebook: Notebook, parser: PythonParser): readonly PythonCell[] {
  return notebook.cells.flatMap((cell) => {
    if (cell.kind !== 'code' || (cell.language !== 'python' && cell.language !== 'python2')) return [];
    const { magics, tree } = readCell(parser, cell.index, cell.text);
    return [{ cell, magics, tree, form: formOf(tree) }];
  });
}

interface Candidate {
  readonly rule: NotebookRule;
  readonly reported: CellFinding & { readonly start: number };
}

function candidateOf(rule: NotebookRule, severity: Severity, finding: NotebookFinding): Candidate {
  const { at, line, message, related = [], fixes = [], tryFixes, atMost, tag } = finding;
  const masked = (fix: NotebookFix): NotebookFix => ({ ...fix, title: maskCode(fix.title) });
  return {
    rule,
    reported: {
      rule: rule.id,
      severity: atMost !== undefined && isLower(atMost, severity) ? atMost : severity,
      at,
      start: at?.start ?? 0,
      line,
      message: maskCode(message),
      related: related.map((other) => ({ ...other, message: maskCode(other.message) })),
      fixes: fixes.map(masked),
      tryFixes:
        tryFixes === undefined
          ? undefined
          : once(() => tryFixes().flatMap((fix) => (fix === undefined ? [] : [masked(fix)]))),
      tag,
    },
  };
}

function once<Result>(find: () => Result): () => Result {
  let found: { readonly result: Result } | undefined;
  return () => (found ??= { result: find() }).result;
}

/** A sentence whose code, which is between backticks, shows no secret; in words, "password: …" is none. */
function maskCode(sentence: string): string {
  return sentence.includes('`') ? sentence.replace(/`[^`]+`/g, maskSecrets) : sentence;
}

function compareCellFindings(left: CellFinding, right: CellFinding): number {
  return (
    (left.at?.cell ?? -1) - (right.at?.cell ?? -1) ||
    (left.at?.start ?? 0) - (right.at?.start ?? 0) ||
    (left.at?.end ?? 0) - (right.at?.end ?? 0) ||
    compare(left.rule, right.rule) ||
    compare(left.message, right.message)
  );
}
