import { describe, expect, it } from 'vitest';
import { contentPolicy, panelHtml } from '../../../extension/src/panels/panelHtml.ts';

const document = {
  cspSource: 'https://editor.test',
  nonce: 'abc',
  scriptUri: 'https://editor.test/overview.js',
  styleUri: 'https://editor.test/overview.css',
  title: 'Overview: flights',
  language: 'en',
};

describe('contentPolicy', () => {
  it('allows nothing but what it names', () => {
    expect(contentPolicy('https://editor.test', 'abc').split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'nonce-abc'",
      "style-src https://editor.test 'unsafe-inline'",
      'img-src https://editor.test data:',
      'font-src https://editor.test',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });
});

describe('panelHtml', () => {
  it('gives the nonce to its one script', () => {
    const html = panelHtml(document);
    expect(html.match(/<script/gu)).toHaveLength(1);
    expect(html).toContain('<script type="module" nonce="abc" src="https://editor.test/overview.js">');
  });

  it('escapes whatever a folder name brings into the title', () => {
    const html = panelHtml({ ...document, title: '</title><script>alert(1)</script>"' });
    expect(html).toContain('<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;</title>');
    expect(html.match(/<script/gu)).toHaveLength(1);
  });
});
