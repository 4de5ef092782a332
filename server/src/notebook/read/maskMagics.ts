/**
 * Replaces what IPython adds to Python by Python of the same length, so that every position stays.
 *
 * @source IPython 9, "Built-in magic commands" and `IPython.core.inputtransformer2`
 */
import { canStart, freshState, stateAfter } from './codeState.ts';
import type { MaskedCell, Magic } from './maskedCell.ts';
import { readInstalls } from './installs.ts';

interface Line {
  readonly text: string;
  /** Offset in the cell. */
  readonly start: number;
}

interface Found {
  readonly code: string;
  readonly magic: Omit<Magic, 'at'>;
}

/** Magics of a whole cell whose body is Python. */
const pythonBodies: ReadonlySet<string> = new Set(['time', 'timeit', 'capture', 'prun', 'python', 'python3', 'debug']);
/** Magics that mean nothing in a package. */
const droppable: ReadonlySet<string> = new Set(
  'matplotlib config load_ext reload_ext autoreload precision reset who whos who_ls pdb history hist colors xmode page logstart logstop tensorboard debug lsmagic magic quickref doctest_mode gui notebook pinfo pinfo2 psearch unload_ext'.split(
    ' ',
  ),
);
const compound = /^(?:for|while|if|with|def|try|class|async|match|@)\b/;

/** @param cell index of the cell, for the places of its magics */
export function maskMagics(cell: number, text: string): MaskedCell {
  const unprompted = maskPrompts(text);
  const magics: Magic[] = [];
  const lines = linesOf(unprompted);
  const first = lines.findIndex((line) => line.text.trim() !== '');
  const header = lines[first];
  if (header?.text.startsWith('%%') === true) {
    const [code, magic] = maskCellMagic(unprompted, header);
    return {
      cell,
      code,
      magics: [{ ...magic, at: { cell, start: header.start, end: header.start + header.text.length } }],
    };
  }
  let code = '';
  let state = freshState;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (line === undefined) break;
    const last = index + continuationLength(lines, index);
    const whole = unprompted.slice(line.start, (lines[last]?.start ?? 0) + (lines[last]?.text.length ?? 0));
    const found = canStart(state) ? maskLine(whole) : undefined;
    if (found === undefined) {
      code += line.text;
      state = stateAfter(line.text, state);
    } else {
      code += found.code;
      magics.push({ ...found.magic, at: { cell, start: line.start, end: line.start + whole.length } });
      state = freshState;
      index = last;
    }
    const end = (lines[index]?.start ?? 0) + (lines[index]?.text.length ?? 0);
    code += unprompted.slice(end, lines[index + 1]?.start ?? unprompted.length);
  }
  return { cell, code, magics };
}

/** Lines without their breaks. */
function linesOf(text: string): readonly Line[] {
  return [...text.matchAll(/[^\r\n]*(?:\r?\n|\r|$)/g)]
    .filter((match, index) => match[0] !== '' || index === 0)
    .map((match) => ({ text: match[0].replace(/[\r\n]+$/, ''), start: match.index }));
}

/** How many further lines belong to a line that ends with a backslash. */
function continuationLength(lines: readonly Line[], index: number): number {
  let more = 0;
  while (lines[index + more]?.text.endsWith('\\') === true && index + more + 1 < lines.length) more += 1;
  return more;
}

