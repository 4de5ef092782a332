/** What a check is asked to look at. */

/** What was asked for: a spec file, or a folder with all specs below it; addresses without a slash at their end. */
export interface CheckScope {
  readonly uri: string;
  readonly kind: 'file' | 'folder';
}

export function isInScope(uri: string, scopes: readonly CheckScope[]): boolean {
  return scopes.some((scope) => uri === scope.uri || (scope.kind === 'folder' && uri.startsWith(`${scope.uri}/`)));
}
