/** One statement of a cell: its stage, its code, and where it goes; it can be put into another stage. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { NotebookStage } from '../../../schemas/effects.ts';
import type { ViewedStatement } from '../../../schemas/promotionView.ts';
import { linkButton } from '../ui/button.ts';
import { codeText } from '../ui/codeText.ts';
import { icon } from '../ui/icon.ts';
import { plainText } from '../ui/plainText.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import { t } from '../ui/texts.ts';
import type { PromotionContext } from './memory.ts';
import { stageLabel, stageName, stages } from './stages.ts';

/** What a dragged statement carries, so that nothing else can be dropped on a stage. */
export const dragType = 'application/x-plumbline-statement';

/** The value of the choice that gives a statement back to its own stage. */
const own = 'own';

export function statementView(statement: ViewedStatement, context: PromotionContext): TemplateResult {
  const { id, stage, text, lines, outcome } = statement;
  const isSelected = context.memory.selected === id;
  const canMove = context.actions !== undefined && stage !== null;
  const drag = (event: DragEvent): void => {
    event.dataTransfer?.setData(dragType, id);
    if (event.dataTransfer !== null) event.dataTransfer.effectAllowed = 'move';
  };
  return html`<li
    class="statement statement-${outcome} ${stage === null ? '' : `stage-${stage}`} ${isSelected ? 'is-selected' : ''}"
    draggable=${canMove ? 'true' : 'false'}
    @dragstart=${canMove ? drag : nothing}
  >
    <span class="statement-stage">${stageControl(statement, context)}</span>
    <span class="statement-line quiet"><span class="visually-hidden">line </span>${lines}</span>
    <code class="statement-code" title=${toVisibleText(text)}>${plainText(text)}</code>
    <span class="statement-end">${endView(statement, context)}</span>
  </li>`;
}

/** A native list of choices: the keyboard and screen readers know it. */
function stageControl(
  { id, stage, text, isMoved, stageBecause }: ViewedStatement,
  context: PromotionContext,
): TemplateResult {
  const move = context.actions?.moveStatement;
  if (stage === null) return html`<span class="quiet">no stage</span>`;
  if (move === undefined) return stageLabel(stage);
  const change = (event: Event): void => {
    const { currentTarget: list } = event;
    if (!(list instanceof HTMLSelectElement)) return;
    move(id, stages.find((one) => one.stage === list.value)?.stage ?? null);
  };
  return html`<span class="stage stage-${stage}"
    ><span class="stage-dot" aria-hidden="true"></span
    ><select
      class="stage-select"
      aria-label=${toVisibleText(t('Stage of {0}', text))}
      title=${stageBecause === null ? stageName(stage) : toVisibleText(t('{0}, because {1}', stageName(stage), stageBecause))}
      @change=${change}
    >
      ${stages.map(({ stage: value, name }) => option(value, name, value === stage))}
      ${isMoved ? html`<option value=${own}>As found</option>` : nothing}</select
    >${isMoved ? html`<span class="moved">moved</span>` : nothing}</span
  >`;
}

function option(value: NotebookStage, name: string, isChosen: boolean): TemplateResult {
  return html`<option value=${value} .selected=${isChosen}>${name}</option>`;
}

function endView(statement: ViewedStatement, context: PromotionContext): TemplateResult {
  const { outcome, reason, to, id } = statement;
  switch (outcome) {
    case 'converted': {
      // An import stands in every module that uses it.
      if (to === null) return html`<span class="quiet">where it is needed</span>`;
      const name = statement.function ?? to.file;
      return linkButton(html`${plainText(name)}`, () => selectStatement(context, id, to.file));
    }
    case 'dropped':
      return html`<span class="quiet">dropped: ${codeText(reason ?? t('nothing needs it'))}</span>`;
    case 'left':
      return html`<span class="left"
        >${icon('warning')} left: ${codeText(reason ?? t('it cannot be converted'))}</span
      >`;
  }
}

/** Shows the lines of a statement in its file, and goes there. */
function selectStatement(context: PromotionContext, id: string, file: string): void {
  context.remember({ selected: id, unfolded: { ...context.memory.unfolded, [`file:${file}`]: true } });
  const line = document.querySelector('.file-line.is-selected');
  line?.scrollIntoView({ block: 'center' });
}
