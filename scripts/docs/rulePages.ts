/** The page of each rule and their index, made of the rule objects and their fixtures. */
import type { ReportedFinding } from '../../server/src/rules/checkProject.ts';
import { groupOf } from '../../server/src/rules/rule.ts';
import type { Rule, RuleText, Severity } from '../../server/src/rules/rule.ts';
import { allRules } from '../../server/src/rules/allRules.ts';
import { ruleTable } from '../../server/src/rules/ruleTable.ts';
import { canLower, severityIn } from '../../server/src/rules/severity.ts';
import type { Phase } from '../../server/src/rules/severity.ts';
import { applyFix, check, loadRuleFixtures, readFactsText, withoutMarkers } from '../../test/support/ruleFixture.ts';
import type { RuleFixture } from '../../test/support/ruleFixture.ts';
import { block, code, table } from './markdown.ts';
import { notebookExample } from './notebookExample.ts';

/** What the groups are about, in the order of the index. */
const groups: Readonly<Record<string, string>> = {
  yaml: 'The file as YAML, and text that YAML reads otherwise than it looks.',
  spec: 'Keys, types and words of the language.',
  quantity: 'Numbers and units.',
  ref: 'Names of things that must exist.',
  suppress: 'Comments that silence rules.',
  metric: 'Goals: what is aimed for, what is accepted, and why.',
  economics: 'What right and wrong answers are worth.',
  gov: 'Who answers, who agreed, and goals that moved.',
  data: 'Data sources: owner, version, columns, leaks.',
  contract: 'Data contracts: their form, and the data that they describe.',
  split: 'Which rows are learned from and which are judged on.',
  label: 'How answers get to the data, and how far they can be trusted.',
  model: 'Model files against the inputs and outputs that the spec names.',
  privacy: 'Personal data: basis, place, time, and attributes that no model may read.',
  deploy: 'Devices, load, rollout, and what answers when the model cannot.',
  monitor: 'Checks after launch, and who acts on them.',
  cost: 'The ledger of costs.',
  pipeline: 'What the pipeline does, against what the spec says.',
  schedule: 'Milestones, and labels that must be ready by then.',
  notebook: 'Notebooks: what cannot be read or run again, hidden state, paths, secrets, outputs.',
  leak: 'Test data that has found its way into training.',
};

const phases = ['poc', 'pilot', 'production', 'retired'] as const satisfies readonly Phase[];

const severityWords: Readonly<Record<Severity | 'silent', string>> = {
  error: 'error',
  warning: 'warning',
  info: 'information',
  hint: 'hint',
  silent: 'off',
};

const preface =
  '<!-- Written by scripts/generateRulePages.ts from the rule and its fixtures; change these, not this page. -->';

/**
 * All pages.
 *
 * @returns paths below `docs/rules/` and their texts, each ending in a newline; the same on every run
 * @throws {RangeError} when a rule belongs to a group that the index does not know
 */
export function buildRulePages(): ReadonlyMap<string, string> {
  const fixtures = Map.groupBy(loadRuleFixtures(ruleTable.map(({ id }) => id)), ({ rule }) => rule);
  const pages = new Map<string, string>([['README.md', indexText()]]);
  const ofSpecs = new Map(ruleTable.map((rule) => [rule.id, rule]));
  for (const text of allRules) {
    const rule = ofSpecs.get(text.id);
    const example = rule === undefined ? notebookExample(text) : exampleOf(rule, fixtures.get(rule.id) ?? []);
    pages.set(`${text.id}.md`, pageText(text, example));
  }
  return pages;
}

function indexText(): string {
  const byGroup = Map.groupBy(allRules, ({ id }) => groupOf(id));
  for (const group of byGroup.keys()) {
    if (groups[group] === undefined) throw new RangeError(`The group ${group} has no description.`);
  }
  const chapters = Object.entries(groups).flatMap(([group, says]) => {
    const rules = byGroup.get(group);
    if (rules === undefined) return [];
    const rows = rules.map((rule) => [
      `[${code(rule.id)}](${rule.id}.md)`,
      rule.finds,
      phases
        .slice(0, 3)
        .map((phase) => severityWords[severityIn(rule, phase)])
        .join(' / '),
      rule.hasFix === true ? 'yes' : '',
    ]);
    return [`## ${group}`, says, table(['rule', 'finds', 'poc / pilot / production', 'quick fix'], rows)];
  });
  const introduction = [
    'Every finding has a code such as `metric/no-limit`; this is the list of them.',
    'How loudly a rule speaks depends on the `phase` of the project.',
    'A rule that lacks an input, such as a file that cannot be read, is silent, and `spec/not-checked` says so.',
  ].join('\n');
  return join(['# Rules', preface, introduction, ...chapters]);
}

function exampleOf(rule: Rule, fixtures: readonly RuleFixture[]): readonly string[] {
  return chooseExamples(rule, fixtures).flatMap((example, place) =>
    exampleChapters(rule, example, place === 0 ? '## Example' : '## An example with a quick fix'),
  );
}

