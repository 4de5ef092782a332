/** What answering asks of the machine: how latencies spread, how batches pay, and what else was read. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { MachineView, RunView } from '../../../schemas/evaluationPanel.ts';
import { histogram } from '../charts/histogram.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import type { TableColumn } from '../ui/table.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';
import { figureWithTable } from '../charts/figureWithTable.ts';
import type { EvaluationContext } from './memory.ts';
import { savedNumber } from './savedPoints.ts';

type Latency = MachineView['latencies'][number];
type Throughput = MachineView['throughput'][number];
type Figure = MachineView['figures'][number];

const drawing = { width: 400, height: 110 };

export function machineSection(
  { machine }: RunView,
  other: RunView | undefined,
  context: EvaluationContext,
): TemplateResult | typeof nothing {
  if (machine === undefined) return nothing;
  const before = other?.machine;
  return section({
    id: 'machine',
    title: t('Machine'),
    aside: html`<span class="quiet">${plainText(machine.summary)}</span>`,
    content: html`<div class="figures">
        ${machine.latencies.map((latency, index) => latencyFigure(latency, index, before, context))}
      </div>
      ${throughputTable(machine, before)} ${figureTable(machine, before)}
      ${
        machine.remarks.length === 0
          ? nothing
          : html`<ul class="remarks">
              ${machine.remarks.map((remark) => html`<li>${plainText(remark)}</li>`)}
            </ul>`
      }`,
  });
}

function latencyFigure(
  { title, note, bins, above, percentiles }: Latency,
  index: number,
  before: MachineView | undefined,
  context: EvaluationContext,
): TemplateResult {
  const counted = bins.map(({ low, high, count }) => [t('{0} to {1}', low, high), count.toLocaleString('en')]);
  const tail = above === 0 ? [] : [[t('over {0}', bins.at(-1)?.high ?? ''), above.toLocaleString('en')]];
  const same = before?.latencies.find((latency) => latency.title === title);
  return figureWithTable(
    {
      id: `latency-${index}`,
      title,
      drawing: html`${histogram(bins, { ...drawing, description: `${title}: ${percentileWords(percentiles)}.` })}
        <div class="drawn-ends quiet">
          <span>${bins[0]?.low ?? ''}</span>
          ${above === 0 ? nothing : html`<span>${above.toLocaleString('en')} slower</span>`}
          <span>${bins.at(-1)?.high ?? ''}</span>
        </div>
        <dl class="percentiles">
          ${percentiles.map(
            ({ name, text, interval, because }) =>
              html`<div>
                <dt>${name}</dt>
                <dd>
                  <span class=${because === undefined ? 'figure' : 'figure-unknown'}>${text}</span
                  >${interval === undefined ? nothing : html`<span class="sub">${interval}</span>`}${
                    because === undefined ? nothing : html`<span class="sub">${plainText(because)}</span>`
                  }${otherPercentile(same, name)}
                </dd>
              </div>`,
          )}
        </dl>
        <p class="quiet">${plainText(note)}</p>`,
      columns: [t('Latency'), t('Queries')],
      rows: [...counted, ...tail],
      saved: {
        columns: ['From (ms)', 'To (ms)', 'Queries'],
        rows: [
          ...bins.map(({ fromMs, toMs, count }) => [savedNumber(fromMs), savedNumber(toMs), String(count)]),
          ...(above === 0 ? [] : [[savedNumber(bins.at(-1)?.toMs ?? 0), '', String(above)]]),
        ],
      },
    },
    context,
  );
}

function otherPercentile(same: Latency | undefined, wanted: string): TemplateResult | typeof nothing {
  const found = same?.percentiles.find(({ name }) => name === wanted);
  return found === undefined ? nothing : html`<span class="sub">other run ${found.text}</span>`;
}

function percentileWords(percentiles: Latency['percentiles']): string {
  return percentiles.map(({ name, text }) => `${name} ${text}`).join(', ');
}

function throughputTable({ throughput }: MachineView, before: MachineView | undefined): TemplateResult {
  const best = Math.max(...throughput.map(({ perSecond }) => perSecond));
  const columns: readonly TableColumn<Throughput>[] = [
    {
      header: t('Rows at once'),
      isRowHeader: true,
      cell: ({ batch, isEnough }) =>
        html`${batch === 1 ? t('1 row') : t('{0} rows', batch.toLocaleString('en'))}${
          isEnough ? html`<span class="sub">enough: more gain less than a tenth</span>` : nothing
        }`,
    },
    { header: t('Throughput'), align: 'end', className: 'run-goal', cell: ({ text }) => text },
    {
      header: t('Of the best'),
      className: 'bar-cell',
      cell: ({ perSecond }) =>
        html`<span class="bar-track"><span class="bar" style="width:${(perSecond / best) * 100}%"></span></span
          ><span class="visually-hidden">${Math.round((perSecond / best) * 100)} %</span>`,
    },
    { header: t('Time of a row'), align: 'end', cell: ({ rowTime }) => rowTime },
    ...(before === undefined
      ? []
      : [
          {
            header: t('Other run'),
            align: 'end' as const,
            cell: ({ batch }: Throughput) =>
              before.throughput.find((one) => one.batch === batch)?.text ?? html`<span class="quiet">not there</span>`,
          },
        ]),
  ];
  return html`<div class="throughput">
    ${table({
      label: t('Throughput by batch'),
      columns,
      groups: [{ rows: throughput }],
      key: ({ batch }) => String(batch),
    })}
  </div>`;
}

function figureTable(machine: MachineView, before: MachineView | undefined): TemplateResult {
  const others = new Map((before?.figures ?? []).map(({ name, text }) => [name, text ?? t('unavailable')]));
  const columns: readonly TableColumn<Figure>[] = [
    { header: t('Figure'), isRowHeader: true, cell: ({ name }) => plainText(name) },
    {
      header: t('Value'),
      align: 'end',
      className: 'run-value',
      cell: ({ text }) =>
        text === undefined
          ? html`<span class="figure-unknown">unavailable</span>`
          : html`<span class="figure">${text}</span>`,
    },
    ...(before === undefined
      ? []
      : [
          {
            header: t('Other run'),
            align: 'end' as const,
            className: 'run-goal',
            cell: ({ name }: Figure) => others.get(name) ?? html`<span class="quiet">not there</span>`,
          },
        ]),
    { header: t('How'), cell: ({ state, how }) => html`${state}: ${plainText(how)}` },
  ];
  return table({
    label: t('Figures of the machine'),
    columns,
    groups: [{ rows: machine.figures }],
    key: ({ name }) => name,
  });
}
