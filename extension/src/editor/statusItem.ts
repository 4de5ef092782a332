/** The language status item of specs: how the server is, and what can be done about it. */
import { languages, LanguageStatusSeverity, l10n } from 'vscode';
import { renderStatus, type StatusInput, type StatusLook } from '../status.ts';

export interface StatusItem {
  readonly show: (input: StatusInput) => void;
  readonly dispose: () => void;
}

export function createStatusItem(): StatusItem {
  const item = languages.createLanguageStatusItem('plumbline.status', { language: 'plumbline' });
  item.name = 'Plumbline';
  item.command = { command: 'plumbline.status.choose', title: l10n.t('Actions…') };
  return {
    show: (input) => {
      const { text, detail, severity, isBusy } = renderStatus(input, l10n);
      item.text = text;
      item.detail = detail;
      item.severity = severityOf(severity);
      item.busy = isBusy;
    },
    dispose: () => item.dispose(),
  };
}

function severityOf(severity: StatusLook['severity']): LanguageStatusSeverity {
  switch (severity) {
    case 'information':
      return LanguageStatusSeverity.Information;
    case 'warning':
      return LanguageStatusSeverity.Warning;
    case 'error':
      return LanguageStatusSeverity.Error;
  }
}
