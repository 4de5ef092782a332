import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../../schemas/checkReport.ts';
import { costReport } from '../../../schemas/costPanel.ts';
import { initReport } from '../../../schemas/initReport.ts';
import { readinessReport } from '../../../schemas/readiness.ts';
import { moneySpec } from '../../support/moneySpec.ts';
import { runInMemory as run } from '../../support/memoryCommandLine.ts';

const head = 'plumbline: v1\nproject: late-flights\ndescription: Tell which flights are late\nphase: poc\n';
/** Warnings and no error, and nothing that a worker would have to look at. */
const warned = `${head}owner: flights@example.com\n`;
const faulty = `${warned}phse: pilot\n`;
/** Names a table, which no worker here can read. */
const withData = `${warned}data:
  flights:
    path: flights.csv
    modality: table
    owner: flights@example.com
    privacy: {personal_data: false}
    roles: {time: date}
`;

describe('the command line', () => {
  it.each([[['--help']], [['-h']], [['help']]])('prints the list of commands for %j', async (args) => {
    const { code, out, err } = await run(args);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^ {2}check .*\n {2}promote .*\n {2}evaluate .*\n {2}compare .*\n {2}export .*\n {2}drift .*\n {2}cost /m,
    );
    expect(out).toMatch(/^ {2}doctor .*\n {2}completion /m);
  });

  it('prints the list of commands without being asked as a failure', async () => {
    const { code, out } = await run([]);
    expect(code).toBe(2);
    expect(out).toContain('Usage: plumbline COMMAND');
  });

  it.each([[['check', '--help']], [['check', '-h']], [['help', 'check']]])('explains one for %j', async (args) => {
    const { code, out, err } = await run(args);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Usage: plumbline check /);
  });

  it('names in the help of every command the exit code of one that is cancelled', async () => {
    const { out } = await run(['--help']);
    const names = [...out.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name = '']) => name);
    expect(names).toContain('completion');
    for (const name of names) {
      const [, codes = ''] = /^Exit codes:\n((?: {2}.*\n)+)\nExamples:/m.exec((await run([name, '--help'])).out) ?? [];
      expect([name, codes.match(/^ {2}130 {2}cancelled/gm)?.length]).toEqual([name, 1]);
    }
  });

  it('prints its version and nothing else', async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, out: '1.2.3\n', err: '' });
  });

  it.each([
    ['an unknown command', ['chek'], '"chek"'],
    ['an unknown option', ['check', '--fromat', 'json'], '--fromat'],
    ['an unknown format', ['check', '--format', 'yaml'], '"yaml"'],
    ['an unknown severity', ['check', '--fail-on', 'hint'], '"hint"'],
    ['a missing path', ['check', 'nowhere'], '"nowhere"'],
    ['a file that is no spec', ['check', 'notes.txt'], '"notes.txt"'],
    ['a profile of nothing', ['profile', '--out', 'x.json'], 'one data file'],
    ['profiles that are not there', ['profile', 'a.json', 'b.json', '--out', 'x.json'], '"a.json"'],
    ['a folder without a spec', ['profile', '.', '--out', 'x.json'], '--of'],
    ['what is personal twice', ['profile', '--of', 'x', '--personal', 'a', '--out', 'x.json'], '--personal'],
    ['a new reference of no check', ['drift', '--accept'], '--check'],
    ['a proposal for a file', ['init', 'notes.txt'], '"notes.txt"'],
    ['a proposal for two folders', ['init', 'a', 'b'], 'one folder'],
    ['half a comparison', ['drift', '--reference', 'notes.txt'], '--current'],
    ['three places to compare', ['drift', 'notes.txt', 'notes.txt', 'notes.txt'], 'two files or folders'],
    ['a comparison that is named twice', ['drift', 'notes.txt', 'notes.txt', '--current', 'notes.txt'], 'not both'],
    ['a place to compare that is not there', ['drift', 'notes.txt', 'note.txt'], '"note.txt" is not there'],
    ['windows cut in two ways', ['drift', '--rows', '5', '--every', '1 day'], '--every'],
    ['a period that is none', ['drift', '--every', 'fortnight'], '"fortnight"'],
    ['a block that is no period', ['drift', '--block', 'shop'], '"shop"'],
    ['a rate of false alarms of one', ['drift', '--false-alarm', '100 %'], '"100 %"'],
    ['an unknown way to look for drift', ['drift', '--method', 'psy'], '"psy"'],
    ['an unknown basis', ['drift', '--against', 'rolling'], '"rolling"'],
    ['windows of no rows', ['drift', '--rows', '0'], '"0"'],
    ['scores without what they should say', ['drift', '--score', 'p'], '--truth'],
    ['a queue of no rows', ['drift', '--queue', 'q.csv'], '--label'],
    [
      'rows for labelling without a file',
      ['drift', '--label', '5', '--reference', 'notes.txt', '--current', 'notes.txt'],
      '--queue',
    ],
    ['a threshold of nothing', ['drift', '--threshold', '0.4'], '--score'],
    ['a threshold that is none', ['drift', '--score', 'p', '--truth', 'late', '--threshold', 'high'], '"high"'],
    ['a rule that there is not', ['explain', 'metric/no-limt'], 'did you mean metric/no-limit?'],
    ['the beginning of a rule', ['explain', 'metric/no-l'], 'did you mean metric/no-limit?'],
    ['a command that is mistyped', ['chek'], 'There is no command "chek": did you mean check?'],
    ['an option that is mistyped', ['check', '--formt', 'json'], "Unknown option '--formt': did you mean --format?"],
    ['an option that nothing is near', ['check', '--colour'], 'plumbline check --help lists the options.'],
    ['a rule like no other', ['explain', 'x'], 'plumbline explain lists them all'],
    ['a shell that it does not know', ['completion', 'tcsh'], 'bash, zsh, fish'],
    ['a profile without a place', ['profile', 'notes.txt'], '--out'],
  ])('refuses %s in one line on standard error', async (_what, args, named) => {
    const { code, out, err } = await run(args, { 'notes.txt': '' });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^plumbline: [^\n]+[.?]\n$/);
    expect(err).toContain(named);
  });

  it('lets no escape sequence of an argument reach the terminal', async () => {
    const { err } = await run(['check', '\u001B[31m\u202E']);
    expect(err).not.toMatch(/[\u001B\u202E]/);
  });
});

