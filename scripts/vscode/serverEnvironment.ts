// The environment variables that a VS Code server gets from us.

/**
 * Our environment without what an editor around us would say to its own children.
 *
 * With CODE_SERVER_PARENT_PID the server's file starts nothing, and VSCODE_* variables of a surrounding terminal would
 * tie the new server to the old one.
 */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^VSCODE_|^CODE_SERVER_PARENT_PID$|^ELECTRON_RUN_AS_NODE$/.test(name),
    ),
  );
}
