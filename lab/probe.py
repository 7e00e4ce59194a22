"""Does an API really answer? A signed-in request through Keystone, by the standard library alone."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from typing import Any

from lab.catalog import CATALOG, SERVICES
from lab.identity import Identity
from lab.ports import HOST


class NoAnswer(Exception):
    """Why an API cannot be used right now."""


def _ask(
    port: int, method: str, path: str, headers: Mapping[str, str], *, body: str | None = None, timeout: float
) -> http.client.HTTPMessage:
    """The headers of a good answer. Goes straight to loopback, whatever proxy the environment names."""
    connection = http.client.HTTPConnection(HOST, port, timeout=timeout)
    try:
        connection.request(method, path, body=body, headers=dict(headers))
        response = connection.getresponse()
        response.read()
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(getattr(error, "strerror", None) or repr(error)) from error
    finally:
        connection.close()
    if response.status >= 300:
        raise NoAnswer(f"HTTP {response.status}")
    return response.headers


def token(identity: Identity, user: str, project: str, password: str, timeout: float = 10) -> str:
    domain = {"id": "default"}
    body: dict[str, Any] = {
        "auth": {
            "identity": {
                "methods": ["password"],
                "password": {"user": {"name": user, "domain": domain, "password": password}},
            },
            "scope": {"project": {"name": project, "domain": domain}},
        }
    }
    headers = {"Content-Type": "application/json"}
    port = identity.ports["keystone"]
    answer = _ask(port, "POST", "/v3/auth/tokens", headers, body=json.dumps(body), timeout=timeout)
    return answer["X-Subject-Token"]


def admin_token(identity: Identity, timeout: float = 10) -> str:
    return token(identity, "admin", "admin", identity.admin_password, timeout)


def service_token(identity: Identity, user: str) -> str:
    return token(identity, user, "service", identity.service_password)


def ask(identity: Identity, service: str, a_token: str, timeout: float = 10) -> None:
    """Raises NoAnswer unless the service answers this token's question."""
    question = next(entry.question for entry in CATALOG if entry.name == service)
    _ask(identity.ports[service], "GET", question, {"X-Auth-Token": a_token}, timeout=timeout)


def troubles(identity: Identity, timeout: float = 10) -> dict[str, str]:
    """What is wrong, by service; empty when every API answers."""
    try:
        a_token = admin_token(identity, timeout)
    except NoAnswer as error:
        return {service: str(error) if service == "keystone" else "no token" for service in SERVICES}
    found: dict[str, str] = {}
    for service in SERVICES:
        try:
            ask(identity, service, a_token, timeout)
        except NoAnswer as error:
            found[service] = str(error)
    return found


def wait_for(identity: Identity, service: str, *, as_service: str | None = None, seconds: float = 150) -> None:
    """Returns once the service answers the admin, or the named service user."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            a_token = service_token(identity, as_service) if as_service else admin_token(identity)
            return ask(identity, service, a_token)
        except NoAnswer as error:
            if time.monotonic() > deadline:
                raise NoAnswer(f"{service} did not answer in {seconds:.0f} s: {error}") from error
        time.sleep(0.1)
