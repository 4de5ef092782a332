import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Fact, ModelFact } from '../../../schemas/facts.ts';
import { complete } from '../../../server/src/language/completion/complete.ts';
import { findHover } from '../../../server/src/language/hover/hover.ts';
import { fixture, flightFacts } from '../../support/languageFixture.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

const graph: ModelFact = {
  uri: 'file:///work/models/delay.onnx',
  sizeBytes: 196_647,
  weightBytes: 180_000,
  producer: 'skl2onnx 1.18.0',
  irVersion: 10,
  opset: 17,
  otherOpsets: [{ domain: 'ai.onnx.ml', version: 3 }],
  foreignDomains: ['ai.onnx.ml'],
  inputs: [
    { name: 'numbers', kind: 'tensor', type: 'float32', shape: ['N', 3] },
    { name: 'origin', kind: 'tensor', type: 'string', shape: [null, 1] },
    { name: 'a|b <b>', kind: 'tensor', type: undefined, shape: undefined },
  ],
  outputs: [
    { name: 'label', kind: 'tensor', type: 'int64', shape: ['N'] },
    { name: 'scores', kind: 'tensor', type: 'float32', shape: [null, 2] },
    { name: 'path', kind: 'sequence', type: 'int64', shape: undefined },
  ],
  zipMapOutputs: ['scores'],
  zipMapClasses: { scores: ['on-time', 'late'] },
  externalData: [{ path: 'weights.bin', kind: 'file' }],
};

const pending: Fact<ModelFact> = { state: 'pending' };
const factsWith = (model: Fact<ModelFact>) => ({ ...flightFacts, model: () => model });
const known = factsWith({ state: 'known', value: graph });

function hover(text: string, facts = known): string {
  const { snapshot, uri, offset } = fixture(text, facts);
  const found = findHover(snapshot, uri, offset, { rulePages: 'vscode://plumbline.plumbline/rules' });
  const contents = found?.contents;
  return typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

describe('hover over a model', () => {
  const text = 'models:\n  del$0ay: {path: models/delay.onnx, task: binary-classification}\n';

  it('shows the signature of its graph as a table', () => {
    const lines = hover(text).split('\n');
    expect(lines).toContain('| | name | type | shape |');
    expect(lines).toContain('| input | `numbers` | float32 | `[N, 3]` |');
    expect(lines).toContain('| input | `origin` | string | `[?, 1]` |');
    expect(lines).toContain('| output | `path` | sequence of int64 |  |');
  });

  it('says versions, sizes and who wrote it', () => {
    expect(hover(text)).toContain('197 kB, 180 kB of it weights · opset 17 · ai\\.onnx\\.ml 3 · written by skl2onnx');
  });

  it('names the classes of a final ZipMap in the order of the columns', () => {
    expect(hover(text)).toContain('its columns are `on-time`, `late`');
  });

  it('lets no name break out of the table', () => {
    expect(hover(text)).toContain('| input | `a\\|b <b>` |  | `of any shape` |');
  });

  it('says why the signature is not known', () => {
    expect(hover(text, factsWith({ state: 'unknown', because: 'models/delay.onnx is a text' }))).toContain(
      'not known because models/delay\\.onnx is a text',
    );
    expect(hover(text, factsWith(pending))).toContain('The model is being read');
  });

  it('works where another place names the model', () => {
    const use = 'metrics:\n  recall: {kind: model, metric: recall, model: del$0ay}\n';
    expect(hover(use + text.replace('$0', ''))).toContain('| input | `numbers` |');
  });
});

describe('hover over an input or output of a graph', () => {
  it('shows its type and shape', () => {
    const text = hover(
      'models:\n  delay:\n    path: models/delay.onnx\n    inputs:\n      num$0bers: {column: hour}\n',
    );
    expect(text).toContain('**numbers** · input of the graph of `delay`');
    expect(text).toContain('`float32 [N, 3]`');
  });

  it('keeps to what the key means when the graph has no such name', () => {
    const text = hover('models:\n  delay:\n    path: models/delay.onnx\n    outputs:\n      gon$0e: {as: ignore}\n');
    expect(text).toContain('What one output of the graph means');
  });
});

describe('completion of graph names', () => {
  async function labels(text: string, facts = known) {
    const { snapshot, uri, offset, texts } = fixture(text, facts);
    const options = {
      hasSnippets: false,
      suggestCommand: undefined,
      hasCommitCharacters: false,
      keepDocumentations: undefined,
    };
    const list = await complete(snapshot, uri, offset, memoryWorkspace(texts, 'file:///work/'), options);
    return { list, labels: list.items.map(({ label }) => label), texts, uri };
  }

  it('offers the inputs that have no entry yet', async () => {
    const text =
      'models:\n  delay:\n    path: models/delay.onnx\n    inputs:\n      origin: {column: origin}\n      $0\n';
    const { labels: found, list } = await labels(text);
    expect(found).toEqual(['numbers', 'a|b <b>']);
    expect(list.items[0]?.detail).toBe('float32 [N, 3]');
  });

  it('offers outputs below outputs, and writes a key', async () => {
    const text = 'models:\n  delay: {path: models/delay.onnx, outputs: {$0}}\n';
    const { labels: found, list, texts, uri } = await labels(text);
    expect(found).toEqual(['label', 'scores', 'path']);
    const document = TextDocument.create(uri, 'plumbline', 0, texts.get(uri) ?? '');
    const edit = list.items[0]?.textEdit;
    const edited = edit !== undefined && 'range' in edit ? TextDocument.applyEdits(document, [edit]) : '';
    expect(edited).toContain('outputs: {label: {}}');
  });

  it('offers nothing while the model is read, and says that more may come', async () => {
    const { list } = await labels('models:\n  delay: {path: models/delay.onnx, inputs: {$0}}\n', factsWith(pending));
    expect(list).toEqual({ isIncomplete: true, items: [] });
  });
});
