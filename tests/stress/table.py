"""Tables for people to read in a terminal."""

from collections.abc import Sequence


def table(rows: Sequence[Sequence[object]]) -> str:
    """The rows, the first column to the left, the others to the right, as wide as they need."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    lines = (
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in texts
    )
    return "\n" + "\n".join(lines)
