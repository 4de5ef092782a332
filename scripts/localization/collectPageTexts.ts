/** Collects the texts of the panels: in templates of HTML, and in calls of `t('…')`. */
import ts from 'typescript';
import { textsOf } from '../../webviews/src/ui/templateTexts.ts';
import { collectFrom, type CollectedMessages } from './collectMessages.ts';

/** Reads all templates and calls in the TypeScript files below a folder. */
export function collectPageTexts(folder: string): CollectedMessages {
  return collectFrom(folder, (node, source, found) => {
    if (ts.isTaggedTemplateExpression(node) && /^(?:html|svg)$/.test(node.tag.getText(source))) {
      const { template } = node;
      const strings = ts.isTemplateExpression(template)
        ? [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)]
        : [template.text];
      for (const text of textsOf(strings)) found.message(text);
    }
    if (ts.isCallExpression(node) && node.expression.getText(source) === 't') found.call(node);
  });
}
