/** The page of the Promotion panel. */
import '../host/withoutEval.ts';
import '../ui/theme.css';
import '../ui/page.css';
import './promotion.css';
import { html } from '../ui/html.ts';
import type { PromotionModel } from '../../../schemas/promotionView.ts';
import { promotionViewModel } from '../../../schemas/promotionView.ts';
import { startPanelPage } from '../host/panelPage.ts';
import { filterField } from '../ui/filterField.ts';
import { emptyView } from '../ui/pageStates.ts';
import { sectionLinks } from '../ui/section.ts';
import { registerToolkit } from '../ui/toolkit.ts';
import { t } from '../ui/texts.ts';
import { cellsSection } from './cellsSection.ts';
import { filesSection } from './filesSection.ts';
import { headerView } from './header.ts';
import type { PromotionContext } from './memory.ts';
import { freshPromotionMemory, promotionMemory } from './memory.ts';
import { findingsSection, reportSection } from './reportSections.ts';
import { verificationSection } from './verificationSection.ts';

const sections = [
  { id: 'cells', title: t('Cells') },
  { id: 'files', title: t('Files') },
  { id: 'findings', title: t('Findings') },
  { id: 'report', title: t('Report') },
  { id: 'verification', title: t('Verification') },
] as const;

function promotionView(model: PromotionModel, context: PromotionContext) {
  return html`${headerView(model, context)}
    <div class="toolbar">
      ${sectionLinks(sections)}
      ${filterField(t('Filter cells'), context.memory.filter, (filter) => context.remember({ filter }))}
    </div>
    <main>
      <div class="promotion-split">${cellsSection(model, context)}${filesSection(model, context)}</div>
      ${findingsSection(model, context)}${reportSection(model, context)}${verificationSection(model, context)}
    </main>`;
}

const root = document.getElementById('page');
if (root === null) throw new Error('The page has no root element.');

root.classList.add('promotion');
registerToolkit();
startPanelPage(
  {
    name: 'promotion',
    viewModel: promotionViewModel,
    memory: promotionMemory,
    freshMemory: freshPromotionMemory,
    view: (model, context) =>
      model.state === 'promotion'
        ? promotionView(model, context)
        : emptyView(t('Nothing to promote'), model.because, model.next ?? undefined),
  },
  root,
);
