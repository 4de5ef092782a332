/**
 * The component library, and the only file that knows it: VS Code's own look for buttons, badges and progress.
 * Everything else on a page is plain HTML, so that replacing the library is this file and its three users.
 */
import { provideVSCodeDesignSystem, vsCodeBadge, vsCodeButton, vsCodeProgressRing } from '@vscode/webview-ui-toolkit';

/** Defines the elements `vscode-button`, `vscode-badge` and `vscode-progress-ring`. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeBadge(), vsCodeProgressRing());
}
