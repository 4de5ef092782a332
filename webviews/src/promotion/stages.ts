/** The stages of a package: their names, and the mark that carries their colour. A name always stands beside a colour. */
import type { TemplateResult } from 'lit-html';
import { html } from '../ui/html.ts';
import type { NotebookStage } from '../../../schemas/effects.ts';

/** In the order in which they run; what only looks at data comes last. */
export const stages = [
  { stage: 'data', name: 'Data' },
  { stage: 'features', name: 'Features' },
  { stage: 'split', name: 'Split' },
  { stage: 'train', name: 'Train' },
  { stage: 'evaluate', name: 'Evaluate' },
  { stage: 'infer', name: 'Infer' },
  { stage: 'explore', name: 'Explore' },
] as const satisfies readonly { readonly stage: NotebookStage; readonly name: string }[];

export function stageName(stage: NotebookStage): string {
  return stages.find((one) => one.stage === stage)?.name ?? stage;
}

export function stageLabel(stage: NotebookStage): TemplateResult {
  return html`<span class="stage stage-${stage}"
    ><span class="stage-dot" aria-hidden="true"></span>${stageName(stage)}</span
  >`;
}
