"""``python -m benchmarks.pages``: what each page of the demo costs, with production's settings.

Every page is served in this process (no network), warm, in turn with /robots.txt, which goes through the same
middleware and asks for the site only: the ratio says how much dearer the page is. Counted is the processor time of this
process, of the cheapest round, so that what else the machine does matters little; a database server is not
counted. Sizes are in bytes, compressed as sent.
"""

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

ROUNDS = 25
PAGES = (
    "/",
    "/treatments/",
    "/treatments/acupuncture/",
    "/treatments/acupuncture/back-pain/",
    "/conditions/",
    "/conditions/back-pain/",
    "/clinics/",
    "/clinics/harley-street/",
    "/team/",
    "/team/helen-okafor/",
    "/prices/",
    "/privacy/",
    "/contact/",
    "/search/?q=back",
    "/sitemap.xml",
)
REFERENCE = "/robots.txt"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {
            "DATABASE_URL": os.environ.get("BENCHMARK_DATABASE_URL", f"sqlite:///{folder / 'db'}"),
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            "SECRET_KEY": "benchmarks-only",
            "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            "ALLOWED_HOSTS": "localhost",
            "BASE_URL": "http://localhost",
            "STATIC_ROOT": str(folder / "static"),
            "MEDIA_ROOT": str(folder / "media"),
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("migrate", verbosity=0)
        call_command("load_demo", verbosity=0)
        measure()


def measure() -> None:
    """Prints the table."""
    from django.db import connection
    from django.test import Client

    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_ENCODING="gzip")

    def milliseconds(path: str) -> float:
        start = time.process_time()
        client.get(path)
        return (time.process_time() - start) * 1000

    queries: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(sql)
        return execute(sql, params, many, context)

    print(f"database: {connection.vendor}, the cheapest of {ROUNDS} rounds")
    print(f"{'page':38} {'bytes':>7} {'queries':>8} {'ms':>7} {'ratio':>7}")
    for path in PAGES:
        client.get(path)
        queries.clear()
        with connection.execute_wrapper(count):
            response = client.get(path)
        if response.status_code != 200:
            raise SystemExit(f"{path} answers {response.status_code}.")
        pairs = [(milliseconds(path), milliseconds(REFERENCE)) for _ in range(ROUNDS)]
        cost, nothing = (min(column) for column in zip(*pairs, strict=True))
        size = len(response.content)
        print(f"{path:38} {size:7} {len(queries):8} {cost:7.1f} {cost / nothing:7.1f}")


if __name__ == "__main__":
    main()
