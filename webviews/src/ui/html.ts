/** The template tags of every page: those of lit-html, with their texts in the language of the editor. */
import { html as litHtml, svg as litSvg } from 'lit-html';
import { exchangeTexts } from './templateTexts.ts';
import { findText, isTranslated } from './texts.ts';

interface LocalTemplate {
  readonly strings: TemplateStringsArray;
  readonly order: readonly number[];
}

export const html = isTranslated ? localize(litHtml) : litHtml;
export const svg = isTranslated ? localize(litSvg) : litSvg;

/** The tag with exchanged texts; the strings of one template are the same object each time, as lit-html needs it. */
function localize<Result>(tag: (strings: TemplateStringsArray, ...values: unknown[]) => Result): typeof tag {
  const known = new WeakMap<TemplateStringsArray, LocalTemplate>();
  return (strings, ...values) => {
    const template = known.get(strings) ?? localTemplate(strings);
    known.set(strings, template);
    return tag(template.strings, ...template.order.map((index) => values[index]));
  };
}

function localTemplate(strings: TemplateStringsArray): LocalTemplate {
  const { strings: exchanged, order } = exchangeTexts(strings, findText);
  return { strings: Object.assign([...exchanged], { raw: exchanged }), order };
}
