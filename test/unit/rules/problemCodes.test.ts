import { describe, expect, it } from 'vitest';
import { ruleTable } from '../../../server/src/rules/ruleTable.ts';
import { knownRuleIds } from '../../../server/src/rules/knownRuleIds.ts';
import type { Shape } from '../../../server/src/spec/shape.ts';
import { specShape } from '../../../server/src/spec/specFile.ts';

/** Every shape of the language, each once. */
function allShapes(): ReadonlySet<Shape> {
  const shapes = new Set<Shape>([specShape()]);
  // A set is visited in the order of insertion, what is added on the way included.
  for (const shape of shapes) for (const part of partsOf(shape)) shapes.add(part);
  return shapes;
}

function partsOf(shape: Shape): readonly Shape[] {
  switch (shape.kind) {
    case 'object':
      return [...shape.fields.values()].map((field) => field.shape);
    case 'map':
      return [shape.value];
    case 'list':
      return [shape.item];
    case 'union':
      return shape.options;
    case 'choice':
    case 'scalar':
      return [];
  }
}

describe('what reading a spec finds', () => {
  const ids = new Set(ruleTable.map((rule) => rule.id));

  it('is reported by a rule whenever a word is outside its list', () => {
    const named = [...allShapes()].flatMap((shape) => (shape.kind === 'choice' ? [shape.wrongValueRule] : []));
    expect(named).toContain('cost/unknown-category');
    expect([...new Set(named)].filter((code) => !ids.has(code))).toEqual([]);
  });

  it('is reported by a rule whatever the reader of scalars says', () => {
    const codes = ['unknown-key', 'missing-key', 'wrong-type', 'wrong-value'].map((name) => `spec/${name}`);
    const ofQuantities = ['decimal-comma', 'unknown-unit', 'not-a-number', 'spacing', 'out-of-range'];
    const all = [...codes, ...ofQuantities.map((name) => `quantity/${name}`), 'metric/vague-target', 'data/secret'];
    expect([...all, 'yaml/norway'].filter((code) => !ids.has(code))).toEqual([]);
  });

  it('names in the schema only rules that exist or are reserved', () => {
    const known = knownRuleIds(ruleTable);
    const fields = [...allShapes()].flatMap((shape) => (shape.kind === 'object' ? [...shape.fields.values()] : []));
    const named = fields.flatMap((field) => [
      ...field.rules,
      ...(field.need?.rule === undefined ? [] : [field.need.rule]),
    ]);
    expect([...new Set(named)].filter((rule) => !known.has(rule))).toEqual([]);
  });

  it('has one rule for each id', () => {
    expect(ruleTable.length).toBe(ids.size);
  });
});
