"""Stamps decide what a later run of set-up skips."""

from __future__ import annotations

from pathlib import Path

from tools.stamps import Stamp, fingerprint, write


def test_a_step_is_done_once_its_stamp_is_on_and_its_products_are_there(tmp_path: Path) -> None:
    product = tmp_path / "product"
    stamp = Stamp(tmp_path / "stamps" / "step", "key", (product,))
    assert not stamp.is_fresh()
    stamp.put_on()
    assert not stamp.is_fresh()
    product.touch()
    assert stamp.is_fresh()


def test_another_key_means_that_the_work_is_to_be_done_again(tmp_path: Path) -> None:
    Stamp(tmp_path / "step", "old lock").put_on()
    assert not Stamp(tmp_path / "step", "new lock").is_fresh()


def test_a_step_interrupted_half_way_is_not_done(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "step", "key")
    stamp.put_on()
    stamp.take_off()  # as each step does before its work
    assert not stamp.is_fresh()
    stamp.take_off()


def test_a_link_to_nothing_is_no_product(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.symlink_to(tmp_path / "a Python that was removed")
    stamp = Stamp(tmp_path / "step", "key", (python,))
    stamp.put_on()
    assert not stamp.is_fresh()


def test_the_fingerprint_follows_contents_and_order(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    missing = fingerprint(file)
    file.write_text("1")
    one = fingerprint(file)
    file.write_text("2")
    assert len({missing, one, fingerprint(file), fingerprint("a", "b"), fingerprint("b", "a")}) == 5


def test_a_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write(tmp_path / "new" / "file", "text")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["file"]
    assert (tmp_path / "new" / "file").read_text() == "text"
