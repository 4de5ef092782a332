/** A page as somebody meets it who has only the key Tab. */
import type { Page } from 'playwright-core';
import * as z from 'zod';

const stopShape = z.object({
  tag: z.string(),
  /** What a screen reader calls it. */
  name: z.string(),
  /** Whether something is drawn around it. */
  isShown: z.boolean(),
  left: z.number(),
  top: z.number(),
  right: z.number(),
  bottom: z.number(),
});

export type Stop = z.infer<typeof stopShape>;

/** More than any page has. */
const mostStops = 600;

/**
 * Presses Tab until the focus leaves the page, and gives each stop; places count from the top of the page.
 *
 * @throws {Error} when the focus never leaves
 */
export async function walkByKeyboard(page: Page): Promise<readonly Stop[]> {
  const stops: Stop[] = [];
  while (stops.length < mostStops) {
    await page.keyboard.press('Tab');
    const stop = stopShape.nullable().parse(await page.evaluate<unknown>(`(${readStop})()`));
    if (stop === null) return stops;
    stops.push(stop);
  }
  throw new Error('The focus never leaves the page.');
}

/** How many controls the page has that Tab should reach: of a group of radio buttons, one. */
export async function countControls(page: Page): Promise<number> {
  return z.number().parse(await page.evaluate<unknown>(`(${countInPage})()`));
}

/**
 * Stops that lie above the one before without lying to its right: whoever reads from top to bottom loses the place.
 */
export function findJumpsBack(stops: readonly Stop[]): readonly string[] {
  return stops.flatMap((stop, index) => {
    const before = stops[index - 1];
    if (before === undefined) return [];
    const isAbove = stop.bottom <= before.top;
    const isOnLine = !isAbove && stop.top < before.bottom && before.top < stop.bottom;
    const jumps = isAbove ? stop.left < before.right : isOnLine && stop.right <= before.left;
    return jumps ? [`${before.name} → ${stop.name}`] : [];
  });
}

const readStop = `() => {
  const host = document.activeElement;
  if (host === null || host === document.body) return null;
  let inner = host;
  while (inner.shadowRoot?.activeElement) inner = inner.shadowRoot.activeElement;
  const isShown = [inner, host].some((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== 'none' && outlineWidth !== '0px';
  });
  const labels = [...(host.labels ?? [])].map((label) => label.textContent).join(' ');
  const labelled = (host.getAttribute('aria-labelledby') ?? '').split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim();
  const name = host.getAttribute('aria-label') || labelled || labels || host.textContent || '';
  const { left, top, right, bottom } = host.getBoundingClientRect();
  const y = scrollY;
  return {
    tag: host.localName, name: name.replace(/\\s+/g, ' ').trim(), isShown,
    left, top: top + y, right, bottom: bottom + y,
  };
}`;

const countInPage = `() => {
  const controls = [...document.querySelectorAll(
    'button, vscode-button, a[href], summary, input, select, textarea, [tabindex="0"]',
  )].filter((element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.matches(':disabled, [disabled]') &&
    element.getAttribute('tabindex') !== '-1');
  const groups = new Set();
  return controls.filter((element) => {
    if (element.localName !== 'input' || element.type !== 'radio') return true;
    const isNew = !groups.has(element.name);
    groups.add(element.name);
    return isNew;
  }).length;
}`;
