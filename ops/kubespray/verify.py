"""Proves that the API answers at the endpoint, as the cluster that the kubeconfig was fetched from."""

from __future__ import annotations

import base64
import contextlib
import http.client
import ipaddress
import socket
import ssl
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509

from ops.errors import OpsError
from ops.kubespray import kubeconfig
from ops.kubespray.layout import Layout

TIMEOUT = 10.0  # seconds, of each address


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of one address. `says` names the next step where it is not `good`."""

    context: str
    server: str
    good: bool
    says: str
    dangerous: bool = False  # something answers that does not prove to be the cluster


def verify(layout: Layout, timeout: float = TIMEOUT) -> list[Answer]:
    """Ask every address of the kubeconfig. OpsError: none answers well, or one is not who it should be.

    One that cannot be reached from here is no error while another can: a VIP is private to the node network.
    """
    config = kubeconfig.read(layout)
    answers = [_ask(context, config, timeout) for context in config["contexts"]]
    for answer in answers:
        print(f"{'ok  ' if answer.good else 'FAIL'} {answer.server} ({answer.context}): {answer.says}", flush=True)
    if any(answer.dangerous for answer in answers):
        raise OpsError(f"{layout.cluster}: not every address proves to be this cluster; see above")
    if not any(answer.good for answer in answers):
        raise OpsError(f"{layout.cluster}: the API answers at none of its addresses; see above")
    return answers


def _ask(context: dict[str, Any], config: kubeconfig.Config, timeout: float) -> Answer:
    cluster = _named(config["clusters"], context["context"]["cluster"])["cluster"]
    user = _named(config["users"], context["context"]["user"])["user"]
    parts = urlsplit(cluster["server"])
    host, port = parts.hostname or "", parts.port or 443

    def answer(says: str, *, good: bool = False, dangerous: bool = False) -> Answer:
        return Answer(context=context["name"], server=cluster["server"], good=good, says=says, dangerous=dangerous)

    try:
        status, body = _get(host, port, _tls(cluster, user), timeout)
    except ssl.SSLCertVerificationError as error:
        return answer(_distrust(error, host, port, timeout), dangerous=True)
    except ConnectionRefusedError:
        return answer(
            "refuses connections: no API server listens there; look at the nodes' kube-apiserver, and whether kube-vip runs"
        )
    except TimeoutError:
        return answer(
            "no answer in time: it is not reachable from here (a VIP is private to the node network), or "
            "access.k8s_api_port_acl does not have your address, or no node holds it"
        )
    except ssl.SSLError as error:
        return answer(f"speaks no TLS that we know ({error.reason}): something else listens there", dangerous=True)
    except (OSError, http.client.HTTPException) as error:
        return answer(f"cannot be asked: {error or type(error).__name__}; check your network and VPN")
    if status == 200:
        return answer("TLS verified by the cluster's CA; /readyz says ok", good=True)
    if status in (401, 403):
        return answer(
            f"TLS verified by the cluster's CA; /readyz wants other credentials (HTTP {status}): fetch the kubeconfig again",
            good=True,
        )
    failing = [line for line in body.splitlines() if line.startswith("[-]")] or body.splitlines()[:1]
    return answer(
        f"TLS verified, but the API is not ready (HTTP {status}): {'; '.join(failing)}; look at etcd and the API server's log"
    )


def _named(entries: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(entry for entry in entries if entry["name"] == name)


def _tls(cluster: dict[str, Any], user: dict[str, Any]) -> ssl.SSLContext:
    """Trusts the cluster's CA and nobody else, and shows the user's certificate."""
    ca = base64.b64decode(cluster["certificate-authority-data"]).decode()
    context = ssl.create_default_context(cadata=ca)
    certificate, key = user.get("client-certificate-data"), user.get("client-key-data")
    if certificate and key:
        with tempfile.TemporaryDirectory() as folder:  # 0700; ssl reads keys from files alone
            both = Path(folder) / "both.pem"
            both.write_bytes(base64.b64decode(certificate) + b"\n" + base64.b64decode(key))
            context.load_cert_chain(both)
    return context


def _get(host: str, port: int, context: ssl.SSLContext, timeout: float) -> tuple[int, str]:
    connection = http.client.HTTPSConnection(host, port, timeout=timeout, context=context)
    with contextlib.closing(connection):
        connection.request("GET", "/readyz?verbose")
        response = connection.getresponse()
        return response.status, response.read(65536).decode(errors="replace")


def _distrust(error: ssl.SSLCertVerificationError, host: str, port: int, timeout: float) -> str:
    names = _names(host, port, timeout)
    if error.verify_code in (62, 64) or "match" in error.verify_message:  # X509_V_ERR_HOSTNAME_, _IP_ADDRESS_MISMATCH
        return (
            f"its certificate does not name {host}, only {', '.join(names) or 'nothing'}; add it to kubernetes.additional_sans "
            "(the endpoint's own addresses are there by themselves after the next run) and run Kubespray"
        )
    return (
        f"its certificate is not of this cluster's CA ({error.verify_message}): another cluster answers there, or this one was "
        "made anew; fetch the kubeconfig again, and if that does not help, find out who it is"
    )


def _names(host: str, port: int, timeout: float) -> list[str]:
    """What the certificate there is for. It is only read, to say what is wrong with it."""
    unchecked = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    unchecked.check_hostname = False
    unchecked.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, port), timeout) as plain,
            unchecked.wrap_socket(plain, server_hostname=None if _is_address(host) else host) as shown,
        ):
            der = shown.getpeercert(binary_form=True)
        certificate = x509.load_der_x509_certificate(der or b"")
        sans = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return []
    return [str(name.value) for name in sans]


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
