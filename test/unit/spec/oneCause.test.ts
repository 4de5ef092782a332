import { describe, expect, it } from 'vitest';
import { unknownFacts } from '../../../schemas/facts.ts';
import { checkProject } from '../../../server/src/rules/checkProject.ts';
import { projectOf } from '../../support/ruleFixture.ts';

/** The errors of a spec, as rule and underlined text. */
function errorsOf(text: string): readonly string[] {
  const project = projectOf(new Map([['file:///fixture/plumbline.yaml', text]]));
  return checkProject(project, unknownFacts('2026-11-02', 'there are no files'))
    .findings.filter((finding) => finding.severity === 'error')
    .map(({ rule, start, end }) => `${rule} ${text.slice(start, end)}`);
}

const spec = `plumbline: v1
project: arrivals
phase: poc
owner: ops@example.com
data:
  flights:
    path: data/flights.csv
    modality: table
    owner: ops@example.com
    version: {md5: d41d8cd98f00b204e9800998ecf8427e}
    privacy: {personal_data: false}
splits:
  train: {of: flights, where: "day < 5"}
  test: {of: flights, where: "day >= 5"}
`;

describe('a mistyped key', () => {
  it('is the only finding when the key is one that must be there', () => {
    expect(errorsOf(spec.replace('    modality:', '    modalty:'))).toEqual(['spec/unknown-key modalty']);
  });

  it('is the only finding when it hides a section that others refer to', () => {
    expect(errorsOf(spec.replace('data:\n', 'dta:\n'))).toEqual(['spec/unknown-key dta']);
  });

  it('leaves no finding in the spec as it should be', () => {
    expect(errorsOf(spec)).toEqual([]);
  });
});
