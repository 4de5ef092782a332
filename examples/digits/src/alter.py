"""Makes the images that "arrive" at the example: four weeks of digits, in three of which the scanner is out of order.

Every image is one of the training part, chosen by a seed, so the first week is nothing but the reference again.

    python -m pip install --requirement requirements.txt
    python src/alter.py
"""

import csv
import random
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image, ImageFilter, ImageOps

SEED = 20260105
PER_WEEK = 120
MONDAY = datetime(2026, 1, 5)
ROOT = Path(__file__).resolve().parent.parent
TRAIN = ROOT / "data" / "digits" / "train"
INCOMING = ROOT / "data" / "incoming"

WEEKS = {
    "2026-W02": lambda image: image,
    # The lamp grows weak.
    "2026-W03": lambda image: image.point([value * 11 // 20 for value in range(256)]),
    # The glass is dirty.
    "2026-W04": lambda image: image.filter(ImageFilter.BoxBlur(1)),
    # Somebody has changed a setting: dark is light.
    "2026-W05": ImageOps.invert,
}


def main():
    choose = random.Random(SEED)
    digits = sorted(TRAIN.glob("*/*.png"))
    shutil.rmtree(INCOMING, ignore_errors=True)
    rows = []
    for week, (name, alter) in enumerate(WEEKS.items()):
        (INCOMING / name).mkdir(parents=True)
        for number, source in enumerate(choose.sample(digits, PER_WEEK)):
            target = INCOMING / name / f"{number:03}.png"
            alter(Image.open(source).convert("L")).save(target, optimize=True)
            scanned = MONDAY + timedelta(weeks=week, minutes=number * 7 * 24 * 60 // PER_WEEK)
            rows.append((target.relative_to(INCOMING).as_posix(), scanned.strftime("%Y-%m-%d %H:%M")))
    with open(ROOT / "data" / "incoming.csv", "w", newline="\n", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("image", "scanned_at"))
        writer.writerows(rows)


if __name__ == "__main__":
    main()