/** Prompts of a pasted session become blanks; lines without one are then output, and become blanks whole. */
function maskPrompts(text: string): string {
  const prompt = /^[ \t]*(?:>>> ?|In \[\d*\]: ?)/;
  if (!prompt.test(text.trimStart())) return text;
  const more = /^[ \t]*(?:\.\.\. ?| *\.{3,}: ?)/;
  return text.replace(/[^\r\n]+/g, (line) => {
    const sign = prompt.exec(line)?.[0] ?? more.exec(line)?.[0];
    return sign === undefined ? blank(line) : blank(sign) + line.slice(sign.length);
  });
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

/** `pass` with blanks behind it, as long as the text; a text that is too short for it becomes `0`. */
function pass(text: string): string {
  const word = text.split(/\r|\n/, 1)[0] ?? '';
  const start = word.length >= 4 ? 'pass' : word.length > 0 ? '0' : '';
  return start + blank(text.slice(start.length));
}

function maskCellMagic(text: string, header: Line): readonly [string, Omit<Magic, 'at'>] {
  const { name, argument } = nameAndArgument(header.text.slice(2));
  const before = text.slice(0, header.start);
  const body = text.slice(header.start + header.text.length);
  const magic = { kind: 'cell', name, argument, installs: [] } as const;
  if (pythonBodies.has(name)) {
    const captured = name === 'capture' ? /^(?:--no-\w+\s+)*([A-Za-z_]\w*)/.exec(argument)?.[1] : undefined;
    const binds = captured === undefined ? [] : [captured];
    // The line becomes a comment.
    const code = `${before}#${header.text.slice(1)}${maskMagics(0, body).code}`;
    return [code, { ...magic, treatment: name === 'timeit' ? 'drop' : 'keep', reads: [], binds }];
  }
  const code = `${before}${pass(header.text)}${blank(body)}`;
  return [code, { ...magic, treatment: 'left', ...cellNames(name, argument) }];
}

/** Names that cells of R and SQL take from the notebook and give back. */
function cellNames(name: string, argument: string): Pick<Magic, 'reads' | 'binds'> {
  const options = (sign: string) =>
    [...argument.matchAll(new RegExp(`(?:^|\\s)${sign}\\s+([\\w,]+)`, 'g'))].flatMap((match) =>
      (match[1] ?? '').split(','),
    );
  if (name === 'R') return { reads: options('-i'), binds: options('-o') };
  const target = /([A-Za-z_]\w*)\s*<</.exec(argument)?.[1];
  return { reads: [], binds: name === 'sql' && target !== undefined ? [target] : [] };
}

function nameAndArgument(text: string): { readonly name: string; readonly argument: string } {
  const match = /^\s*([\w.]*)\s*(.*)$/s.exec(text);
  return { name: match?.[1] ?? '', argument: (match?.[2] ?? '').trim() };
}

/** One statement of IPython, or undefined when the line is Python. */
function maskLine(line: string): Found | undefined {
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  const body = line.slice(indent.length);
  const found =
    maskMagicLine(body) ?? maskShellLine(body) ?? maskAssigned(body) ?? maskHelp(body) ?? maskAutomatic(body, indent);
  return found === undefined ? undefined : { ...found, code: indent + found.code };
}

function maskMagicLine(body: string): Found | undefined {
  // Old notebooks have a blank behind the sign.
  if (!/^%{1,2}[ \t]*[A-Za-z_]/.test(body)) return undefined;
  if (/\?{1,2}\s*$/.test(body))
    return found(pass(body), 'help', nameAndArgument(body.replace(/^%+/, '')).name, '', 'drop');
  const sign = /^%{1,2}/.exec(body)?.[0] ?? '';
  const { name, argument } = nameAndArgument(body.slice(sign.length));
  if (name === 'time' || name === 'prun' || name === 'timeit') return maskTimed(body, name, argument);
  if (name === 'pip' || name === 'conda' || name === 'mamba') {
    return { ...found(pass(body), 'line', name, argument, 'drop'), ...withInstalls(name, argument, pass(body)) };
  }
  const reads = name === 'run' ? [] : namesInShell(argument);
  const treatment = droppable.has(name)
    ? 'drop'
    : name === 'run' || name === 'pylab' || name === 'cd' || name === 'env' || name === 'set_env'
      ? 'keep'
      : 'left';
  return found(pass(body), 'line', name, argument, treatment, reads, storedNames(name, argument));
}

function withInstalls(tool: string, argument: string, code: string): Found {
  const magic = found(code, 'line', tool, argument, 'drop').magic;
  return { code, magic: { ...magic, installs: readInstalls(`${tool} ${argument}`) } };
}

/** `%time STATEMENT`: the statement stays, behind a statement that does nothing. */
function maskTimed(body: string, name: string, argument: string): Found {
  const options = /^(?:-[a-zA-Z](?:\s*[\w.]+)?\s+)*/.exec(name === 'time' ? '' : argument)?.[0] ?? '';
  const statement = argument.slice(options.length);
  const at = body.length - statement.length - (body.length - body.trimEnd().length);
  const isHere = statement !== '' && body.slice(at).startsWith(statement) && at >= 2;
  if (!isHere || compound.test(statement)) return found(pass(body), 'line', name, argument, 'drop');
  const code = `0;${blank(body.slice(2, at))}${body.slice(at)}`;
  return found(code, 'line', name, argument, name === 'timeit' ? 'drop' : 'keep');
}

/** `%store -r x` binds x. */
function storedNames(name: string, argument: string): readonly string[] {
  if (name !== 'store' || !/^-r\b/.test(argument)) return [];
  return argument
    .slice(2)
    .trim()
    .split(/\s+/)
    .filter((word) => /^[A-Za-z_]\w*$/.test(word));
}

function maskShellLine(body: string): Found | undefined {
  if (!body.startsWith('!')) return undefined;
  return shell(body, body.replace(/^!+\s*/, ''), pass(body));
}

function shell(body: string, command: string, code: string, binds: readonly string[] = []): Found {
  const installs = readInstalls(command);
  const { magic } = found(
    code,
    'shell',
    command.split(/\s/, 1)[0] ?? '',
    command,
    installs.length > 0 ? 'drop' : 'left',
  );
  return { code, magic: { ...magic, reads: namesInShell(body), binds, installs } };
}

/** `$name` and `{name}` in a command. */
function namesInShell(command: string): readonly string[] {
  const names = [...command.matchAll(/(?<!\$)\$([A-Za-z_]\w*)|\{([A-Za-z_]\w*)[^{}]*\}/g)];
  return [...new Set(names.flatMap((match) => match[1] ?? match[2] ?? []))];
}

/** `files = !ls` and `here = %pwd`: the right side becomes a list. */
function maskAssigned(body: string): Found | undefined {
  const match =
    /^(?<left>[A-Za-z_][\w.,\s]*?(?:\[[^\]\r\n]*\])?\s*=\s*)(?<sign>!{1,2}|%(?=[A-Za-z_]))(?<command>.*)$/s.exec(body);
  if (match?.groups === undefined) return undefined;
  const { left = '', sign = '', command = '' } = match.groups;
  const code = `${left}${asList(body.slice(left.length))}`;
  const binds = left
    .split(/[,=]/)
    .map((word) => word.trim())
    .filter((word) => /^[A-Za-z_]\w*$/.test(word));
  if (sign.startsWith('!')) return shell(body, command.trim(), code, binds);
  const { name, argument } = nameAndArgument(command);
  return found(code, 'line', name, argument, 'left', namesInShell(argument), binds);
}

