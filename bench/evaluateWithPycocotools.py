"""Evaluates a ground truth and detections with pycocotools, and prints its summary as JSON."""

import contextlib
import io
import json
import sys

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def main(truth_file, found_file):
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(truth_file)
        run = COCOeval(truth, truth.loadRes(found_file), "bbox")
        run.evaluate()
        run.accumulate()
        run.summarize()
    print(json.dumps(run.stats.tolist()))


if __name__ == "__main__":
    main(*sys.argv[1:])
