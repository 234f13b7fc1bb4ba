"""What has grown too long to hold in the head: a report for ``make check``, which fails nothing."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULE, TEMPLATE, CLASS = 250, 60, 100


def too_long(root: Path, names: list[str]) -> Iterator[tuple[int, str]]:
    """Lines and name of each module, template and class that passes the measure.

    ``names``: the files to look at, relative to ``root``.
    """
    for name in names:
        if not name.endswith((".py", ".html")) or "/migrations/" in name:
            continue
        text = (root / name).read_text()
        lines = len(text.splitlines())
        if lines > (MODULE if name.endswith(".py") else TEMPLATE):
            yield lines, name
        if name.endswith(".py"):
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.ClassDef) and node.end_lineno:
                    length = node.end_lineno - node.lineno + 1
                    if length > CLASS:
                        yield length, f"{name}: class {node.name}"


def main() -> None:
    tracked = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(tracked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    there = [name for name in names.splitlines() if (ROOT / name).is_file()]
    rows = sorted(too_long(ROOT, there), reverse=True)
    print(f"Over {MODULE} lines a module, {CLASS} a class, {TEMPLATE} a template: {len(rows)}")
    for lines, name in rows:
        print(f"{lines:6}  {name}")


if __name__ == "__main__":
    main()
