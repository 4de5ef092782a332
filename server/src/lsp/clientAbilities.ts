/** What the client can do, in the few words that features ask for. */
import type { InitializeParams } from 'vscode-languageserver/node';

export interface ClientAbilities {
  readonly hasConfiguration: boolean;
  readonly hasRelatedInformation: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesHints: boolean;
  readonly refreshesLenses: boolean;
  /** Whether explanations of hints may be left for later. */
  readonly resolvesHints: boolean;
  readonly changesFolders: boolean;
  readonly watchesFiles: boolean;
  /** Whether the server may say while it runs which documents it wants to hear of and answer for. */
  readonly registersDocuments: boolean;
  readonly hasSnippets: boolean;
  /** Whether the client asks for the texts about completions one by one. */
  readonly resolvesDocumentation: boolean;
  readonly hasCommitCharacters: boolean;
  readonly hasDefinitionLinks: boolean;
  readonly hasNestedSymbols: boolean;
  readonly hasDocumentChanges: boolean;
  /** Whether an edit can make files. */
  readonly canCreateFiles: boolean;
  /** Whether the client can ask the user to confirm single edits of a change. */
  readonly hasChangeAnnotations: boolean;
  readonly hasWorkDoneProgress: boolean;
  /** The command with which accepting a completion opens the next list; undefined where there is none. */
  readonly suggestCommand: string | undefined;
}

export function readAbilities({ capabilities, clientInfo }: InitializeParams): ClientAbilities {
  const { workspace, textDocument, window } = capabilities;
  return {
    hasConfiguration: workspace?.configuration === true,
    hasRelatedInformation:
      textDocument?.diagnostic?.relatedInformation ?? textDocument?.publishDiagnostics?.relatedInformation ?? false,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    resolvesHints: textDocument?.inlayHint?.resolveSupport?.properties.includes('label.tooltip') === true,
    changesFolders: workspace?.workspaceFolders === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    registersDocuments:
      textDocument?.synchronization?.dynamicRegistration === true &&
      textDocument.diagnostic?.dynamicRegistration === true &&
      textDocument.codeAction?.dynamicRegistration === true,
    hasSnippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    resolvesDocumentation:
      textDocument?.completion?.completionItem?.resolveSupport?.properties.includes('documentation') === true,
    hasCommitCharacters: textDocument?.completion?.completionItem?.commitCharactersSupport === true,
    hasDefinitionLinks: textDocument?.definition?.linkSupport === true,
    hasNestedSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    hasDocumentChanges: workspace?.workspaceEdit?.documentChanges === true,
    canCreateFiles: workspace?.workspaceEdit?.resourceOperations?.includes('create') === true,
    hasChangeAnnotations:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.changeAnnotationSupport !== undefined,
    hasWorkDoneProgress: window?.workDoneProgress === true,
    // Other clients refuse a command that they do not know, so only VS Code and its kin are given it.
    suggestCommand: /code|codium|cursor/i.test(clientInfo?.name ?? '') ? 'editor.action.triggerSuggest' : undefined,
  };
}
