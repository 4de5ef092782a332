// Diagnostics as tests speak of them.
import { languages } from 'vscode';
import type { Diagnostic, Uri } from 'vscode';
import { untilEvent } from './untilEvent.ts';

/**
 * Waits until the diagnostics of a file are as expected.
 *
 * @param expectation what is waited for, for the error
 * @returns all diagnostics of the file at that moment
 */
export function untilDiagnostics(
  uri: Uri,
  isExpected: (diagnostics: readonly Diagnostic[]) => boolean,
  expectation: string,
): Promise<readonly Diagnostic[]> {
  return untilEvent(
    languages.onDidChangeDiagnostics,
    () => languages.getDiagnostics(uri),
    isExpected,
    expectation,
    (diagnostics) => `[${diagnostics.map(describeDiagnostic).join(', ')}]`,
  );
}

function describeDiagnostic(diagnostic: Diagnostic): string {
  return `${ruleOf(diagnostic) ?? 'no code'} in line ${diagnostic.range.start.line + 1}`;
}

/** Code of our rule, such as `metric/no-limit`; undefined for diagnostics of others. */
export function ruleOf(diagnostic: Diagnostic): string | undefined {
  const { code } = diagnostic;
  const text = typeof code === 'object' ? code.value : code;
  return text === undefined ? undefined : String(text);
}

/** The one diagnostic of a rule in a list; the list is what {@link untilDiagnostics} gave. */
export function findingOf(diagnostics: readonly Diagnostic[], rule: string): Diagnostic {
  const finding = diagnostics.find((diagnostic) => ruleOf(diagnostic) === rule);
  if (finding === undefined) throw new Error(`There is no finding of ${rule}.`);
  return finding;
}

/** Whether a list holds a finding of the rule. */
export function hasRule(rule: string): (diagnostics: readonly Diagnostic[]) => boolean {
  return (diagnostics) => diagnostics.some((diagnostic) => ruleOf(diagnostic) === rule);
}
