"""Write the README's table of settings anew, from the settings' own descriptions.

`python -m scripts.settings_table`, or `make format`, does it.
"""

import re
from pathlib import Path

from app.settings import Settings

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- settings: written by `make format` -->\n", "<!-- end of settings -->\n"
UNITS = ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"))


def shown(name: str, default: object) -> str:
    """Return a default as it would be written into the environment."""
    if isinstance(default, tuple | list):
        return f"`{','.join(map(str, default))}`" if default else "none"
    if isinstance(default, int) and name.endswith("_bytes"):
        for size, unit in UNITS:
            if default % size == 0:
                return f"`{default}` ({default // size} {unit})"
    return f"`{default}`"


def table() -> str:
    """Return the Markdown table of all settings."""
    rows = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = shown(name, field.get_default(call_default_factory=True, validated_data={}))
        description = (field.description or "").replace("|", "\\|")
        rows.append(f"| `NUDGE_{name.upper()}` | {default} | {description} |")
    return "\n".join(rows) + "\n"


def with_table(readme: str) -> str:
    """Return the README with the table of the settings as they are now."""
    between = re.compile(f"(?<={re.escape(BEGIN)}).*?(?={re.escape(END)})", re.DOTALL)
    return between.sub(lambda _: f"\n{table()}\n", readme, count=1)


def main() -> None:
    """Write the table into the README."""
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
