/**
 * Puts the extension together: what there is, and what happens when. It registers, and waits for nothing.
 * A bundle of its own, loaded when there is a spec or a command is run: activation waits for none of it.
 */
import * as z from 'zod';
import {
  commands,
  Disposable,
  env,
  extensions,
  EventEmitter,
  l10n,
  Uri,
  window,
  workspace,
  type ExtensionContext,
  type LogOutputChannel,
} from 'vscode';
import { cancelDriftRequest, monitorEditRequest, referenceEditRequest } from '../../schemas/driftRequests.ts';
import { moveStatementRequest } from '../../schemas/promotionRequests.ts';
import {
  budgetStatusRequest,
  projectsRequest,
  readinessRequest,
  showErrorsRequest,
  thresholdEditRequest,
  whatIfEditsRequest,
  costExportRequest,
  trustGrantedNotification,
  type InitializationOptions,
  type ServerStatus,
} from '../../schemas/requests.ts';
import type { BudgetStatus } from '../../schemas/costPanel.ts';
import type { Readiness } from '../../schemas/readiness.ts';
import type { CommandContext, CommandResult } from './commands/command.ts';
import type { CommandId } from './commands/commandIds.ts';
import { commandTable } from './commands/commandTable.ts';
import { runCommand } from './commands/runCommand.ts';
import { createBudgetItem } from './editor/budgetItem.ts';
import { needsRestart, readConfiguration } from './editor/configuration.ts';
import { applySpecEdits } from './editor/applySpecEdit.ts';
import { createEditorPort } from './editor/editorPort.ts';
import { readFile, readFolder } from './editor/readFile.ts';
import { createExamples } from './editor/examples.ts';
import { createPromotions } from './editor/promotionEdits.ts';
import { createReviewDocuments } from './editor/reviewDocuments.ts';
import { createRulePages } from './editor/rulePages.ts';
import { createSpecDrafts } from './editor/specDrafts.ts';
import { createStatusItem } from './editor/statusItem.ts';
import { createPanels, type PanelRegistry } from './panels/panelRegistry.ts';
import { createReadinessView } from './readiness/readinessView.ts';
import { connect } from './server/connect.ts';
import type { ServerHandle } from './server/languageClient.ts';
import { createLifecycle, type Lifecycle } from './server/lifecycle.ts';
import { createTrustTeller } from './server/trustTeller.ts';
import { describeFailure } from './status.ts';

/** What lives as long as the extension. */
export interface Composition {
  /** There is a spec: shows what is about specs, and starts the server. */
  readonly start: () => void;
  /** Runs a command; never rejects. */
  readonly run: (id: CommandId, args: readonly unknown[]) => Promise<CommandResult>;
  readonly revivePanel: PanelRegistry['revive'];
  /** Ends the server; resolves when its process has been told to go. */
  readonly end: () => Promise<void>;
}

/** Commands that links in hovers may run: they change nothing that the same command in the palette would not. */
const commandsInHovers = ['plumbline.data.profile', 'plumbline.overview.open', 'plumbline.rule.explain'];

