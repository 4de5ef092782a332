"""Says what an interpreter is and which modules it can import, without importing them.

    python plumbline_inspect.py MODULE=DISTRIBUTION…

Writes one JSON object to standard output. Of `=DISTRIBUTION` only the version is told.
"""

import ctypes
import importlib.util
import json
import os
import sys


def main():
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != os.path.dirname(os.path.abspath(__file__))]
    missing, versions = [], {}
    for pair in sys.argv[1:]:
        module, _, distribution = pair.partition("=")
        if not module or is_there(module):
            version = version_of(distribution)
            if version is not None:
                versions[distribution] = version
        else:
            missing.append(module)
    report = {
        "path": sys.executable,
        "version": "%d.%d.%d" % sys.version_info[:3],
        "missing": missing,
        "versions": versions,
        "holdsWrites": holds_writes(),
    }
    print(json.dumps(report))


def is_there(module):
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError, AttributeError):
        return False


def version_of(distribution):
    try:
        from importlib.metadata import version

        return version(distribution)
    except Exception:  # An installation without metadata has a version that nobody knows.
        return None


def holds_writes():
    """Whether the system itself can keep a run from writing elsewhere (Landlock), so that data may be linked."""
    try:
        return ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), ctypes.c_uint32(1)) >= 1
    except (OSError, AttributeError):
        return False


if __name__ == "__main__":
    main()
