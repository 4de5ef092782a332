/** Puts a copy of the example where the user wants it, and opens it. */
import { cancelled, done, refuse, type Command } from './command.ts';
import { readFolderArgument } from './commandArguments.ts';

export const openExample: Command = {
  id: 'plumbline.example.open',
  needs: 'nothing',
  whenUntrusted: (l10n) => l10n.t('Opening the example writes its files, so it waits until you trust the workspace.'),
  run: async (context, args) => {
    const { editor, examples, l10n } = context;
    const folderUri = readFolderArgument(args) ?? (await editor.chooseFolder(l10n.t('Put the Example Here')));
    if (folderUri === undefined) return cancelled;
    const copy = await examples.copyInto(folderUri);
    switch (copy.kind) {
      case 'missing':
        return refuse(context, l10n.t('This build of Plumbline brings no example.'));
      case 'taken':
        return refuse(context, l10n.t('There is something else named {0}: choose another place.', copy.name));
      case 'copied':
      case 'there':
        break;
    }
    const { uri } = copy;
    if (examples.isWindowEmpty()) {
      await examples.open(uri, 'here');
      return done;
    }
    editor.tell(
      'information',
      copy.kind === 'copied'
        ? l10n.t('The example is in place: three million flights, a model, a notebook and a spec.')
        : l10n.t('The example is there already, and is left as it is.'),
      [
        { title: l10n.t('Open Here'), run: () => examples.open(uri, 'here') },
        { title: l10n.t('Open in New Window'), run: () => examples.open(uri, 'new') },
      ],
    );
    return done;
  },
};
