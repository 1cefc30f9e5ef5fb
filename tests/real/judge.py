"""Asks the independent IAM evaluator, judge.mjs, and says in words where it disagrees."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("judge.mjs")


@dataclass
class Question:
    """One request, and whether it must be allowed."""

    expected: bool
    words: str
    request: dict


def run_node(script, given):
    """What a script for Node writes, given this on stdin, both as JSON."""
    answer = subprocess.run(
        ["node", script], input=json.dumps(given), capture_output=True, text=True, cwd=os.environ["POOLSMITH_TEST_TOOLS"]
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def verdicts(requests):
    """The verdict on each request; one process for all of them."""
    assert requests, "nothing was asked"
    return run_node(SCRIPT, requests)


def judge(questions):
    """Fails with every question whose verdict is another than expected."""
    wrong = [
        f"{question.words}\n    expected {'Allowed' if question.expected else 'denied'}, judged {verdict}"
        for question, verdict in zip(questions, verdicts([question.request for question in questions]), strict=True)
        if verdict not in (["Allowed"] if question.expected else ["ImplicitlyDenied", "ExplicitlyDenied"])
    ]
    assert not wrong, "\n".join([f"{len(wrong)} of {len(questions)} verdicts are wrong:", *wrong])
