/** Where the page of a rule lies. */

/** @param rulePages address below which the pages lie, with or without a slash at its end */
export function rulePageOf(rulePages: string, rule: string): string {
  return `${rulePages.replace(/\/+$/, '')}/${rule.split('/').map(encodeURIComponent).join('/')}`;
}
