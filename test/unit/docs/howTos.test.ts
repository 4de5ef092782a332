/** The how-tos in docs/: what they link to, name and show exists and works. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createContractFileReader } from '../../../server/src/contract/contractReader.ts';
import { checkCommand } from '../../../server/src/cli/checkCommand.ts';
import { compareCommand } from '../../../server/src/cli/compareCommand.ts';
import { evaluateCommand } from '../../../server/src/cli/evaluateCommand.ts';
import { explainCommand } from '../../../server/src/cli/explainCommand.ts';
import { exportCommand } from '../../../server/src/cli/exportCommand.ts';
import { doctorCommand } from '../../../server/src/cli/doctorCommand.ts';
import { driftCommand } from '../../../server/src/cli/driftCommand.ts';
import { costCommand } from '../../../server/src/cli/costCommand.ts';
import { initCommand } from '../../../server/src/cli/initCommand.ts';
import { profileCommand } from '../../../server/src/cli/profileCommand.ts';
import { promoteCommand } from '../../../server/src/cli/promoteCommand.ts';
import { reportCommand } from '../../../server/src/cli/reportCommand.ts';
import { createSpecFileReader } from '../../../server/src/spec/specFile.ts';

const root = path.join(import.meta.dirname, '../../..');
const titles = readFileSync(path.join(root, 'package.nls.json'), 'utf8');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

const howTos = [
  [
    'getting-started',
    [
      checkCommand,
      costCommand,
      doctorCommand,
      driftCommand,
      evaluateCommand,
      explainCommand,
      initCommand,
      promoteCommand,
    ],
  ],
  ['contracts', [checkCommand]],
  ['review', [checkCommand]],
  ['readiness', [checkCommand]],
  ['promotion', [promoteCommand]],
  ['drift', [driftCommand, profileCommand]],
  ['costs', [costCommand]],
  ['report', [reportCommand]],
  ['evaluation', [evaluateCommand, compareCommand, exportCommand]],
] as const;

describe.each(howTos)('docs/%s.md', (name, commands) => {
  const text = readFileSync(path.join(root, `docs/${name}.md`), 'utf8');
  const blocks = (language: string): readonly string[] =>
    [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gmu'))].map((match) => match[1] ?? '');

  it('is linked from the README', () => {
    expect(readme).toContain(`](docs/${name}.md)`);
  });

  it('links and shows only what is there', () => {
    const targets = [...text.matchAll(/\]\((?!https:)([^)#]+)/g)].map((match) => match[1] ?? '');
    expect(targets.filter((target) => !existsSync(path.join(root, 'docs', target)))).toEqual([]);
  });

  it('names commands of the editor as they are titled', () => {
    const named = [...text.matchAll(/\*\*Plumbline: ([^*]+)\*\*/g)].map((match) => match[1] ?? '');
    expect(named.filter((title) => !titles.includes(`"${title}"`))).toEqual([]);
  });

  it('calls the command line with options and formats that it has', () => {
    const typed = blocks('console').flatMap((block) =>
      [...block.matchAll(/^\$ (.*)$/gmu)].map((match) => match[1] ?? ''),
    );
    const lines = [...blocks('sh').flatMap((block) => block.trim().split('\n')), ...typed];
    expect(lines).not.toEqual([]);
    const calls = lines.map((line) => ({
      line,
      help: commands.find((command) => line.startsWith(`npx plumbline ${command.name} `))?.help,
    }));
    expect(calls.filter(({ help }) => help === undefined)).toEqual([]);
    for (const { line, help = '' } of calls) {
      const words = line.match(/--[a-z]+/g) ?? [];
      expect(words.filter((word) => !help.includes(word))).toEqual([]);
      const format = /--format ([a-z]+)/.exec(line)?.[1] ?? '';
      expect(help).toContain(format);
    }
  });

  it('shows contracts and parts of specs that can be read', () => {
    for (const block of blocks('yaml').filter((one) => one.startsWith('apiVersion'))) {
      expect(createContractFileReader('file:///a.odcs.yaml').read(block).problems).toEqual([]);
    }
    for (const block of blocks('yaml').filter((one) => /^[a-z]+:/.test(one) && !one.startsWith('apiVersion'))) {
      const part = createSpecFileReader('file:///a.plumbline.yaml').read(`plumbline: v1\nproject: demo\n${block}`);
      expect([...part.yaml.problems, ...part.problems.filter(({ missingKey }) => missingKey === undefined)]).toEqual(
        [],
      );
    }
  });
});
