/** What was found of whole rows: the size of each change with its interval, and the columns that tell the sides apart. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { DriftCheckView } from '../../../schemas/driftPanel.ts';
import { disclosure } from '../ui/disclosure.ts';
import { plainText } from '../ui/plainText.ts';
import type { TableColumn } from '../ui/table.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';
import { answerView, percent } from './answer.ts';
import type { DriftContext } from './memory.ts';
import { isUnfolded, unfold } from './memory.ts';

type WholeRows = DriftCheckView['wholeRows'][number];

/** Findings that are shown at once: of many windows those that matter. */
const shownAtOnce = 12;

export function wholeRowsTable(found: readonly WholeRows[], context: DriftContext): TemplateResult | typeof nothing {
  if (found.length === 0) return nothing;
  const rest = found.slice(shownAtOnce);
  const part = 'whole rows';
  return html`<h3 class="part-heading">${t('Rows as a whole')}</h3>
    ${tableOf(found.slice(0, shownAtOnce), t('Rows as a whole'))}
    ${
      rest.length === 0
        ? nothing
        : disclosure({
            summary: t('{0} more', rest.length),
            isOpen: isUnfolded(context, part),
            toggle: (isOpen) => unfold(context, part, isOpen),
            body: () => tableOf(rest, t('More rows as a whole')),
          })
    }`;
}

function tableOf(found: readonly WholeRows[], label: string): TemplateResult {
  return table<WholeRows>({
    label,
    columns,
    groups: [{ rows: found }],
    key: ({ window, method }) => `${method} ${window}`,
  });
}

const columns: readonly TableColumn<WholeRows>[] = [
  {
    header: t('Method'),
    isRowHeader: true,
    className: 'whole-method',
    cell: ({ name, window }) => html`${plainText(name)} <span class="sub">${plainText(window)}</span>`,
  },
  { header: t('Verdict'), cell: ({ answer }) => answerView(answer) },
  {
    header: t('Size'),
    align: 'end',
    cell: ({ size, range, smallest }) =>
      size === null
        ? html`<span class="quiet">–</span>`
        : html`${plainText(size)} ${range === null ? nothing : html`<span class="sub">${plainText(range)}</span>`}
          ${smallest === null ? nothing : html`<span class="sub">${plainText(t('counts from {0}', smallest))}</span>`}`,
  },
  { header: 'p', align: 'end', cell: ({ p }) => (p === null ? html`<span class="quiet">–</span>` : plainText(p)) },
  {
    header: t('Why'),
    cell: ({ words, features }) =>
      html`${plainText(words)}
      ${
        features.length === 0
          ? nothing
          : html`<ol class="features">
              ${features.map(feature)}
            </ol>`
      }`,
  },
];

/** A name with a bar as long as its part of what tells the sides apart. */
function feature({ name, share }: WholeRows['features'][number]): TemplateResult {
  return html`<li class="feature">
    <span class="feature-name">${plainText(name)}</span>
    <svg class="feature-bar" viewBox="0 0 60 8" aria-hidden="true">
      <rect x="0" y="1" width=${Math.max(1, Math.round(60 * share))} height="6" />
    </svg>
    <span class="feature-share">${percent(share)}</span>
  </li>`;
}
