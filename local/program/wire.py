"""Pulumi's wire format <-> plain Python values. Pure.

A struct with the key ``_KEY`` is no plain object: the key's value says whether it is a secret, an
asset, an archive or a resource. Key and values are those of Pulumi's SDKs
(``pulumi/runtime/rpc.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from google.protobuf import json_format, struct_pb2
from pulumi.runtime import rpc

_KEY = rpc._special_sig_key


@dataclass(frozen=True)
class Unknown:
    """What a preview cannot know."""


UNKNOWN = Unknown()


@dataclass(frozen=True)
class Asset:
    """A file by path (absolute, or relative to the program), or text."""

    path: str | None
    text: str | None


@dataclass(frozen=True)
class Archive:
    """A folder or zip by path, or named assets."""

    path: str | None
    assets: dict[str, Any] | None


def to_plain(struct: struct_pb2.Struct) -> dict[str, Any]:
    """The struct's fields as plain values: secrets unwrapped, whole floats as integers."""
    return {key: _plain(value) for key, value in json_format.MessageToDict(struct).items()}


def secret_properties(struct: struct_pb2.Struct) -> list[str]:
    """The struct's fields that are secret, or have a secret inside."""
    return [key for key, value in json_format.MessageToDict(struct).items() if _secret(value)]


def to_struct(values: dict[str, Any]) -> struct_pb2.Struct:
    """Plain values as a struct."""
    struct = struct_pb2.Struct()
    struct.update({key: _wire(value) for key, value in values.items()})
    return struct


def _plain(value: Any) -> Any:
    if value == rpc.UNKNOWN:
        return UNKNOWN
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    signature = value.get(_KEY)
    if signature is None:
        return {key: _plain(item) for key, item in value.items()}
    if signature in (rpc._special_secret_sig, rpc._special_output_value_sig):
        return _plain(value.get("value"))
    if signature == rpc._special_asset_sig:
        return Asset(value.get("path"), value.get("text"))
    if signature == rpc._special_archive_sig:
        assets = value.get("assets")
        return Archive(value.get("path"), None if assets is None else _plain(assets))
    if signature == rpc._special_resource_sig:
        return value.get("id") or value.get("urn")
    raise ValueError(
        f"unknown signature {signature!r} in a property; add it in local/program/wire.py"
    )


def _secret(value: Any) -> bool:
    if isinstance(value, dict):
        is_output = value.get(_KEY) == rpc._special_output_value_sig
        return (
            value.get(_KEY) == rpc._special_secret_sig
            or (is_output and bool(value.get("secret")))
            or any(map(_secret, value.values()))
        )
    return isinstance(value, list) and any(map(_secret, value))


def _wire(value: Any) -> Any:
    if value == UNKNOWN:
        return rpc.UNKNOWN
    if isinstance(value, Asset):
        content = {"path": value.path} if value.path is not None else {"text": value.text}
        return {_KEY: rpc._special_asset_sig, **content}
    if isinstance(value, Archive):
        if value.path is not None:
            return {_KEY: rpc._special_archive_sig, "path": value.path}
        return {_KEY: rpc._special_archive_sig, "assets": _wire(value.assets)}
    if isinstance(value, dict):
        return {key: _wire(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_wire(item) for item in value]
    return value
