/** Secrets in kept code, which are taken from the environment instead. */
import { credentialName, findSecrets } from '../../../spec/secrets.ts';
import type { CellRange } from '../../read/notebook.ts';
import { descendants, partOf, partsOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import { rangeOf } from './configurationInput.ts';
import type { KeptCode, KeptStatement } from './configurationInput.ts';
import { pythonName } from './pythonName.ts';
import { readLiteral } from './readLiteral.ts';

export interface FoundSecret {
  readonly at: CellRange;
  /** Name of the variable of the environment. */
  readonly variable: string;
}

/** The values themselves are never given back. */
export function findSecretValues(code: KeptCode): readonly FoundSecret[] {
  return code.statements.flatMap((kept) =>
    [...descendants(kept.node)].flatMap((node): readonly FoundSecret[] => {
      const [name, value] = nameAndValue(node);
      if (name === undefined || value?.type !== 'string') return [];
      const text = readLiteral(kept.tree, value)?.value;
      const word = lastWord(kept, name);
      const isSecret =
        typeof text === 'string' &&
        text !== '' &&
        (credentialName(word) !== undefined || findSecrets(textOf(kept.tree, value)).length > 0);
      return isSecret ? [{ at: rangeOf(kept, value), variable: pythonName(word).toUpperCase() }] : [];
    }),
  );
}

function nameAndValue(node: PythonNode): readonly [PythonNode | undefined, PythonNode | undefined] {
  switch (node.type) {
    case 'assignment':
      return [partOf(node, 'left'), partOf(node, 'right')];
    case 'keyword_argument':
      return [partOf(node, 'name'), partOf(node, 'value')];
    case 'pair':
      return [partOf(node, 'key'), partOf(node, 'value')];
    default: {
      // A text that is a secret by its form, given by position.
      const list = node.type === 'call' ? partOf(node, 'arguments') : undefined;
      return [partOf(node, 'function'), list?.children.find(({ type }) => type === 'string')];
    }
  }
}

/** `KEY` of `KEY`, of `settings.KEY` and of `settings["KEY"]`. */
function lastWord({ tree }: KeptStatement, node: PythonNode): string {
  const last = node.type === 'attribute' ? partOf(node, 'attribute') : partsOf(node, 'subscript').at(-1);
  const text = textOf(tree, last ?? node);
  return text.replace(/^\w?["']|["']$/g, '');
}
