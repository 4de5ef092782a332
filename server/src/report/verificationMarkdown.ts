/** A verification as a page: the verdict, what was compared, and in which circumstances. */
import type { ProbeResult, Verification } from '../../../schemas/promotion.ts';
import { plainText } from '../text/plainText.ts';
import { cellWords } from './promotionMarkdown.ts';
import { code, markdownText, sentenceText } from './markdown.ts';

const verdicts: Readonly<Record<ProbeResult['verdict'], string>> = {
  equal: 'equal',
  'equal-within-tolerance': 'equal within tolerance',
  differs: '**differs**',
  'not-comparable': 'not comparable',
  silent: 'never came up',
};

export function verificationMarkdown(verification: Verification): string {
  const { verdict, sentence, probes, missing, checks = [] } = verification;
  const problems = checks.flatMap((check) => check.problems);
  const blocks = [
    `# Verification: ${verdict.replaceAll('-', ' ')}`,
    sentenceText(sentence),
    ...section('Missing', list(missing.map(({ what, next }) => `${what}: ${next}`))),
    ...section('Values', probes.length === 0 ? undefined : valueTable(probes)),
    ...section('Circumstances', list(circumstancesOf(verification))),
    ...section('Data', list(verification.data.map(({ path, sha256 }) => `${code(path)}: SHA-256 ${code(sha256)}`))),
    ...section('Read without being run', list(problems)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function section(title: string, body: string | undefined): readonly string[] {
  return body === undefined ? [] : [`## ${title}`, body];
}

/** Items are Markdown already, or sentences of ours. */
function list(items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : items.map((item) => `- ${item.replaceAll('\n', ' ')}`).join('\n');
}

function valueTable(probes: readonly ProbeResult[]): string {
  const rows = probes.map((probe) => [
    code(probe.name),
    verdicts[probe.verdict],
    markdownText(probe.notebook ?? '–'),
    markdownText(probe.package ?? '–'),
    sentenceText(probe.difference ?? ''),
    probe.from === null ? '' : cellWords(probe.from),
    probe.function === null ? '' : code(probe.function),
  ]);
  const heads = ['Value', 'Verdict', 'Notebook', 'Package', 'Difference', 'Cell', 'Function'];
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function circumstancesOf({ verifiedAt, seed, python, seconds, peakMemoryBytes, isolation }: Verification): string[] {
  const facts = [`Verified at ${plainText(verifiedAt)}${seed === null ? '' : `, seed ${seed}`}.`];
  if (python !== null) {
    const packages = Object.entries(python.packages).map(([name, version]) => `${name} ${version}`);
    facts.push(
      `Python ${plainText(python.version)} at ${code(python.path)}${packages.length > 0 ? ` with ${plainText(packages.join(', '))}` : ''}.`,
    );
  }
  if (seconds !== null) {
    facts.push(`The notebook took ${seconds.notebook.toFixed(1)} s, the package ${seconds.package.toFixed(1)} s.`);
  }
  if (peakMemoryBytes !== null) facts.push(`At most ${Math.round(peakMemoryBytes / 2 ** 20)} MiB of memory were used.`);
  if (isolation !== null && isolation !== undefined) {
    const by = (layer: 'system' | 'python'): string => (layer === 'system' ? 'the operating system' : 'Python alone');
    facts.push(
      `Writes were confined by ${by(isolation.files)}, the network was switched off by ${by(isolation.network)}.`,
    );
  }
  return facts;
}
