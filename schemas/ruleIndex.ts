/** The index of the rule pages, `docs/rules/README.md`, read back: which rule finds what. */

/** A row of a table as `scripts/docs/rulePages.ts` writes it: the code with its link, what it finds, two more cells. */
const row = /^\| \[`(?<code>[^`]+)`\]\([^)]*\) \| (?<finds>.*) \| [^|]* \| [^|]* \|$/gmu;

/**
 * @param markdown text of the index; other text has no rows
 * @returns code of a rule such as `metric/no-limit` → what it finds, such as "a metric without a limit", without marks
 */
export function readRuleIndex(markdown: string): ReadonlyMap<string, string> {
  return new Map(
    [...markdown.matchAll(row)].flatMap(({ groups }) => {
      const { code, finds } = groups ?? {};
      return code === undefined || finds === undefined ? [] : [[code, plainCell(finds)]];
    }),
  );
}

function plainCell(text: string): string {
  return text.replaceAll('\\|', '|').replaceAll('`', '');
}
