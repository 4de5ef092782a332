"""The peer of our drift: Evidently's data-drift preset over two Parquet files, as its documentation runs it.

    compareDrift.py REFERENCE CURRENT

Prints the columns that drift, the columns that were compared, the seconds from the files to the answer, and the
highest resident memory of this process in MiB. Loading the libraries is not counted.
"""

import json
import os
import resource
import sys
import time
import warnings

os.environ["DO_NOT_TRACK"] = "1"

import pandas  # noqa: E402
from evidently import DataDefinition, Dataset, Report  # noqa: E402
from evidently.presets import DataDriftPreset  # noqa: E402


def main(reference_file, current_file):
    warnings.simplefilter("ignore")
    start = time.perf_counter()
    frames = [pandas.read_parquet(file) for file in (reference_file, current_file)]
    texts = [name for name in frames[0].columns if not pandas.api.types.is_numeric_dtype(frames[0][name])]
    numbers = [name for name in frames[0].columns if name not in texts]
    definition = DataDefinition(numerical_columns=numbers, categorical_columns=texts)
    reference, current = (Dataset.from_pandas(frame, data_definition=definition) for frame in frames)
    metrics = Report([DataDriftPreset()]).run(current, reference).dict()["metrics"]
    seconds = time.perf_counter() - start
    drifted = next(int(metric["value"]["count"]) for metric in metrics if isinstance(metric["value"], dict))
    compared = sum(not isinstance(metric["value"], dict) for metric in metrics)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"drifted": drifted, "compared": compared, "seconds": seconds, "peakMiB": peak}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
