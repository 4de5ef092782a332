"""Lets MLflow read the run that Plumbline exported into a folder, and writes what it found as JSON."""

import json
import os
import sys

os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"

import mlflow  # noqa: E402 (the environment is read on import)

mlflow.set_tracking_uri(f"file:{sys.argv[1]}")
client = mlflow.MlflowClient()
runs = []
for experiment in client.search_experiments():
    for run in client.search_runs([experiment.experiment_id], filter_string="metrics.recall > 0.5"):
        path = client.download_artifacts(run.info.run_id, "run.json")
        with open(path, encoding="utf-8") as file:
            kind = json.load(file)["kind"]
        runs.append(
            {
                "experiment": experiment.name,
                "name": run.info.run_name,
                "status": run.info.status,
                "started": run.info.start_time,
                "metrics": run.data.metrics,
                "params": run.data.params,
                "commit": run.data.tags.get("mlflow.source.git.commit"),
                "undefined": run.data.tags.get("plumbline.undefined.auc"),
                "history": len(client.get_metric_history(run.info.run_id, "recall")),
                "artifact": kind,
            }
        )
with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump(runs, file)
