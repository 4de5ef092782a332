/** The language status item of the budget: what of it is used, and whether it is crossed. It opens the Cost panel. */
import {
  Disposable,
  languages,
  LanguageStatusSeverity,
  l10n,
  window,
  workspace,
  type Event,
  type LanguageStatusItem,
} from 'vscode';
import type { BudgetStatus } from '../../../schemas/costPanel.ts';

export interface BudgetItemOptions {
  /** The budget of the project of a spec; undefined when there is none, or the server is down. */
  readonly find: (specUri: string) => Promise<BudgetStatus | undefined>;
  /** Something new is known. */
  readonly onDidChange: Event<unknown>;
  readonly log: { readonly error: (text: string, error?: unknown) => void };
}

/** News come in bursts; one look after the last of them is enough. */
const quietMs = 500;

export function createBudgetItem({ find, onDidChange, log }: BudgetItemOptions): Disposable {
  let item: LanguageStatusItem | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looks = 0;

  async function look(): Promise<void> {
    const document = window.activeTextEditor?.document;
    if (document?.languageId !== 'plumbline') return;
    const own = (looks += 1);
    try {
      const budget = await find(document.uri.toString());
      // An answer about the spec before must not hide that of the one that is shown now.
      if (own === looks) show(budget);
    } catch (error) {
      log.error('The budget of the project is not known.', error);
    }
  }

  function show(budget: BudgetStatus | undefined): void {
    if (budget === undefined) {
      item?.dispose();
      item = undefined;
      return;
    }
    item ??= languages.createLanguageStatusItem('plumbline.budget', { language: 'plumbline' });
    item.name = l10n.t('Plumbline Budget');
    item.text = budget.text;
    item.detail = budget.detail;
    item.severity = budget.isOver ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
    item.command = { command: 'plumbline.cost.open', title: l10n.t('Open Costs') };
  }

  const refresh = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), quietMs);
  };
  const news = [
    onDidChange(refresh),
    window.onDidChangeActiveTextEditor(refresh),
    workspace.onDidSaveTextDocument(refresh),
  ];
  return Disposable.from(...news, {
    dispose: () => {
      clearTimeout(timer);
      item?.dispose();
    },
  });
}
