/**
 * The component library, and the only file that knows it: VS Code's own look for buttons, badges, text fields and
 * progress. Everything else on a page is plain HTML, so that replacing the library is this file and its four users.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeBadge,
  vsCodeButton,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

/** Defines the elements `vscode-button`, `vscode-badge`, `vscode-progress-ring` and `vscode-text-field`. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeBadge(), vsCodeProgressRing(), vsCodeTextField());
}
