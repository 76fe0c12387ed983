"""What the components are built of: one AWS service or one concern a module.

Imports Pulumi alone, and no component. Private to ``components``.
"""
