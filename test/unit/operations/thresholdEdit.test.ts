import { expect, it } from 'vitest';
import { editThreshold } from '../../../server/src/operations/evaluate/thresholdEdit.ts';
import { projectOf } from '../../support/ruleFixture.ts';

const text = `plumbline: v1
models:
  delay:
    path: delay.onnx
    decision: {class: late, threshold: 0.24, by: economics}   # a comment
  small: {path: small.onnx, compressed_from: delay}
  other: {path: other.onnx}
`;
const uri = 'file:///work/plumbline.yaml';
const project = projectOf(new Map([[uri, text]]));

/** The text once the edit is made. */
function applied(modelId: string, threshold: number): string | undefined {
  const edit = editThreshold(project, modelId, threshold);
  if (edit === undefined) return undefined;
  const lines = text.split('\n');
  const { start, end } = edit.range;
  expect([edit.uri, start.line]).toEqual([uri, end.line]);
  const line = lines[start.line] ?? '';
  lines[start.line] = line.slice(0, start.character) + edit.newText + line.slice(end.character);
  return lines.join('\n');
}

it('changes the threshold alone', () => {
  expect(applied('delay', 0.19)).toBe(text.replace('0.24', '0.19'));
});

it('changes that of the original for a smaller form of a model', () => {
  expect(applied('small', 0.3)).toBe(text.replace('0.24', '0.3'));
});

it('keeps four digits, which is more than a score is worth', () => {
  expect(applied('delay', 0.123_456_789)).toContain('threshold: 0.1235,');
});

it('changes nothing where the spec states none', () => {
  expect(applied('other', 0.5)).toBeUndefined();
});
