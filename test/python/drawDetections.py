"""Draws random boxes, masks and key points, evaluates them with pycocotools, and writes both as JSON.

The unit tests compare our evaluation with these numbers. NaN and -1 stand as null. The seed and the versions of the
tools stand in the output.
"""

import contextlib
import copy
import io
import json
import platform
import sys
import warnings
from importlib import metadata

import numpy
from pycocotools import mask as masks
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from sklearn import metrics

SEED = 20261122


def number(value):
    value = float(value)
    return value if numpy.isfinite(value) and value > -1 else None


def draw_box(random, width, height, kind):
    if kind == "bounds":
        # Areas that lie exactly on the ends of the size classes.
        side = float(random.choice([32, 96, 16, 48]))
        left, top = random.integers(0, width - 96), random.integers(0, height - 96)
        return [float(left), float(top), side, side * random.choice([1, 1, 2])]
    if kind == "grid":
        # Coarse places, so that overlaps are equal again and again.
        return [float(10 * value) for value in (*random.integers(0, 6, 2), *random.integers(1, 5, 2))]
    left, top = random.uniform(0, width * 0.8), random.uniform(0, height * 0.8)
    return [left, top, random.uniform(1, width - left), random.uniform(1, height - top)]


def shake(random, box, amount):
    left, top, width, height = box
    return [
        left + random.normal(0, amount * width),
        top + random.normal(0, amount * height),
        max(0.5, width * random.lognormal(0, amount)),
        max(0.5, height * random.lognormal(0, amount)),
    ]


def polygon_of(random, box):
    left, top, width, height = box
    corners = int(random.integers(3, 9))
    angles = numpy.sort(random.uniform(0, 2 * numpy.pi, corners))
    radius = random.uniform(0.4, 1, corners)
    xs = left + width / 2 * (1 + radius * numpy.cos(angles))
    ys = top + height / 2 * (1 + radius * numpy.sin(angles))
    return numpy.stack([xs, ys], axis=1).ravel().round(2).tolist()


def shake_polygons(random, polygons, amount):
    return [[round(value + random.normal(0, amount), 2) for value in polygon] for polygon in polygons]


def segmentation_of(polygons, width, height, kind):
    """Polygons, or runs, compressed or not."""
    if kind == "polygons":
        return polygons
    compressed = masks.merge(masks.frPyObjects(polygons, height, width))
    if kind == "compressed":
        return {"size": [height, width], "counts": compressed["counts"].decode()}
    pixels = masks.decode(compressed).ravel(order="F")
    changes = numpy.flatnonzero(numpy.diff(pixels)) + 1
    ends = numpy.concatenate([[0], changes, [pixels.size]])
    runs = numpy.diff(ends).tolist()
    return {"size": [height, width], "counts": runs if pixels[0] == 0 else [0, *runs]}


def draw_scene(random, shape):
    """A ground truth and detections, as COCO writes them."""
    kind = shape.get("boxes", "plain")
    width, height = shape.get("size", (400, 300))
    image_ids = random.permutation(1000)[: shape["images"]].tolist()
    class_ids = sorted(random.choice(2000, shape["classes"], replace=False).tolist())
    annotations, detections, outlines = [], [], {}
    first = shape.get("firstId", 1)
    for image in image_ids:
        for _ in range(int(random.poisson(shape["truths"]))):
            box = draw_box(random, width, height, kind)
            area = box[2] * box[3] * (1 if kind == "bounds" else random.uniform(0.5, 1))
            annotation = {
                "id": first + len(annotations),
                "image_id": image,
                "category_id": int(random.choice(class_ids)),
                "bbox": box,
                "area": area,
                "iscrowd": int(random.random() < shape.get("crowd", 0)),
            }
            if shape["task"] == "segm":
                form = "uncompressed" if annotation["iscrowd"] else str(random.choice(["polygons", "compressed"]))
                outline = [polygon_of(random, box) for _ in range(int(random.integers(1, 3)))]
                outlines[annotation["id"]] = outline
                annotation["segmentation"] = segmentation_of(outline, width, height, form)
            if shape["task"] == "keypoints":
                annotation["keypoints"] = draw_points(random, box)
                annotation["num_keypoints"] = sum(1 for seen in annotation["keypoints"][2::3] if seen > 0)
            annotations.append(annotation)
            for _ in range(int(random.poisson(shape.get("answers", 1.2)))):
                near = box if kind == "grid" and random.random() < 0.3 else shake(random, box, random.choice([0.02, 0.1, 0.3]))
                same = random.random() < 0.85
                detections.append((image, annotation["category_id"] if same else int(random.choice(class_ids)), near, annotation))
        for _ in range(int(random.poisson(shape.get("noise", 1)))):
            detections.append((image, int(random.choice(class_ids)), draw_box(random, width, height, kind), None))
    order = random.permutation(len(detections))
    answers = []
    for index in order:
        image, category, box, truth = detections[index]
        score = random.random() if not shape.get("ties") else float(random.integers(0, 4)) / 4
        answer = {"image_id": image, "category_id": category, "score": score}
        if shape["task"] == "segm":
            outline = (
                [polygon_of(random, box)]
                if truth is None
                else shake_polygons(random, outlines[truth["id"]], random.choice([0, 0.5, 2, 5]))
            )
            # The tool takes nothing but compressed runs as answers.
            answer["segmentation"] = segmentation_of(outline, width, height, "compressed")
        elif shape["task"] == "keypoints":
            answer["keypoints"] = draw_points(random, box, truth)
        else:
            answer["bbox"] = box
        answers.append(answer)
    truth = {
        "images": [{"id": image, "width": width, "height": height, "file_name": f"{image}.png"} for image in image_ids],
        "categories": [{"id": category, "name": f"class {category}"} for category in class_ids],
        "annotations": annotations,
    }
    return truth, answers


