"""Makes every fixture of this folder anew and compares it with the one that is kept.

Run with numpy, scipy, scikit-learn, statsmodels and netcal installed:  python check.py
Ends with 1 where a structure or a text differs, or a number by more than 1e-11 of its size (or of 1, where it is smaller).
"""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
LIMIT = 1e-11


def distance(kept, made, where=""):
    """The largest distance of two numbers, and where it is; infinite where anything else differs."""
    number = lambda v: isinstance(v, (int, float)) and not isinstance(v, bool)
    if number(kept) and number(made):
        return abs(kept - made) / max(1, abs(kept)), where
    if isinstance(kept, dict) and isinstance(made, dict) and kept.keys() == made.keys():
        pairs = [(kept[k], made[k], f"{where}/{k}") for k in kept]
    elif isinstance(kept, list) and isinstance(made, list) and len(kept) == len(made):
        pairs = [(a, b, f"{where}[{i}]") for i, (a, b) in enumerate(zip(kept, made))]
    else:
        return (0 if kept == made else float("inf")), where
    return max((distance(*pair) for pair in pairs), default=(0, where))


worst = 0
for script in sorted(HERE.glob("make_*.py")):
    name = script.stem.removeprefix("make_") + ".json"
    made = subprocess.run([sys.executable, str(script)], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    largest, where = distance(json.loads((HERE / name).read_text()), json.loads(made.stdout))
    print(f"{name}: {f'{largest:.1e} at {where}' if largest > 0 else 'the same'}")
    worst = max(worst, largest)
sys.exit(worst > LIMIT)
