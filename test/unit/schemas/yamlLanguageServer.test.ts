import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { getLanguageService } from 'yaml-language-server';
import { buildJsonSchema } from '../../../scripts/schema/jsonSchema.ts';
import { readReferenceSpec, referenceSpecs } from './referenceSpecs.ts';

/** The YAML language server of other editors, with our JSON Schema as its only knowledge. */
function createService() {
  const service = getLanguageService({
    schemaRequestService: (uri) => Promise.reject(new Error(`Asked for ${uri} although the schema is given.`)),
    workspaceContext: { resolveRelativePath: (relativePath) => relativePath },
  });
  service.configure({
    validate: true,
    hover: true,
    completion: true,
    schemas: [{ uri: 'urn:plumbline:spec:v1', fileMatch: ['*.yaml'], schema: buildJsonSchema() }],
  });
  return service;
}

const service = createService();

/** The server keeps what it parsed by address and version, so each text has an address of its own. */
function open(text: string): TextDocument {
  return TextDocument.create(`file:///${randomUUID()}.yaml`, 'yaml', 1, text);
}

describe('yaml-language-server with our JSON Schema', () => {
  it.each(referenceSpecs)('finds nothing wrong in the reference example %s', async (name) => {
    const findings = await service.doValidation(open(readReferenceSpec(name)), false);
    expect(findings.map(({ message, range }) => [range.start.line, message])).toEqual([]);
  });

  it('says one thing about a misspelt key, at the key', async () => {
    const text = 'plumbline: v1\nproject: digits\nphaze: poc\n';
    const findings = await service.doValidation(open(text), false);
    expect(findings.map(({ range }) => range)).toEqual([
      { start: { line: 2, character: 0 }, end: { line: 2, character: 5 } },
    ]);
  });

  it('says one thing about a metric without a definition', async () => {
    const text = 'plumbline: v1\nproject: digits\nmetrics:\n  saved: {kind: business, direction: maximize}\n';
    const findings = await service.doValidation(open(text), false);
    expect(findings.map(({ message }) => message)).toEqual(['Missing property "definition".']);
  });

  it('hovers with the meaning of a key', async () => {
    const text = 'plumbline: v1\nproject: digits\nmetrics:\n  recall: {kind: model, limit: 0.6}\n';
    const hover = await service.doHover(open(text), { line: 3, character: 26 });
    expect(JSON.stringify(hover?.contents)).toContain('The worst value that is still acceptable.');
  });

  it('offers metric names with what they measure', async () => {
    const text = 'plumbline: v1\nproject: digits\nmetrics:\n  size:\n    metric: \n';
    const { items } = await service.doComplete(open(text), { line: 4, character: 12 }, false);
    const offered = items.find(({ label }) => label === 'specificity');
    expect(JSON.stringify(offered?.documentation)).toContain('negative cases that raise no alarm');
  });

  it('offers the categories of costs as keys', async () => {
    const text = 'plumbline: v1\nproject: digits\ncosts:\n  items:\n    \n';
    const { items } = await service.doComplete(open(text), { line: 4, character: 4 }, false);
    expect(items.map(({ label }) => label)).toContain('manual_verification');
  });
});
