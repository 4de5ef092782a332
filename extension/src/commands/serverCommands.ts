/** Commands about the language server itself. */
import { cancelled, done, type Command } from './command.ts';

export const restartServer: Command = {
  id: 'plumbline.server.restart',
  needs: 'nothing',
  whenUntrusted: 'runs',
  run: async ({ server }) => {
    await server.ask('restart');
    return done;
  },
};

export const stopServer: Command = {
  id: 'plumbline.server.stop',
  needs: 'nothing',
  whenUntrusted: 'runs',
  run: async ({ server }) => {
    await server.ask('stop');
    return done;
  },
};

export const showLog: Command = {
  id: 'plumbline.log.show',
  needs: 'nothing',
  whenUntrusted: 'runs',
  run: ({ editor }) => {
    editor.showLog();
    return Promise.resolve(done);
  },
};

/** What the status item offers. */
export const chooseAction: Command = {
  id: 'plumbline.status.choose',
  needs: 'nothing',
  whenUntrusted: 'runs',
  run: async ({ editor, l10n, server }) => {
    const isRunning = server.state().kind === 'running';
    const chosen = await editor.choose(
      [
        { label: `$(dashboard) ${l10n.t('Open Overview')}`, value: 'plumbline.overview.open' },
        { label: `$(output) ${l10n.t('Show Log')}`, value: showLog.id },
        {
          label: `$(debug-restart) ${isRunning ? l10n.t('Restart Language Server') : l10n.t('Start Language Server')}`,
          value: restartServer.id,
        },
        ...(isRunning ? [{ label: `$(debug-stop) ${l10n.t('Stop Language Server')}`, value: stopServer.id }] : []),
        { label: `$(checklist) ${l10n.t('Check the Installation')}`, value: 'plumbline.doctor.run' },
        ...(editor.isTrusted()
          ? []
          : [{ label: `$(shield) ${l10n.t('Manage Workspace Trust')}`, value: 'workbench.trust.manage' }]),
      ],
      'Plumbline',
    );
    if (chosen === undefined) return cancelled;
    await editor.execute(chosen);
    return done;
  },
};
