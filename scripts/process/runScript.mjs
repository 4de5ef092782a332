// How each of our scripts starts and fails. Plain JavaScript, because an old Node cannot read TypeScript.

/** Oldest major version that runs our scripts; the dev dependency `node` brings it. */
const oldestMajor = 24;

/**
 * Runs a script on a Node that can, and turns what it throws into words.
 *
 * @param {() => Promise<(args: string[]) => Promise<number>>} load imports the script's main function, which takes the
 *   arguments of the command line and resolves with the exit code; called on a fitting Node alone
 */
export async function runScript(load) {
  if (Number(process.versions.node.split('.')[0]) < oldestMajor) {
    process.stderr.write(
      `This script needs Node ${oldestMajor} and runs on ${process.versions.node}: start it through npm ` +
        '(`npm start`, `npm test`), which uses the Node in node_modules. ' +
        'If npm does so too, its install scripts were off: run `npm rebuild node --ignore-scripts=false` once.\n',
    );
    process.exitCode = 2;
    return;
  }
  try {
    const main = await load();
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
