"""The SSH key pair that the lab's clusters get: no server of the lab ever boots, so it opens nothing."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def lab_public_key(folder: Path) -> str:
    """The public key's text; made with its private key (0600) in `folder` when it is not there yet."""
    public, private = folder / "id_ed25519.pub", folder / "id_ed25519"
    if not public.is_file() or not private.is_file():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = Ed25519PrivateKey.generate()
        private.unlink(missing_ok=True)
        private.touch(mode=0o600)
        private.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption())
        )
        text = key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
        public.write_bytes(text + b" lab\n")
    return public.read_text().strip()
