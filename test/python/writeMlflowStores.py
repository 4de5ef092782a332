"""Lets MLflow write a database and a folder with the same runs, and says what MLflow itself reads from them."""

import json
import math
import os
import sys

os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"

import mlflow  # noqa: E402 (the environment is read on import)


def write_store(uri):
    mlflow.set_tracking_uri(uri)
    for experiment in ("delay", "other"):
        mlflow.set_experiment(experiment)
        for turn in range(2):
            with mlflow.start_run(run_name=f"{experiment} {turn}"):
                mlflow.log_param("rate", 0.1 * (turn + 1))
                mlflow.set_tag("mlflow.source.git.commit", "a" * 40)
                for step, value in enumerate((0.5, 0.75, 0.6 + turn / 10)):
                    mlflow.log_metric("test/recall", value, step=step)
                # A step that was logged late is not the last one.
                mlflow.log_metric("test/recall", 0.1, step=1)
                mlflow.log_metric("lost", math.nan)
                mlflow.log_metric("endless", -math.inf)
    mlflow.set_experiment("delay")
    with mlflow.start_run(run_name="gone") as run:
        mlflow.log_metric("test/recall", 1)
    mlflow.delete_run(run.info.run_id)


def read_store(uri):
    mlflow.set_tracking_uri(uri)
    client = mlflow.MlflowClient()
    runs = []
    for experiment in client.search_experiments():
        for run in client.search_runs([experiment.experiment_id]):
            values = {key: value for key, value in run.data.metrics.items() if math.isfinite(value) and abs(value) < 1e308}
            runs.append(
                {
                    "id": run.info.run_id,
                    "name": run.info.run_name,
                    "experiment": experiment.name,
                    "isFinished": run.info.status == "FINISHED",
                    "values": values,
                    "params": run.data.params,
                    "commit": run.data.tags["mlflow.source.git.commit"],
                }
            )
    return runs


folder = sys.argv[1]
os.chdir(folder)
stores = {"database": f"sqlite:///{folder}/mlflow.db", "folder": f"file:{folder}/mlruns"}
for uri in stores.values():
    write_store(uri)
with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as file:
    json.dump({name: read_store(uri) for name, uri in stores.items()}, file)
