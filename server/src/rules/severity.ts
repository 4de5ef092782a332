/** How loudly a rule speaks: by phase, by the spec's own settings, by the user's. */
import type { Project } from '../spec/project.ts';
import { groupOf } from './rule.ts';
import type { Rule, Severities, Severity } from './rule.ts';

export type Phase = 'poc' | 'pilot' | 'production' | 'retired';

/** The declared phase; `pilot` while it cannot be read. */
export function phaseOf(project: Project): Phase {
  return project.spec.fields.phase?.value ?? 'pilot';
}

/** Groups that a retired project keeps, as in production. */
const keptWhenRetired: ReadonlySet<string> = new Set(['yaml', 'spec', 'quantity', 'ref', 'suppress', 'privacy']);

/** Groups whose errors nobody can lower: without them, nothing else that is said can be trusted. */
const unshakable: ReadonlySet<string> = new Set(['yaml', 'spec', 'quantity', 'ref', 'suppress']);

const order: Readonly<Record<Severity | 'silent', number>> = { silent: 0, hint: 1, info: 2, warning: 3, error: 4 };

/**
 * The severities that somebody wishes, by rule id: those of the project's spec, else those of the user.
 *
 * @param project undefined for a file of no project
 */
export function wishedSeverities(
  project: Project | undefined,
  user: ReadonlyMap<string, Severity | 'silent'> | undefined,
): ReadonlyMap<string, Severity | 'silent'> {
  const wished = new Map(user ?? []);
  for (const [id, setting] of project?.spec.fields.rules?.entries ?? []) {
    const severity = setting.fields.severity?.value;
    if (severity !== undefined) wished.set(id, severity);
  }
  return wished;
}

/** Whether a severity is quieter than another. */
export function isLower(left: Severity | 'silent', right: Severity | 'silent'): boolean {
  return order[left] < order[right];
}

/** The severity that the catalogue gives a rule in a phase; `silent` when it is off. */
export function severityIn(rule: Pick<Rule, 'id' | 'severity'>, phase: Phase): Severity | 'silent' {
  if (phase === 'retired' && !keptWhenRetired.has(groupOf(rule.id)) && rule.id !== 'data/secret') return 'silent';
  return letterAt(rule.severity, phase);
}

function letterAt(severity: Severities, phase: Phase): Severity | 'silent' {
  const [poc, pilot, production] = severity.split('/');
  const letter = phase === 'poc' ? poc : phase === 'pilot' ? pilot : production;
  switch (letter) {
    case 'E':
      return 'error';
    case 'W':
      return 'warning';
    case 'I':
      return 'info';
    case 'H':
      return 'hint';
    default:
      return 'silent';
  }
}

/** Whether a rule's severity may be lowered, by a setting or a comment. */
export function canLower(rule: Pick<Rule, 'id'>, severity: Severity | 'silent'): boolean {
  return severity !== 'error' || (!unshakable.has(groupOf(rule.id)) && rule.id !== 'data/secret');
}

/**
 * The severity that holds.
 *
 * @param wished what the spec's `rules` section says, else the user's settings, else undefined
 */
export function effectiveSeverity(
  rule: Pick<Rule, 'id' | 'severity'>,
  phase: Phase,
  wished: Severity | 'silent' | undefined,
): Severity | 'silent' {
  const standard = severityIn(rule, phase);
  if (wished === undefined) return standard;
  return isLower(wished, standard) && !canLower(rule, standard) ? standard : wished;
}
