"""Modules that the dependency layer carries at its top level, for functions of any team.

``import saga_step`` works in every Python function that uses the layer. A module here imports the
standard library and boto3 only: it must run beside whatever else a function imports.
"""
