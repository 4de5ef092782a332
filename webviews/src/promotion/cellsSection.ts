/** The cells of the notebook with their statements, and the stages onto which these can be dropped. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import { repeat } from 'lit-html/directives/repeat.js';
import type { NotebookStage } from '../../../schemas/effects.ts';
import type { PromotionModel, ViewedCell } from '../../../schemas/promotionView.ts';
import { sourceText } from '../ui/figure.ts';
import { matchesFilter } from '../ui/matchesFilter.ts';
import { plainText } from '../ui/plainText.ts';
import { emptyContent, section } from '../ui/section.ts';
import { t } from '../ui/texts.ts';
import type { PromotionContext } from './memory.ts';
import { stageLabel, stages } from './stages.ts';
import { dragType, statementView } from './statementView.ts';

export function cellsSection(model: PromotionModel, context: PromotionContext): TemplateResult {
  const shown = model.cells.flatMap((cell) => narrow(cell, context.memory.filter) ?? []);
  return section({
    id: 'cells',
    title: t('Cells'),
    aside: shown.length < model.cells.length ? t('{0} of {1}', shown.length, model.cells.length) : nothing,
    content:
      shown.length === 0
        ? emptyContent(t('No cell matches the filter.'))
        : html`${stageBar(model, context)}
            <ol class="cells">
              ${repeat(
                shown,
                ({ number }) => number,
                (cell) => cellView(cell, context),
              )}
            </ol>`,
  });
}

/** A cell with the statements that match; undefined when none does. */
function narrow(cell: ViewedCell, filter: string): ViewedCell | undefined {
  if (matchesFilter(filter, cell.title, `cell ${cell.number}`)) return cell;
  const statements = cell.statements.filter(({ text, stage, function: name, reason, outcome }) =>
    matchesFilter(filter, text, stage ?? '', name ?? '', reason ?? '', outcome),
  );
  return statements.length === 0 ? undefined : { ...cell, statements };
}

function cellView({ number, title, location, statements }: ViewedCell, context: PromotionContext): TemplateResult {
  return html`<li class="cell">
    <h3 class="cell-heading">
      ${sourceText(t('Cell {0}', number), location ?? undefined, context.actions?.openLocation)}
      ${title === '' ? nothing : html`<span class="quiet">${plainText(title)}</span>`}
    </h3>
    <ol class="statements">
      ${repeat(
        statements,
        ({ id }) => id,
        (statement) => statementView(statement, context),
      )}
    </ol>
  </li>`;
}

/** How many statements each stage has; a statement that is dropped on one moves there. */
function stageBar({ cells }: PromotionModel, { actions }: PromotionContext): TemplateResult {
  const counts = new Map<NotebookStage, number>();
  for (const { stage, outcome } of cells.flatMap(({ statements }) => statements)) {
    if (stage !== null && outcome === 'converted') counts.set(stage, (counts.get(stage) ?? 0) + 1);
  }
  const take = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes(dragType) !== true) return;
    event.preventDefault();
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.classList.add('is-target');
  };
  const leave = (event: DragEvent): void => {
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.classList.remove('is-target');
  };
  const drop = (stage: NotebookStage) => (event: DragEvent) => {
    leave(event);
    const id = event.dataTransfer?.getData(dragType) ?? '';
    if (id === '') return;
    event.preventDefault();
    actions?.moveStatement(id, stage);
  };
  return html`<ul class="stage-bar" aria-label="Converted statements by stage">
    ${stages.map(
      ({ stage }) =>
        html`<li @dragover=${take} @dragleave=${leave} @drop=${drop(stage)}>
          ${stageLabel(stage)} <span class="quiet">${counts.get(stage) ?? 0}</span>
        </li>`,
    )}
  </ul>`;
}
