/**
 * Names that exist in a notebook without being defined in it.
 *
 * @source Python 3.14, "Built-in Functions", "Built-in Constants", "Built-in Exceptions"; IPython 9, user namespace
 */

const functions =
  'abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip __import__';
const constants = 'False True None NotImplemented Ellipsis __debug__';
const exceptions =
  'ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError EncodingWarning EnvironmentError Exception ExceptionGroup FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning WindowsError ZeroDivisionError';
const ofModules =
  '__name__ __doc__ __package__ __loader__ __spec__ __builtins__ __builtin__ __annotations__ __dict__ __class__ __qualname__ __module__';
const ofNotebooks = 'display get_ipython In Out _ __ ___ _i _ii _iii _oh _ih _dh _sh exit quit';
/** Of Python 2, which a notebook of today does not have; a rule of its own speaks of them. */
const ofPython2 =
  'unicode xrange raw_input basestring long unichr reduce execfile cmp reload file intern apply buffer coerce';

const builtins: ReadonlySet<string> = new Set(`${functions} ${constants} ${exceptions}`.split(' '));
const predefined: ReadonlySet<string> = new Set(`${ofModules} ${ofNotebooks}`.split(' '));
const gone: ReadonlySet<string> = new Set(ofPython2.split(' '));

/** Functions, constants and exceptions of Python 3. */
export function isBuiltin(name: string): boolean {
  return builtins.has(name);
}

export function isPython2Builtin(name: string): boolean {
  return gone.has(name);
}

/** Whether a name exists before the first cell runs: `print`, `_`, `In`, `_12`, `__name__`; not `__file__`. */
export function isPredefined(name: string): boolean {
  return builtins.has(name) || predefined.has(name) || /^_i?\d+$/.test(name);
}

/** The count of the cell whose last value a name is, as `_3`; undefined for other names. */
export function outputCount(name: string): number | undefined {
  const count = /^_(?<count>\d+)$/.exec(name)?.groups?.['count'];
  return count === undefined ? undefined : Number(count);
}
