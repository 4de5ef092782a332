/** Who and what the project is, what is found wrong with it, and its state at a glance. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { OverviewProject } from '../../../schemas/overview.ts';
import { badge } from '../ui/badge.ts';
import { iconButton, linkButton } from '../ui/button.ts';
import { glanceTiles } from '../ui/glance.ts';
import type { GlanceTile } from '../ui/glance.ts';
import { figureView, locationLink } from '../ui/figure.ts';
import type { IconName } from '../ui/icon.ts';
import { icon } from '../ui/icon.ts';
import { plainText } from '../ui/plainText.ts';
import type { OverviewContext } from './memory.ts';
import { t } from '../ui/texts.ts';

export function headerView(model: OverviewProject, context: OverviewContext): TemplateResult {
  const { project } = model;
  const open = context.actions?.openLocation;
  const refresh = context.actions?.refresh;
  return html`<header class="page-header">
    <div class="page-title">
      <h1>${plainText(project.name)}</h1>
      ${project.phase.state === 'known' ? badge(project.phase.text) : figureView(project.phase, open, { unknownWord: t('phase not known') })}
      ${
        refresh === undefined
          ? nothing
          : html`<span class="page-tools">
              ${context.isRefreshing ? html`<span class="quiet" role="status">Refreshing…</span>` : nothing}
              ${iconButton(icon('refresh'), t('Refresh'), refresh)}
            </span>`
      }
    </div>
    ${project.description === undefined ? nothing : html`<p class="page-description">${plainText(project.description)}</p>`}
    <ul class="facts">
      <li>${locationLink(project.file, open)}</li>
      ${project.parts.map((part) => html`<li>${locationLink(part, open)}</li>`)}
      <li>Owner ${figureView(project.owner, open)}</li>
      <li>${findingsView(model, context)}</li>
    </ul>
    ${model.isTrusted ? nothing : restrictedNotice(context)}
    ${model.notices.map(
      (notice) =>
        html`<div class="notice notice-info" role="status">
          ${icon('info')}
          <p>${plainText(notice)}</p>
        </div>`,
    )}
    ${glance(model)}
  </header>`;
}

function restrictedNotice(context: OverviewContext): TemplateResult {
  return html`<div class="notice notice-info" role="status">
    ${icon('lock')}
    <p>
      <strong>Restricted Mode.</strong> The spec is checked; no data is read and nothing is run until this workspace is
      trusted.
    </p>
    ${context.actions === undefined ? nothing : linkButton(t('Manage trust'), context.actions.manageTrust)}
  </div>`;
}

const severities = [
  { key: 'error', one: t('error'), many: t('errors') },
  { key: 'warning', one: t('warning'), many: t('warnings') },
  { key: 'info', one: t('info'), many: t('infos') },
  { key: 'hint', one: t('hint'), many: t('hints') },
] as const satisfies readonly {
  readonly key: IconName & keyof OverviewProject['findings'];
  one: string;
  many: string;
}[];

function findingsView(model: OverviewProject, context: OverviewContext): TemplateResult {
  const present = severities.filter(({ key }) => model.findings[key] > 0);
  if (present.length === 0) return html`<span class="finding finding-none">${icon('met')} No findings</span>`;
  const counts = present.map(({ key, one, many }) => {
    const number = model.findings[key];
    return html`<span class="finding finding-${key}">${icon(key)} ${number} ${number === 1 ? one : many}</span>`;
  });
  return context.actions === undefined ? html`${counts}` : linkButton(html`${counts}`, context.actions.showProblems);
}

/** Five numbers that say how the project stands; each is counted from what the page lists below. */
function glance(model: OverviewProject): TemplateResult | typeof nothing {
  const total = model.metrics.length;
  const withVerdict = (...verdicts: readonly string[]) =>
    model.metrics.filter((metric) => verdicts.includes(metric.verdict)).length;
  const costs = model.costs.state === 'known' ? model.costs.categories : [];
  const tracked = costs.filter((category) => category.coverage.state !== 'untracked').length;
  const tiles: readonly (Omit<GlanceTile, 'note'> & { readonly of: number })[] = [
    {
      label: t('Targets met'),
      number: withVerdict('target-met'),
      of: total,
      tone: withVerdict('target-met') > 0 ? 'good' : 'neutral',
    },
    { label: t('Limits held'), number: withVerdict('target-met', 'limit-held'), of: total, tone: 'neutral' },
    {
      label: t('Limits missed'),
      number: withVerdict('limit-missed'),
      of: total,
      tone: withVerdict('limit-missed') > 0 ? 'bad' : 'neutral',
    },
    { label: t('Not known'), number: withVerdict('not-known'), of: total, tone: 'neutral' },
    { label: t('Costs accounted for'), number: tracked, of: costs.length, tone: 'neutral' },
  ];
  const shown = tiles.filter((tile) => tile.of > 0);
  return glanceTiles(shown.map(({ of, ...tile }) => ({ ...tile, note: t('of {0}', of) })));
}
