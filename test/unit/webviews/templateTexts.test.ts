/** Texts in templates of HTML: what is offered to translators, and where what they write is put. */
import { describe, expect, it } from 'vitest';
import { exchangeTexts, textsOf } from '../../../webviews/src/ui/templateTexts.ts';

function template(strings: TemplateStringsArray, ...values: readonly unknown[]) {
  return { strings, count: values.length };
}
const value = 0;

/** The template with each place of a value as `{number}`, after its texts were exchanged. */
function exchanged(strings: readonly string[], bundle: Readonly<Record<string, string>>): string {
  const result = exchangeTexts(strings, (text) => bundle[text]);
  return result.strings.map((text, index) => (index === 0 ? text : `{${result.order[index - 1]}}${text}`)).join('');
}

describe('texts of a template', () => {
  it('stand between tags and in attributes that are read or spoken, with holes for values', () => {
    const { strings } = template`<p class="quiet" title="More is better">
      Owner ${value} of
      ${value}<b>${value}</b> <i>and more</i>
    </p><button aria-label="Remove ${value}" @click=${value}>${value} ×</button>`;
    expect(textsOf(strings)).toEqual(['More is better', 'Owner {0} of {1}', 'and more', 'Remove {0}']);
  });

  it('are exchanged without touching blanks, tags and values', () => {
    const { strings } = template`<p>  Last value <b>${value}</b></p>`;
    expect(exchanged(strings, { 'Last value': 'Letzter Wert' })).toBe('<p>  Letzter Wert <b>{0}</b></p>');
  });

  it('may name their values in another order', () => {
    const { strings } = template`<p>${value} of ${value} rows</p>${value}`;
    expect(exchanged(strings, { '{0} of {1} rows': 'Von {1} Zeilen {0}' })).toBe('<p>Von {1} Zeilen {0}</p>{2}');
  });

  it.each(['nothing', '{0} and {0}', '{0} {2}', '{1}'])(
    'stay as they are when the translation is %s',
    (translation) => {
      const { strings } = template`<p>${value} of ${value}</p>`;
      expect(exchanged(strings, { '{0} of {1}': translation })).toBe('<p>{0} of {1}</p>');
    },
  );

  it('never become markup', () => {
    const { strings } = template`<p title="Less">Less</p>`;
    expect(exchanged(strings, { Less: '<img src="x">' })).toBe(
      '<p title="&lt;img src=&quot;x&quot;>">&lt;img src=&quot;x&quot;></p>',
    );
  });
});
