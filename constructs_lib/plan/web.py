"""The kinds of values that name something elsewhere: DNS names, URLs, servers, paths on a node."""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator

from constructs_lib.plan.page import Example, Refused
from constructs_lib.plan.shown import is_private_key

_DNS = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_GIT_SSH = re.compile(r"[A-Za-z0-9_.-]+@([A-Za-z0-9.-]+):[A-Za-z0-9_./~-]+")
_REGISTRY = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")
_CLAIM = re.compile(r"[A-Za-z0-9_.:/-]{1,255}")


def is_dns_name(text: str) -> bool:
    """RFC 1123, lower case, without a dot at the end; a name of numbers alone is an address that went wrong."""
    return len(text) <= 253 and bool(_DNS.fullmatch(text)) and not text.rpartition(".")[2].isdigit()


def is_address(text: str) -> bool:
    """An IPv4 or IPv6 address, without a zone."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def _dns_name(text: str) -> str:
    if not is_dns_name(text):
        near = text[:300].lower().strip(". ")
        if is_dns_name(near) and "." in near:
            raise Refused(f"is no DNS name as a certificate needs it; take {near}", fix=near)
        raise Refused("is no DNS name; for example api.example.com", fix="api.example.com")
    return text


def _certificate_name(text: str) -> str:
    if not is_address(text) and not is_dns_name(text.removeprefix("*.")):
        near = text[:300].lower().strip(". ")
        if is_dns_name(near):
            raise Refused(f"is no DNS name as a certificate needs it; take {near}", fix=near)
        raise Refused("is neither a DNS name nor an address; for example api.example.com", fix="api.example.com")
    return text


def _server(text: str) -> str:
    if not is_address(text) and not is_dns_name(text):
        raise Refused("is neither a DNS name nor an address; for example ntp.example.com", fix="ntp.example.com")
    return text


def _resolver(text: str) -> str:
    if not is_address(text):
        raise Refused("is no address: a DNS server is not found by its name; for example 198.51.100.53", fix="198.51.100.53")
    return text


def _url(text: str, schemes: tuple[str, ...], sample: str) -> SplitResult:
    """A URL with a host, and nothing of a secret in it. Refused: it is none, or of no scheme of `schemes`."""
    hint = f"write {schemes[0]}://..., for example {sample}"
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:
        raise Refused(f"is no URL; {hint}", fix=sample) from None
    if url.scheme not in schemes or not text.isprintable() or " " in text or len(text) > 255 or "${" in text or "%{" in text:
        raise Refused(f"is no URL of this kind; {hint}", fix=sample)
    if url.password is not None or (url.username is not None and url.scheme != "ssh"):
        raise Refused("holds credentials, and settings are no place for a secret; leave them out of the URL", repeat=False)
    host = url.hostname or ""
    if not (is_dns_name(host) or is_address(host)) or port == 0:
        raise Refused(f"names no host; {hint}", fix=sample)
    return url


def _issuer(text: str) -> str:
    if text.startswith("http://") and "@" not in text and len(text) < 200 and text.isprintable() and " " not in text:
        safe = "https://" + text.removeprefix("http://")
        raise Refused(f"is not encrypted, and the API server refuses it; take {safe}", fix=safe)
    url = _url(text, ("https",), "https://login.example.com")
    if url.query or url.fragment or "?" in text or "#" in text:  # the API server's own rule for an issuer
        plain = text.partition("?")[0].partition("#")[0]
        raise Refused(f"is no OIDC issuer: it has a query or a fragment; take {plain}", fix=plain)
    return text


def _web(text: str) -> str:
    _url(text, ("https", "http"), "https://mirror.example.com")
    return text


def _proxy(text: str) -> str:
    _url(text, ("http", "https"), "http://proxy.example.com:3128")
    return text


def _source(text: str) -> str:
    official = "https://github.com/kubernetes-sigs/kubespray.git"
    if text.startswith(("http://", "git://")):
        safe = "https://" + text.partition("://")[2]
        if "@" in safe:
            raise Refused("is not encrypted, and holds credentials; take https, without them", repeat=False)
        raise Refused(f"is not encrypted, and what it brings runs as root on every node; take {safe}", fix=safe)
    if text.startswith(("https://", "ssh://")):
        _url(text, ("https", "ssh"), official)
        return text
    if _GIT_SSH.fullmatch(text):
        return text
    path = text.removeprefix("file://")
    if "://" in path or not path or path.startswith("-") or len(path) > 255 or not re.fullmatch(r"[\w./~+@ -]+", path):
        raise Refused(f"is neither a git URL (https or ssh) nor a path; for example {official}", fix=official)
    return text


def _node_path(text: str) -> str:
    if not re.fullmatch(r"(/[\w.+@-]+)+", text, re.ASCII) or len(text) > 255 or "/.." in text:
        raise Refused("is no absolute path on the nodes; for example /etc/ssl/certs/ca.pem", fix="/etc/ssl/certs/ca.pem")
    return text


def _no_proxy(text: str) -> str:
    name = text.removeprefix("*").removeprefix(".")
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        if not is_dns_name(name):
            raise Refused("is no name, domain, address or network; for example .example.com", fix=".example.com") from None
    return text


def _registry(text: str) -> str:
    host, _, port = text.partition(":")
    if (
        len(text) > 255
        or not _REGISTRY.fullmatch(text)
        or (not is_dns_name(host) and not is_address(host))
        or int(port or 1) > 65535
    ):
        raise Refused("is no registry: its host, without a scheme or a path; for example docker.io", fix="docker.io")
    return text


def _claim(text: str) -> str:
    if not _CLAIM.fullmatch(text):
        raise Refused("is no name of a claim: letters, digits and _.:/-; for example sub", fix="sub")
    return text


def _prefix(text: str) -> str:
    if not 0 < len(text) <= 255 or not text.isprintable() or "${" in text or "%{" in text or text != text.strip():
        raise Refused("is no prefix: 1 to 255 printable characters, no space at either end; for example oidc:", fix="oidc:")
    return text


def _key(text: str) -> str:
    if is_private_key(text):
        raise Refused("is a private key (not shown); give the public one, a path that ends in .pub", repeat=False)
    return text


DnsName = Annotated[str, AfterValidator(_dns_name), Example("api.example.com")]
CertificateName = Annotated[str, AfterValidator(_certificate_name), Example("api.example.com")]
Server = Annotated[str, AfterValidator(_server), Example("ntp.example.com")]
Resolver = Annotated[str, AfterValidator(_resolver), Example("198.51.100.53")]
Issuer = Annotated[str, AfterValidator(_issuer), Example("https://login.example.com")]
WebUrl = Annotated[str, AfterValidator(_web), Example("https://mirror.example.com")]
ProxyUrl = Annotated[str, AfterValidator(_proxy), Example("http://proxy.example.com:3128")]
GitSource = Annotated[str, AfterValidator(_source), Example("https://github.com/kubernetes-sigs/kubespray.git")]
NodePath = Annotated[str, AfterValidator(_node_path), Example("/etc/ssl/certs/ca.pem")]
NoProxy = Annotated[str, AfterValidator(_no_proxy), Example(".example.com")]
Registry = Annotated[str, AfterValidator(_registry), Example("docker.io")]
Claim = Annotated[str, AfterValidator(_claim), Example("sub")]
Prefix = Annotated[str, AfterValidator(_prefix), Example("oidc:")]
PublicKey = Annotated[str, AfterValidator(_key), Example("~/.ssh/id_ed25519.pub")]
