/** The stages of a package: their names, and the mark that carries their colour. A name always stands beside a colour. */
import type { TemplateResult } from 'lit-html';
import { html } from '../ui/html.ts';
import { t } from '../ui/texts.ts';
import type { NotebookStage } from '../../../schemas/effects.ts';

/** In the order in which they run; what only looks at data comes last. */
export const stages = [
  { stage: 'data', name: t('Data') },
  { stage: 'features', name: t('Features') },
  { stage: 'split', name: t('Split') },
  { stage: 'train', name: t('Train') },
  { stage: 'evaluate', name: t('Evaluate') },
  { stage: 'infer', name: t('Infer') },
  { stage: 'explore', name: t('Explore') },
] as const satisfies readonly { readonly stage: NotebookStage; readonly name: string }[];

export function stageName(stage: NotebookStage): string {
  return stages.find((one) => one.stage === stage)?.name ?? stage;
}

export function stageLabel(stage: NotebookStage): TemplateResult {
  return html`<span class="stage stage-${stage}"
    ><span class="stage-dot" aria-hidden="true"></span>${stageName(stage)}</span
  >`;
}
