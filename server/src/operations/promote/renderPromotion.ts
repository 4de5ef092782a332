/** The two files in which a package says how it was made. */
import type { GeneratedFile, PromotionReport } from '../../../../schemas/promotion.ts';
import { promotionMarkdown } from '../../report/promotionMarkdown.ts';
import { jsonText } from '../../text/jsonText.ts';

/** Equal for equal reports: nothing in them speaks of time, or of what was on the disk before. */
export function renderPromotion(report: PromotionReport): readonly GeneratedFile[] {
  return [
    { path: 'reports/promotion.json', text: jsonText(report) },
    { path: 'reports/promotion.md', text: promotionMarkdown(report) },
  ];
}
