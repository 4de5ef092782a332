/** What the status item says: a pure function of what is going on. */
import type { l10n as editorLocalization } from 'vscode';
import type { ServerStatus } from '../../schemas/requests.ts';
import type { LifecycleState } from './server/lifecycle.ts';

/** The part of the editor's localization that texts need. */
export type Localization = Pick<typeof editorLocalization, 't'>;

export interface StatusInput {
  readonly lifecycle: LifecycleState<unknown>;
  /** What the running server said last. */
  readonly server: ServerStatus;
  readonly isTrusted: boolean;
}

export interface StatusLook {
  /** An icon when all is quiet, and our name. */
  readonly text: string;
  /** One short sentence: the editor cuts off what is longer than about 60 characters. */
  readonly detail: string;
  readonly severity: 'information' | 'warning' | 'error';
  readonly isBusy: boolean;
}

export function renderStatus({ lifecycle, server, isTrusted }: StatusInput, l10n: Localization): StatusLook {
  switch (lifecycle.kind) {
    case 'idle':
    case 'starting':
      return look(l10n.t('The language server is starting.'), { isBusy: true });
    case 'stopping':
      return look(l10n.t('The language server is stopping.'), { isBusy: true });
    case 'stopped':
      return look(l10n.t('The language server is stopped, so specs are not checked.'), {
        severity: 'warning',
      });
    case 'failed':
      return renderFailure(lifecycle.reason, l10n);
    case 'running':
      return renderRunning(server, isTrusted, l10n);
  }
}

function renderFailure(reason: Extract<LifecycleState<unknown>, { kind: 'failed' }>['reason'], l10n: Localization) {
  switch (reason) {
    case 'crashed':
      return look(l10n.t('The language server crashed and is started again.'), {
        severity: 'warning',
        isBusy: true,
      });
    case 'keeps-crashing':
      return look(l10n.t('The language server keeps stopping.'), { severity: 'error' });
    case 'did-not-start':
      return look(l10n.t('The language server did not start.'), { severity: 'error' });
  }
}

/** Why the server is down for good, in one sentence with what to do next. */
export function describeFailure(reason: 'keeps-crashing' | 'did-not-start', l10n: Localization): string {
  switch (reason) {
    case 'keeps-crashing':
      return l10n.t('The language server keeps stopping, so specs are not checked; see the log, then restart it.');
    case 'did-not-start':
      return l10n.t('The language server did not start, so specs are not checked; see the log, then restart it.');
  }
}

function renderRunning(server: ServerStatus, isTrusted: boolean, l10n: Localization): StatusLook {
  switch (server.kind) {
    case 'working':
      return look(server.text, { isBusy: true });
    case 'problem':
      return look(server.sentence, { severity: 'warning' });
    case 'idle':
      return isTrusted
        ? look(l10n.t('Specs are checked as you type.'), { icon: '$(pass) ' })
        : look(l10n.t('Restricted Mode: specs are checked, nothing is run.'), { icon: '$(shield) ' });
  }
}

/** The editor draws a sign of its own for what is busy, a warning or an error, so only what is quiet needs an icon. */
function look(
  detail: string,
  { icon = '', ...rest }: Partial<Pick<StatusLook, 'severity' | 'isBusy'>> & { readonly icon?: string } = {},
): StatusLook {
  return { text: `${icon}Plumbline`, detail, severity: 'information', isBusy: false, ...rest };
}
