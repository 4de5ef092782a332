/** The pages of the rules, which ship with the extension and so open without a network. */
import { commands, FileType, Uri, workspace } from 'vscode';
import { readRuleIndex } from '../../../schemas/ruleIndex.ts';
import type { RulePages } from '../commands/command.ts';

export function createRulePages(extensionUri: Uri): RulePages {
  const root = Uri.joinPath(extensionUri, 'docs', 'rules');
  const listIds = async (): Promise<readonly string[]> => {
    const groups = (await readFolder(root)).filter(([, type]) => type === FileType.Directory);
    const pages = await Promise.all(
      groups.map(async ([group]) =>
        (await readFolder(Uri.joinPath(root, group)))
          .filter(([file, type]) => type === FileType.File && file.endsWith('.md'))
          .map(([file]) => `${group}/${file.slice(0, -'.md'.length)}`),
      ),
    );
    return pages.flat().toSorted();
  };
  return {
    list: async () => {
      const [ids, index] = await Promise.all([listIds(), readIndex(Uri.joinPath(root, 'README.md'))]);
      return ids.map((id) => ({ id, finds: index.get(id) }));
    },
    open: async (ruleId) => {
      // Only a page that is there is opened, so that no address can lead elsewhere.
      if (!(await listIds()).includes(ruleId)) return false;
      await commands.executeCommand('markdown.showPreview', Uri.joinPath(root, `${ruleId}.md`));
      return true;
    },
  };
}

async function readIndex(file: Uri): Promise<ReadonlyMap<string, string>> {
  try {
    return readRuleIndex(new TextDecoder().decode(await workspace.fs.readFile(file)));
  } catch {
    // Codes alone are a list, too.
    return new Map();
  }
}

async function readFolder(folder: Uri): Promise<readonly [string, FileType][]> {
  try {
    return await workspace.fs.readDirectory(folder);
  } catch {
    // No pages were built: the same as a folder without any.
    return [];
  }
}
