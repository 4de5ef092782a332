import { describe, expect, it } from 'vitest';
import { declaredDataOf, findDeclared } from '../../../server/src/rules/notebook/declaredData.ts';
import { contractText } from '../../support/contractFixture.ts';
import { projectOf } from '../../support/ruleFixture.ts';

const specUri = 'file:///work/plumbline.yaml';

function declared(data: string, contract = '') {
  const project = projectOf(
    new Map([
      [specUri, `plumbline: v1\nproject: demo\nphase: pilot\nowner: ann@example.com\ndata:\n${data}`],
      ['file:///work/flights.odcs.yaml', contractText(contract)],
    ]),
  );
  return declaredDataOf(project);
}

describe('the declared data of a notebook', () => {
  it('says which columns are time, group, answer and name of a row', () => {
    expect(declared('  flights: {path: data/a.csv, roles: {time: date, group: tail, label: late, id: key}}')).toEqual([
      {
        id: 'flights',
        uri: 'file:///work/data/a.csv',
        folderUri: 'file:///work/',
        time: 'date',
        group: 'tail',
        label: 'late',
        unique: ['key'],
      },
    ]);
  });

  it('names no group that may lie in several splits', () => {
    const [shared] = declared('  a: {path: a.csv, roles: {group: {column: tail, across_splits: shared}}}');
    const [apart] = declared('  a: {path: a.csv, roles: {group: {column: tail, across_splits: apart}}}');
    expect([shared?.group, apart?.group]).toEqual([undefined, 'tail']);
  });

  it('takes columns that name a row from the contract', () => {
    const contract = 'schema: [{name: f, properties: [{name: key, unique: true}, {name: gate}]}]\n';
    const [source] = declared('  a: {path: a.csv, contract: flights.odcs.yaml}', contract);
    expect(source?.unique).toEqual(['key']);
  });

  it('does not take a part of a key for the name of a row', () => {
    const properties = '[{name: day, primaryKey: true}, {name: gate, primaryKey: true}]';
    const [source] = declared(
      '  a: {path: a.csv, contract: flights.odcs.yaml}',
      `schema: [{name: f, properties: ${properties}}]\n`,
    );
    expect(source?.unique).toEqual([]);
  });

  it('leaves out sources without a path', () => {
    expect(declared('  a: {owner: ann@example.com}')).toEqual([]);
  });

  it.each([
    ['file:///work/data/a.csv', 'file:///work/train.ipynb', './data/a.csv'],
    ['file:///work/data/a.csv', 'file:///work/notebooks/train.ipynb', '../data/a.csv'],
    ['file:///work/data/a.csv', 'file:///work/notebooks/train.ipynb', 'data\\a.csv'],
    ['file:///work/my%20data/a.csv', 'file:///work/train.ipynb', 'my data/a.csv'],
  ])('finds %s for %s that reads %s', (uri, notebook, path) => {
    const sources = declared(`  a: {path: ${new URL(uri).pathname.slice('/work/'.length).replaceAll('%20', ' ')}}`);
    expect(findDeclared(sources, path, notebook)?.uri).toBe(uri);
  });

  it('finds nothing for another file and for what lies in the web', () => {
    const sources = declared('  a: {path: a.csv}');
    expect(findDeclared(sources, 'b.csv', 'file:///work/n.ipynb')).toBeUndefined();
    expect(findDeclared(sources, 'https://example.com/a.csv', 'file:///work/n.ipynb')).toBeUndefined();
  });
});