describe('a completion', () => {
  it('says of every option what it is for, in whole', async () => {
    const { out } = await run(['completion', 'zsh']);
    expect(out).not.toContain('[]');
    expect(out).toContain('--scores[scores or probabilities, separated by commas]');
    expect(out).toContain(
      '--accept-windows[the same of some windows alone, as the output names them, such as "2001-04; 2001-05"]',
    );
  });

  it('offers the words of every option that takes no other', async () => {
    const { out } = await run(['completion', 'zsh']);
    const values = [...out.matchAll(/'--(format|fail-on|incomplete|task)\[[^\]]*\]:[a-z-]+:(\S)/g)].map(
      (match) => match[2],
    );
    expect(values).toHaveLength(11);
    expect(new Set(values)).toEqual(new Set(['(']));
  });
});

describe('a spec that is broken', () => {
  it.each([['drift'], ['cost'], ['evaluate'], ['report', '--out', 'r.html']])('is refused by %s', async (...args) => {
    const { code, out, err } = await run(args, { 'plumbline.yaml': `${head}metrics: [a\n  b: {c\n` });
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe('plumbline: plumbline.yaml cannot be read to its end; plumbline check says where it is broken.\n');
  });
});

describe('a spec that says nothing', () => {
  it.each([
    ['drift', ''],
    ['cost', '# later\n\n'],
    ['evaluate', '\n \n'],
  ])('gets one sentence from %s', async (command, text) => {
    const { code, out, err } = await run([command], { 'plumbline.yaml': text });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^plumbline: plumbline\.yaml says nothing yet: begin it with `plumbline: v1`.*\.\n$/);
  });
});

describe('plumbline explain', () => {
  it('prints the page of a rule', async () => {
    expect(await run(['explain', 'metric/no-limit'])).toMatchObject({ code: 0, out: '# metric/no-limit\n', err: '' });
  });

  it('prints all codes when none is asked for', async () => {
    expect(await run(['explain'])).toMatchObject({
      code: 0,
      out: 'metric/no-limit  a metric without a limit\n',
      err: '',
    });
  });
});

