"""The command line's exit statuses and its one clear error."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from lab import api, cli, install
from lab.errors import LabError
from lab.layout import DEFAULT_ROOT, REPOSITORY, Layout


@pytest.mark.parametrize("words", [[], ["fly"], ["up", "--port-base", "high"], ["down", "--port-base", "15000"]])
def test_wrong_usage_ends_with_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    assert end.value.code == 2


def test_status_without_a_lab_ends_with_1_and_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["status", "--root", str(tmp_path)]) == 1
    assert "lab up" in capsys.readouterr().out


def test_down_and_reset_without_a_lab_are_fine_and_make_nothing(tmp_path: Path) -> None:
    root = tmp_path / "none"
    assert cli.main(["down", "--root", str(root)]) == 0
    assert cli.main(["reset", "--root", str(root)]) == 0
    assert not root.exists()


@pytest.mark.parametrize("command", ["up", "down", "reset"])
def test_a_folder_that_is_no_lab_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "passwd").touch()
    tmp_path.chmod(0o755)
    assert cli.main([command, "--root", str(tmp_path)]) == 1
    assert "is no lab, it holds etc" in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*")] == ["etc", "passwd"]
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_a_taken_port_is_one_error_line_and_leaves_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install, "ensure", lambda *_: None)
    with socket.socket() as other_program:
        other_program.bind(("127.0.0.1", 0))
        other_program.listen()
        port = other_program.getsockname()[1]
        assert cli.main(["up", "--root", str(tmp_path), "--port-base", str(port)]) == 1
    errors = capsys.readouterr().err
    assert errors.startswith(f"lab: port {port} (keystone)")
    assert errors.count("\n") == 1
    assert not (tmp_path / "run" / "supervisor.pid").exists()


def test_a_port_base_that_is_no_number_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LAB_PORT_BASE", "high")
    assert cli.main(["up", "--root", str(tmp_path)]) == 1
    assert "LAB_PORT_BASE: 'high'" in capsys.readouterr().err


def test_an_interruption_ends_with_130_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "up", interrupted)
    assert cli.main(["up"]) == 130
    assert "goes on from here" in capsys.readouterr().err


def test_the_launcher_runs_on_the_standard_library_alone(tmp_path: Path) -> None:
    program = "import sys; sys.path.insert(0, sys.argv[1]); from lab import cli; sys.exit(cli.main(sys.argv[2:]))"
    words = [sys.executable, "-I", "-S", "-c", program, str(REPOSITORY), "status", "--root", str(tmp_path)]
    finished = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (finished.returncode, finished.stderr) == (1, "")


def test_a_root_is_chosen_by_option_then_environment_then_default(tmp_path: Path) -> None:
    assert Layout.of(tmp_path / "a", {"LAB_ROOT": str(tmp_path / "b")}).root == tmp_path / "a"
    assert Layout.of(None, {"LAB_ROOT": str(tmp_path / "b")}).root == tmp_path / "b"
    assert Layout.of(None, {}).root == DEFAULT_ROOT


def test_a_second_lab_shares_the_first_ones_environment(tmp_path: Path) -> None:
    assert Layout.of(tmp_path, {}).venv == DEFAULT_ROOT / "venv"
    assert Layout.of(tmp_path, {"LAB_VENV": str(tmp_path / "v")}).venv == tmp_path / "v"


def test_the_api_names_the_file_before_the_lab_is_made(tmp_path: Path) -> None:
    assert api.clouds_yaml(tmp_path) == tmp_path / "clouds.yaml"
    endpoint = api.Endpoint(tmp_path / "clouds.yaml", "http://127.0.0.1:5000/v3")
    assert endpoint.environ() == {"OS_CLIENT_CONFIG_FILE": str(tmp_path / "clouds.yaml"), "OS_CLOUD": "lab"}


def test_a_half_made_cloud_is_made_again_with_a_new_identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "ensure", lambda *_: None)
    monkeypatch.setattr(api, "_start", lambda *_: (_ for _ in ()).throw(LabError("stopped here")))
    layout = Layout.of(tmp_path)
    for _ in range(2):
        with pytest.raises(LabError, match="stopped here"):
            api.up(tmp_path, 15000)
        (layout.state / "left-over").touch()
    with pytest.raises(LabError, match="stopped here"):
        api.up(tmp_path, 16000)  # the port base of a cloud that never was does not bind
    assert not (layout.state / "left-over").exists()
    layout.complete.touch()
    with pytest.raises(LabError, match="made with other ports"):
        api.up(tmp_path, 15000)
