"""Runs a notebook or a package once, contained, and writes down what its values are at the probes.

    python plumbline_run.py PLAN.json

PLAN.json says what to run (schemas/verificationRun.ts). Observations go to `results/observations.jsonl` as they are
made, the ending to `results/outcome.json`, one line for each step to file descriptor 3. On POSIX the process splits: the
first half only watches standard input, whose end means that nobody waits any more, and then ends the whole group.
"""

import json
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        plan = json.load(file)
    if hasattr(os, "fork"):
        child = os.fork()
        if child != 0:
            supervise(child)
    else:
        watch_input()
    run(plan)


def watch_input():
    """Where processes cannot split, a thread does what `supervise` does."""
    import threading

    asked = os.dup(0)

    def wait():
        while os.read(asked, 1024) != b"":
            pass
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def supervise(child):
    import select
    import signal

    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended != 0:
            os._exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
        # What arrives is nothing; that nothing can arrive any more says that the worker is gone.
        if select.select([0], [], [], 0.02)[0] and os.read(0, 1024) == b"":
            os.killpg(0, signal.SIGKILL)


def run(plan):
    # Modules of the harness are here before the code that is run can put others in their place.
    sys.path.insert(0, HERE)
    import plumbline_contain
    import plumbline_digest
    import plumbline_notebook
    import plumbline_package

    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != HERE]
    results = plan["results"]
    steps = open(3, "w", encoding="utf-8", buffering=1, closefd=False)
    observations = open(os.path.join(results, "observations.jsonl"), "w", encoding="utf-8", buffering=1)
    silent_input = os.open(os.devnull, os.O_RDONLY)
    os.dup2(silent_input, 0)
    layers = plumbline_contain.contain(
        plan["tree"], [results, plan["blobs"], *plan["scratch"]], plan["memoryBytes"], plan["fileBytes"]
    )
    os.chdir(plan["folder"])
    describer = plumbline_digest.Describer(plan["blobs"], plan["blobBytes"], ["__main__", plan["package"]])

    def observe(probe, value):
        described = describer.describe(value)
        observations.write(json.dumps({"probe": probe, "value": described}) + "\n")

    def step(place):
        steps.write(json.dumps(place) + "\n")

    started = time.perf_counter()
    runner = plumbline_notebook if plan["what"] == "notebook" else plumbline_package
    failure = runner.run(plan, observe, step)
    seconds = time.perf_counter() - started
    for probe, location in find_written(plan):
        observe_file(observe, probe, location)
    outcome = {"failure": failure, "seconds": seconds, "peakMemoryBytes": peak_memory(), "layers": layers}
    with open(os.path.join(results, "outcome.json"), "w", encoding="utf-8") as file:
        json.dump(outcome, file)
    observations.flush()
    sys.stdout.flush()
    # Threads and exit handlers of the code that was run have nothing to say any more.
    os._exit(0)


def find_written(plan):
    """The files that the run was to write, where it wrote them; absolute paths are mirrored below the tree."""
    for written in plan["written"]:
        asked = written["path"]
        location = os.path.join(plan["tree"], asked.lstrip("/\\")) if os.path.isabs(asked) else asked
        location = os.path.join(plan["folder"], location)
        if os.path.isfile(location):
            yield written["probe"], location


def observe_file(observe, probe, location):
    """What a written file holds, by its kind; a file of an unknown kind by its bytes."""
    ending = os.path.splitext(location)[1].lower()
    try:
        if ending in (".csv", ".tsv"):
            import pandas

            value = pandas.read_csv(location, sep="\t" if ending == ".tsv" else ",")
        elif ending in (".parquet", ".feather"):
            import pandas

            value = pandas.read_parquet(location) if ending == ".parquet" else pandas.read_feather(location)
        elif ending in (".pkl", ".pickle", ".joblib"):
            value = load_pickle(location)
        elif ending in (".npy", ".npz"):
            import numpy

            loaded = numpy.load(location, allow_pickle=True)
            value = dict(loaded) if ending == ".npz" else loaded
        elif ending == ".json":
            with open(location, encoding="utf-8") as file:
                value = json.load(file)
        elif ending in (".png", ".jpg", ".jpeg", ".svg", ".pdf"):
            return
        else:
            with open(location, "rb") as file:
                value = file.read()
    except Exception:  # A file that its own library cannot read back is compared by its bytes.
        with open(location, "rb") as file:
            value = file.read()
    observe(probe, value)


def load_pickle(location):
    """Reads with joblib where the run itself used it, and with pickle otherwise."""
    if "joblib" in sys.modules:
        return sys.modules["joblib"].load(location)
    import pickle

    with open(location, "rb") as file:
        return pickle.load(file)


def peak_memory():
    """Largest resident memory of this process, in bytes; None where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


if __name__ == "__main__":
    main()