def draw_points(random, box, truth=None):
    left, top, width, height = box
    points = []
    for at in range(17):
        if truth is None:
            x, y = left + random.random() * width, top + random.random() * height
        else:
            scale = random.choice([0.01, 0.1])
            x = truth["keypoints"][3 * at] + random.normal(0, scale * width)
            y = truth["keypoints"][3 * at + 1] + random.normal(0, scale * height)
        points += [float(x), float(y), int(random.choice([0, 1, 2]))]
    if truth is None and random.random() < 0.1:
        points[2::3] = [0] * 17
    return points


def evaluate(truth, answers, task):
    with contextlib.redirect_stdout(io.StringIO()):
        ground = COCO()
        ground.dataset = copy.deepcopy(truth)
        ground.createIndex()
        if answers:
            found = ground.loadRes(copy.deepcopy(answers))
        else:
            # loadRes cannot read an empty list.
            found = COCO()
            found.dataset = {"images": truth["images"], "categories": truth["categories"], "annotations": []}
            found.createIndex()
        run = COCOeval(ground, found, task)
        run.evaluate()
        run.accumulate()
        run.summarize()
    return run


def draw_detections(random):
    shapes = [
        {"task": "bbox", "images": 12, "classes": 3, "truths": 4},
        {"task": "bbox", "images": 12, "classes": 3, "truths": 4, "crowd": 0.3},
        {"task": "bbox", "images": 10, "classes": 2, "truths": 5, "ties": True},
        {"task": "bbox", "images": 10, "classes": 2, "truths": 6, "boxes": "grid", "ties": True, "crowd": 0.2, "answers": 2},
        {"task": "bbox", "images": 15, "classes": 4, "truths": 4, "boxes": "bounds"},
        {"task": "bbox", "images": 8, "classes": 2, "truths": 3, "firstId": 0},
        {"task": "bbox", "images": 5, "classes": 3, "truths": 0, "noise": 3},
        {"task": "bbox", "images": 5, "classes": 3, "truths": 4, "answers": 0, "noise": 0},
        {"task": "bbox", "images": 1, "classes": 1, "truths": 3},
        {"task": "bbox", "images": 3, "classes": 1, "truths": 3, "noise": 130, "answers": 3},
        {"task": "bbox", "images": 30, "classes": 120, "truths": 6},
        {"task": "bbox", "images": 6, "classes": 20, "truths": 1, "noise": 6},
        {"task": "segm", "images": 8, "classes": 3, "truths": 4, "size": (120, 90)},
        {"task": "segm", "images": 8, "classes": 2, "truths": 4, "size": (120, 90), "crowd": 0.4, "ties": True},
        {"task": "segm", "images": 6, "classes": 2, "truths": 5, "size": (200, 130)},
        {"task": "keypoints", "images": 10, "classes": 1, "truths": 3},
        {"task": "keypoints", "images": 6, "classes": 2, "truths": 4, "crowd": 0.2, "ties": True},
    ]
    cases = []
    for shape in shapes:
        truth, answers = draw_scene(random, shape)
        run = evaluate(truth, answers, shape["task"])
        precision = run.eval["precision"].mean(axis=1)
        cases.append(
            {
                "task": shape["task"],
                "truth": truth,
                "answers": answers,
                "stats": [number(value) for value in run.stats],
                # Thresholds * classes * areas * most.
                "averagePrecision": [number(value) for value in precision.ravel()],
                "recall": [number(value) for value in run.eval["recall"].ravel()],
            }
        )
    return cases


