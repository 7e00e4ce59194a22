"""Real sshds on loopback, each with a host key of its own that can be changed, as a bastion and a node."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])


def program(name: str) -> str:
    """Fails where it is missing: without it, nothing here would be shown."""
    found = shutil.which(name, path=PATH)
    assert found, f"{name} is missing; install it (Debian, Ubuntu: apt-get install openssh-server openssh-client)"
    return found


def new_key(file: Path) -> Path:
    for old in (file, file.with_name(f"{file.name}.pub")):
        old.unlink(missing_ok=True)
    subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(file)], check=True)
    return file


class Sshd:
    """An sshd of the current user's at a port of its own of `address`."""

    def __init__(self, folder: Path, address: str, client_key: Path) -> None:
        self.folder, self.address = folder, address
        folder.mkdir()
        with socket.socket() as free:
            free.bind((address, 0))
            self.port = int(free.getsockname()[1])
        new_key(folder / "host_key")
        self.log = folder / "log"
        self.config = folder / "sshd_config"
        self.config.write_text(
            f"ListenAddress {address}:{self.port}\nHostKey {folder}/host_key\nPidFile none\n"
            f"AuthorizedKeysFile {client_key}.pub\nStrictModes no\nUsePAM no\nLogLevel VERBOSE\n"
            "PermitRootLogin prohibit-password\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
            "Subsystem sftp internal-sftp\n"
        )
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where sshd keeps a process without rights
        line = [program("sshd"), "-D", "-f", str(self.config), "-E", str(self.log)]
        self.process = subprocess.Popen(line, stdin=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex((self.address, self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError(self.log.read_text() if self.log.exists() else "sshd did not start")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None

    def change_host_key(self) -> None:
        self.stop()
        new_key(self.folder / "host_key")
        self.start()

    @property
    def logins(self) -> int:
        return self.log.read_text().count("Accepted publickey")


class Network:
    """A node, and the bastion that one gets to it through."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.user = getpass.getuser()
        client_key = new_key(folder / "client")
        self.bastion = Sshd(folder / "bastion", "127.0.0.2", client_key)
        self.node = Sshd(folder / "node", "127.0.0.3", client_key)
        # Ports other than 22 come in here, so that the inventory's arguments are the very ones of a cluster; and the
        # user's own configuration and agent stay out.
        config = folder / "ssh_config"
        config.write_text(
            f"Host *\n  IdentityFile {client_key}\n  IdentitiesOnly yes\n  IdentityAgent none\n"
            "  GlobalKnownHostsFile /dev/null\n"
            + "".join(
                f"Host {sshd.address}\n  Port {sshd.port}\n  HostKeyAlias {sshd.address}\n"
                for sshd in (self.bastion, self.node)
            )
        )
        wrapper = folder / "bin" / "ssh"
        wrapper.parent.mkdir()
        wrapper.write_text(f'#!/bin/sh\nexec {program("ssh")} -F {config} "$@"\n')
        wrapper.chmod(0o755)
        self.path = os.pathsep.join([str(wrapper.parent), PATH])

    def start(self) -> None:
        self.bastion.start()
        self.node.start()

    def stop(self) -> None:
        self.bastion.stop()
        self.node.stop()

    def hang_up(self, sockets: Path) -> None:
        """End the connections that Ansible keeps open."""
        for socket_ in sockets.glob("*/*") if sockets.is_dir() else ():
            subprocess.run([program("ssh"), "-O", "exit", "-S", str(socket_), "node"], capture_output=True)
