/** Numbers that are watched besides columns: metrics, the share of alerts, conditions on rows. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { DriftWatchedView } from '../../../schemas/driftPanel.ts';
import { rangeChart } from '../charts/rangeChart.ts';
import type { RangePoint } from '../charts/rangeChart.ts';
import { disclosure } from '../ui/disclosure.ts';
import { locationLink } from '../ui/figure.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { table } from '../ui/table.ts';
import type { Answer } from './answer.ts';
import { answerView, percent } from './answer.ts';
import type { DriftContext } from './memory.ts';
import { isUnfolded, unfold } from './memory.ts';

const words: Readonly<Record<Answer, string>> = {
  drift: 'Not normal',
  'cannot-tell': 'Cannot tell',
  stable: 'Normal',
  'not-judged': 'Not judged',
};

export function watchedSection(watched: readonly DriftWatchedView[], context: DriftContext): TemplateResult {
  return section({
    id: 'watched',
    title: 'Watched numbers',
    aside: html`<span class="quiet">metrics, alerts and conditions of the spec</span>`,
    content: html`${watched.map((one) => watchedView(one, context))}`,
  });
}

function watchedView(one: DriftWatchedView, context: DriftContext): TemplateResult {
  const { id, kind, name, current, normal, answer, outside, judged, sentence, advice, age, at, notes, windows } = one;
  const open = context.actions?.openLocation;
  const heading = `watched-${id}`;
  const where = windows.length < 2 ? '' : ` in ${outside} of ${judged} ${judged === 1 ? 'window' : 'windows'}`;
  return html`<article class="watched" aria-labelledby=${heading}>
    <h3 id=${heading}>${plainText(name)}</h3>
    <p>
      ${answerView(answer, words[answer])}${answer === 'drift' ? where : nothing}. ${plainText(sentence)}
      ${advice === null ? nothing : html`<span class="quiet">${plainText(advice)}</span>`}
    </p>
    <ul class="facts">
      <li>${locationLink(one.definedAt, open)}</li>
      <li>${locationLink(one.record, open)}</li>
      <li>${plainText(kind)} of ${plainText(current)}</li>
      <li>normal is ${plainText(normal)}</li>
      <li><time datetime=${at}>${plainText(age)}</time></li>
    </ul>
    ${figure(one, context)} ${notes.map((note) => html`<p class="quiet">${plainText(note)}</p>`)}
  </article>`;
}

function figure(one: DriftWatchedView, context: DriftContext): TemplateResult | typeof nothing {
  const { id, name, normal, low, high, isShare, windows } = one;
  const format = isShare ? percent : (value: number): string => String(Number(value.toPrecision(3)));
  const points = windows.map((window): RangePoint | undefined => {
    const { label, value, answer } = window;
    if (value === null || answer === 'not-judged') return undefined;
    return { label, value, low: window.low ?? value, high: window.high ?? value, tone: answer };
  });
  if (windows.length < 2 || points.every((point) => point === undefined)) return nothing;
  return html`<figure class="drawn" aria-label=${`${name} over time`}>
    ${rangeChart({
      points,
      normal: { low, high },
      format,
      description: `${name} in each of ${windows.length} windows with its interval; normal is ${normal}.`,
    })}
    ${disclosure({
      summary: 'Numbers',
      isOpen: isUnfolded(context, `watched ${id}`),
      toggle: (isOpen) => unfold(context, `watched ${id}`, isOpen),
      body: () =>
        table<DriftWatchedView['windows'][number]>({
          label: `${name} over time`,
          columns: [
            { header: 'Window', isRowHeader: true, cell: ({ label }) => plainText(label) },
            { header: 'Rows', align: 'end', cell: ({ rows }) => rows.toLocaleString('en') },
            { header: 'Number', cell: ({ text }) => plainText(text) },
            { header: 'Verdict', cell: ({ answer }) => answerView(answer, words[answer]) },
          ],
          groups: [{ rows: windows }],
          key: ({ label }) => label,
        }),
    })}
  </figure>`;
}
