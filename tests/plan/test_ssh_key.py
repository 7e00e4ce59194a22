"""The public SSH key: as text or in a file, of a kind and length that will do, and never the private half."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tests.plan.pages import page, refused

Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
MAKE = "make one with `ssh-keygen -t ed25519`, and name its .pub file"


def public(key: Key) -> str:
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def private(key: Key) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()).decode()


ED25519 = ed25519.Ed25519PrivateKey.generate()
ECDSA = ec.generate_private_key(ec.SECP256R1())
RSA = rsa.generate_private_key(65537, 2048)
SHORT_RSA = rsa.generate_private_key(65537, 1024)
DSA = "ssh-dss AAAAB3NzaC1kc3MAAACBAI= me@here"


def told(key: str | Path) -> list[str]:
    return [str(problem) for problem in refused(page({"access.ssh_public_key": str(key)}))]


@pytest.mark.parametrize("key", [ED25519, ECDSA, RSA], ids=["ed25519", "ecdsa", "rsa"])
def test_a_good_key_is_taken_as_text_with_and_without_a_comment_and_from_a_file(key: Key, tmp_path: Path) -> None:
    file = tmp_path / "key.pub"
    file.write_text(f"\n# mine\n{public(key)} me@here\n")
    assert told(public(key)) == told(f"{public(key)} me@here") == told(file) == []


def test_rsa_has_2048_bits_at_least() -> None:
    (line,) = told(public(SHORT_RSA))
    assert line.endswith(f"… has 1024 bits, where RSA needs 2048 at least; {MAKE}")


def test_dsa_is_refused() -> None:
    (line,) = told(DSA)
    assert line.endswith(f"… is DSA, which OpenSSH no longer takes; {MAKE}")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ssh-ed25519", "cannot be read as a public key: its second word is damaged or cut off"),
        (public(ED25519)[:-9], "cannot be read as a public key: its second word is damaged or cut off"),
        ("ssh-unheard-of AAAA", "is of a kind that nothing here knows"),
        ("ssh-ed25519-cert-v01@openssh.com AAAA", "is a certificate, where Nova takes a plain key"),
        (f"{public(ED25519)} a\nssh-rsa", "is not one line of plain text, as a public key is"),
        (f'{public(ED25519)} "me"', "is not one line of plain text, as a public key is"),
    ],
)
def test_a_text_that_is_no_key_is_refused(text: str, why: str) -> None:
    (line,) = told(text)
    assert f" {why}; {MAKE}" in line


@pytest.mark.parametrize("key", [ED25519, RSA], ids=["ed25519", "rsa"])
def test_a_private_key_is_refused_and_not_shown(key: Key, tmp_path: Path) -> None:
    file = tmp_path / "id"
    file.write_text(private(key))
    expected = "access.ssh_public_key: is a private key (not shown); give the public one, a path that ends in .pub"
    assert told(private(key)) == [expected]
    assert told("".join(private(key).splitlines()[1:-1])) == [expected]
    (line,) = told(file)
    assert "holds a private key; name the public one, " in line
    body = private(key).splitlines()[1:-1]
    assert not any(part in line for part in body)
    (problem,) = refused(page({"access.ssh_public_key": str(file)}))
    assert problem.fix == ("access.ssh_public_key", f"{file}.pub")


def test_a_private_key_in_any_other_setting_is_not_shown_either() -> None:
    secret = private(ED25519)
    for path in ("cluster_name", "network.cni_iface", "control_plane.count", "kubernetes.oidc", "access.ssh_allowed_cidrs"):
        for value in (secret, [secret], {"a": secret}):
            for problem in refused(page({path: value})):
                assert not any(part[:20] in str(problem) for part in secret.splitlines()[1:-1]), path


def test_a_missing_file_is_no_error_here() -> None:
    assert told("~/no/such/key.pub") == told("~nobody-of-this-name/key.pub") == told("x" * 1000) == []


def test_files_that_hold_no_single_key_are_refused(tmp_path: Path) -> None:
    two = tmp_path / "two.pub"
    two.write_text(f"{public(ED25519)}\n{public(RSA)}\n")
    assert told(two)[0].endswith(f"holds 2 keys, and Nova takes one; {MAKE}")
    empty = tmp_path / "empty.pub"
    empty.touch()
    assert told(empty)[0].endswith(f"holds 0 keys, and Nova takes one; {MAKE}")
    assert told(tmp_path)[0].endswith(f"is a folder; {MAKE}")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert told(pipe)[0].endswith(f"is no file that holds a key; {MAKE}")
    binary = tmp_path / "binary.pub"
    binary.write_bytes(bytes(range(256)))
    assert len(told(binary)) == 1


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "key.pub"
    file.write_text(DSA)
    assert len(told(file)) == 1
    file.write_text(public(ED25519))
    assert told(file) == []
