/**
 * One tooltip for the whole page, shown on hover and on keyboard focus.
 *
 * It stays while the pointer is on it, and Escape closes it (WCAG 1.4.13). Its content is made when it is shown, so
 * that a page with thousands of numbers carries none of it.
 */
import type { TemplateResult } from 'lit-html';
import { render } from 'lit-html';
import type { DirectiveResult } from 'lit-html/directive.js';
import { ref } from 'lit-html/directives/ref.js';

const tips = new WeakMap<Element, () => TemplateResult>();

const tipId = 'plumbline-tip';
const gapPixels = 6;
const showAfterMs = 250;
const hideAfterMs = 120;

/** Attribute-position directive that gives an element its tip: `<button ${withTip(() => …)}>`. */
export function withTip(tip: () => TemplateResult): DirectiveResult {
  return ref((element) => {
    if (element !== undefined) tips.set(element, tip);
  });
}

/** Lets the elements of a document show their tips. Call it once per page. */
export function installTips(page: Document): void {
  const box = page.createElement('div');
  box.id = tipId;
  box.role = 'tooltip';
  box.hidden = true;
  page.body.append(box);

  let anchor: Element | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hide = (): void => {
    clearTimeout(timer);
    anchor?.removeAttribute('aria-describedby');
    anchor = undefined;
    box.hidden = true;
  };
  const show = (element: Element, tip: () => TemplateResult): void => {
    hide();
    anchor = element;
    render(tip(), box);
    box.hidden = false;
    element.setAttribute('aria-describedby', tipId);
    place(box, element);
  };
  const after = (delayMs: number, act: () => void): void => {
    clearTimeout(timer);
    timer = setTimeout(act, delayMs);
  };

  page.addEventListener('pointerover', (event) => {
    if (isInside(event.target, box)) {
      clearTimeout(timer);
      return;
    }
    const found = findTip(event.target);
    if (found === undefined) {
      if (anchor !== undefined && !anchor.matches(':focus-visible')) after(hideAfterMs, hide);
      else if (anchor === undefined) clearTimeout(timer);
    } else if (found.element === anchor) clearTimeout(timer);
    else after(showAfterMs, () => show(found.element, found.tip));
  });
  page.addEventListener('focusin', (event) => {
    const found = findTip(event.target);
    if (found?.element.matches(':focus-visible') === true) show(found.element, found.tip);
  });
  page.addEventListener('focusout', hide);
  // The focus itself scrolls an element into view, so that the tip must follow instead of going away.
  const follow = (): void => {
    if (anchor === undefined) return;
    if (isInWindow(anchor)) place(box, anchor);
    else hide();
  };
  page.addEventListener('scroll', follow, { passive: true });
  page.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });
}

function isInside(target: EventTarget | null, box: Element): boolean {
  return target instanceof Node && box.contains(target);
}

function findTip(target: EventTarget | null): { element: Element; tip: () => TemplateResult } | undefined {
  for (let element = target instanceof Element ? target : null; element !== null; element = element.parentElement) {
    const tip = tips.get(element);
    if (tip !== undefined) return { element, tip };
  }
  return undefined;
}

function isInWindow(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < globalThis.innerHeight;
}

/** Below the element when there is room, else above it, and never over the edge of the window. */
function place(box: HTMLElement, element: Element): void {
  const near = element.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const below = near.bottom + gapPixels;
  const top = below + height <= globalThis.innerHeight ? below : Math.max(gapPixels, near.top - gapPixels - height);
  const left = Math.max(gapPixels, Math.min(near.left, globalThis.innerWidth - width - gapPixels));
  box.style.translate = `${left}px ${top}px`;
}