/** @param example its chapters; empty when there is none */
function pageText(rule: RuleText, example: readonly string[]): string {
  return join([
    `# ${rule.id}`,
    preface,
    `Finds ${rule.finds}.`,
    sentencesOf(rule.why).join('\n'),
    ...(rule.supersedes === undefined ? [] : [supersedesText(rule.supersedes)]),
    '## Severity',
    table([...phases], [phases.map((phase) => severityWords[severityIn(rule, phase)])]),
    rule.hasFix === true ? 'It has a quick fix.' : 'It has no quick fix.',
    ...example,
    '## How to silence it',
    silenceText(rule),
  ]);
}

function supersedesText(ids: readonly string[]): string {
  const isOne = ids.length === 1 && !ids[0]?.endsWith('*');
  return `Where it speaks, ${ids.map(code).join(', ')} ${isOne ? 'says' : 'say'} nothing about the same line: one cause gives one finding.`;
}

/**
 * The fixture that is named like the rule alone, which shows what it is about; else the shortest one.
 * Where that one has no fix and the rule has one, the shortest that shows the fix comes after it.
 */
function chooseExamples(rule: Rule, fixtures: readonly RuleFixture[]): readonly RuleFixture[] {
  const firing = fixtures
    .filter(({ kind, files }) => kind === 'fires' && sizeOf(files) <= longestExample)
    .toSorted((left, right) => sizeOf(left.files) - sizeOf(right.files));
  const hasFix = (fixture: RuleFixture): boolean => ownFindings(rule, fixture).some(({ fixes }) => fixes.length > 0);
  const fixable = rule.hasFix === true ? firing.filter(hasFix) : [];
  const named = firing.find(({ name }) => name === `${rule.id}.fires`);
  if (named === undefined) return (fixable.length > 0 ? fixable : firing).slice(0, 1);
  return fixable.length === 0 || fixable.includes(named) ? [named] : [named, ...fixable.slice(0, 1)];
}

/** Characters beyond which a fixture is no example any more. */
const longestExample = 6000;

function sizeOf(files: RuleFixture['files']): number {
  return [...files.values()].reduce((sum, text) => sum + text.length, 0);
}

function ownFindings(rule: Rule, fixture: Pick<RuleFixture, 'files' | 'facts'>): readonly ReportedFinding[] {
  return check(fixture).findings.filter((finding) => finding.rule === rule.id);
}

function exampleChapters(rule: Rule, fixture: RuleFixture, title: string): readonly string[] {
  const files = withoutMarkers(fixture.files);
  const findings = ownFindings(rule, { ...fixture, files });
  const factsText = readFactsText(fixture);
  const fixed = findings.flatMap((finding) => finding.fixes.slice(0, 1))[0];
  return [
    title,
    ...fileBlocks(files),
    ...(factsText === undefined ? [] : ['With what is known from outside the text:', block('json', factsText)]),
    findings.map((finding) => `- ${describe(finding, files)}`).join('\n'),
    ...(fixed === undefined
      ? []
      : [
          '## After the quick fix',
          `"${fixed.title}" changes ${fixed.edits.length === 1 ? 'one place' : `${fixed.edits.length} places`}:`,
          ...fileBlocks(applyFix(files, fixed)),
        ]),
  ];
}

function fileBlocks(files: RuleFixture['files']): readonly string[] {
  return [...files].flatMap(([uri, text]) =>
    files.size === 1 ? [block('yaml', text)] : [`${code(nameOf(uri))}:`, block('yaml', text)],
  );
}

function nameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

/** "Line 8, `recall`: `recall` has no limit …" */
function describe(finding: ReportedFinding, files: RuleFixture['files']): string {
  const text = files.get(finding.uri) ?? '';
  const line = text.slice(0, finding.start).split('\n').length;
  const [underlined = ''] = text.slice(finding.start, finding.end).split('\n');
  const where = files.size === 1 ? `Line ${line}` : `${code(nameOf(finding.uri))}, line ${line}`;
  const what = underlined.trim() === '' || underlined.includes('`') ? '' : `, ${code(underlined.trim())}`;
  return `${where}${what}: ${finding.message}`;
}

function silenceText(rule: RuleText): string {
  const isOfNotebooks = ['notebook', 'leak'].includes(groupOf(rule.id));
  const severities = phases.map((phase) => severityIn(rule, phase));
  if (severities.every((severity) => !canLower(rule, severity))) {
    return 'It cannot be silenced or lowered: what it finds makes everything else that is said about the spec unreliable.';
  }
  const fixed = severities.some((severity) => !canLower(rule, severity))
    ? ['Where it is an error, it cannot be lowered.']
    : [];
  return [
    isOfNotebooks
      ? 'At the end of a line, a comment covers what starts on that line; as the first line of a cell, the whole cell; on another line of its own, the statement below.\nA tag of the cell does the same as its first line: `plumbline:ignore[rule] reason`.'
      : 'At the end of a line, a comment covers what starts on that line; on a line of its own, the whole value of the key below.',
    'The reason is required.',
    ...fixed,
    '',
    block(isOfNotebooks ? 'python' : 'yaml', `# plumbline: ignore[${rule.id}] the reason why it does not apply here`),
    '',
    'For the whole project:',
    '',
    block('yaml', `rules:\n  ${rule.id}: {severity: silent, reason: the reason why it does not apply}`),
  ].join('\n');
}

/** One sentence per line. */
function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?]["”)]?) +(?=[A-Z"`“(])/);
}

function join(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}
