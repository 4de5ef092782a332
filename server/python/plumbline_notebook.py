"""Runs the statements of a notebook one after the other, as a kernel would, and observes values between them."""

import ast
import builtins
import linecache
import os
import random
import sys
import traceback
import types


def run(plan, observe, step):
    """Runs the statements; returns None, or what ended the run."""
    module = types.ModuleType("__main__")
    names = module.__dict__
    names["__builtins__"] = builtins
    names["__name__"] = "__main__"
    sys.modules["__main__"] = module
    sys.path.insert(0, plan["folder"])
    give_kernel_names(names)
    names["__plumbline_metric__"] = lambda number, value: (observe(plan["metrics"][number], value), value)[1]
    seed(plan["seed"], plan["seeded"])
    after = {}
    for probe in plan["probes"]:
        after.setdefault(probe["after"], []).append(probe)
    compiler = Compiler(plan["sources"])
    cell, skipped = None, None
    # Keras chooses its backend when it is imported, which the notebook may do after it has said which one.
    awaits_keras = "keras" in plan["seeded"]
    for statement in plan["statements"]:
        if statement["cell"] == skipped:
            continue
        if statement["cell"] != cell:
            cell = statement["cell"]
            step({"cell": cell})
        try:
            compiler.execute(statement, names)
        except BaseException as error:
            if statement["mayFail"]:
                # As a kernel does: the rest of the cell is not run, the next cell is.
                skipped = cell
                continue
            return told(error, statement)
        if awaits_keras and "keras" in sys.modules:
            awaits_keras = False
            sys.modules["keras"].utils.set_random_seed(plan["seed"])
        for probe in after.get(statement["id"], []):
            if probe["variable"] in names:
                observe(probe["id"], names[probe["variable"]])
    return None


class Compiler:
    """Compiles statements with their places in cells, and keeps what `from __future__` switched on."""

    def __init__(self, sources):
        self.flags = 0
        # So that tracebacks and `inspect` find the text of a cell.
        for cell, text in sources.items():
            file = "<cell %s>" % cell
            linecache.cache[file] = (len(text), None, text.splitlines(True), file)

    def execute(self, statement, names):
        file = "<cell %d>" % statement["cell"]
        code, line = statement["code"], statement["line"]
        tree = self.parse(code, file)
        ast.increment_lineno(tree, line - 1)
        is_shown = statement["count"] is not None and len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr)
        is_async = any(isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)) for node in ast.walk(tree))
        flags = self.flags | (ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if is_async else 0)
        if is_shown:
            compiled = compile(ast.Expression(tree.body[0].value), file, "eval", flags, True)
            value = self.wait(eval(compiled, names))
            self.show(value, statement["count"], names)
        else:
            compiled = compile(tree, file, "exec", flags, True)
            self.wait(eval(compiled, names))
        self.flags |= compiled.co_flags & sum(
            getattr(__import__("__future__"), name).compiler_flag for name in __import__("__future__").all_feature_names
        )

    def parse(self, code, file):
        return compile(code, file, "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | self.flags, True)

    def wait(self, value):
        if not isinstance(value, types.CoroutineType):
            return value
        import asyncio

        return asyncio.run(value)

    def show(self, value, count, names):
        """The names under which a kernel keeps the value of the last expression of a cell."""
        if value is None:
            return
        names["__"], names["_"] = names.get("_", ""), value
        names["_%d" % count] = value
        names["Out"][count] = value


def give_kernel_names(names):
    """What a kernel defines and the code may call; nothing is shown."""

    class Shell:
        def __getattr__(self, name):
            return lambda *_, **__: None

    shell = Shell()
    names.update({"Out": {}, "In": [], "_": "", "__": "", "___": ""})
    names["display"] = lambda *_, **__: None
    names["get_ipython"] = lambda: shell


def seed(number, generators):
    """Seeds the generators of random numbers that the notebook's libraries share."""
    random.seed(number)
    for name in generators:
        if name == "numpy":
            import numpy

            numpy.random.seed(number % 2**32)
        elif name == "torch":
            import torch

            torch.manual_seed(number)
        elif name == "tf":
            import tensorflow

            tensorflow.random.set_seed(number)


def told(error, statement):
    """An exception as its last line, and the place in the cells or in the package nearest to it."""
    where = {"cell": statement["cell"], "line": statement["line"]} if statement is not None else None
    file = None
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith("<cell ") and frame.lineno is not None:
            where = {"cell": int(frame.filename[6:-1]), "line": frame.lineno}
        elif statement is None and os.path.abspath(frame.filename).startswith(os.getcwd() + os.sep):
            file = {"file": os.path.relpath(frame.filename).replace(os.sep, "/"), "line": frame.lineno}
    if isinstance(error, SyntaxError) and error.filename is not None and error.filename.startswith("<cell "):
        where = {"cell": int(error.filename[6:-1]), "line": (statement or {}).get("line", 1)}
    lines = str(error).strip().splitlines()
    missing = getattr(error, "filename", None) if isinstance(error, FileNotFoundError) else None
    return {
        "type": type(error).__name__,
        "message": (lines[-1] if lines and type(error).__name__ == "URLError" else " ".join(lines[:1]))[:500],
        "cell": where,
        "file": file,
        "missingFile": os.path.abspath(missing) if isinstance(missing, str) else None,
        "missingModule": getattr(error, "name", None) if isinstance(error, ModuleNotFoundError) else None,
    }
