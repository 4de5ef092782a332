/** The rule about secrets in code and in stored outputs. */
import { keptOn } from '../../notebook/memory/keptOn.ts';
import { nodesOfTypes } from '../../notebook/syntax/nodeIndex.ts';
import { namedChildren, partOf, partsOf, pathTo, textOf } from '../../notebook/syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../notebook/syntax/pythonTree.ts';
import { credentialName, findSecrets } from '../../spec/secrets.ts';
import type { Secret } from '../../spec/secrets.ts';
import { firstLineOf } from './cellLines.ts';
import { stringValue } from './literals.ts';
import type { NotebookRule, PythonCell } from './notebookRule.ts';

/** What only a name says of a value; such texts are everywhere in code, so the value must be a literal. */
const saidByName: ReadonlySet<string> = new Set(['a password', 'a secret key']);
/** Values that stand for a secret in examples. */
const example =
  /your|example|placeholder|dummy|changeme|redacted|insert|enter|^(?:my)?(?:user|pass(?:word|wd)?|pwd|secret|token|key)$|[*•]{3}|x{4}|^\W|[<>{}]|\s/i;

export const secretRules: readonly NotebookRule[] = [
  {
    id: 'notebook/secret',
    severity: 'W/E/E',
    finds: 'a password, a key or a token in code or in an output',
    why: 'A notebook is committed with its outputs, and what was committed once can be read for ever. Take the secret from a variable of the environment, clear the output, and change the secret if the notebook has ever been shared.',
    *check({ notebook, pythonCells }) {
      for (const cell of pythonCells) {
        for (const { start, end, looksLike } of secretsOf(cell)) {
          yield {
            at: { cell: cell.cell.index, start, end },
            message: `This looks like ${looksLike}: take it from a variable of the environment, and change it if it was ever shared.`,
          };
        }
      }
      for (const { cell } of pythonCells) {
        const [secret] = cell.outputs.flatMap(({ text = '' }) => findSecrets(text).filter(isCertain(text)));
        if (secret === undefined) continue;
        yield {
          at: firstLineOf(notebook, cell.index),
          message: `An output of this cell holds what looks like ${secret.looksLike}: clear it, and change the secret if the notebook was ever shared.`,
        };
      }
    },
  },
];

/** Whether a secret has a form of its own, and is none of an example. */
function isCertain(text: string): (secret: Secret) => boolean {
  return ({ start, end, looksLike }) => !saidByName.has(looksLike) && !isExample(text.slice(start, end), looksLike);
}

function isExample(secret: string, looksLike: string): boolean {
  return looksLike !== 'a private key' && example.test(secret);
}

/** By the tree, with the text that they were found in: magics are blank in a tree. */
const lastSearchOf = keptOn<PythonTree, { last?: { readonly text: string; readonly secrets: readonly Secret[] } }>(
  () => ({}),
);

function secretsOf(cell: PythonCell): readonly Secret[] {
  const { text } = cell.cell;
  const search = lastSearchOf(cell.tree);
  if (search.last?.text !== text) search.last = { text, secrets: searchCell(cell) };
  return search.last.secrets;
}

function searchCell({ cell, tree }: PythonCell): readonly Secret[] {
  const ofText = findSecrets(cell.text).filter((secret) => {
    const value = cell.text.slice(secret.start, secret.end);
    if (isExample(value, secret.looksLike)) return false;
    if (!saidByName.has(secret.looksLike)) return true;
    // `password=given` names a variable; in a string such as a connection string it is the password itself.
    return pathTo(tree.root, secret.start).some(({ type }) => type === 'string_content');
  });
  const named = nodesOfTypes(tree, namingTypes).flatMap((node) => namedSecret(tree, node));
  return [...ofText, ...named.filter((secret) => !ofText.some((other) => overlap(secret, other)))].toSorted(
    (left, right) => left.start - right.start,
  );
}

function overlap(left: Secret, right: Secret): boolean {
  return left.start < right.end && right.start < left.end;
}

/** Nodes that give a value to a name. */
const namingTypes: ReadonlySet<string> = new Set(['assignment', 'keyword_argument', 'pair', 'default_parameter']);

/** A literal that is given to something with the name of a secret: `token = "…"`, `f(password="…")`, `{"api_key": "…"}`. */
function namedSecret(tree: PythonTree, node: PythonNode): readonly Secret[] {
  const [name, value] = nameAndValue(node);
  if (name === undefined || value?.type !== 'string') return [];
  const looksLike = credentialName(lastName(tree, name));
  const literal = looksLike === undefined ? undefined : stringValue(tree, value);
  if (looksLike === undefined || literal === undefined || literal.isFormatted) return [];
  const { text, start, end } = literal;
  const isLong = looksLike === 'a password' ? text.length >= 4 : text.length >= 8 && /\d/.test(text);
  return isLong && !isExample(text, looksLike) ? [{ start, end, looksLike }] : [];
}

function nameAndValue(node: PythonNode): readonly [PythonNode | undefined, PythonNode | undefined] {
  switch (node.type) {
    case 'assignment':
      return [partOf(node, 'left'), partOf(node, 'right')];
    case 'keyword_argument':
      return [partOf(node, 'name'), partOf(node, 'value')];
    case 'pair':
      return [partOf(node, 'key'), partOf(node, 'value')];
    case 'default_parameter':
      return [partOf(node, 'name'), partOf(node, 'value')];
    default:
      return [undefined, undefined];
  }
}

/** `KEY` of `KEY`, of `config.KEY` and of `os.environ["KEY"]`. */
function lastName(tree: PythonTree, node: PythonNode): string {
  if (node.type === 'attribute') return lastName(tree, partOf(node, 'attribute') ?? node.children[0] ?? node);
  const subscript = node.type === 'subscript' ? partsOf(node, 'subscript').at(-1) : undefined;
  const key = subscript ?? (node.type === 'string' ? node : undefined);
  if (key?.type === 'string') return stringValue(tree, key)?.text ?? '';
  return node.type === 'identifier' ? textOf(tree, node) : textOf(tree, namedChildren(node)[0] ?? node);
}
