/** Splits text into the tokens of a TextMate grammar, as the editor does. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import { readManifest, repository } from './manifest.ts';

export interface Token {
  readonly text: string;
  /** Without the name of the language at the end and without the grammar's own scope: `constant.numeric`. */
  readonly scopes: readonly string[];
}

/** @returns per line its tokens, without those of white space alone */
export type Tokenize = (text: string) => readonly (readonly Token[])[];

/** Loads the grammar that the manifest contributes for a language. */
export async function loadTokenizer(language: string): Promise<Tokenize> {
  const contributed = readManifest().contributes.grammars.find((grammar) => grammar.language === language);
  if (contributed === undefined) throw new Error(`The manifest contributes no grammar for ${language}.`);
  const file = path.join(repository, contributed.path);
  const grammar = textmate.parseRawGrammar(readFileSync(file, 'utf8'), file);
  const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');
  await oniguruma.loadWASM(readFileSync(wasm));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scopeName) => Promise.resolve(scopeName === contributed.scopeName ? grammar : null),
  });
  const loaded = await registry.loadGrammar(contributed.scopeName);
  if (loaded === null) throw new Error(`${file} is no grammar for ${contributed.scopeName}.`);
  return (text) => {
    let state = textmate.INITIAL;
    return text.split('\n').map((line) => {
      const { tokens, ruleStack } = loaded.tokenizeLine(line, state);
      state = ruleStack;
      return tokens
        .map(({ startIndex, endIndex, scopes }) => ({
          text: line.slice(startIndex, endIndex),
          scopes: scopes.slice(1).map((scope) => scope.replace(new RegExp(`\\.${language}$`), '')),
        }))
        .filter((token) => token.text.trim() !== '');
    });
  };
}
