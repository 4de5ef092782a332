/** Making what was compared the new reference: all of it, or some of its windows. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import { live } from 'lit-html/directives/live.js';
import type { DriftCheckView } from '../../../schemas/driftPanel.ts';
import { button } from '../ui/button.ts';
import { disclosure } from '../ui/disclosure.ts';
import { plainText } from '../ui/plainText.ts';
import { t } from '../ui/texts.ts';
import { chooseCell } from './chooseCell.ts';
import type { DriftContext } from './memory.ts';
import { isUnfolded, unfold } from './memory.ts';

export function acceptTools(check: DriftCheckView, context: DriftContext): TemplateResult | typeof nothing {
  const { actions } = context;
  if (actions === undefined) return nothing;
  const all = check.canAccept
    ? button(t('Accept {0} as new reference', check.current), () => actions.acceptReference(check.id, null))
    : nothing;
  const some = check.canAcceptWindows && check.windows.length > 1 ? windowForm(check, context) : nothing;
  return html`${all} ${some}`;
}

/** From one window to another: the one that is looked at, until others are chosen. */
function windowForm(check: DriftCheckView, context: DriftContext): TemplateResult {
  const { windows } = check;
  const [first, last] = acceptedRange(check, context);
  const labels = windows.slice(first, last + 1).map(({ label }) => label);
  const rows = windows.slice(first, last + 1).reduce((sum, window) => sum + window.rows, 0);
  const accept = (): void => context.actions?.acceptReference(check.id, labels);
  const choose = (name: string, chosen: number, change: (window: number) => readonly [number, number]) => {
    const changed = ({ currentTarget }: Event): void => {
      if (currentTarget instanceof HTMLSelectElement)
        context.remember({ accepted: change(currentTarget.selectedIndex) });
    };
    return html`<label
      ><span>${name}</span>
      <select @change=${changed}>
        ${windows.map(({ label }, index) => html`<option .selected=${live(index === chosen)}>${plainText(label)}</option>`)}
      </select></label
    >`;
  };
  const sentence =
    labels.length === 1
      ? t('One window with {0} rows is kept as a profile, which the spec then names.', rows.toLocaleString('en'))
      : t(
          '{0} windows with {1} rows are kept as a profile, which the spec then names.',
          labels.length,
          rows.toLocaleString('en'),
        );
  return disclosure({
    summary: t('Accept some windows…'),
    isOpen: isUnfolded(context, 'accept'),
    toggle: (isOpen) => unfold(context, 'accept', isOpen),
    body: () =>
      html`<div class="drift-accept">
        ${choose(t('From'), first, (window) => [window, Math.max(window, last)])}
        ${choose(t('To'), last, (window) => [Math.min(first, window), window])}
        ${button(t('Accept as new reference'), accept)}
        <p class="quiet">${sentence}</p>
      </div>`,
  });
}

function acceptedRange(check: DriftCheckView, context: DriftContext): readonly [number, number] {
  const [first, last] = context.memory.accepted ?? [];
  if (first !== undefined && last !== undefined && last < check.windows.length) return [first, last];
  const shown = chooseCell(check, context)?.window ?? 0;
  return [shown, shown];
}
