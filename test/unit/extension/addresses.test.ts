import { describe, expect, it } from 'vitest';
import {
  readDataArgument,
  readRuleArgument,
  readSpecArgument,
} from '../../../extension/src/commands/commandArguments.ts';
import { readRuleAddress } from '../../../extension/src/editor/ruleAddress.ts';
import { createDocumentSelector, isPulledBy } from '../../../extension/src/server/documentSelector.ts';

describe('readRuleAddress', () => {
  it('reads the id of a rule', () => {
    expect(readRuleAddress('/rules/metric/no-limit')).toBe('metric/no-limit');
  });

  it.each([
    '/rules/metric',
    '/rules/metric/../../secret',
    '/rules/metric/no-limit/more',
    '/rules/Metric/no-limit',
    '/',
    '',
  ])('reads nothing from %j', (path) => {
    expect(readRuleAddress(path)).toBeUndefined();
  });
});

describe('arguments of commands', () => {
  const specUri: string = 'file:///work/plumbline.yaml';

  it.each([
    ['text', specUri],
    ['a URI object', { scheme: 'file', path: '/work/plumbline.yaml', toString: () => specUri }],
    ['an object with the URI', { specUri }],
    ['the arguments of a profile', { specUri, dataId: 'flights' }],
  ])('name a spec by %s', (_what, argument) => {
    expect(readSpecArgument([argument])).toBe(specUri);
  });

  it.each([[[]], [[undefined]], [[42]], [[{}]], [['']]])('%j name no spec', (args) => {
    expect(readSpecArgument(args)).toBeUndefined();
  });

  it('name a data source only with its spec', () => {
    expect(readDataArgument([{ specUri, dataId: 'flights' }])).toEqual({ specUri, dataId: 'flights' });
    expect(readDataArgument([{ dataId: 'flights' }])).toBeUndefined();
  });

  it('name a rule by its id and nothing like a path', () => {
    expect(readRuleArgument(['metric/no-limit'])).toBe('metric/no-limit');
    expect(readRuleArgument(['metric/no-limit/..'])).toBeUndefined();
  });
});

describe('the document selector', () => {
  it('has specs and contracts on the disk, unsaved and in virtual folders, each scheme once', () => {
    const schemes = createDocumentSelector(['file', 'vscode-vfs', 'vscode-vfs']).map((filter) =>
      typeof filter === 'object' && 'scheme' in filter ? filter.scheme : undefined,
    );
    expect(schemes).toEqual(['file', 'file', 'untitled', 'untitled', 'vscode-vfs', 'vscode-vfs']);
  });
});

describe('a tab that is open when the server starts', () => {
  const path = '/project/plumbline.yaml';

  it('is pulled by the registration of specs', () => {
    expect(isPulledBy(createDocumentSelector(['file']), path)).toBe(true);
  });

  it('is not pulled again by that of notebooks and their cells', () => {
    const python = [
      { scheme: 'file', language: 'python' },
      { notebook: { notebookType: 'jupyter-notebook' }, language: 'python' },
    ];
    expect(isPulledBy(python, path)).toBe(false);
  });

  it('is not pulled when it is no file of ours', () => {
    expect(isPulledBy(createDocumentSelector(['file']), '/project/dvc.yaml')).toBe(false);
  });
});
