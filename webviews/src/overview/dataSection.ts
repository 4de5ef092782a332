/** Data sources: what they are, what pins them, and what their profile says. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { DataProfile, DataSource, OverviewProject } from '../../../schemas/overview.ts';
import { button, linkButton } from '../ui/button.ts';
import { disclosure } from '../ui/disclosure.ts';
import { figureView, sourceText } from '../ui/figure.ts';
import { matchesFilter } from '../ui/matchesFilter.ts';
import { icon } from '../ui/icon.ts';
import { plainText } from '../ui/plainText.ts';
import { progress } from '../ui/progress.ts';
import { columnTable } from './columnTable.ts';
import type { OverviewContext } from './memory.ts';
import { isUnfolded, unfold } from './memory.ts';
import { emptyContent, section } from '../ui/section.ts';
import { t } from '../ui/texts.ts';

/** A project with few sources shows them unfolded. */
const unfoldedAtMost = 2;

export function dataSection(model: OverviewProject, context: OverviewContext): TemplateResult {
  const { filter } = context.memory;
  const shown = model.dataSources.filter(
    (source) => matchesFilter(filter, source.id, source.location) || matchingColumns(source, filter).length > 0,
  );
  return section({
    id: 'data',
    title: t('Data'),
    aside: shown.length < model.dataSources.length ? t('{0} of {1}', shown.length, model.dataSources.length) : nothing,
    content:
      model.dataSources.length === 0
        ? emptyContent(t('No data source is declared yet.'), t('Add one under data, with its path and its owner.'))
        : shown.length === 0
          ? emptyContent(t('No data source or column matches the filter.'))
          : html`${shown.map((source) => sourceView(source, model, context))}`,
  });
}

function matchingColumns(source: DataSource, filter: string) {
  if (source.profile.state !== 'known') return [];
  return source.profile.columns.filter((column) => matchesFilter(filter, column.name, column.type, column.role ?? ''));
}

function sourceView(source: DataSource, model: OverviewProject, context: OverviewContext): TemplateResult {
  const part = `source:${source.id}`;
  return disclosure({
    summary: html`<span class="source-name">${plainText(source.id)}</span>
      <span class="quiet source-location">${plainText(source.modality)} · ${plainText(source.location)}</span>
      <span class="source-shape">${shapeOf(source.profile)}</span>`,
    isOpen: isUnfolded(context, part, model.dataSources.length <= unfoldedAtMost),
    toggle: (isOpen) => unfold(context, part, isOpen),
    body: () => sourceBody(source, model, context),
  });
}

function shapeOf(profile: DataProfile): TemplateResult {
  switch (profile.state) {
    case 'known':
      return html`${profile.rows.state === 'known' ? html`${plainText(profile.rows.text)} rows × ` : nothing}${profile.columns.length === 1 ? t('1 column') : t('{0} columns', profile.columns.length)}${profile.size.state === 'known' ? html` · ${plainText(profile.size.text)}` : nothing}`;
    case 'pending':
      return html`profiling…`;
    case 'unknown':
      return html`not profiled`;
    case 'refused':
      return html`${icon('lock')} not read`;
  }
}

function sourceBody(source: DataSource, model: OverviewProject, context: OverviewContext): TemplateResult {
  const open = context.actions?.openLocation;
  return html`<dl class="source-facts">
      <div>
        <dt>Declared</dt>
        <dd>${sourceText(source.definedAt.label, source.definedAt, open)}</dd>
      </div>
      ${
        source.profile.state === 'known'
          ? html`<div>
                <dt>Rows</dt>
                <dd>${figureView(source.profile.rows, open)}</dd>
              </div>
              <div>
                <dt>Size</dt>
                <dd>${figureView(source.profile.size, open)}</dd>
              </div>`
          : nothing
      }
      <div>
        <dt>Version</dt>
        <dd>${figureView(source.version, open, { unknownWord: t('not pinned') })}</dd>
      </div>
      <div>
        <dt>Contract</dt>
        <dd>${figureView(source.contract, open, { unknownWord: 'none' })}</dd>
      </div>
      <div>
        <dt>Owner</dt>
        <dd>${figureView(source.owner, open)}</dd>
      </div>
      ${
        source.profile.state === 'known'
          ? html`<div>
              <dt>Profiled</dt>
              <dd>${plainText(source.profile.age)}${profileAgain(source, model, context)}</dd>
            </div>`
          : nothing
      }
    </dl>
    ${profileView(source, model, context)}`;
}

function profileAgain(
  source: DataSource,
  model: OverviewProject,
  context: OverviewContext,
): TemplateResult | typeof nothing {
  const run = context.actions?.runProfile;
  if (run === undefined || !model.isTrusted) return nothing;
  return html` · ${linkButton(t('Profile again'), () => run(source.id))}`;
}

function profileView(source: DataSource, model: OverviewProject, context: OverviewContext): TemplateResult {
  const { profile } = source;
  switch (profile.state) {
    case 'known': {
      const matching = matchingColumns(source, context.memory.filter);
      const columns = matching.length > 0 ? matching : profile.columns;
      return html`${
        profile.outdated === undefined
          ? nothing
          : html`<div class="notice notice-warning" role="status">
              ${icon('warning')}
              <p>This profile is outdated because ${plainText(profile.outdated)}.</p>
            </div>`
      }
      ${columns.length === 0 ? emptyContent(t('The data has no column.')) : columnTable(source.id, columns, context)}`;
    }
    case 'pending':
      return progress(profile.doing, profile.share);
    case 'unknown':
      return html`<div class="empty">
        <p>Not profiled because ${plainText(profile.because)}.</p>
        ${profile.next === undefined ? nothing : html`<p class="quiet">${plainText(profile.next)}</p>`}
        ${runButton(source, model, context)}
      </div>`;
    case 'refused':
      return html`<div class="empty">
        <p>${icon('lock')} Not read because ${plainText(profile.because)}.</p>
        ${context.actions === undefined || model.isTrusted ? nothing : linkButton(t('Manage trust'), context.actions.manageTrust)}
      </div>`;
  }
}

function runButton(
  source: DataSource,
  model: OverviewProject,
  context: OverviewContext,
): TemplateResult | typeof nothing {
  const run = context.actions?.runProfile;
  if (run === undefined || !model.isTrusted) return nothing;
  return button(t('Profile now'), () => run(source.id));
}
