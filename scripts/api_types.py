"""Write the types of the server's requests and answers for the browser's code.

`python -m scripts.api_types`, or `make format`, does it. They are those of `/openapi.json`, and of
what else the page reads as JSON: the training socket's messages and the metadata of files.
"""

import json
import re
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.api.gradient_routes import GradientHeader
from app.api.train_messages import FrameHeader, command_models
from app.main import create_app
from app.nn.train_settings import SETTINGS
from app.settings import Settings

TYPES: Final = Path(__file__).resolve().parent.parent / "static" / "js" / "server" / "types.d.ts"
HEAD: Final = "// Written by `make format` from the Python models: change those.\n"
BEYOND_HTTP: Final[tuple[type[BaseModel], ...]] = (
    FrameHeader,
    GradientHeader,
    *command_models(tuple(SETTINGS.items())),
)
PRIMITIVES: Final = {
    "string": "string",
    "number": "number",
    "integer": "number",
    "boolean": "boolean",
    "null": "null",
}

Schema = dict[str, Any]


def schemas() -> dict[str, Schema]:
    """Return every model's JSON schema, by its name."""
    found: dict[str, Schema] = create_app(Settings()).openapi()["components"]["schemas"]
    template = "#/components/schemas/{model}"
    modes = [(model, "serialization") for model in BEYOND_HTTP]
    _, others = models_json_schema(modes, ref_template=template)  # type: ignore[arg-type]
    return dict(sorted((found | others["$defs"]).items()))


def type_of(schema: Schema) -> str:
    """Return a JSON schema as a TypeScript type."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema and "x-options" not in schema:  # Names in a registry may become more.
        return " | ".join(map(json.dumps, schema["enum"]))
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return " | ".join(dict.fromkeys(map(type_of, schema[union])))
    if schema.get("type") == "array":
        items = type_of(schema.get("items", {}))
        return f"({items})[]" if "|" in items else f"{items}[]"
    if schema.get("type") == "object":
        values = schema.get("additionalProperties", {})
        return f"Record<string, {type_of(values) if isinstance(values, dict) else 'unknown'}>"
    return PRIMITIVES.get(schema.get("type", ""), "unknown")


def comment(text: str, indent: str = "") -> str:
    """Return a description as a comment of one line, or nothing."""
    words = re.sub(r"\s+", " ", text).strip()
    return f"{indent}/** {words} */\n" if words else ""


def interface_of(name: str, schema: Schema) -> str:
    """Return a model as a TypeScript interface."""
    required = schema.get("required", ())
    fields = [
        comment(field.get("description", ""), "  ")
        + f"  {key}{'' if key in required else '?'}: {type_of(field)};\n"
        for key, field in schema.get("properties", {}).items()
    ]
    about = schema.get("description", "").split("\n\n")[0]
    return f"{comment(about)}export interface {name} {{\n{''.join(fields)}}}\n"


def written() -> str:
    """Return the whole file."""
    return "\n".join([HEAD, *(interface_of(*each) for each in schemas().items())])


def main() -> None:
    """Write the file."""
    TYPES.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()
