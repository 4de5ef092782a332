"""Keeps a run inside its folder: no network, no writes elsewhere, limits of memory and size.

Two layers. The first is Python's own: audit hooks that refuse, and an `open` that sends writes to other places into the
folder. It stops accidents and plain code, not native code. The second is the operating system's, where it has one that
needs no rights: on Linux Landlock (writes, TCP) and seccomp (sockets of every kind, leaving the process group); it holds
for native code and for child processes. `contain` says which layers are in force.
"""

import builtins
import ctypes
import io
import os
import platform
import struct
import sys

NETWORK = "the network is switched off while Plumbline verifies"
WRITES = "only the folder of the run may be written while Plumbline verifies"
PROCESSES = "other programs are not started while Plumbline verifies"
INPUT = "input() cannot be answered while Plumbline verifies"


def contain(tree, writable, memory_bytes, file_bytes):
    """Applies every layer there is; cannot be taken back.

    `tree` mirrors the file system: what is written to `/a/b` goes to `tree/a/b`. `writable` are further folders that may
    be written. Returns the layers as `{"network": "system" | "python", "files": ...}`.
    """
    limit(memory_bytes, file_bytes)
    allowed = [os.path.realpath(folder) for folder in [tree, *writable]]
    has_files = _landlock(allowed) if sys.platform == "linux" else False
    has_sockets = _seccomp() if sys.platform == "linux" else False
    refuse_input()
    redirect_writes(os.path.realpath(tree), allowed)
    _watch(allowed, may_start=has_files and has_sockets)
    return {
        "files": "system" if has_files else "python",
        "network": "system" if has_sockets else "python",
    }


