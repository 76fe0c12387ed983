"""What the components are built of: each module holds one AWS service or one concern.

Imports Pulumi and ``contract``, and no component. Private to ``components``.
"""
