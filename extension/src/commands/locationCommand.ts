/** Opens the file that a number comes from; the language server's links lead here. */
import { cancelled, done, fail, type Command } from './command.ts';
import { readLocationArgument } from './commandArguments.ts';

export const openLocation: Command = {
  id: 'plumbline.location.open',
  needs: 'nothing',
  whenUntrusted: 'runs',
  run: async (context, args) => {
    const { editor, l10n, log } = context;
    const location = readLocationArgument(args);
    if (location === undefined) return cancelled;
    try {
      await editor.openFile(location.uri);
      return done;
    } catch (error) {
      log.error(`${location.uri} was not opened.`, error);
      return fail(context, l10n.t('The file of this value cannot be opened; it may have been moved or deleted.'));
    }
  },
};
