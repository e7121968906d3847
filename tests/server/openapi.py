"""Checks JSON against docs/reference/openapi.yaml: the part of JSON Schema that the file uses."""
import pathlib

import yaml

FILE = pathlib.Path(__file__).resolve().parents[2] / "docs/reference/openapi.yaml"
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool}


class OpenApi:
    def __init__(self):
        self.file = yaml.safe_load(FILE.read_text())

    def check_answer(self, method, path, status, answer):
        """Fails when the answer is not what the file says of that path and status."""
        content = self.resolve(self.file["paths"][path][method.lower()]["responses"][str(status)])["content"]
        problems = list(self.problems(content["application/json"]["schema"], answer, "answer"))
        assert not problems, f"{method} {path}: " + "; ".join(problems[:5])

    def resolve(self, schema):
        while "$ref" in schema:
            found = self.file
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            schema = found
        return schema

    def problems(self, schema, value, place):
        schema = self.resolve(schema)
        if value is None and schema.get("nullable"):
            return
        for word in ("oneOf", "anyOf"):
            if word in schema and all(any(True for _ in self.problems(one, value, place)) for one in schema[word]):
                yield f"{place}: {str(value)[:200]} is none of the shapes it may have"
        if "enum" in schema and value not in schema["enum"]:
            yield f"{place}: {value!r} is not one of {schema['enum']}"
        kind = schema.get("type")
        if kind and (not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
            yield f"{place}: expected {kind}, got {str(value)[:100]!r}"
        elif kind == "object":
            yield from self.problems_of_object(schema, value, place)
        elif kind == "array" and "items" in schema:
            for position, item in enumerate(value):
                yield from self.problems(schema["items"], item, f"{place}[{position}]")

    def problems_of_object(self, schema, value, place):
        properties = schema.get("properties", {})
        for name in schema.get("required", []):
            if name not in value:
                yield f"{place}: {name} is missing"
        for name, item in value.items():
            more = schema.get("additionalProperties")
            if name in properties:
                yield from self.problems(properties[name], item, f"{place}.{name}")
            elif more is False:
                yield f"{place}: {name} is not known"
            elif isinstance(more, dict):
                yield from self.problems(more, item, f"{place}.{name}")
