/** Scripts that teach a shell the commands and options of the command line. */
import type { Command } from './world.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

type Completed = Pick<Command, 'name' | 'summary' | 'help' | 'options'> & {
  /** The only words that it takes besides options; none where they are files. */
  readonly operands: readonly string[];
};

/** An option as a completion shows it. */
interface CompletedOption {
  readonly name: string;
  /** What the help says about it, its first line; empty when the help is silent. */
  readonly says: string;
  readonly takesValue: boolean;
  /** The only values that it takes; none when anything goes. */
  readonly words: readonly string[];
}

/** The script of a shell, for standard output. */
export function shellCompletion(shell: Shell, commands: readonly Completed[]): string {
  switch (shell) {
    case 'bash':
      return bash(commands);
    case 'zsh':
      return zsh(commands);
    case 'fish':
      return fish(commands);
    default:
      return shell satisfies never;
  }
}

function bash(commands: readonly Completed[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const values = commands.flatMap((command) =>
    optionsOf(command)
      .filter(({ words }) => words.length > 0)
      .map(({ name, words }) => `    '${command.name} --${name}') known='${words.join(' ')}' ;;`),
  );
  const options = commands.map((command) => {
    const list = optionsOf(command).map(({ name }) => `--${name}`);
    return `      ${command.name}) known='${list.join(' ')}' ;;`;
  });
  const operands = commands
    .filter((command) => command.operands.length > 0)
    .map((command) => `    '${command.name} ${command.name}') known='${command.operands.join(' ')}' ;;`);
  return `# Completion of plumbline for bash: source <(plumbline completion bash)
_plumbline() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" known=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${names} help' -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]} $before" in
    'help '*) known='${names}' ;;
${[...operands, ...values].join('\n')}
  esac
  if [[ "$word" == -* ]]; then
    case "\${COMP_WORDS[1]}" in
${options.join('\n')}
    esac
  fi
  # Without a known word, -o default completes file names.
  [ -z "$known" ] || COMPREPLY=($(compgen -W "$known" -- "$word"))
}
complete -o bashdefault -o default -F _plumbline plumbline
`;
}

function zsh(commands: readonly Completed[]): string {
  const list = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary.replaceAll(':', '\\:')}`)}`);
  const cases = commands.map((command) => {
    const options = optionsOf(command).map(({ name, says, takesValue, words }) => {
      const text = says.replace(/[[\]:\\]/g, '\\$&');
      const value = !takesValue ? '' : words.length > 0 ? `:${name}:(${words.join(' ')})` : `:${name}:_files`;
      return quoted(`--${name}[${text}]${value}`);
    });
    const operand = command.operands.length > 0 ? `:${command.name}:(${command.operands.join(' ')})` : '*:file:_files';
    return `    ${command.name}) _arguments ${[...options, quoted(operand)].join(' ')} ;;`;
  });
  return `#compdef plumbline
# Completion of plumbline for zsh: source <(plumbline completion zsh)
_plumbline() {
  local -a commands
  commands=(
${list.join('\n')}
    'help:what a command does'
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case "$words[1]" in
${cases.join('\n')}
    help) (( CURRENT == 2 )) && _describe command commands ;;
  esac
}
# A shell without a configuration has no completion yet.
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i -D }
compdef _plumbline plumbline
`;
}

function fish(commands: readonly Completed[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c plumbline -n __fish_use_subcommand -f -a ${command.name} -d ${quoted(command.summary)}`,
    ...(command.operands.length === 0
      ? []
      : [
          `complete -c plumbline -n '__fish_seen_subcommand_from ${command.name}' -f -a ${quoted(command.operands.join(' '))}`,
        ]),
    ...optionsOf(command).map(({ name, says, takesValue, words }) => {
      const value = !takesValue ? '' : words.length > 0 ? ` -x -a ${quoted(words.join(' '))}` : ' -r';
      return `complete -c plumbline -n '__fish_seen_subcommand_from ${command.name}' -l ${name}${value} -d ${quoted(says)}`;
    }),
  ]);
  const names = quoted(commands.map(({ name }) => name).join(' '));
  return `# Completion of plumbline for fish: plumbline completion fish | source
complete -c plumbline -n __fish_use_subcommand -f -a help -d 'what a command does'
complete -c plumbline -n '__fish_seen_subcommand_from help' -f -a ${names}
${lines.join('\n')}
`;
}

function optionsOf(command: Completed): readonly CompletedOption[] {
  const stated = Object.entries(command.options).map(([name, { type, words = [] }]) => ({
    name,
    says: sentenceOf(command.help, name),
    takesValue: type === 'string',
    words,
  }));
  return [...stated, { name: 'help', says: 'what the command does', takesValue: false, words: [] }];
}

/** What the help says beside an option, in its first line: the help is the only place where options are described. */
function sentenceOf(help: string, option: string): string {
  // The value stands in capitals behind one space: `--scores COLUMNS scores or probabilities`.
  const beside = new RegExp(`^ {2}--${option}(?: [A-Z][A-Z,]*)? +(.*)$`, 'm').exec(help)?.[1] ?? '';
  return (
    beside
      // What follows is an aside, which may go on in the next line; in quotes it is an example.
      .replace(/;[^"]*$/, '')
      .replace(/[:,]$/, '')
  );
}

/** A word for any of the three shells, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}