export function compose(context: ExtensionContext, log: LogOutputChannel): Composition {
  // Compiling schemas would touch `navigator`, at which the extension host logs an error, and evaluate made-up code.
  z.config({ jitless: true });
  /** Carries the specs of the projects in question; none named means any of them. */
  const factsChanged = new EventEmitter<readonly string[]>();
  const statusItem = createStatusItem();
  const editor = createEditorPort(log);
  let serverStatus: ServerStatus = { kind: 'idle' };

  const server: Lifecycle<ServerHandle> = createLifecycle({
    open: async (onClosed) => {
      // Loaded now and not before: the protocol library is the larger half of the extension, and is of no use earlier.
      const { openServer } = await import('./server/languageClient.ts');
      return await openServer(
        {
          extensionUri: context.extensionUri,
          log,
          workspaceSchemes: () => (workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme),
          initializationOptions: () => readInitializationOptions(context, trust.tellStarting(), log),
          commandsInHovers,
          onStatus: (status) => {
            serverStatus = status;
            showStatus();
          },
          onFactsChanged: (specUris) => factsChanged.fire(specUris),
          readFile,
          readFolder,
        },
        onClosed,
      );
    },
    close: (client) => client.end(),
    now: () => performance.now(),
    log,
  });

  const trust = createTrustTeller({
    isTrusted: () => workspace.isTrusted,
    tell: () => {
      const state = server.state();
      if (state.kind !== 'running') return false;
      state.client
        .notify(trustGrantedNotification, {})
        .catch((error: unknown) =>
          log.error('The language server has not learned that the workspace is trusted.', error),
        );
      return true;
    },
  });

  const showStatus = () =>
    statusItem.show({ lifecycle: server.state(), server: serverStatus, isTrusted: workspace.isTrusted });

  const onServerChange = () => {
    const state = server.state();
    if (state.kind !== 'running') serverStatus = { kind: 'idle' };
    showStatus();
    setContext('plumbline.server', state.kind);
    if (state.kind === 'running') {
      trust.tellRunning();
      factsChanged.fire([]);
    }
    if (state.kind === 'failed' && state.reason !== 'crashed') {
      editor.tell('error', describeFailure(state.reason, l10n), [
        { title: l10n.t('Restart'), run: () => server.ask('restart') },
        { title: l10n.t('Show Log'), run: () => editor.showLog() },
      ]);
    }
  };

  const setContext = (key: string, value: unknown) => {
    commands
      .executeCommand('setContext', key, value)
      .then(undefined, (error: unknown) => log.error(`The context key ${key} is not set.`, error));
  };

  const reviews = createReviewDocuments((error) => log.error('The files of a review are not compared.', error));
  const promotions = createPromotions(() => readConfiguration(log).python.path);
  const examples = createExamples(context.extensionUri, context.globalState);
  const panels = createPanelsOfServer(context, log, server, factsChanged, promotions.openPlace);
  const commandContext: CommandContext = {
    editor,
    l10n,
    log,
    server,
    panels: {
      openOverview: (specUri) => panels.open('overview', Uri.parse(specUri, true)),
      openEvaluation: (specUri, runs) => panels.open('evaluation', Uri.parse(specUri, true), runs),
      openRuns: (specUri) => panels.open('runs', Uri.parse(specUri, true)),
      openDrift: (specUri) => panels.open('drift', Uri.parse(specUri, true)),
      openCosts: (specUri) => panels.open('cost', Uri.parse(specUri, true)),
      openPromotion: (notebookUri) => panels.open('promotion', Uri.parse(notebookUri, true)),
    },
    promotions,
    examples,
    rulePages: createRulePages(context.extensionUri),
    reviews,
    drafts: createSpecDrafts(l10n),
  };

  showStatus();
  context.subscriptions.push(
    factsChanged,
    statusItem,
    reviews,
    createReadinessView({ find: () => findReadiness(server), onDidChange: factsChanged.event, log }),
    createBudgetItem({ find: (specUri) => findBudget(server, specUri), onDidChange: factsChanged.event, log }),
    new Disposable(server.onDidChange(onServerChange)),
    workspace.onDidGrantWorkspaceTrust(() => {
      showStatus();
      trust.tellRunning();
    }),
    workspace.onDidChangeConfiguration((change) => {
      const { kind } = server.state();
      if (needsRestart(change) && kind !== 'stopped' && kind !== 'idle') void server.ask('restart');
    }),
  );
  return {
    start: () => {
      setContext('plumbline.hasSpec', true);
      void server.ask('start');
      examples.resume().catch((error: unknown) => log.error('The first steps are not shown in the example.', error));
    },
    run: async (id, args) => {
      const command = commandTable.find((each) => each.id === id);
      if (command === undefined) throw new Error(`No command is called ${id}.`);
      return await runCommand(command, commandContext, args);
    },
    revivePanel: panels.revive,
    end: () => server.ask('stop'),
  };
}

/** The readiness of every project that the server knows; none while it is down. */
async function findReadiness(server: Lifecycle<ServerHandle>): Promise<readonly Readiness[]> {
  const client = await connect(server);
  if (client === undefined) return [];
  const projects = await client.request(projectsRequest, {});
  const outcomes = await Promise.all(projects.map(({ specUri }) => client.request(readinessRequest, { specUri })));
  return outcomes.flatMap((outcome) => (outcome.kind === 'done' ? [outcome.value] : []));
}

/** The budget of one project; none while the server is down. */
async function findBudget(server: Lifecycle<ServerHandle>, specUri: string): Promise<BudgetStatus | undefined> {
  const client = await connect(server);
  const outcome = client === undefined ? undefined : await client.request(budgetStatusRequest, { specUri });
  return outcome?.kind === 'done' ? (outcome.value ?? undefined) : undefined;
}

/** Writes an edit of the spec that the server gave, or shows why there is none. */
async function applyOrTell(
  outcome: z.infer<typeof referenceEditRequest.result> | z.infer<typeof thresholdEditRequest.result>,
): Promise<void> {
  if (outcome.kind === 'done') await applySpecEdits([outcome.value]);
  else if (outcome.kind !== 'cancelled') void window.showWarningMessage(outcome.sentence);
}

