/** Numbers that are watched besides columns: metrics, the share of alerts, conditions on rows. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { DriftWatchedView } from '../../../schemas/driftPanel.ts';
import { rangeChart } from '../charts/rangeChart.ts';
import type { RangePoint } from '../charts/rangeChart.ts';
import { disclosure } from '../ui/disclosure.ts';
import { locationLink } from '../ui/figure.ts';
import { codeText } from '../ui/codeText.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { t } from '../ui/texts.ts';
import { table } from '../ui/table.ts';
import type { Answer } from './answer.ts';
import { answerView, percent } from './answer.ts';
import type { DriftContext } from './memory.ts';
import { isUnfolded, unfold } from './memory.ts';

const words: Readonly<Record<Answer, string>> = {
  drift: t('Not normal'),
  'cannot-tell': t('Cannot tell'),
  stable: t('Normal'),
  'not-judged': t('Not judged'),
};

export function watchedSection(watched: readonly DriftWatchedView[], context: DriftContext): TemplateResult {
  return section({
    id: 'watched',
    title: t('Watched numbers'),
    aside: html`<span class="quiet">metrics, alerts and conditions of the spec</span>`,
    content: html`${watched.map((one) => watchedView(one, context))}`,
  });
}

function watchedView(one: DriftWatchedView, context: DriftContext): TemplateResult {
  const { id, kind, name, current, normal, answer, outside, judged, sentence, advice, age, at, notes, windows } = one;
  const open = context.actions?.openLocation;
  const heading = `watched-${id}`;
  const where =
    windows.length < 2
      ? ''
      : judged === 1
        ? t('in {0} of one window', outside)
        : t('in {0} of {1} windows', outside, judged);
  return html`<article class="watched" aria-labelledby=${heading}>
    <h3 id=${heading}>${plainText(name)}</h3>
    <p>
      ${answerView(answer, words[answer])}${answer === 'drift' && where !== '' ? ` ${where}` : nothing}.
      ${plainText(sentence)} ${advice === null ? nothing : html`<span class="quiet">${plainText(advice)}</span>`}
    </p>
    <ul class="facts">
      <li>${locationLink(one.definedAt, open)}</li>
      <li>${locationLink(one.record, open)}</li>
      <li>${plainText(kind)} of ${plainText(current)}</li>
      <li>normal is ${plainText(normal)}</li>
      <li><time datetime=${at}>${plainText(age)}</time></li>
    </ul>
    ${figure(one, context)} ${notes.map((note) => html`<p class="quiet">${codeText(note)}</p>`)}
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
  return html`<figure class="drawn" aria-label=${t('{0} over time', name)}>
    ${rangeChart({
      points,
      normal: { low, high },
      ...(isShare ? { largest: 1 } : {}),
      ends: [windows[0]?.label ?? '', windows.at(-1)?.label ?? ''],
      format,
      description: t('{0} in each of {1} windows with its interval; normal is {2}.', name, windows.length, normal),
    })}
    ${disclosure({
      summary: t('Numbers'),
      isOpen: isUnfolded(context, `watched ${id}`),
      toggle: (isOpen) => unfold(context, `watched ${id}`, isOpen),
      body: () =>
        table<DriftWatchedView['windows'][number]>({
          label: t('{0} over time', name),
          columns: [
            { header: t('Window'), isRowHeader: true, cell: ({ label }) => plainText(label) },
            { header: t('Rows'), align: 'end', cell: ({ rows }) => rows.toLocaleString('en') },
            { header: t('Number'), cell: ({ text }) => plainText(text) },
            { header: t('Verdict'), cell: ({ answer }) => answerView(answer, words[answer]) },
          ],
          groups: [{ rows: windows }],
          key: ({ label }) => label,
        }),
    })}
  </figure>`;
}
