/** The view Readiness in the Explorer: a native tree, asked anew when something new is known and it can be seen. */
import {
  Disposable,
  EventEmitter,
  l10n,
  Range,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
  type Event,
  type TreeDataProvider,
} from 'vscode';
import type { Readiness } from '../../../schemas/readiness.ts';
import { readinessHead, readinessTree, type ReadinessNode } from './readinessTree.ts';

export const readinessViewId = 'plumbline.readiness';

export interface ReadinessViewOptions {
  /** The readiness of every project; empty when none is known. */
  readonly find: () => Promise<readonly Readiness[]>;
  /** Something new is known. */
  readonly onDidChange: Event<unknown>;
  readonly log: { readonly error: (text: string, error?: unknown) => void };
}

/** News come in bursts; one look after the last of them is enough. */
const quietMs = 500;

export function createReadinessView({ find, onDidChange, log }: ReadinessViewOptions): Disposable {
  const changed = new EventEmitter<undefined>();
  let roots: readonly ReadinessNode[] = [];
  /** Whether what is shown may be old. */
  let isStale = true;
  let looking: PromiseLike<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const provider: TreeDataProvider<ReadinessNode> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: treeItem,
    getChildren: async (node) => {
      if (node !== undefined) return [...node.children];
      if (isStale) await look();
      return [...roots];
    },
  };
  const view = window.createTreeView(readinessViewId, { treeDataProvider: provider, showCollapseAll: true });

  /** Asks once at a time; news that come meanwhile are looked at afterwards. */
  async function look(): Promise<void> {
    looking ??= window
      .withProgress({ location: { viewId: readinessViewId } }, async () => {
        isStale = false;
        try {
          const projects = await find();
          roots = readinessTree(projects, l10n);
          view.description = readinessHead(projects, l10n) ?? '';
        } catch (error) {
          log.error('The readiness of the projects is not known.', error);
        }
      })
      .then(() => {
        looking = undefined;
      });
    await looking;
  }

  const refresh = () => {
    isStale = true;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (view.visible) changed.fire(undefined);
    }, quietMs);
  };
  return Disposable.from(
    view,
    changed,
    onDidChange(refresh),
    view.onDidChangeVisibility(({ visible }) => {
      if (visible && isStale) changed.fire(undefined);
    }),
    new Disposable(() => clearTimeout(timer)),
  );
}

const icons: Readonly<Record<ReadinessNode['icon'], ThemeIcon>> = {
  project: new ThemeIcon('project'),
  section: new ThemeIcon('checklist'),
  full: new ThemeIcon('pass-filled', new ThemeColor('testing.iconPassed')),
  half: new ThemeIcon('pass', new ThemeColor('testing.iconPassed')),
  failed: new ThemeIcon('error', new ThemeColor('testing.iconFailed')),
  unknown: new ThemeIcon('question', new ThemeColor('testing.iconSkipped')),
};

function treeItem(node: ReadinessNode): TreeItem {
  const state = node.children.length === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Expanded;
  const item = new TreeItem(node.label, state);
  item.id = node.id;
  item.description = node.description;
  item.tooltip = node.tooltip;
  item.iconPath = icons[node.icon];
  item.accessibilityInformation = { label: node.spoken };
  if (node.opens !== undefined) {
    const { uri, range } = node.opens;
    const selection = new Range(range.start.line, range.start.character, range.end.line, range.end.character);
    item.command = { command: 'vscode.open', title: l10n.t('Open'), arguments: [Uri.parse(uri, true), { selection }] };
  }
  return item;
}
