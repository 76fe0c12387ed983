"""Lambda functions, permissions and layers.

A function runs under this machine's Python with awslambdaric, AWS's own runtime client, so that an
exception keeps its class name as the error's type. The layer is built for Lambda's processor and
Python, so functions use the packages of this environment instead.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from local.program import Created
from local.program.wire import Archive, Asset
from local.provisioners.inputs import Inputs
from local.provisioners.registry import Clients, FunctionRecord, creates

REPO_ROOT = Path(__file__).resolve().parents[2]
RUNTIME = "provided.al2023"


@creates("aws:lambda/function:Function")
def function(clients: Clients, inputs: Inputs) -> Created:
    name = inputs.physical_name()
    runtime = str(inputs.take("runtime"))
    if not runtime.startswith("python"):
        raise ValueError(f"runtime {runtime!r}: the local stage runs Python functions only")
    logging = inputs.nested("loggingConfig").present(
        "logFormat", "logGroup", "applicationLogLevel", "systemLogLevel"
    )
    files = archive_files(inputs.take("code"), clients.project_dir)
    record = FunctionRecord(name, logging.get("LogGroup", f"/aws/lambda/{name}"), files)
    # The emulator sends no traces.
    inputs.ignore("architectures", "tracingConfig")
    layered = bool(inputs.take("layers"))
    made = clients.client("lambda").create_function(
        FunctionName=name,
        Description=inputs.take("description", ""),
        Runtime=RUNTIME,
        Handler=inputs.take("handler"),
        Role=inputs.take("role"),
        Timeout=inputs.take("timeout", 3),
        MemorySize=inputs.take("memorySize", 128),
        Environment={"Variables": inputs.nested("environment").mapping("variables")},
        LoggingConfig=logging,
        Code={"ZipFile": zip_of(record.files, layered=layered)},
    )
    if reserved := inputs.take("reservedConcurrentExecutions"):
        clients.client("lambda").put_function_concurrency(
            FunctionName=name, ReservedConcurrentExecutions=reserved
        )
    clients.functions[inputs.name] = record
    arn = made["FunctionArn"]
    outputs = {
        "arn": arn,
        "name": name,
        "invokeArn": invoke_arn(clients.region, arn),
        "qualifiedArn": f"{arn}:$LATEST",
        "version": "$LATEST",
    }
    return Created(name, outputs)


def invoke_arn(region: str, function_arn: str) -> str:
    """The form in which API Gateway names a function."""
    return (
        f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function_arn}/invocations"
    )


def archive_files(code: Archive, project_dir: Path) -> dict[str, Path]:
    """The archive's files: name inside it -> path of its source."""
    files: dict[str, Path] = {}
    for name, asset in (code.assets or {}).items():
        if not isinstance(asset, Asset) or asset.path is None:
            raise ValueError(f"{name}: the local stage takes file assets only, got {asset!r}")
        files[name] = project_dir / asset.path
    if code.path is not None:
        root = project_dir / code.path
        files |= {p.relative_to(root).as_posix(): p for p in root.rglob("*") if p.is_file()}
    return files


def zip_of(files: Mapping[str, Path], *, layered: bool = True) -> bytes:
    """The files and the bootstrap as a zip. ``layered``: whether the function has a layer."""
    saved = ((name, file, file.stat().st_mtime_ns) for name, file in sorted(files.items()))
    return _zip_of(tuple(saved), layered)


@lru_cache(maxsize=16)  # the functions of a family are made of the same files
def _zip_of(files: tuple[tuple[str, Path, int], ...], layered: bool) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, source, _ in files:
            archive.write(source, name)
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o755 << 16
        archive.writestr(entry, bootstrap(layered=layered))
    return buffer.getvalue()


def bootstrap(*, layered: bool) -> str:
    """The script that the emulator starts in place of Lambda's Python runtime.

    As on Lambda, only a function that has a layer can import our layer's own modules.
    """
    script = REPO_ROOT / "local" / "emulator" / "function_bootstrap.py"
    modules = f' "{REPO_ROOT / "functions" / "layer"}"' if layered else ""
    return f'#!/bin/sh\nexec "{sys.executable}" -u "{script}"{modules}\n'


@creates("aws:lambda/permission:Permission")
def permission(clients: Clients, inputs: Inputs) -> Created:
    statement = inputs.take("statementId") or inputs.physical_name()
    clients.client("lambda").add_permission(
        FunctionName=inputs.take("function"),
        StatementId=statement,
        **inputs.present("action", "principal", "sourceArn"),
    )
    return Created(statement, {"statementId": statement})


@creates("aws:lambda/layerVersion:LayerVersion")
def layer_version(clients: Clients, inputs: Inputs) -> Created:
    """Built by the program, never loaded here: a stub of its content is published."""
    inputs.ignore("code")
    stub = io.BytesIO()
    with zipfile.ZipFile(stub, "w") as archive:
        archive.writestr("python/README", "The local stage uses this environment's packages.\n")
    made = clients.client("lambda").publish_layer_version(
        LayerName=inputs.take("layerName"),
        Description=inputs.take("description", ""),
        CompatibleRuntimes=inputs.take("compatibleRuntimes", []),
        CompatibleArchitectures=inputs.take("compatibleArchitectures", []),
        Content={"ZipFile": stub.getvalue()},
    )
    arn = made["LayerVersionArn"]
    outputs = {"arn": arn, "layerArn": made["LayerArn"], "version": str(made["Version"])}
    return Created(arn, outputs)