describe('plumbline check', () => {
  it('exits with 0 when nothing is at the bar', async () => {
    const { code, out, err } = await run(['check'], { 'plumbline.yaml': warned });
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^1 project checked: \d+ warnings/m);
  });

  it('exits with 1 for an error', async () => {
    const { code, out } = await run(['check'], { 'plumbline.yaml': faulty });
    expect(code).toBe(1);
    expect(out).toMatch(/^plumbline\.yaml:6:1 error spec\/unknown-key .*\n {2}6 \| phse: pilot\n {4}\| \^{4}$/m);
  });

  it('exits with 1 for a warning when asked to', async () => {
    expect((await run(['check', '--fail-on', 'warning'], { 'plumbline.yaml': warned })).code).toBe(1);
  });

  it('exits with 1 for a rule that could not be checked when it is strict', async () => {
    const files = { 'plumbline.yaml': withData, 'flights.csv': 'date\n2001-01-01\n' };
    expect((await run(['check'], files)).code).toBe(0);
    expect((await run(['check', '--strict'], files)).code).toBe(1);
    expect((await run(['check', '--strict'], { 'plumbline.yaml': warned })).code).toBe(0);
  });

  it('reports only what lies below the paths', async () => {
    const files = { 'a/plumbline.yaml': faulty, 'b/plumbline.yaml': warned };
    expect((await run(['check', 'b'], files)).code).toBe(0);
    expect((await run(['check', 'a/plumbline.yaml'], files)).code).toBe(1);
  });

  it.each(['text', 'json', 'sarif', 'github', 'junit'])('says in %s that there is no spec', async (format) => {
    const { code, out, err } = await run(['check', '--format', format]);
    expect([code, err]).toEqual([
      0,
      'No plumbline.yaml or notebook found at or below the paths; `plumbline init` proposes a spec.\n',
    ]);
    expect(out === '').toBe(format === 'text' || format === 'github');
  });

  it('exits with 1 for nothing to check when it is strict', async () => {
    expect((await run(['check', '--strict'])).code).toBe(1);
  });

  it.each(['text', 'json', 'sarif', 'github', 'junit'])('says in %s that a spec is too large', async (format) => {
    const huge = `${warned}#${' '.repeat(17_000_000)}\n`;
    const { code, out, err } = await run(['check', '--format', format], { 'plumbline.yaml': huge });
    expect([code, err]).toEqual([1, '']);
    expect(out).toContain('more than 4 million characters');
    expect(out.length).toBeLessThan(5000);
  });

  it('prints one document of the published shape', async () => {
    const { code, out, err } = await run(['check', '--format', 'json'], { 'plumbline.yaml': faulty });
    expect([code, err]).toEqual([1, '']);
    const report = checkDocument.parse(JSON.parse(out));
    expect(report).toMatchObject({ kind: 'check', version: '1.2.3', checkedAt: '2026-11-02T08:00:00.000Z' });
    const finding = report.kind === 'check' && report.findings.find(({ rule }) => rule === 'spec/unknown-key');
    expect(finding).toMatchObject({
      severity: 'error',
      file: 'plumbline.yaml',
      range: { start: { line: 5, character: 0 }, end: { line: 5, character: 4 } },
    });
  });

  it('prints a document also when there is no spec', async () => {
    const { out } = await run(['check', '--format=json']);
    expect(checkDocument.parse(JSON.parse(out))).toMatchObject({ kind: 'check', projects: [], findings: [] });
  });

  it.each([
    ['a missing path', ['check', 'nowhere', '--format', 'json']],
    ['an unknown option', ['check', '--format=json', '--fromat']],
    ['an unknown command', ['chek', '--format', 'json']],
  ])('prints %s as a document, too', async (_what, args) => {
    const { code, out, err } = await run(args);
    expect(code).toBe(2);
    const report = checkDocument.parse(JSON.parse(out));
    expect(report).toMatchObject({ kind: 'error', version: '1.2.3' });
    expect(report.kind === 'error' && err).toBe(report.kind === 'error' && `plumbline: ${report.sentence}\n`);
  });
});

describe('plumbline check --readiness', () => {
  it('prints the score with what earned each point, and exits with 0', async () => {
    const { code, out, err } = await run(['check', '--readiness'], { 'plumbline.yaml': warned });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('late-flights: 0 of 7, more of an experiment than a product.');
  });

  it('prints one document of the published shape, without paths of the machine', async () => {
    const { out } = await run(['check', '--readiness', '--format', 'json'], { 'plumbline.yaml': warned });
    const report = readinessReport.parse(JSON.parse(out));
    expect(report.projects.map(({ file }) => file)).toEqual(['plumbline.yaml']);
    expect(out).not.toContain('file:');
  });

  it('refuses the formats of findings', async () => {
    const { code, err } = await run(['check', '--readiness', '--format', 'sarif'], { 'plumbline.yaml': warned });
    expect([code, err]).toEqual([2, expect.stringContaining('text, json, markdown')]);
  });
});

