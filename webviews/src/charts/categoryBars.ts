/** Frequent values of a column, as labelled bars. A table in itself, so that it needs no second one. */
import type { TemplateResult } from 'lit-html';
import { html } from '../ui/html.ts';
import { plainText } from '../ui/plainText.ts';
import { formatCount, formatShare, toShares } from './scale.ts';

export interface Category {
  readonly label: string;
  /** Rows with this value, zero or more. */
  readonly count: number;
}

/** @param otherCount rows with any value that is not listed; drawn hatched */
export function categoryBars(label: string, top: readonly Category[], otherCount: number): TemplateResult {
  const shares = toShares([...top.map((category) => category.count), otherCount]);
  const longest = Math.max(...shares);
  const row = (name: TemplateResult, count: number, share: number, isOther: boolean) =>
    html`<tr>
      <th scope="row">${name}</th>
      <td class="bar-cell">
        <span
          class="bar ${isOther ? 'bar-other' : ''}"
          style="width:${longest === 0 ? 0 : (share / longest) * 100}%"
        ></span>
      </td>
      <td class="cell-end">${formatCount(count)}</td>
      <td class="cell-end">${formatShare(share)}</td>
    </tr>`;
  return html`<table class="bars" aria-label=${label}>
    <thead>
      <tr>
        <th scope="col">Value</th>
        <th scope="col"><span class="visually-hidden">Bar</span></th>
        <th scope="col" class="cell-end">Rows</th>
        <th scope="col" class="cell-end">Share</th>
      </tr>
    </thead>
    <tbody>
      ${top.map((category, index) => row(plainText(category.label), category.count, shares[index] ?? 0, false))}
      ${otherCount > 0 ? row(html`All others`, otherCount, shares.at(-1) ?? 0, true) : ''}
    </tbody>
  </table>`;
}
