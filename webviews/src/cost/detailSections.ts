/** What the numbers rest on: items, imports, energy, and the difference against the base. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { CostItemView, Costs } from '../../../schemas/costPanel.ts';
import { disclosure } from '../ui/disclosure.ts';
import { locationLink, sourceText } from '../ui/figure.ts';
import { plainText } from '../ui/plainText.ts';
import { emptyContent, section } from '../ui/section.ts';
import { table } from '../ui/table.ts';
import { figureTile, shown, tiles, unknownContent } from './figures.ts';
import type { CostContext } from './memory.ts';
import { t } from '../ui/texts.ts';

const behaviours = [
  { behaviour: 'one-off', heading: t('Once') },
  { behaviour: 'fixed', heading: t('Per period') },
  { behaviour: 'per-use', heading: t('With each use') },
] as const satisfies readonly { readonly behaviour: CostItemView['behaviour']; readonly heading: string }[];

export function itemsSection({ items, currency, categories }: Costs, context: CostContext): TemplateResult {
  const names = new Map(categories.map(({ id, name }) => [id, name]));
  return section({
    id: 'items',
    title: t('Items'),
    aside: t('in {0}', currency),
    content: table({
      label: t('Items'),
      columns: [
        {
          header: t('Item'),
          isRowHeader: true,
          cell: ({ id, source }) => sourceText(id, source, context.actions?.openLocation),
        },
        { header: t('Category'), cell: ({ category }) => plainText(names.get(category) ?? category) },
        {
          header: t('Amount'),
          align: 'end' as const,
          cell: ({ amount, isAdded }) =>
            html`${shown(amount, context)}${isAdded ? nothing : html`<span class="sub">in another item, not added</span>`}`,
        },
        { header: t('Basis'), cell: ({ basis }) => basis },
        { header: t('Owner'), cell: ({ owner }) => plainText(owner ?? '') },
      ],
      groups: behaviours.map(({ behaviour, heading }) => ({
        heading,
        rows: items.filter((item) => item.behaviour === behaviour),
      })),
      key: ({ id }) => id,
    }),
  });
}

export function importsSection({ imports, isTrusted }: Costs, context: CostContext): TemplateResult {
  const open = context.actions?.openLocation;
  const manageTrust = context.actions?.manageTrust;
  return section({
    id: 'imports',
    title: t('Imports'),
    content: html`${
      isTrusted
        ? nothing
        : html`<p class="cost-warning">
            Bills and hours are read once you trust this workspace.
            ${manageTrust === undefined ? nothing : html`<button type="button" class="link" @click=${manageTrust}>Manage trust</button>`}
          </p>`
    }
    ${
      imports.length === 0
        ? emptyContent(
            t('The spec imports nothing.'),
            t('Add a cloud bill or a timesheet under costs.actuals to hold the plan to what was spent.'),
          )
        : imports.map((one) => importView(one, open, context))
    }`,
  });
}

type ImportView = Costs['imports'][number];

function importView(one: ImportView, open: Parameters<typeof locationLink>[1], context: CostContext): TemplateResult {
  const name = `import ${one.id}`;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('Files'), `${one.path}, ${one.format}${one.column === undefined ? '' : t(', sum of {0}', one.column)}`],
    [t('Sum'), one.state === 'read' ? (one.total ?? t('no money')) : undefined],
    [t('Rows'), one.rows?.toLocaleString('en')],
    [t('Months'), one.span],
    [t('Newest file of'), one.changedAt?.slice(0, 10)],
    [t('Left out'), one.leftOut === undefined ? undefined : t('{0} in {1} rows', one.leftOut, one.unreadRows ?? 0)],
    [
      t('In more than one file'),
      one.repeatedRows === undefined || one.repeatedRows === 0 ? undefined : t('{0} rows', one.repeatedRows),
    ],
  ];
  return html`<article class="import">
    <h3>${plainText(one.id)} ${locationLink(one.source, open)}</h3>
    ${
      one.state === 'reading'
        ? html`<p class="quiet">Being read.</p>`
        : one.state === 'unknown'
          ? html`<p>Not known because ${plainText(one.because ?? t('it cannot be read'))}.</p>`
          : nothing
    }
    <dl class="cost-facts">
      ${facts.map(([label, text]) =>
        text === undefined
          ? nothing
          : html`<div>
              <dt>${label}</dt>
              <dd>${plainText(text)}</dd>
            </div>`,
      )}
    </dl>
    ${
      one.unmapped.length === 0
        ? nothing
        : html`<p>
            Matches no category:
            ${plainText(one.unmapped.map(({ name: service, text }) => `${service} ${text}`).join(', '))}.
          </p>`
    }
    ${
      one.problems.length === 0
        ? nothing
        : disclosure({
            summary: one.problems.length === 1 ? t('1 problem') : t('{0} problems', one.problems.length),
            isOpen: context.memory.unfolded[name] ?? false,
            toggle: (isOpen) => context.remember({ unfolded: { ...context.memory.unfolded, [name]: isOpen } }),
            body: () =>
              html`<ul class="import-problems">
                ${one.problems.map((problem) => html`<li>${plainText(problem)}</li>`)}
              </ul>`,
          })
    }
  </article>`;
}

export function workSection({ work }: Costs, context: CostContext): TemplateResult {
  return section({
    id: 'work',
    title: t('Work by area'),
    aside: t('an estimate from the history of the files'),
    content:
      work.state === 'unknown'
        ? unknownContent(work)
        : html`${tiles([
              figureTile(t('On data and labels'), work.dataShare, context),
              figureTile(t('By the plan, on data'), work.plannedShare, context),
              figureTile(t('Hours, about'), work.hours, context),
            ])}
            <p class="quiet">From ${plainText(work.basis)}.</p>
            ${table({
              label: t('Work by area'),
              columns: [
                { header: t('Area'), isRowHeader: true, cell: ({ name }) => plainText(name) },
                { header: t('Share'), align: 'end' as const, cell: ({ shareText }) => shareText },
                {
                  header: t('Of all work'),
                  cell: ({ share }) =>
                    html`<span class="driver-bar" style="width:${(share * 100).toFixed(1)}%"></span>`,
                },
                { header: t('Hours'), align: 'end' as const, cell: ({ hours }) => shown(hours, context) },
                { header: t('Mostly in'), cell: ({ paths }) => plainText(paths.join(', ')) },
              ],
              groups: [{ rows: work.areas }],
              key: ({ id }) => id,
            })}`,
  });
}

export function driftSection({ drift }: Costs, context: CostContext): TemplateResult {
  return section({
    id: 'drift',
    title: t('What the drift found costs'),
    aside: t('per year, if it stayed so'),
    content:
      drift.state === 'unknown'
        ? unknownContent(drift)
        : html`${
            drift.lines.length === 0
              ? emptyContent(t('No column drifts whose change has a price.'))
              : html`${table({
                    label: t('Cost of drift'),
                    columns: [
                      {
                        header: t('Column'),
                        isRowHeader: true,
                        cell: ({ column, source }) => sourceText(column, source, context.actions?.openLocation),
                      },
                      { header: t('Check'), cell: ({ check }) => plainText(check) },
                      { header: t('Compared'), cell: ({ at }) => at.slice(0, 10) },
                      { header: t('Per year'), align: 'end' as const, cell: ({ perYear }) => shown(perYear, context) },
                    ],
                    groups: [{ rows: drift.lines }],
                    key: ({ check, column }) => `${check} ${column}`,
                  })}
                  <p class="quiet">Not added up: several columns may tell of one change.</p>`
          }
          ${
            drift.stale.length === 0
              ? nothing
              : html`<p class="cost-warning">
                  Out of date: the last comparison of ${plainText(drift.stale.join(', '))}.
                </p>`
          }`,
  });
}

export function energySection({ energy }: Costs, context: CostContext): TemplateResult {
  return section({
    id: 'energy',
    title: t('Energy and carbon'),
    content:
      energy.state === 'unknown'
        ? unknownContent(energy)
        : html`${tiles([
            figureTile(t('Energy'), energy.energy, context),
            figureTile(t('Carbon dioxide'), energy.carbon, context),
          ])}
          ${table({
            label: t('Energy by month'),
            columns: [
              { header: t('Month'), isRowHeader: true, cell: ({ month }) => month },
              { header: 'kWh', align: 'end' as const, cell: ({ kwh }) => kwh.toFixed(2) },
              { header: 'kgCO2e', align: 'end' as const, cell: ({ kg }) => kg?.toFixed(2) ?? t('not known') },
            ],
            groups: [{ rows: energy.months }],
            key: ({ month }) => month,
          })}`,
  });
}

export function changeSection({ change }: Costs, context: CostContext): TemplateResult {
  return section({
    id: 'change',
    title: t('Against the base'),
    aside: change.state === 'known' ? plainText(change.base) : nothing,
    content:
      change.state === 'unknown'
        ? unknownContent(change)
        : change.rows.length === 0
          ? emptyContent(t('No cost has changed since.'))
          : table({
              label: t('Differences'),
              columns: [
                {
                  header: t('What'),
                  isRowHeader: true,
                  cell: ({ label, source }) => sourceText(label, source, context.actions?.openLocation),
                },
                { header: t('Then'), align: 'end' as const, cell: ({ before }) => plainText(before) },
                { header: t('Now'), align: 'end' as const, cell: ({ after }) => plainText(after) },
                { header: t('Difference'), align: 'end' as const, cell: ({ difference }) => plainText(difference) },
              ],
              groups: [{ rows: change.rows }],
              key: ({ label }) => label,
            }),
  });
}
