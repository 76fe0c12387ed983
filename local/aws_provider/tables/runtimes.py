"""The runtimes that the provider takes for functions and layers, the retired ones too."""

from __future__ import annotations

RUNTIMES = (
    "dotnet10", "dotnet6", "dotnet8", "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1",
    "dotnetcore3.1", "go1.x", "java11", "java11.al2023", "java17", "java17.al2023", "java21",
    "java25", "java8", "java8.al2", "java8.al2023", "nodejs", "nodejs10.x", "nodejs12.x",
    "nodejs14.x", "nodejs16.x", "nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x",
    "nodejs26.x",
    "nodejs4.3", "nodejs4.3-edge", "nodejs6.10", "nodejs8.10", "provided", "provided.al2",
    "provided.al2023", "python2.7", "python3.10", "python3.11", "python3.12", "python3.13",
    "python3.14", "python3.15", "python3.6", "python3.7", "python3.8", "python3.9", "ruby2.5",
    "ruby2.7", "ruby3.2", "ruby3.3", "ruby3.4", "ruby4.0",
)  # fmt: skip
"""From the service's own model, of which the provider's list is generated."""
