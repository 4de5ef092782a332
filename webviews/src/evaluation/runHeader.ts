/** Which run is shown, which it is compared with, and what was run on what. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { EvaluationRuns, RunView } from '../../../schemas/evaluationPanel.ts';
import { badge } from '../ui/badge.ts';
import { button, iconButton } from '../ui/button.ts';
import { choiceField } from '../ui/choiceField.ts';
import { disclosure } from '../ui/disclosure.ts';
import { locationLink } from '../ui/figure.ts';
import { icon } from '../ui/icon.ts';
import { momentText } from '../ui/moment.ts';
import { plainText } from '../ui/plainText.ts';
import { t } from '../ui/texts.ts';
import type { EvaluationContext } from './memory.ts';
import { isUnfolded, unfold } from './memory.ts';

export interface ChosenRuns {
  readonly run: RunView;
  readonly other: RunView | undefined;
}

/** The runs that the page remembers, as far as they are still there. */
export function chooseRuns({ runs }: EvaluationRuns, { memory }: EvaluationContext): ChosenRuns | undefined {
  const run = runs.find(({ id }) => id === memory.run) ?? runs[0];
  if (run === undefined) return undefined;
  const other = runs.find(({ id }) => id === memory.other && id !== run.id);
  return { run, other };
}

/** Two runs in the order of time. */
export function olderFirst(one: RunView, other: RunView): readonly [RunView, RunView] {
  return Date.parse(one.at) <= Date.parse(other.at) ? [one, other] : [other, one];
}

/** Remembers a choice of runs, and asks how they compare where that is not known yet. */
function choose(model: EvaluationRuns, context: EvaluationContext, change: Partial<EvaluationContext['memory']>): void {
  context.remember(change);
  const { run, other } = chooseRuns(model, { ...context, memory: { ...context.memory, ...change } }) ?? {};
  if (run === undefined || other === undefined) return;
  const [older, newer] = olderFirst(run, other);
  const isKnown = model.comparisons.some(({ first, second }) => first === older.id && second === newer.id);
  if (!isKnown) context.actions?.compareRuns(older.id, newer.id);
}

export function runHeader(
  model: EvaluationRuns,
  { run, other }: ChosenRuns,
  context: EvaluationContext,
): TemplateResult {
  const open = context.actions?.openLocation;
  const refresh = context.actions?.refresh;
  const labels = labelsOf(model.runs);
  return html`<header class="page-header">
    <div class="page-title">
      <h1>${plainText(model.project)}</h1>
      ${badge(t('Evaluation'))}
      ${
        refresh === undefined
          ? nothing
          : html`<span class="page-tools">
              ${context.isRefreshing ? html`<span class="quiet" role="status">Refreshing…</span>` : nothing}
              ${model.isTrusted && context.actions !== undefined ? button(t('Evaluate'), context.actions.evaluate) : nothing}
              ${iconButton(icon('refresh'), t('Refresh'), refresh)}
            </span>`
      }
    </div>
    <div class="run-choice">
      ${runSelect(t('Run'), model.runs, labels, run.id, (id) => choose(model, context, { run: id, threshold: undefined }))}
      ${
        model.runs.length < 2
          ? nothing
          : runSelect(
              t('Compared with'),
              model.runs.filter(({ id }) => id !== run.id),
              labels,
              other?.id ?? '',
              (id) => choose(model, context, { other: id }),
              t('no other run'),
            )
      }
    </div>
    <ul class="facts">
      <li>${locationLink(run.file, open)}</li>
      ${run.rows === undefined ? nothing : html`<li>${run.rows.toLocaleString('en')} rows</li>`}
      <li>${plainText(run.age)}</li>
      ${model.olderRuns === 0 ? nothing : html`<li>${model.olderRuns} older ${model.olderRuns === 1 ? 'run is' : 'runs are'} not shown</li>`}
      ${model.unreadable === 0 ? nothing : html`<li>${icon('warning')} ${model.unreadable} ${model.unreadable === 1 ? 'record' : 'records'} cannot be read</li>`}
    </ul>
    ${disclosure({
      summary: t('What was run on what'),
      isOpen: isUnfolded(context, 'facts'),
      toggle: (isOpen) => unfold(context, 'facts', isOpen),
      body: () =>
        html`<dl class="run-facts">
          ${run.facts.map(
            ({ label, text }) =>
              html`<dt>${label}</dt>
                <dd>${plainText(text)}</dd>`,
          )}
        </dl>`,
    })}
  </header>`;
}

function labelOf({ model, split, at }: RunView): string {
  return t('{0} on {1}, {2}', model, split, momentText(at));
}

/** What each run is called in a choice, by its id: runs of one minute differ by the end of their names. */
function labelsOf(runs: readonly RunView[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const run of runs) counts.set(labelOf(run), (counts.get(labelOf(run)) ?? 0) + 1);
  return new Map(
    runs.map((run) => {
      const label = labelOf(run);
      return [run.id, counts.get(label) === 1 ? label : `${label} (${run.id.slice(run.id.lastIndexOf('-') + 1)})`];
    }),
  );
}

function runSelect(
  label: string,
  runs: readonly RunView[],
  labels: ReadonlyMap<string, string>,
  chosen: string,
  choose: (id: string) => void,
  none?: string,
): TemplateResult {
  const offered = runs.map(({ id }) => ({ value: id, label: labels.get(id) ?? id }));
  return choiceField({
    label,
    options: none === undefined ? offered : [{ value: '', label: none }, ...offered],
    chosen,
    choose,
  });
}