describe('a copy of a project without its history', () => {
  it('has no revision with which an approval could be compared, so nothing is left unchecked', async () => {
    const approved = 'plumbline: v1\nproject: copied\napprovals: {business: {status: approved, revision: "3f2a91c"}}\n';
    const { out } = await run(['check'], { 'plumbline.yaml': approved });
    expect(out).not.toContain('gov/approval-stale');
  });
});

describe('plumbline init', () => {
  const notebook = { 'notebooks/delay.ipynb': '{}' };

  it('writes a spec that then can be checked', async () => {
    const { code, out, err } = await run(['init'], notebook);
    expect([code, out]).toEqual([0, '']);
    expect(err).toMatch(/^Written: plumbline\.yaml, from 1 notebook; \d+ values are to fill in: .*\n$/);
  });

  it('leads on to a model where there are data and none', async () => {
    const { code, err } = await run(['init'], { 'trains.csv': 'delay,late\n3,no\n' });
    expect(code).toBe(0);
    expect(err).toMatch(
      /^Written: plumbline\.yaml, from 1 table; .*\nNo ONNX file was found: name one under models, .*--predictions.*\n$/,
    );
  });

  it('prints the proposal, and writes nothing, for a dry run', async () => {
    const { code, out } = await run(['init', '--dry-run'], { ...notebook, 'plumbline.yaml': 'mine' });
    expect(code).toBe(0);
    expect(out).toMatch(/^# Proposed from what lies in this folder/);
    expect(out).toContain('Notebooks: notebooks/delay.ipynb.');
  });

  it('never writes over a spec', async () => {
    const { code, out, err } = await run(['init'], { 'plumbline.yaml': 'mine' });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('already');
  });

  it('prints one JSON document that names the blanks', async () => {
    const { out } = await run(['init', '--dry-run', '--format', 'json'], notebook);
    const report = initReport.parse(JSON.parse(out));
    expect(report).toMatchObject({ isWritten: false, version: '1.2.3', file: '/work/plumbline.yaml' });
    expect(report.blanks).toContain('metrics.saved.target');
  });
});

describe('plumbline cost', () => {
  it('prints the ledger, what it returns and what is not tracked', async () => {
    const { code, out, err } = await run(['cost'], { 'plumbline.yaml': moneySpec });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('2 of 17 categories tracked');
    expect(out).toMatch(/Net present value against rules +4\.29 MUSD +564 kUSD/);
  });

  it('fails over the budget, and with a negative net present value', async () => {
    const small = moneySpec.replace('  items:', '  budget: {build: 1 MUSD}\n  items:');
    expect((await run(['cost'], { 'plumbline.yaml': small })).code).toBe(1);
    const poor = moneySpec.replace('2.5 MUSD/year', '300 kUSD/year');
    expect((await run(['cost'], { 'plumbline.yaml': poor })).code).toBe(1);
  });

  it('prints one JSON document, also for a spec without costs', async () => {
    const { out } = await run(['cost', '--format', 'json'], { 'plumbline.yaml': moneySpec });
    expect(costReport.parse(JSON.parse(out))).toMatchObject({ verdict: 'ok', spec: 'plumbline.yaml' });
    const { code, out: none } = await run(['cost', '--format', 'json'], { 'plumbline.yaml': head });
    expect(code).toBe(2);
    expect(JSON.parse(none)).toMatchObject({ kind: 'error' });
  });
});

describe('plumbline report', () => {
  it('writes one file with a page for each panel, and replaces the one before', async () => {
    const given = { 'plumbline.yaml': moneySpec, 'report.html': 'old' };
    const { code, files } = await run(['report', '--out', 'report.html'], given);
    expect(code).toBe(0);
    const html = files.get('report.html') ?? '';
    expect(html).toMatch(/^<!doctype html>/);
    expect([...html.matchAll(/id="tab-(\w+)"/g)].map((match) => match[1])).toEqual([
      'overview',
      'evaluation',
      'cost',
      'readiness',
    ]);
  });

  it('asks where to write', async () => {
    expect(await run(['report'], { 'plumbline.yaml': moneySpec })).toMatchObject({ code: 2 });
  });
});
