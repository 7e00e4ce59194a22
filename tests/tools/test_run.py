"""Failures of other programs, as set-up shows them."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from tools import commands
from tools.console import Step
from tools.errors import SetupError
from tools.paths import PROJECT
from tools.run import explain, run

LOG = Path("log")


def test_the_last_error_said_and_the_next_step_make_one_line() -> None:
    said = "Resolving…\nERROR: no matching distribution.\nnote: see above"
    line = explain("Python packages", said, "Check the index, then run it again", LOG)
    assert line == ("Python packages: ERROR: no matching distribution. Check the index, then run it again (log: log)")


def test_npm_gives_its_reason_before_much_else() -> None:
    said = (
        "npm error code ECONNREFUSED\nnpm error syscall connect\n"
        "npm error FetchError: request to a host failed\nnpm error     at somewhere\n"
        "npm error A complete log of this run can be found in: /x"
    )
    assert explain("CLI", said, "Check npm", LOG).startswith("CLI: npm error FetchError: request to a host failed. Check npm")


def test_a_complaint_of_the_compiler_is_found_among_the_names_of_packages() -> None:
    said = "internal/errors\n# grpc\nx/handler.go:271:18: undefined: http2.TrailerPrefix\ngrpc/internal/errors"
    assert explain("local", said, "Look", LOG).startswith("local: x/handler.go:271:18: undefined: http2.TrailerPrefix. Look")


@pytest.mark.parametrize("sign", ["OSError: [Errno 28] No space left on device", "npm error code ENOSPC"])
def test_a_full_disk_is_called_by_its_name(sign: str) -> None:
    assert "the disk is full; free some space" in explain("npm", f"{sign}\nerror: exit 1", "…", LOG)


def test_a_program_that_fails_is_logged_and_reported(tmp_path: Path) -> None:
    log = tmp_path / "log" / "step.log"
    script = "import sys; print('error: nothing there'); sys.exit(3)"
    with pytest.raises(SetupError, match=r"a step: error: nothing there\. Look"), Step("a step") as step:
        run([sys.executable, "-c", script], step=step, log=log, cwd=tmp_path, next_step="Look")
    assert "error: nothing there" in log.read_text()


def test_a_program_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="does not start"), Step("a step") as step:
        run([tmp_path / "nothing"], step=step, log=tmp_path / "log", cwd=tmp_path, next_step="Look")


def test_each_line_of_output_can_be_shown_and_all_are_returned(tmp_path: Path) -> None:
    seen: list[str] = []

    def note(line: str) -> str:
        seen.append(line)
        return line

    with Step("a step") as step:
        output = run(
            [sys.executable, "-c", "print('one'); print(); print('two')"],
            step=step,
            log=tmp_path / "log",
            cwd=tmp_path,
            next_step="Look",
            progress=note,
        )
    assert seen == ["one", "two"]
    assert output == "one\n\ntwo"


@pytest.mark.parametrize(
    ("raised", "status", "said"),
    [
        (SetupError("npm is out of reach"), 1, "setup: npm is out of reach\n"),
        (OSError(errno.ENOSPC, "No space left on device"), 1, "setup: the disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "x"), 1, "Permission denied: 'x'. Repair that"),
        (KeyboardInterrupt(), 130, "setup: interrupted; run it again to go on.\n"),
    ],
)
def test_a_problem_is_one_line_and_a_status(
    raised: BaseException,
    status: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def command(paths: object) -> None:
        raise raised

    monkeypatch.setitem(commands.COMMANDS, "setup", command)
    assert commands.main(["setup"]) == status
    error = capsys.readouterr().err
    assert said in error
    assert error.strip().count("\n") == 0


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["setup", "more"]])
def test_wrong_usage_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(arguments) == 2
    assert "usage:" in capsys.readouterr().err


def test_set_up_needs_nothing_but_the_standard_library() -> None:
    # -S: without site-packages; -I: without the user's. A fresh machine has neither.
    code = f"import sys; sys.path.insert(0, {str(PROJECT)!r}); import tools.commands, tools.toolchain"
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True)


def test_an_old_python_is_told_so_in_one_line(tmp_path: Path) -> None:
    main = (PROJECT / "tools" / "__main__.py").read_text()
    code = f"import sys; sys.version_info = (3, 9, 1); exec({main!r})"
    said = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert said.stderr == (
        "setup: this is Python 3.9, and 3.11 or newer is needed; install one and name it: make setup PYTHON=python3.12\n"
    )
