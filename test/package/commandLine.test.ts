import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { evaluationReport } from '../../schemas/evaluationReport.ts';
import { ensureNode } from '../../scripts/ensureNode.ts';
import { runTool } from '../../scripts/process/runTool.ts';
import { writeYardProject } from '../support/yardProject.ts';
import { connectTestClient } from '../support/testClient.ts';
import { preparePython } from '../python/preparePython.ts';
import { ensureProgram } from './support/ensureProgram.ts';
import { installCommandLine } from './support/installedCommandLine.ts';
import type { InstalledCommandLine } from './support/installedCommandLine.ts';
import { runProgram } from './support/runProgram.ts';
import { zshCompletions } from './support/zshCompletions.ts';

const root = path.resolve(import.meta.dirname, '../..');
const minutes = 60_000;

const goodSpec = 'plumbline: v1\nproject: late-flights\ndescription: Tell which flights are late\nphase: poc\n';
const driftSpec = `plumbline: v1
project: late-flights
data:
  march: {path: data/march.csv}
  april: {path: data/april.csv}
splits:
  train: {of: march, role: train}
monitoring:
  checks:
    inputs: {watch: inputs, reference: train, current: april, columns: [x], owner: a@example.com, action: r.md}
`;
const badSpec = `${goodSpec}phse: pilot\n`;

let installed: InstalledCommandLine;

beforeAll(async () => {
  installed = await installCommandLine(root);
}, 5 * minutes);

afterAll(async () => {
  await installed.remove();
});

/** Our programs before all others, and no npm that knows of this repository. */
function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_|^INIT_CWD$/i.test(name));
  const folders = [installed.bin, path.dirname(process.execPath), process.env['PATH'] ?? ''];
  return { ...Object.fromEntries(kept), PATH: folders.join(path.delimiter), ...more };
}

