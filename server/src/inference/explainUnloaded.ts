/** Why the runtime does not load a model, in words that say what to do. */
import path from 'node:path';

/** Part of what the runtime says, and what it means; `$1` and so on are what was matched. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/Protobuf parsing failed/, 'it is no ONNX model, or breaks off; export it again'],
  [/not acyclic/, 'its nodes wait for each other in a circle; export it again'],
  [
    /(\S+?)\(-?\d+\) is not a registered function\/op/,
    'the runtime does not know its operator $1; export it with operators of ONNX alone',
  ],
  [
    /Could not find an implementation for (\S+?)\((\d+)\)/,
    'the runtime cannot compute its operator $1 of opset $2 with these types; export it with float32',
  ],
  [
    /Opset (\d+) is under development[^]*till opset (\d+)/,
    'it needs opset $1, and the runtime knows up to $2; export it with that',
  ],
  [
    /Unsupported model IR version: (\d+), max supported IR version: (\d+)/,
    'it has the format version $1, and the runtime knows up to $2; export it with an older version of ONNX',
  ],
  [
    /External data path: "([^"]{1,200})" resolved path/,
    'its weights $1 lie outside of its folder; put them beside the model',
  ],
  [
    /Absolute path not allowed/,
    'it names its weights by an absolute path; export it again, with the weights beside it',
  ],
  [
    /External data path does not exist: "(?:[^"]*[/\\])?([^"/\\]{1,200})"/,
    'its weights $1 are not there; copy them along with the model',
  ],
];

/** Longest text of the runtime that is repeated. */
const mostCharacters = 400;

/**
 * What the runtime said as the end of "cannot be loaded: …", without full stop.
 *
 * @param file the model, whose folders nobody needs to read of
 */
export function explainUnloaded(error: unknown, file?: string): string {
  const text = error instanceof Error ? error.message : String(error);
  for (const [pattern, meaning] of meanings) {
    const found = pattern.exec(text);
    if (found !== null) return meaning.replace(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '');
  }
  const own = file === undefined ? text : text.replaceAll(`${path.dirname(file)}${path.sep}`, '');
  const [first = ''] = own.split('\n', 1);
  return first
    .replace(/^.*?\[ONNXRuntimeError\] : \d+ : [A-Z_]+ : /, '')
    .replace(/\S*[/\\]onnxruntime[/\\]\S+ /g, '')
    .replace(/^Load model from \S+ failed: ?/, '')
    .replace(/[.\s]+$/, '')
    .slice(0, mostCharacters);
}
