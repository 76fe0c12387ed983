"""Pulumi's ResourceMonitor service, played by this process.

The program's SDK registers resources here instead of with Pulumi's engine; a ``ResourceHandler``
creates them. There is no diff: every resource is new. A preview creates none; it has a state, that
of a finished run.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2, resource_pb2, resource_pb2_grpc

from local.program.engine import Engine
from local.program.options import registered_options
from local.program.policy_documents import with_texts
from local.program.previews import previewed_outputs
from local.program.records import RegisteredResource, ResourceHandler
from local.program.urns import STACK_TYPE, urn_of
from local.program.wire import secret_properties, to_plain, to_struct

FEATURES = (
    resource_pb2.RESOURCE_MONITOR_FEATURE_SECRETS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
)


class Monitor(resource_pb2_grpc.ResourceMonitorServicer):
    """The service of one run, and what it registered. With a ``state`` the run is a preview."""

    def __init__(
        self,
        project: str,
        stack: str,
        handler: ResourceHandler,
        engine: Engine,
        state: Iterable[RegisteredResource] | None = None,
    ) -> None:
        self.resources: list[RegisteredResource] = []
        self.exports: dict[str, Any] = {}
        self._project, self._stack = project, stack
        self._handler, self._engine = handler, engine
        self._state = None if state is None else {one.urn: one for one in state}
        self._lock = threading.Lock()
        self._urns: set[str] = set()

    def GetDeploymentInfo(self, request: Any, context: Any) -> Any:
        return resource_pb2.DeploymentInfo(supportedFeatures=FEATURES)

    def SupportsFeature(self, request: Any, context: Any) -> Any:
        supported = request.id in ("secrets", "aliasSpecs", "deletedWith")
        return resource_pb2.SupportsFeatureResponse(hasSupport=supported)

    def RegisterResource(self, request: Any, context: Any) -> Any:
        urn = self._urn(request)
        resource = RegisteredResource(
            type=request.type,
            name=request.name,
            urn=urn,
            parent=request.parent,
            custom=request.custom,
            inputs=with_texts(request.type, to_plain(request.object)),
            dependencies=list(request.dependencies),
            options=registered_options(request, self._stack, self._project),
            sources={key: [*one.urns] for key, one in request.propertyDependencies.items()},
            secrets=secret_properties(request.object),
        )
        self._claim(resource, context)
        if not request.custom:
            return resource_pb2.RegisterResourceResponse(urn=resource.urn)
        if self._state is None:
            self._create(resource, context)
        else:
            resource.outputs = previewed_outputs(resource, self._state.get(resource.urn))
        return resource_pb2.RegisterResourceResponse(
            urn=resource.urn, id=resource.outputs.get("id", ""), object=to_struct(resource.outputs)
        )

    def ReadResource(self, request: Any, context: Any) -> Any:
        """Nothing exists beside what this run creates: a read finds what it was told, no more."""
        resource = RegisteredResource(
            type=request.type,
            name=request.name,
            urn=self._urn(request),
            parent=request.parent,
            custom=True,
            inputs={},
            dependencies=list(request.dependencies),
            outputs={**to_plain(request.properties), "id": request.id},
            read=True,
        )
        self._claim(resource, context)
        return resource_pb2.ReadResourceResponse(
            urn=resource.urn, properties=to_struct(resource.outputs)
        )

    def RegisterResourceOutputs(self, request: Any, context: Any) -> Any:
        outputs = to_plain(request.outputs)
        with self._lock:
            if f"::{STACK_TYPE}::" in request.urn:
                self.exports.update(outputs)
            for resource in self.resources:
                if resource.urn == request.urn:
                    resource.outputs.update(outputs)
        return empty_pb2.Empty()

    def Invoke(self, request: Any, context: Any) -> Any:
        try:
            answer = self._handler.invoke(request.tok, to_plain(request.args))
        except Exception as error:
            self._abort(context, f"{request.tok}: {_text(error)}")
        return provider_pb2.InvokeResponse(**{"return": to_struct(answer)})

    def RegisterPackage(self, request: Any, context: Any) -> Any:
        return resource_pb2.RegisterPackageResponse(ref=f"{request.name}@{request.version}")

    def SignalAndWaitForShutdown(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    def _urn(self, request: Any) -> str:
        return urn_of(self._stack, self._project, request.type, request.name, request.parent)

    def _claim(self, resource: RegisteredResource, context: Any) -> None:
        with self._lock:
            taken = resource.urn in self._urns
            self._urns.add(resource.urn)
            self.resources.append(resource)
        if taken:
            self._abort(context, f"duplicate URN {resource.urn}: give the resource another name")

    def _create(self, resource: RegisteredResource, context: Any) -> None:
        try:
            created = self._handler.create(resource.type, resource.name, resource.inputs)
        except Exception as error:
            self._abort(context, f"{resource.type} {resource.name}: {_text(error)}")
        resource.outputs = {**resource.inputs, **created.outputs, "id": created.id}

    def _abort(self, context: Any, message: str) -> None:
        self._engine.fail(message)
        context.abort(grpc.StatusCode.UNKNOWN, message)


def _text(error: Exception) -> str:
    # The text of a KeyError is the key in quotes only, which does not say what is wrong.
    return repr(error) if isinstance(error, KeyError) else str(error)
