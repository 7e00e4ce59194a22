"""What is read out of ansible-playbook's own words."""

from __future__ import annotations

from ops.kubespray.progress import SHOWN, Progress

SAID = """\

PLAY [Wait for the nodes] ******************************************************

TASK [SSH answers] *************************************************************
Tuesday 24 November 2026  06:00:00 +0000 (0:00:00.011)       0:00:00.011 ******
ok: [wn0]
changed: [cp0 -> localhost]
fatal: [wn1]: UNREACHABLE! => {"changed": false, "msg": "no"}

TASK [role : The node is ready] ************************************************
ok: [wn0] => {
    "msg": "ready"
}
skipping: [cp0]

PLAY RECAP *********************************************************************
wn0                        : ok=2    changed=0    unreachable=0    failed=0
ok: [somebody]
"""


def progress(text: str = SAID) -> Progress:
    reading = Progress()
    for line in text.splitlines(keepends=True):
        reading.read(line)
    return reading


def test_hosts_are_told_apart_by_task() -> None:
    reading = progress()
    assert reading.passed == {"SSH answers": {"wn0", "cp0"}, "role : The node is ready": {"wn0"}}
    assert reading.failed == {"wn1": "SSH answers"}


def test_how_far_it_is_is_a_line() -> None:
    assert progress(SAID.partition("PLAY RECAP")[0]).now == "Wait for the nodes: role : The node is ready (task 2)"
    assert Progress().now == "starting"


def test_the_last_lines_are_few_and_without_empty_ones_and_times() -> None:
    assert all(line.strip() and "November" not in line for line in progress().last_lines)
    assert len(progress(SAID * 10).last_lines) == SHOWN
