"""Runs a promoted package through its pipeline, and observes what its stage functions return."""

import functools
import importlib
import os
import sys

from plumbline_notebook import told


def run(plan, observe, step):
    """Runs `pipeline.run`; returns None, or what ended the run."""
    sys.path.insert(0, os.path.join(plan["folder"], "src"))
    package = plan["package"]
    try:
        pipeline = importlib.import_module(package + ".pipeline")
        modules = [importlib.import_module("%s.%s" % (package, name)) for name in plan["modules"]]
        wrap_functions(plan, [pipeline, *modules], observe, step)
        config = importlib.import_module(package + ".config").load()
        pipeline.run(config)
    except BaseException as error:
        return told(error, None)
    return None


def wrap_functions(plan, modules, observe, step):
    """Puts a function that observes in the place of each stage function, wherever the package names it."""
    metrics = {metric["key"]: metric["probe"] for metric in plan["metrics"]}
    wanted = set(plan["outputs"])
    for planned in plan["functions"]:
        home = sys.modules["%s.%s" % (plan["package"], planned["module"])]
        function = getattr(home, planned["name"], None)
        if function is None:
            continue
        wrapped = observing(function, planned, wanted, metrics, observe, step)
        for module in [home, *modules]:
            for name, value in list(vars(module).items()):
                if value is function:
                    setattr(module, name, wrapped)


def observing(function, planned, wanted, metrics, observe, step):
    @functools.wraps(function)
    def observed(*positional, **named):
        step({"function": "%s.%s" % (planned["module"], planned["name"])})
        returned = function(*positional, **named)
        outputs = planned["outputs"]
        values, reported = split(returned, len(outputs), planned["reports"])
        for output, value in zip(outputs, values):
            if output["probe"] in wanted:
                observe(output["probe"], value)
        for key, value in reported.items():
            if key in metrics:
                observe(metrics[key], value)
        return returned

    return observed


def split(returned, count, reports):
    """What a stage function returns, taken apart: its values in order, and the metrics behind them."""
    reported = {}
    if reports:
        returned, reported = (None, returned) if count == 0 else (returned[:-1], returned[-1])
        if count == 1:
            returned = returned[0]
    if count == 0:
        return [], reported
    if count == 1:
        return [returned], reported
    if isinstance(returned, tuple) and len(returned) == count:
        return list(returned), reported
    # A value of its own class, with a field for each.
    fields = getattr(returned, "__dataclass_fields__", {})
    return [getattr(returned, name) for name in fields] if len(fields) == count else [], reported
