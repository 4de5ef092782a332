/** Addresses of rule pages: anyone can make the editor open one, so nothing but a rule's id is read from it. */

const ruleAddress = /^\/rules\/([a-z]+\/[a-z0-9-]+)$/;

/**
 * @param path path of an address such as `/rules/metric/no-limit`
 * @returns the id of a rule; undefined when the path has any other form
 */
export function readRuleAddress(path: string): string | undefined {
  return ruleAddress.exec(path)?.[1];
}
