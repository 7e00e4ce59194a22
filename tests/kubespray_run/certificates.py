"""A cluster's CA, certificates of it, and an API server that has one: real TLS on loopback."""

from __future__ import annotations

import base64
import datetime
import ipaddress
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Authority:
    """As kubeadm makes one."""

    def __init__(self, name: str = "kubernetes") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = self._builder(self.name, self.key).add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True
        ).sign(self.key, hashes.SHA256())  # fmt: skip

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        ca = subject == self.name
        usage = dict.fromkeys(
            ("content_commitment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
        )
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(hours=1))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .add_extension(
                x509.KeyUsage(digital_signature=True, key_encipherment=not ca, key_cert_sign=ca, crl_sign=ca, **usage),
                critical=True,
            )
        )

    def issue(self, common_name: str, sans: Sequence[str] = ()) -> tuple[bytes, bytes]:
        """A certificate and its key, in PEM."""
        key = ec.generate_private_key(ec.SECP256R1())
        builder = self._builder(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)]), key)
        if sans:
            builder = builder.add_extension(x509.SubjectAlternativeName([_san(name) for name in sans]), critical=False)
        certificate = builder.sign(self.key, hashes.SHA256())
        pem = serialization.Encoding.PEM
        text = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return certificate.public_bytes(pem), text

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def admin_conf(self) -> str:
        """As kubeadm writes it on a control-plane node."""
        certificate, key = self.issue("kubernetes-admin")
        return f"""\
apiVersion: v1
kind: Config
clusters:
- name: cluster.local
  cluster:
    certificate-authority-data: {_data(self.pem)}
    server: https://127.0.0.1:6443
contexts:
- name: kubernetes-admin@cluster.local
  context: {{cluster: cluster.local, user: kubernetes-admin}}
current-context: kubernetes-admin@cluster.local
users:
- name: kubernetes-admin
  user:
    client-certificate-data: {_data(certificate)}
    client-key-data: {_data(key)}
"""


def _san(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _data(content: bytes) -> str:
    return base64.b64encode(content).decode()


class _Api(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        ready = self.path.startswith("/readyz")
        body = b"[+]ping ok\n[-]etcd failed: reason withheld\n" if self.status == 500 else b"ok"
        body = body if ready else b'{"major":"1","minor":"35","gitVersion":"v1.35.4","gitCommit":"","gitTreeState":"",'
        if not ready:
            body += b'"buildDate":"","goVersion":"","compiler":"","platform":""}'
        self.send_response(self.status if ready else 200)
        self.send_header("Content-Type", "text/plain" if ready else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing on the terminal."""


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that refuses the certificate hangs up, which is what some tests are about."""


@contextmanager
def api_server(
    folder: Path, authority: Authority, sans: Sequence[str], *, host: str = "127.0.0.1", status: int = 200
) -> Iterator[int]:
    """An API server at a port of its own, which wants a client certificate of its CA. Gives the port."""
    certificate, key = authority.issue("kube-apiserver", sans)
    files = [folder / "server.pem", folder / "ca.pem"]
    files[0].write_bytes(certificate + key)
    files[1].write_bytes(authority.pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files[0])
    context.load_verify_locations(files[1])
    context.verify_mode = ssl.CERT_OPTIONAL
    server = _Quiet((host, 0), type("Api", (_Api,), {"status": status}))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
