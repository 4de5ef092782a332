/** The table of docs/truth.md: how far our numbers are from those of the tools that people trust. */
import { compareEvaluation, relativeDifference } from '../../test/python/evaluationComparisons.ts';
import type { ComparedNumber } from '../../test/python/evaluationComparisons.ts';
import { readEvaluationFixture } from '../../test/python/evaluationFixture.ts';
import { comparePeers } from '../../test/python/peerComparisons.ts';
import type { PeerNumber } from '../../test/python/peerComparisons.ts';

/** Writes the whole page from the recorded results of the tools. */
export function writeTruthPage(): string {
  const fixture = readEvaluationFixture();
  const { python, ...tools } = fixture.tools;
  const named = Object.entries(tools).map(([tool, version]) => `${tool} ${version}`);
  const groups = Map.groupBy(compareEvaluation(fixture), ({ metric, peer }) => JSON.stringify([metric, peer]));
  const rows = [...groups.values()].map(rowOf);
  const peers = Map.groupBy(comparePeers(), ({ what, peer }) => JSON.stringify([what, peer]));
  return `# How true the numbers are

Made by \`npm run docs:truth\`; a test fails when this page is not what it makes.

Each row compares Plumbline with the tool that people trust, on random inputs with a stated seed (${fixture.seed}):
ties, equal scores, probabilities of 0, 1e-300 and 1, classes that are missing from truth or answers, 2 to 200 classes, numbers from 1e-9 to 1e9.
The inputs and the results of the tools are recorded (\`test/fixtures/python/evaluation.json\`, drawn by \`test/python/drawEvaluation.py\` with ${named.join(', ')} on Python ${python ?? ''}), and \`npm test -- python\` draws them again.
Differences are relative to the tool's number; 1e-9 is what the tests allow.
*Undefined* counts inputs on which Plumbline says *undefined because …* where the tool gives 0 or NaN.

| metric | peer | numbers compared | largest relative difference | undefined |
| --- | --- | ---: | ---: | ---: |
${rows.join('\n')}

## Boxes, money, drift, costs, pictures and machines

The same for the other parts, from the other fixtures in \`test/fixtures/python\`.
A difference is relative to the tool's number or, where that is smaller, to the floor of its row.
*One-sided* counts inputs on which only one of both has a number.
The p of the Cramér-von Mises test differs because scipy, which Evidently calls, stops its series at 1e-7; all other rows are equal to 1e-9.
Left out is the Epps-Singleton test of Evidently on columns with one or two values, where scipy takes rounding errors for a second dimension.

| what | peer | numbers compared | floor | largest relative difference | one-sided |
| --- | --- | ---: | ---: | ---: | ---: |
${[...peers.values()].map(peerRowOf).join('\n')}
`;
}

function peerRowOf(numbers: readonly PeerNumber[]): string {
  const both = numbers.flatMap(({ ours, theirs, floor }) =>
    ours === undefined || theirs === null ? [] : [relativeDifference(ours, theirs, floor)],
  );
  const oneSided = numbers.filter(({ ours, theirs }) => (ours === undefined) !== (theirs === null)).length;
  const largest = both.reduce((most, one) => Math.max(most, one), 0);
  const [{ what, peer, floor } = { what: '', peer: '', floor: 0 }] = numbers;
  const shown = largest === 0 ? '0' : largest.toExponential(1);
  return `| ${what} | ${peer} | ${both.length.toLocaleString('en')} | ${floor} | ${shown} | ${oneSided} |`;
}

function rowOf(numbers: readonly ComparedNumber[]): string {
  const both = numbers.flatMap(({ ours, theirs }) =>
    ours === undefined || theirs === null ? [] : [relativeDifference(ours, theirs)],
  );
  const largest = both.reduce((most, one) => Math.max(most, one), 0);
  const [{ metric, peer } = { metric: '', peer: '' }] = numbers;
  const shown = largest === 0 ? '0' : largest.toExponential(1);
  const named = peer.includes(' ') ? peer : `\`${peer}\``;
  return `| ${metric} | ${named} | ${both.length.toLocaleString('en')} | ${shown} | ${numbers.length - both.length} |`;
}