def limit(memory_bytes, file_bytes):
    """Limits of the system, where it has them: memory of the process, size of a file, no core dumps."""
    try:
        import resource
    except ImportError:
        return
    # On Linux the data of a process count; address space alone would also count what is only reserved.
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    for name, most in ((kind, memory_bytes), (resource.RLIMIT_FSIZE, file_bytes), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(name, (most, most))
        except (ValueError, OSError):
            continue  # A stricter limit is in force, or the system knows none.


def refuse_input():
    def refused(*_):
        raise EOFError(INPUT)

    builtins.input = refused


def redirect_writes(tree, allowed):
    """Sends writes to places outside into the folder, and reads of what was so written after them."""
    plain_open, plain_mkdir = builtins.open, os.mkdir

    def place(path, is_written):
        if not isinstance(path, (str, bytes, os.PathLike)):
            return path
        asked = os.fsdecode(os.fspath(path))
        real = os.path.realpath(asked)
        if asked == os.devnull or _is_below(real, allowed):
            return path
        _, rest = os.path.splitdrive(real)
        inside = os.path.join(tree, rest.lstrip("/\\"))
        if not is_written:
            return inside if os.path.exists(inside) else path
        os.makedirs(os.path.dirname(inside), exist_ok=True)
        return inside

    def opened(file, mode="r", *rest, **options):
        return plain_open(place(file, any(sign in mode for sign in "wax+")), mode, *rest, **options)

    def made(path, *rest, **options):
        return plain_mkdir(place(path, True), *rest, **options)

    builtins.open = opened
    io.open = opened
    os.mkdir = made


def _is_below(path, folders):
    return any(path == folder or path.startswith(folder + os.sep) for folder in folders)


WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGING = {
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
    "os.utime", "os.setxattr", "os.removexattr", "os.chflags", "sqlite3.connect",
}
CONNECTING = {
    "socket.__new__", "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
    "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo",
}
STARTING = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn"}


def _watch(allowed, may_start):
    def refuse_unless_inside(path):
        if isinstance(path, (str, bytes)):
            text = os.fsdecode(path)
            # A link itself is what is removed or renamed, not what it leads to: its folder decides.
            if text == os.devnull or text == ":memory:":
                return
            real = os.path.join(os.path.realpath(os.path.dirname(text) or "."), os.path.basename(text))
            if not _is_below(os.path.realpath(real), allowed) or not _is_below(real, allowed):
                raise PermissionError("%s: %s" % (WRITES, text))

    def hook(event, arguments):
        if event == "open":
            path, mode, flags = arguments
            is_written = isinstance(mode, str) and any(sign in mode for sign in "wax+")
            if is_written or isinstance(flags, int) and flags & WRITING:
                refuse_unless_inside(path)
        elif event in CHANGING:
            for path in arguments:
                refuse_unless_inside(path)
        elif event in CONNECTING:
            family = arguments[1] if event == "socket.__new__" else None
            # Pairs of local sockets connect threads and children, and reach nobody else.
            if family is None or getattr(family, "name", family) not in ("AF_UNIX", 1):
                raise ConnectionError(NETWORK)
        elif event in STARTING and not may_start:
            raise PermissionError(PROCESSES)

    sys.addaudithook(hook)


# Landlock (Linux 5.13 and later). The numbers of its system calls are the same on every architecture.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
PATH_BENEATH = 1
NO_NEW_PRIVILEGES = 38
WRITE_FILE, TRUNCATE, REFER = 1 << 1, 1 << 14, 1 << 13
# Removing folders and files; making devices, folders, files, sockets, pipes and links.
WRITE_RIGHTS = WRITE_FILE | sum(1 << bit for bit in range(4, 13))


def _landlock(folders):
    """Confines writes, and TCP as a second lock; returns whether it is in force."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        version = libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
        if version < 1:
            return False
        rights = WRITE_RIGHTS | (REFER if version >= 2 else 0) | (TRUNCATE if version >= 3 else 0)
        has_tcp = version >= 4
        # Rights of files; TCP (bind and connect); reaching processes outside by signals and abstract sockets.
        attributes = struct.pack("=QQQ", rights, 3 if has_tcp else 0, 3 if version >= 6 else 0)
        size = 24 if version >= 6 else 16 if has_tcp else 8
        ruleset = libc.syscall(CREATE_RULESET, attributes, ctypes.c_size_t(size), ctypes.c_uint32(0))
        if ruleset < 0:
            return False
        for folder in folders:
            _allow(libc, ruleset, folder, rights)
        _allow(libc, ruleset, os.devnull, WRITE_FILE | (TRUNCATE if version >= 3 else 0))
        _set_process(libc, NO_NEW_PRIVILEGES, 1)
        is_held = libc.syscall(RESTRICT_SELF, ruleset, ctypes.c_uint32(0)) == 0
        os.close(ruleset)
        return is_held
    except (OSError, AttributeError, ValueError):
        return False


def _allow(libc, ruleset, path, rights):
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    rule = struct.pack("=Qi", rights, handle)
    if libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, rule, ctypes.c_uint32(0)) != 0:
        raise OSError(ctypes.get_errno(), "landlock")
    os.close(handle)


# seccomp: (architecture of the kernel, numbers of socket, setsid, setpgid, ptrace, process_vm_writev, io_uring_setup).
FILTERED = {
    "x86_64": (0xC000003E, (41, 112, 109, 101, 311, 425)),
    "aarch64": (0xC00000B7, (198, 157, 154, 117, 271, 425)),
}
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOWED, REFUSED = 0x7FFF0000, 0x00050000 | 1
SET_SECCOMP, FILTER_MODE = 22, 2


def _seccomp():
    """Refuses sockets of every kind, and what would leave the process group; returns whether it is in force."""
    known = FILTERED.get(platform.machine())
    if known is None or struct.calcsize("P") != 8:
        return False
    architecture, calls = known
    # Each jump counts the steps that it passes over; the last step refuses, the one before it allows.
    steps = [
        (LOAD, 0, 0, 4),
        (JUMP_EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, REFUSED),
        (LOAD, 0, 0, 0),
        # The second table of calls of x86-64, which would go round the numbers below.
        (JUMP_AT_LEAST, len(calls) + 1, 0, 0x40000000),
        *((JUMP_EQUAL, len(calls) - position, 0, number) for position, number in enumerate(calls)),
        (RETURN, 0, 0, ALLOWED),
        (RETURN, 0, 0, REFUSED),
    ]
    try:
        program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
        header = struct.pack("@HP", len(steps), ctypes.addressof(program))
        libc = ctypes.CDLL(None, use_errno=True)
        _set_process(libc, NO_NEW_PRIVILEGES, 1)
        return _set_process(libc, SET_SECCOMP, FILTER_MODE, header) == 0
    except (OSError, AttributeError, ValueError):
        return False


def _set_process(libc, option, value, pointer=None):
    zero = ctypes.c_ulong(0)
    return libc.prctl(option, ctypes.c_ulong(value), zero if pointer is None else pointer, zero, zero)
