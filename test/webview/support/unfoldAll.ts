/** Opens what a page folds away, for tests that look at all of it. */
import type { PageUnderTest } from './pageUnderTest.ts';

/**
 * Opens every fold, those inside of others too. Resolves when what was folded is drawn: a page hears of each fold only
 * after it was opened.
 *
 * Not by clicks, each of which would wait for the page to stand still.
 */
export async function unfoldAll({ page }: PageUnderTest): Promise<void> {
  await page.evaluate(`(async () => {
    for (;;) {
      const folds = [...document.querySelectorAll('details:not([open])')];
      if (folds.length === 0) return;
      await Promise.all(
        folds.map(
          (fold) =>
            new Promise((resolve) => {
              fold.addEventListener('toggle', resolve, { once: true });
              fold.open = true;
            }),
        ),
      );
    }
  })()`);
}