function createPanelsOfServer(
  context: ExtensionContext,
  log: LogOutputChannel,
  server: Lifecycle<ServerHandle>,
  changes: EventEmitter<readonly string[]>,
  openPlace: CommandContext['promotions']['openPlace'],
): PanelRegistry {
  return createPanels(context, {
    getViewModel: async (request, specUri, token) => {
      const client = await connect(server);
      if (client === undefined) throw new Error(l10n.t('The language server is down; start it, then refresh.'));
      return await client.request(request, { specUri }, token);
    },
    runProfile: async (specUri, dataId) => {
      await commands.executeCommand('plumbline.data.profile', { specUri, dataId });
    },
    evaluate: async (specUri) => {
      await commands.executeCommand('plumbline.model.evaluate', { specUri });
    },
    applyThreshold: async (specUri, modelId, threshold) => {
      const client = await connect(server);
      if (client === undefined) throw new Error(l10n.t('The language server is down; start it, then refresh.'));
      const outcome = await client.request(thresholdEditRequest, { specUri, modelId, threshold });
      await applyOrTell(outcome);
    },
    compareRuns: async (specUri, first, second) => {
      await commands.executeCommand('plumbline.run.compare', { specUri, first, second, isShown: true });
    },
    showRuns: async (specUri, runs) => {
      await commands.executeCommand('plumbline.evaluation.open', { specUri, ...runs });
    },
    showErrors: async (specUri, wish) => {
      const client = await connect(server);
      if (client === undefined) throw new Error(l10n.t('The language server is down; start it, then refresh.'));
      const outcome = await client.request(showErrorsRequest, { specUri, ...wish });
      if (outcome.kind === 'failed' || outcome.kind === 'refused') void window.showWarningMessage(outcome.sentence);
    },
    compareDrift: async (specUri) => {
      await commands.executeCommand('plumbline.drift.compare', { specUri });
    },
    cancelDrift: async (specUri) => {
      const client = await connect(server);
      await client?.request(cancelDriftRequest, { specUri });
    },
    acceptReference: async (specUri, { check, windows }) => {
      const client = await connect(server);
      if (client === undefined) throw new Error(l10n.t('The language server is down; start it, then refresh.'));
      const outcome = await client.request(referenceEditRequest, { specUri, checkId: check, windows });
      await applyOrTell(outcome);
    },
    addMonitor: async (specUri, wanted) => {
      const client = await connect(server);
      if (client === undefined) throw new Error(l10n.t('The language server is down; start it, then refresh.'));
      await applyOrTell(await client.request(monitorEditRequest, { specUri, wanted }));
    },
    applyWhatIf: async (specUri, change) => {
      const client = await connect(server);
      if (client === undefined) throw new Error(l10n.t('The language server is down; start it, then refresh.'));
      const outcome = await client.request(whatIfEditsRequest, { specUri, change });
      if (outcome.kind === 'done') await applySpecEdits(outcome.value);
      else if (outcome.kind !== 'cancelled') void window.showWarningMessage(outcome.sentence);
    },
    exportCosts: async (specUri, format) => {
      const client = await connect(server);
      if (client === undefined) throw new Error(l10n.t('The language server is down; start it, then refresh.'));
      const outcome = await client.request(costExportRequest, { specUri, format });
      if (outcome.kind === 'done') await showText(outcome.value.text, format === 'markdown' ? 'markdown' : 'csv');
      else if (outcome.kind !== 'cancelled') void window.showWarningMessage(outcome.sentence);
    },
    openLocation: (uri, range) => openPlace({ uri: uri.toString(), range }),
    moveStatement: async (notebookUri, move) => {
      const client = await connect(server);
      if (client === undefined) throw new Error(l10n.t('The language server is down; start it, then refresh.'));
      await client.request(moveStatementRequest, { notebookUri, ...move });
    },
    promote: async (notebookUri) => {
      await commands.executeCommand('plumbline.notebook.promote', { notebookUri });
      changes.fire([notebookUri]);
    },
    verify: async (notebookUri) => {
      await commands.executeCommand('plumbline.promotion.verify', { notebookUri });
      changes.fire([notebookUri]);
    },
    showProblems: async () => {
      await commands.executeCommand('workbench.actions.view.problems');
    },
    manageTrust: async () => {
      await commands.executeCommand('workbench.trust.manage');
    },
    onDidChange: changes.event,
    log,
  });
}

/** A text in an editor of its own, not saved: where it goes is the user's choice. */
async function showText(content: string, language: string): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument({ content, language }), { preview: false });
}

function readInitializationOptions(
  context: ExtensionContext,
  isTrusted: boolean,
  log: LogOutputChannel,
): InitializationOptions {
  return {
    isTrusted,
    storagePath: context.storageUri?.scheme === 'file' ? context.storageUri.fsPath : null,
    locale: env.language,
    rulePages: `${env.uriScheme}://${context.extension.id}/rules`,
    isYamlValidated: extensions.getExtension('redhat.vscode-yaml') !== undefined,
    worker: readConfiguration(log).worker,
  };
}
