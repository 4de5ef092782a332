// Refuses to go on under an old Node, in words. Plain JavaScript, because an old Node cannot read TypeScript.

/** Oldest major version that runs our scripts; the dev dependency `node` brings it. */
const oldestMajor = 24;

/** Ends the process with one sentence unless it runs on a Node that can run the scripts. */
export function requireNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= oldestMajor) return;
  process.stderr.write(
    `This script needs Node ${oldestMajor} and runs on ${process.versions.node}: start it through npm ` +
      '(`npm start`, `npm test`), which uses the Node in node_modules. ' +
      'If npm does so too, its install scripts were off: run `npm rebuild node --ignore-scripts=false` once.\n',
  );
  process.exit(2);
}