function asList(text: string): string {
  return text.length < 2 ? '0' : `[]${blank(text.slice(2))}`;
}

/** `name?` and `?name`: only the question marks go. */
function maskHelp(body: string): Found | undefined {
  const match =
    /^(?<before>\?{1,2})?(?<name>%{0,2}[A-Za-z_*][\w.*[\]'"]*)(?<after>\?{1,2})?(?<rest>[ \t;]*(?:#[^\r\n]*)?)$/.exec(
      body,
    );
  const { before, name = '', after } = match?.groups ?? {};
  if (match === null || (before === undefined) === (after === undefined)) return undefined;
  const isName = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(name);
  return found(isName ? body.replaceAll('?', ' ') : pass(body), 'help', name, '', 'drop');
}

/** Magics without a sign, and calls without brackets. */
function maskAutomatic(body: string, indent: string): Found | undefined {
  if (/^(?:pip3?|conda|mamba)\s+(?:install|uninstall|list|show|freeze)\b/.test(body)) {
    return withInstalls(body.split(/\s/, 1)[0] ?? '', body.replace(/^\S+\s*/, ''), pass(body));
  }
  if (indent === '' && /^(?:ls|pwd)(?:\s+[-\w./*~]+)*\s*$/.test(body))
    return found(pass(body), 'line', body.trim().split(/\s/, 1)[0] ?? '', '', 'drop');
  if (indent === '' && /^cd\s+[^=\s]+\s*$/.test(body))
    return found(pass(body), 'line', 'cd', body.slice(2).trim(), 'keep');
  if (indent === '' && /^[/,;][A-Za-z_][\w.]*\s+[^=\s]/.test(body)) return found(pass(body), 'line', '', body, 'left');
  return undefined;
}

function found(
  code: string,
  kind: Magic['kind'],
  name: string,
  argument: string,
  treatment: Magic['treatment'],
  reads: readonly string[] = [],
  binds: readonly string[] = [],
): Found {
  return { code, magic: { kind, name, argument, treatment, reads, binds, installs: [] } };
}
