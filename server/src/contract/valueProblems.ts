/** Values of a contract that other readers see as another type, or that the version does not know. */
import { isUpTo } from '../../../schemas/contract/versions.ts';
import { replaceText } from '../spec/edits.ts';
import type { ScalarNode } from '../spec/located.ts';
import type { SpecProblem } from '../spec/specProblem.ts';
import { shorten } from '../spec/words.ts';
import { raiseVersion } from './keyProblems.ts';
import { invalid } from './problem.ts';
import type { Reading } from './problem.ts';

/** Plain text that YAML 1.2 reads as a number or a boolean. */
const notText =
  /^(?:[-+]?(?:\d+|\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[\da-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|true|True|TRUE|false|False|FALSE)$/;

export function* findValueProblems(
  node: ScalarNode<string | number | boolean>,
  reading: Reading,
): Generator<SpecProblem> {
  const { shape, yaml, text, place } = node;
  if (yaml.kind !== 'scalar') return;
  if (shape.kind === 'choice') {
    const since = Object.hasOwn(shape.valuesSince, text) ? shape.valuesSince[text] : undefined;
    if (since === undefined || isUpTo(since, reading.version)) return;
    const message = `\`${shorten(text)}\` exists since ${since} of the standard, and this contract follows ${reading.version}: raise \`apiVersion\`, or write another value.`;
    yield invalid(place, message, raiseVersion(reading.root, since));
    return;
  }
  const key = node.path.at(-1);
  const name = typeof key === 'string' ? `\`${key}\`` : 'This item';
  if (shape.type === 'text' && yaml.style === 'plain' && notText.test(text)) {
    const quoted = JSON.stringify(text);
    const kind = /^[tTfF]/.test(text) ? 'a boolean' : 'a number';
    yield invalid(place, `${name} takes text, and readers see \`${shorten(text)}\` as ${kind}: quote it.`, [
      { title: `Quote \`${shorten(text)}\``, changes: [replaceText(place, quoted)], isPreferred: true },
    ]);
  }
  const isBare = shape.type === 'number' || shape.type === 'integer' || shape.type === 'boolean';
  if (isBare && yaml.style !== 'plain') {
    const kind = shape.type === 'boolean' ? 'true or false' : 'a number';
    yield invalid(place, `${name} takes ${kind}, and quotes make it text: remove them.`, [
      { title: 'Remove the quotes', changes: [replaceText(place, text)], isPreferred: true },
    ]);
  }
}
