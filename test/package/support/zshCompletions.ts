/** What zsh makes of a line when Tab is pressed. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from './runProgram.ts';

/**
 * Types a line into a zsh without any configuration on a terminal of its own, presses Tab, and asks its line editor
 * for the line.
 *
 * @param folder where the shell runs and its file for the answer is written
 */
export async function zshCompletions(line: string, folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const answer = path.join(folder, 'zsh-line.txt');
  const script = path.join(folder, 'complete.zsh');
  // Control-X writes the line into the file and leaves, so that nothing has to be waited for.
  await writeFile(
    script,
    `zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PS1=; source <(plumbline completion zsh)'
zpty -w shell 'report() { print -rn -- "$BUFFER" > ${answer}; exit }; zle -N report; bindkey "^X" report; print -r -- rea""dy'
zpty -r shell seen '*ready*'
zpty -wn shell $'${line}\\t\\x18'
while zpty -r shell rest; do :; done
`,
  );
  const { code, err } = await runProgram('zsh', ['-f', script], { cwd: folder, env: { ...env, TERM: 'dumb' } });
  const { out } = await runProgram('cat', [answer], { cwd: folder });
  if (out === '') throw new Error(`zsh ended with ${code} and left no line: ${err}`);
  return out;
}
