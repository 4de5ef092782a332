/** A smaller form of a model beside its original: what it costs in quality, and what it saves in machine and money. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { CompressionReport } from '../../../schemas/compressionReport.ts';
import type { RunView } from '../../../schemas/evaluationPanel.ts';
import { icon } from '../ui/icon.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import type { TableColumn } from '../ui/table.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';

type Quality = CompressionReport['quality'][number];
type Machine = CompressionReport['machine'][number];
type Money = CompressionReport['money'][number];

export function compressionSection({ compression }: RunView): TemplateResult | typeof nothing {
  if (compression === undefined) return nothing;
  const { original, model, quality, machine, money } = compression;
  return section({
    id: 'compression',
    title: t('Compression'),
    aside: html`${plainText(original)} → ${plainText(model)}`,
    content: html`${
      quality.length === 0
        ? html`<p class="quiet">No metric was measured of both models.</p>`
        : table({
            label: t('What compression costs in quality'),
            columns: qualityColumns,
            groups: [{ rows: quality }],
            key: ({ id }) => id,
          })
    }
    ${
      machine.length === 0
        ? html`<p class="quiet">The machine was not measured with both models; measure it to see what is saved.</p>`
        : html`<h3>Machine</h3>
            ${table({ label: t('What compression saves of the machine'), columns: machineColumns, groups: [{ rows: machine }], key: ({ name }) => name })}`
    }
    ${
      money.length === 0
        ? nothing
        : html`<h3>In a year</h3>
            ${table({ label: t('What compression changes in a year'), columns: moneyColumns, groups: [{ rows: money }], key: ({ name }) => name })}`
    }`,
  });
}

const qualityColumns: readonly TableColumn<Quality>[] = [
  { header: t('Metric'), isRowHeader: true, className: 'metric-name', cell: ({ id }) => plainText(id) },
  { header: t('Original'), align: 'end', cell: ({ before }) => before },
  { header: t('Smaller form'), align: 'end', cell: ({ after }) => after },
  { header: t('Lost'), align: 'end', cell: ({ lost }) => lost },
  {
    header: t('May be lost'),
    align: 'end',
    cell: ({ limit }) => (limit === null ? html`<span class="quiet">not stated</span>` : plainText(limit)),
  },
  { header: t('State'), className: 'metric-state', cell: lossView },
];

function lossView({ verdict }: Quality): TemplateResult {
  switch (verdict) {
    case 'within':
      return html`<span class="verdict verdict-target-met">${icon('met')} Within the limit</span>`;
    case 'beyond':
      return html`<span class="verdict verdict-limit-missed">${icon('error')} Beyond the limit</span>`;
    case 'not-known':
      return html`<span class="verdict verdict-not-known">${icon('unknown')} Not judged</span>`;
  }
}

const machineColumns: readonly TableColumn<Machine>[] = [
  { header: t('Figure'), isRowHeader: true, className: 'metric-name', cell: ({ name }) => plainText(name) },
  { header: t('Original'), align: 'end', cell: ({ before }) => before },
  { header: t('Smaller form'), align: 'end', cell: ({ after }) => after },
  { header: t('Ratio'), align: 'end', cell: ({ ratio }) => `${Number(ratio.toPrecision(3))} ×` },
];

const moneyColumns: readonly TableColumn<Money>[] = [
  { header: t('What'), isRowHeader: true, className: 'metric-name', cell: ({ name }) => plainText(name) },
  { header: t('Original'), align: 'end', cell: ({ before }) => before },
  { header: t('Smaller form'), align: 'end', cell: ({ after }) => after },
  { header: t('Gained'), align: 'end', cell: ({ gained }) => gained },
];
