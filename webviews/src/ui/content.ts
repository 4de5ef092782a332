/** What a component accepts to show. */
import type { nothing, SVGTemplateResult, TemplateResult } from 'lit-html';

export type Content = TemplateResult | SVGTemplateResult | string | typeof nothing | readonly Content[];
