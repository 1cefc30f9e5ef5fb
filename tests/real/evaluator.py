"""Asks poolsmith's evaluator, evaluate.rs."""

import json
import subprocess


def decisions(program, cases):
    """For each case, the decision on each of its requests and what is open; one process for all of them."""
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    answer = subprocess.run([program], input=lines, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return [json.loads(line) for line in answer.stdout.splitlines()]
