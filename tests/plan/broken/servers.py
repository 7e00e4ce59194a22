"""Names and addresses of servers."""

from tests.plan.pages import page

PAGE = page({"kubernetes.ntp_servers": ["time server"], "kubernetes.upstream_dns_servers": ["dns.example.com", "127.0.0.53"]})
MENDED = page({"kubernetes.ntp_servers": ["ntp.example.com"], "kubernetes.upstream_dns_servers": ["8.8.8.8", "fd00::53"]})