def draw_polygons(random):
    cases = []
    for index in range(60):
        width, height = (int(value) for value in random.integers(1, 60, 2))
        corners = int(random.integers(3, 12))
        points = random.uniform(-10, 70, (corners, 2))
        if index % 3 == 0:
            points = points.round()
        if index % 5 == 0:
            points[1] = points[0]
        if index % 7 == 0:
            points = numpy.clip(points, 0, [width, height])
        flat = points.ravel().tolist()
        runs = masks.frPyObjects([flat], height, width)[0]
        cases.append(
            {
                "points": flat,
                "width": width,
                "height": height,
                "counts": runs["counts"].decode(),
                "area": int(masks.area(runs)),
                "box": masks.toBbox(runs).tolist(),
            }
        )
    return cases


def draw_masks(random):
    cases = []
    for share in (0, 1, 0.5, 0.02, 0.9, 0.3):
        for width, height in ((1, 1), (7, 5), (40, 31), (1, 300), (200, 90)):
            first = (random.random((height, width)) < share).astype(numpy.uint8)
            second = (random.random((height, width)) < random.random()).astype(numpy.uint8)
            runs = [masks.encode(numpy.asfortranarray(pixels)) for pixels in (first, second)]
            cases.append(
                {
                    "width": width,
                    "height": height,
                    "first": runs[0]["counts"].decode(),
                    "second": runs[1]["counts"].decode(),
                    "areas": [int(masks.area(one)) for one in runs],
                    "boxes": [masks.toBbox(one).tolist() for one in runs],
                    "united": masks.merge(runs)["counts"].decode(),
                    "overlap": number(masks.iou([runs[0]], [runs[1]], [0])[0][0]),
                    "crowdOverlap": number(masks.iou([runs[0]], [runs[1]], [1])[0][0]),
                }
            )
    return cases


def draw_segmentation(random):
    """Pictures of classes: pooled as scikit-learn counts them, and picture by picture."""
    cases = []
    for classes in (2, 2, 3, 6, 30):
        for ignored in (False, True):
            pictures = []
            for _ in range(int(random.integers(1, 6))):
                rows, columns = (int(value) for value in random.integers(1, 16, 2))
                present = random.choice(classes, int(random.integers(1, classes + 1)), replace=False)
                truth = random.choice(present, (rows, columns))
                answer = numpy.where(random.random((rows, columns)) < 0.3, random.choice(present, (rows, columns)), truth)
                if ignored:
                    truth = numpy.where(random.random((rows, columns)) < 0.15, 255, truth)
                pictures.append((truth.ravel(), answer.ravel()))
            labels = list(range(classes))
            kept = [(truth[truth != 255], answer[truth != 255]) for truth, answer in pictures]
            pooled = tuple(numpy.concatenate(side) for side in zip(*kept))
            cases.append(
                {
                    "classes": classes,
                    "pictures": [{"truth": truth.tolist(), "answer": answer.tolist()} for truth, answer in pictures],
                    "confusion": metrics.confusion_matrix(*pooled, labels=labels).ravel().tolist(),
                    "accuracy": number(metrics.accuracy_score(*pooled)) if len(pooled[0]) else None,
                    "pooledIou": per_class(*pooled, classes, iou),
                    "pooledDice": per_class(*pooled, classes, dice),
                    "pictureIou": mean_of_pictures(kept, classes, iou),
                    "pictureDice": mean_of_pictures(kept, classes, dice),
                    "pictureAccuracy": number(numpy.mean([numpy.mean(t == a) for t, a in kept if len(t)]))
                    if any(len(t) for t, _ in kept)
                    else None,
                }
            )
    return cases


def iou(truth, answer):
    union = numpy.logical_or(truth, answer).sum()
    return numpy.logical_and(truth, answer).sum() / union if union else numpy.nan


def dice(truth, answer):
    size = truth.sum() + answer.sum()
    return 2 * numpy.logical_and(truth, answer).sum() / size if size else numpy.nan


def per_class(truth, answer, classes, measure):
    return [number(measure(truth == one, answer == one)) for one in range(classes)]


def mean_of_pictures(pictures, classes, measure):
    """By class: the mean over the pictures in which it has a value."""
    values = numpy.array([[measure(t == one, a == one) for one in range(classes)] for t, a in pictures])
    return [number(numpy.nanmean(column)) if not numpy.isnan(column).all() else None for column in values.T]


def main(file):
    warnings.simplefilter("ignore")
    random = numpy.random.Generator(numpy.random.PCG64(SEED))
    fixture = {
        "tools": {
            "python": platform.python_version(),
            **{name: metadata.version(name) for name in ("numpy", "pycocotools", "scikit-learn")},
        },
        "seed": SEED,
        "polygons": draw_polygons(random),
        "masks": draw_masks(random),
        "detections": draw_detections(random),
        "segmentation": draw_segmentation(random),
    }
    with open(file, "w", encoding="utf-8") as stream:
        json.dump(fixture, stream, allow_nan=False, default=float)
        stream.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
