/** What axe finds on a page that keeps somebody from using it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as z from 'zod';
import type { PageUnderTest } from './pageUnderTest.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const found = z.array(
  z.object({
    id: z.string(),
    help: z.string(),
    nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
  }),
);

/**
 * Barriers by the rules of WCAG 2.2 A and AA and of axe's best practices, each with the first places.
 *
 * The colours are those of the theme, so contrast is judged where the page chooses among them.
 */
export async function findBarriers({ page }: PageUnderTest): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const violations = found.parse(
    await page.evaluate<unknown>(
      `axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] }).then(({ violations }) => violations)`,
    ),
  );
  return violations.map(({ id, help, nodes }) => {
    const places = nodes
      .slice(0, 5)
      .map(({ html, failureSummary }) => `  ${html.slice(0, 160)}\n    ${failureSummary ?? ''}`);
    return `${id}: ${help} (${nodes.length})\n${places.join('\n')}`;
  });
}
