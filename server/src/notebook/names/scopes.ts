/** Scopes of Python, and every place where a name is read or bound in them. */

export type ScopeKind = 'module' | 'function' | 'class' | 'comprehension';

export interface Scope {
  readonly kind: ScopeKind;
  /** Offsets of the function, class or comprehension in the parsed text. */
  readonly start: number;
  readonly end: number;
  /** Undefined for the module. */
  readonly parent: Scope | undefined;
  /** Names that are bound here, parameters included; those declared `global` or `nonlocal` are not. */
  readonly bound: ReadonlySet<string>;
  readonly globals: ReadonlySet<string>;
  readonly nonlocals: ReadonlySet<string>;
}

export interface Occurrence {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly role: 'read' | 'bind' | 'delete' | 'declare';
  /** Where it is written; `scopeOfName` says where it lives. */
  readonly scope: Scope;
  /** Whether it stands in a string that a library reads as code, such as `@limit` of a query. */
  readonly isInString: boolean;
}

/**
 * The scope in which a name lives that is written in another: class bodies are seen by themselves alone.
 *
 * @returns the module's scope for names that nothing between binds
 */
export function scopeOfName(name: string, from: Scope): Scope {
  if (from.globals.has(name)) return moduleOf(from);
  let scope: Scope = from;
  if (!from.nonlocals.has(name) && from.bound.has(name)) return from;
  while (scope.parent !== undefined) {
    scope = scope.parent;
    if (scope.kind === 'class') continue;
    if (scope.globals.has(name)) return moduleOf(scope);
    if (scope.kind !== 'module' && scope.bound.has(name) && !scope.nonlocals.has(name)) return scope;
  }
  return scope;
}

function moduleOf(scope: Scope): Scope {
  let outermost = scope;
  while (outermost.parent !== undefined) outermost = outermost.parent;
  return outermost;
}

/** Whether code written here runs later than the statement that holds it: in a function that is called some time. */
export function isLate(scope: Scope): boolean {
  for (let next: Scope | undefined = scope; next !== undefined; next = next.parent) {
    if (next.kind === 'function') return true;
  }
  return false;
}