/** A git repository below the folder of the installation, on the branch `work` made from `main`. */
async function makeRepository(before: string, after: string): Promise<string> {
  const folder = await mkdtemp(path.join(installed.folder, 'repository-'));
  const git = (...args: readonly string[]) =>
    runTool('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], { cwd: folder });
  await git('init', '--quiet', '--initial-branch=main');
  await writeFile(path.join(folder, 'plumbline.yaml'), before);
  await git('add', '.');
  await git('commit', '--quiet', '--message=Begin');
  await git('checkout', '--quiet', '-b', 'work');
  await writeFile(path.join(folder, 'plumbline.yaml'), after);
  await git('commit', '--quiet', '--all', '--allow-empty', '--message=Change');
  return folder;
}

describe('the installed command line', () => {
  it('holds no package that runs something while it is installed', () => {
    const { packages } = z
      .object({ packages: z.record(z.string(), z.looseObject({ hasInstallScript: z.boolean().optional() })) })
      .parse(JSON.parse(installed.lockText));
    const running = Object.entries(packages).filter(([, entry]) => entry.hasInstallScript === true);
    expect(running.map(([place]) => place)).toEqual([]);
    expect(Object.keys(packages)).toContain('node_modules/plumbline');
  });

  it.each([22, 24])(
    'loads every native library on Node %i',
    async (major) => {
      const node = await ensureNode(major);
      const { code, out, err } = await runProgram(
        node,
        [path.join(installed.folder, 'node_modules/plumbline/dist/cli.cjs'), 'doctor', '--format', 'json'],
        { cwd: installed.folder, env: environment({ PATH: path.dirname(node) }) },
      );
      const { checks } = z
        .object({ checks: z.array(z.object({ name: z.string(), state: z.string(), sentence: z.string() })) })
        .parse(JSON.parse(out));
      const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
      expect(states, err).toMatchObject({ Worker: 'works', DuckDB: 'works', sharp: 'works', 'ONNX Runtime': 'works' });
      expect(checks.find(({ name }) => name === 'Plumbline')?.sentence).toContain(`Node ${major}.`);
      expect(code).toBe(0);
    },
    3 * minutes,
  );

  it('is what npx runs', async () => {
    const folder = await makeRepository(goodSpec, badSpec);
    const { code, out } = await runProgram('npx', ['plumbline', 'check'], { cwd: folder, env: environment() });
    expect(out).toContain('plumbline.yaml:5:1 error spec/unknown-key');
    expect(code).toBe(1);
  });

  it('reads notebooks, and explains what it found there', async () => {
    const folder = await mkdtemp(path.join(installed.folder, 'notebooks-'));
    const cell = { cell_type: 'code', id: 'a', metadata: {}, execution_count: null, outputs: [] };
    await writeFile(
      path.join(folder, 'study.ipynb'),
      JSON.stringify({
        nbformat: 4,
        nbformat_minor: 5,
        metadata: { language_info: { name: 'python' } },
        cells: [{ ...cell, source: 'key = "AKIAQ3EGRIVCBRT5W2PD"\nprint(undefined_name)\n' }],
      }),
    );
    const { out } = await runProgram('plumbline', ['check'], { cwd: folder, env: environment() });
    const code = /study\.ipynb.* error (notebook\/[a-z-]+)/.exec(out)?.[1] ?? 'none';
    const explained = await runProgram('plumbline', ['explain', code], { cwd: folder, env: environment() });
    expect(explained.out, out).toMatch(new RegExp(`^# ${code}\n\nFinds `));
    expect(explained.out).not.toContain('<!--');
  });

  it('runs models that find boxes, cut out things and paint pixels, over pictures of a split and its slices', async () => {
    const folder = await makeRepository(goodSpec, goodSpec);
    await writeYardProject(folder);
    const { code, out, err } = await runProgram('plumbline', ['evaluate', '--format', 'json'], {
      cwd: folder,
      env: environment(),
    });
    const { evaluations } = evaluationReport.parse(JSON.parse(out));
    const values = evaluations.flatMap((one) =>
      one.state === 'evaluated'
        ? one.metrics.map(({ id, value, slices }) => [id, value.state, slices.length])
        : [[one.model, one.sentence, 0]],
    );
    expect(values, err).toEqual([
      ['placed', 'known', 1],
      ['cut-out', 'known', 0],
      ['covered', 'known', 0],
      ['painted', 'known', 2],
    ]);
    expect(await readdir(path.join(folder, '.plumbline/runs'))).toHaveLength(3);
    expect(code, err).toBe(0);
  });

  it(
    'profiles a split, finds what drifts from it, and accepts it as the new reference',
    async () => {
      const folder = await mkdtemp(path.join(installed.folder, 'drift-'));
      await mkdir(path.join(folder, 'data'));
      const table = (from: number): string =>
        [
          'x,kind',
          ...Array.from({ length: 2000 }, (_, row) => `${((row * 7919) % 1000) + from},${'abc'.charAt(row % 3)}`),
        ]
          .join('\n')
          .concat('\n');
      await writeFile(path.join(folder, 'data/march.csv'), table(0));
      await writeFile(path.join(folder, 'data/april.csv'), table(300));
      await writeFile(path.join(folder, 'plumbline.yaml'), driftSpec);
      const plumbline = (...args: readonly string[]) =>
        runProgram('plumbline', args, { cwd: folder, env: environment() });
      const profile = '.plumbline/profiles/train.json';
      const drift = ['drift', '--check', 'inputs'];

      expect(await plumbline('profile', '--of', 'train', '--out', profile)).toMatchObject({ code: 0 });
      expect(await plumbline('drift', profile, 'data/march.csv')).toMatchObject({ code: 0 });
      expect((await plumbline('drift', profile, 'data')).out).toContain('x     DRIFT');
      expect((await plumbline(...drift)).code).toBe(1);
      expect((await plumbline(...drift, '--accept')).code).toBe(0);
      expect((await plumbline(...drift)).code).toBe(0);
      const spec = await readFile(path.join(folder, 'plumbline.yaml'), 'utf8');
      expect(spec).toMatch(/reference: \.plumbline\/profiles\/inputs-\d{4}-\d\d-\d\d\.json, current: april/);
    },
    3 * minutes,
  );

  it('writes a report with the pages that it brings along', async () => {
    const folder = await makeRepository(goodSpec, goodSpec);
    const { code, err } = await runProgram('plumbline', ['report', '--out', 'report.html'], {
      cwd: folder,
      env: environment(),
    });
    const page = await readFile(path.join(folder, 'report.html'), 'utf8');
    expect(code, err).toBe(0);
    expect(page).toContain('late-flights');
    expect(page.length).toBeLessThan(2_000_000);
  });

  it('answers a language client over standard input and output', async () => {
    const child = spawn('plumbline-language-server', ['--stdio'], {
      cwd: installed.folder,
      env: environment(),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const client = await connectTestClient({ input: child.stdout, output: child.stdin, folderUris: [] });
    expect(client.initialized.capabilities.hoverProvider).toBe(true);
    const exited = once(child, 'exit');
    await client.end();
    expect((await exited)[0]).toBe(0);
  });
});

describe('completion', () => {
  it('completes commands, options and their words in bash', async () => {
    const ask = async (...words: readonly string[]): Promise<readonly string[]> => {
      const script = `source <(plumbline completion bash)
        COMP_WORDS=(plumbline ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
        _plumbline; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { out } = await runProgram('bash', ['-c', script], { cwd: installed.folder, env: environment() });
      return out.trim().split('\n');
    };
    expect(await ask('che')).toEqual(['check']);
    expect(await ask('check', '--fail')).toEqual(['--fail-on']);
    expect(await ask('check', '--format', 's')).toEqual(['sarif']);
    expect(await ask('help', 'do')).toEqual(['doctor']);
    expect(await ask('check', 'examp')).toEqual(['']);
    expect(await ask('comp')).toEqual(['compare', 'completion']);
    expect(await ask('completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(await ask('explain', 'split/ov')).toEqual(['split/overlap']);
    expect(await ask('explain', '--')).toEqual(['--help']);
  });

  it(
    'completes commands, options and their words in fish',
    async () => {
      const fish = await ensureProgram('fish');
      const ask = async (line: string): Promise<readonly string[]> => {
        const script = `plumbline completion fish | source; complete -C '${line}'`;
        const { out } = await runProgram(fish, ['--no-config', '-c', script], {
          cwd: installed.folder,
          env: environment({ HOME: installed.folder }),
        });
        return out.trim().split('\n');
      };
      expect(await ask('plumbline che')).toEqual([
        'check\tcheck every plumbline.yaml and notebook at or below some paths',
      ]);
      expect(await ask('plumbline check --fail')).toEqual([
        '--fail-on\terror or warning: findings that make the exit code 1 (default: error)',
      ]);
      expect(await ask('plumbline check --format sa')).toEqual([expect.stringMatching(/^sarif\t/)]);
      expect(await ask('plumbline explain split/ov')).toEqual([expect.stringMatching(/^split\/overlap/)]);
      expect(await ask('plumbline completion z')).toEqual([expect.stringMatching(/^zsh/)]);
    },
    3 * minutes,
  );

  it(
    'completes commands, options and their words in zsh',
    async () => {
      await ensureProgram('zsh');
      const ask = (line: string) => zshCompletions(line, installed.folder, environment({ HOME: installed.folder }));
      expect(await ask('plumbline chec')).toBe('plumbline check ');
      expect(await ask('plumbline check --fail')).toBe('plumbline check --fail-on ');
      expect(await ask('plumbline check --format sar')).toBe('plumbline check --format sarif ');
      expect(await ask('plumbline explain split/ov')).toBe('plumbline explain split/overlap ');
    },
    3 * minutes,
  );
});

describe('the action for GitHub', () => {
  const actionShape = z.object({
    inputs: z.record(z.string(), z.object({ description: z.string(), default: z.string() })),
    runs: z.object({
      steps: z.array(z.object({ shell: z.literal('bash'), env: z.record(z.string(), z.string()), run: z.string() })),
    }),
  });

  /** Runs the steps as GitHub does: with the inputs in the place of their expressions, and `bash -e -o pipefail`. */
  async function runAction(folder: string, given: Readonly<Record<string, string>>) {
    const action = actionShape.parse(parse(await readFile(path.join(root, 'action.yml'), 'utf8')));
    const inputs = new Map(Object.entries(action.inputs).map(([name, { default: standard }]) => [name, standard]));
    for (const [name, value] of Object.entries(given)) inputs.set(name, value);
    const summary = path.join(folder, '..', `${path.basename(folder)}-summary.md`);
    await writeFile(summary, '');
    const [step, ...rest] = action.runs.steps;
    if (step === undefined || rest.length > 0) throw new Error('The test knows of one step.');
    const env = Object.entries(step.env).map(([name, text]): [string, string] => [
      name,
      text.replace(/\$\{\{ inputs\.([a-z-]+) \}\}/, (_whole, input: string) => inputs.get(input) ?? ''),
    ]);
    const script = path.join(installed.folder, 'step.sh');
    await writeFile(script, step.run);
    const ran = await runProgram('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
      cwd: folder,
      env: environment({ ...Object.fromEntries(env), GITHUB_STEP_SUMMARY: summary }),
    });
    return { ...ran, summary: await readFile(summary, 'utf8') };
  }

  it('writes findings beside their lines, and fails', async () => {
    const { code, out, summary } = await runAction(await makeRepository(goodSpec, badSpec), {});
    expect(out).toMatch(/^::error file=plumbline\.yaml,line=5,.*unknown-key/m);
    expect([code, summary]).toEqual([1, '']);
  });

  it('puts the review of the changes into the summary', async () => {
    const metric = (limit: string) =>
      `${goodSpec}owner: a@example.com\nmetrics:\n  latency: {kind: infrastructure, metric: latency, target: 5 ms, limit: ${limit}}\n`;
    const folder = await makeRepository(metric('20 ms'), metric('40 ms'));
    const { code, summary, err } = await runAction(folder, { base: 'main' });
    expect(summary, err).toContain('`latency`');
    expect(summary).toContain('20 ms');
    expect(code, err).toBe(0);
  });

  it('takes a branch that is named like a command for a name', async () => {
    const folder = await makeRepository(goodSpec, goodSpec);
    const { code, err } = await runAction(folder, { base: 'main"; touch hacked; "' });
    expect(code).toBe(2);
    expect(err).toContain('hacked');
    await expect(readFile(path.join(folder, 'hacked'))).rejects.toThrow('ENOENT');
  });

  it('names the version that is in package.json', async () => {
    const action = actionShape.parse(parse(await readFile(path.join(root, 'action.yml'), 'utf8')));
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')));
    expect(action.inputs['version']?.default).toBe(version);
  });
});

describe('the hook for pre-commit', () => {
  it(
    'stops a commit with an error, and lets a commit without specs pass unseen',
    async () => {
      const python = await preparePython(path.join(root, 'test/package/requirements-precommit.txt'));
      if (python.kind === 'absent') throw new Error(python.because);
      // pre-commit takes hooks from a repository at a commit: this one holds nothing but their definition.
      const hooks = await mkdtemp(path.join(installed.folder, 'hooks-'));
      await writeFile(
        path.join(hooks, '.pre-commit-hooks.yaml'),
        await readFile(path.join(root, '.pre-commit-hooks.yaml'), 'utf8'),
      );
      const git = (cwd: string, ...args: readonly string[]) =>
        runTool('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], { cwd });
      await git(hooks, 'init', '--quiet');
      await git(hooks, 'add', '.');
      await git(hooks, 'commit', '--quiet', '--message=Hooks');
      const folder = await makeRepository(goodSpec, goodSpec);
      await mkdir(path.join(folder, 'src'));
      await writeFile(path.join(folder, 'src/notes.txt'), 'Only a note.\n');
      await git(folder, 'add', '.');
      const run = () =>
        runProgram(python.executable, ['-m', 'pre_commit', 'try-repo', hooks, 'plumbline-check', '--verbose'], {
          cwd: folder,
          env: environment({ PRE_COMMIT_HOME: path.join(installed.folder, 'pre-commit') }),
        });

      const unseen = await run();
      expect(unseen.out, unseen.err).toContain('Skipped');
      expect(unseen.code).toBe(0);

      await writeFile(path.join(folder, 'plumbline.yaml'), badSpec);
      await git(folder, 'add', '.');
      const stopped = await run();
      expect(stopped.out, stopped.err).toContain('plumbline.yaml:5:1 error spec/unknown-key');
      expect(stopped.code).toBe(1);
    },
    3 * minutes,
  );
});
