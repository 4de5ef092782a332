/** Collects the sentences that the extension lets the editor translate. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export interface CollectedMessages {
  /** Every sentence, in alphabetical order, without repetition. */
  readonly messages: readonly string[];
  /** `file:line` of calls whose sentence is not written out, which nobody could translate. */
  readonly unreadable: readonly string[];
}

/** Reads all calls of `l10n.t('…')` and `vscode.l10n.t('…')` in the TypeScript files below a folder. */
export function collectMessages(folder: string): CollectedMessages {
  return collectFrom(folder, (node, source, found) => {
    if (ts.isCallExpression(node) && /^(?:vscode\.)?l10n\.t$/.test(node.expression.getText(source))) found.call(node);
  });
}

/** What a reader of one node tells. */
export interface Found {
  readonly message: (text: string) => void;
  /** A call whose first argument is the sentence. */
  readonly call: (node: ts.CallExpression) => void;
}

/** Reads every node of the TypeScript files below a folder. */
export function collectFrom(
  folder: string,
  look: (node: ts.Node, source: ts.SourceFile, found: Found) => void,
): CollectedMessages {
  const messages = new Set<string>();
  const unreadable: string[] = [];
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.ts')) continue;
    const source = ts.createSourceFile(
      entry,
      readFileSync(path.join(folder, entry), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const found: Found = {
      message: (text) => messages.add(text),
      call: (node) => {
        const sentence = node.arguments[0];
        if (sentence !== undefined && ts.isStringLiteralLike(sentence)) messages.add(sentence.text);
        else unreadable.push(`${entry}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
      },
    };
    const visit = (node: ts.Node): void => {
      look(node, source, found);
      node.forEachChild(visit);
    };
    visit(source);
  }
  return { messages: [...messages].toSorted(), unreadable };
}

/** The text of l10n/bundle.l10n.json: each sentence is its own key, as the editor wants it. */
export function bundleText(messages: readonly string[]): string {
  return `${JSON.stringify(Object.fromEntries([...new Set(messages)].toSorted().map((message) => [message, message])), null, 2)}\n`;
}
