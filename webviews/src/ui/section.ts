/** A section of the page: a heading, what it sums up to, and its content. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from './html.ts';
import type { Content } from './content.ts';

export interface Section {
  readonly id: string;
  readonly title: string;
  /** What stands beside the heading. */
  readonly aside?: Content;
  readonly content: Content;
}

export function section({ id, title, aside, content }: Section): TemplateResult {
  return html`<section class="section" aria-labelledby="${id}-heading">
    <div class="section-head">
      <h2 id="${id}-heading" tabindex="-1">${title}</h2>
      ${aside === undefined ? nothing : html`<div class="section-aside">${aside}</div>`}
    </div>
    ${content}
  </section>`;
}

/** A section that has nothing to show says why, and what to do next. */
export function emptyContent(sentence: Content, next: Content = nothing): TemplateResult {
  return html`<div class="empty">
    <p>${sentence}</p>
    ${next === nothing ? nothing : html`<p class="quiet">${next}</p>`}
  </div>`;
}

/** Links to the sections; they move the focus too, so that the keyboard continues there. */
export function sectionLinks(sections: readonly { readonly id: string; readonly title: string }[]): TemplateResult {
  const jump = (event: Event, id: string): void => {
    event.preventDefault();
    const heading = document.getElementById(`${id}-heading`);
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: 'start' });
  };
  return html`<nav aria-label="Sections">
    <ul class="section-links">
      ${sections.map(
        ({ id, title }) =>
          html`<li><a href="#${id}-heading" @click=${(event: Event) => jump(event, id)}>${title}</a></li>`,
      )}
    </ul>
  </nav>`;
}
